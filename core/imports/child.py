"""The process that opens a stranger's file: little memory, little time, bytes in, JSON out, and nothing else at hand.

`python -m core.imports.child` reads the file from its standard input.
"""

import json
import sys
from contextlib import suppress
from typing import Any

MEMORY = 640 * 1024 * 1024  # of address space; what is really used stays under 200 MB
SECONDS = 15


def limit() -> None:
    """No more memory and time than a fair file needs. Where the system knows no limits, the parent's clock does."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # told first, then killed
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(data: bytes) -> dict[str, Any]:
    """What the file holds, or why it cannot be taken."""
    from core.imports import delimited, workbook  # noqa: PLC0415  # after the limits
    from core.imports.sheet import Unreadable  # noqa: PLC0415

    try:
        if workbook.is_old(data):
            raise Unreadable("old")
        sheet = workbook.read(data) if workbook.is_zip(data) else delimited.read(data)
        if not sheet.rows:
            raise Unreadable("empty")
        return {"sheet": sheet.as_json()}
    except Unreadable as wrong:
        return {"wrong": wrong.why, "holes": wrong.holes}
    except MemoryError:
        return {"wrong": "bomb"}
    except Exception as broken:  # whatever a parser makes of a broken file, the person is told one thing
        return {"wrong": "broken", "error": f"{type(broken).__name__}: {broken}"[:300]}


if __name__ == "__main__":
    limit()
    told = answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told).encode())
