"""Put changed code into functions that are loaded already, which spares an import."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType


def swapped(path: str, before: bytes, after: bytes) -> bool:
    """Give every living function of a file its changed code.

    Args:
        path: The file as its code names it.
        before: The source that is loaded.
        after: The same source with a change inside a function.

    Returns:
        Whether the change lies in living functions alone. If not, nothing is changed,
        and the file has to be imported anew.
    """
    old, new = (
        compile(source, path, "exec", dont_inherit=True) for source in (before, after)
    )
    if _frame(old) != _frame(new):
        return False
    changes = {
        was: becomes
        for was, becomes in zip(_functions(old), _functions(new), strict=True)
        if was != becomes
    }
    living = [
        each
        for each in gc.get_objects()
        if isinstance(each, FunctionType)
        and each.__code__.co_filename.endswith(path)
        and each.__code__ in changes
    ]
    if {each.__code__ for each in living} != changes.keys():
        return False
    for each in living:
        each.__code__ = changes[each.__code__]
    return True


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Yield the functions of a module and its classes, not those in functions."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & inspect.CO_OPTIMIZED:
                yield each
            else:
                yield from _functions(each)


def _frame(code: CodeType) -> tuple[object, ...]:
    """Describe what a module and its classes do besides making functions."""
    constants = tuple(
        each if not isinstance(each, CodeType) else _frame_of_part(each)
        for each in code.co_consts
    )
    return code.co_code, code.co_names, repr(constants)


def _frame_of_part(code: CodeType) -> tuple[object, ...]:
    if code.co_flags & inspect.CO_OPTIMIZED:
        return (code.co_qualname, code.co_freevars)
    return _frame(code)
