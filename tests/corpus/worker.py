"""The process that throws: kept small, for each limited child it starts imports it again."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from tests.corpus.throwing import main

    main(sys.argv[1])
