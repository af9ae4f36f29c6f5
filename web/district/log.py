"""The log: a line of JSON on stderr for what whoever keeps a server needs to know.

Who recorded what under which id, what was refused by which rule, starts and stops;
never what was sent, a token, or the query of an address. Everything logs by the
standard library; only a server writes it down, so that the command line stays quiet.
"""

from __future__ import annotations

import logging

from web.words.statuses import rule_of

log = logging.getLogger("guatu")

QUIET = ("uvicorn.error", "uvicorn.access", "asyncio")


def write_down() -> None:
    """Write what is logged in this process on stderr, one object a line."""
    import structlog  # noqa: PLC0415  (a twentieth of the start of each command)

    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.getLogger().handlers = [handler]
    log.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_refusal(error: Exception, **where: object) -> None:
    """Log that something was refused and by which rule; of storage, what it said."""
    why = str(getattr(error, "orig", type(error).__name__))
    log.warning("refused", extra={**where, "rule": rule_of(error), "why": why})
