"""Leave this version's golden journal and answers in ``tests/golden``, for ever.

    .venv/bin/python -m scripts.golden 0.5

Later versions must read that journal and give those answers, byte for byte.
"""

from __future__ import annotations

import sys

from tests.integration.journal.golden_making import make

if __name__ == "__main__":
    make(sys.argv[1])
