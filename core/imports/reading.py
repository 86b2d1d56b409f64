"""A file that came from outside, read in a process of its own that may fail as it likes."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import structlog

from core.errors import Refusal, msgid
from core.imports.sheet import MOST_BYTES, Sheet, from_json

PATIENCE = 20  # seconds for one file
_ROOT = str(Path(__file__).parents[2])
_NEEDED = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")  # of the environment; no token, no address of a database

log = structlog.get_logger("genjin.imports")


class FileTooBig(Refusal):
    message = msgid("The file is larger than 5 MB. Split it, or save only the sheet with the list, and drop it again.")


class FileBlowsUp(Refusal):
    message = msgid(
        "The file unpacks to far more than a list of customers holds, so it was not opened. "
        "Copy the list into a new workbook, or save it as CSV."
    )


class FileTakesTooLong(Refusal):
    message = msgid("The file takes too long to read. Copy the list into a new workbook, or save it as CSV.")


class FileBroken(Refusal):
    message = msgid("The file cannot be read: it is damaged, or no workbook. Save it anew as .xlsx or CSV.")


class FileOld(Refusal):
    message = msgid(
        "The file has a password, or is an old .xls. Save it as .xlsx without a password, and drop it again."
    )


class FileUnknown(Refusal):
    message = msgid("That is no list of rows. Drop a CSV file or an .xlsx workbook.")


class FileIsPage(Refusal):
    message = msgid(
        "The file is a web page or XML under another name, as some systems export lists. "
        "Open it in Excel or WPS, save it as .xlsx, and drop it again."
    )


class FileEmpty(Refusal):
    message = msgid("There is nothing in the file: no sheet that is shown has a row.")


class TooManyColumns(Refusal):
    message = msgid("The file has more than {most} columns. Keep those with the customers, and drop it again.")


class QuoteOpen(Refusal):
    message = msgid("From row {row} on, a quotation mark is not closed. Mend it there, or save the file as .xlsx.")


_WRONG: dict[str, type[Refusal]] = {
    "bomb": FileBlowsUp,
    "slow": FileTakesTooLong,
    "broken": FileBroken,
    "old": FileOld,
    "kind": FileUnknown,
    "page": FileIsPage,
    "empty": FileEmpty,
    "columns": TooManyColumns,
    "quote": QuoteOpen,
}


async def read(data: bytes) -> Sheet:
    """The rows of a CSV file or workbook. Raises a `Refusal` that says what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise FileTooBig
    told = await _apart(data)
    if wrong := told.get("wrong"):
        log.info("a file was refused", why=wrong, error=told.get("error"), size=len(data))
        raise _WRONG[wrong](**told.get("holes", {}))
    return from_json(told["sheet"])


async def _apart(data: bytes) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "core.imports.child"),
        env={"PYTHONPATH": _ROOT, **{name: os.environ[name] for name in _NEEDED if name in os.environ}},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(child.communicate(data), PATIENCE)
    except TimeoutError:
        raise FileTakesTooLong from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        # Out of memory where Python could not say so, or out of time by the processor's clock.
        raise FileTakesTooLong if child.returncode == -signal.SIGXCPU else FileBlowsUp
    answer: dict[str, Any] = await asyncio.to_thread(json.loads, said)
    return answer
