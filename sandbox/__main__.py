"""`python -m sandbox`: a Slack workspace in the browser with the bot in it, and a history to look at."""

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path

from sandbox.demo.bot import BotError
from sandbox.demo.folder import DATA, AlreadyOpenError, Folder, Lock
from sandbox.demo.workspace import Demo


def main() -> int:
    """Run until Ctrl-C. Returns what the process ends with."""
    asked = _asked()
    folder = Folder(asked.data.resolve())
    lock = Lock(folder)
    try:
        lock.take()
    except AlreadyOpenError as where:
        _say(f"Genjin 跟进 is open already: {where}")
        return 0
    lock.note()
    try:
        return asyncio.run(_run(asked, folder, lock))
    except (BotError, LookupError, OSError, TimeoutError) as wrong:
        sys.stderr.write(f"{wrong or type(wrong).__name__} (the bot's own words: {folder.log})\n")
        return 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="of the page; the next free one when it is taken")
    parser.add_argument("--fresh", action="store_true", help="throw away the workspace of the last time")
    parser.add_argument(
        "--empty", action="store_true", help="the same, and without a history: people and channels alone"
    )
    parser.add_argument("--socket", action="store_true", help="let the bot use Socket Mode instead of HTTP")
    parser.add_argument("--data", type=Path, default=DATA, help="where the workspace is kept (.data/sandbox)")
    return parser.parse_args()


async def _run(asked: argparse.Namespace, folder: Folder, lock: Lock) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    demo = Demo(folder, lock, fresh=asked.fresh, empty=asked.empty, socket=asked.socket)
    try:
        url = await demo.serve(asked.port)
        lock.note(url=url)
        _say(f"Genjin 跟进: open {url} in your browser  (Ctrl-C ends it)")
        await _until_first(_prepared(demo), stop)
    finally:
        await demo.close()
    return 0


async def _prepared(demo: Demo) -> None:
    """Prepare, then stay. When it fails the page says so for a moment before all is ended."""
    began = time.monotonic()
    try:
        await demo.prepare()
    except Exception as wrong:
        demo.progress.failed = str(wrong) or type(wrong).__name__
        await asyncio.sleep(2.5)
        raise
    for line in demo.wrong:
        sys.stderr.write(f"  not played: {line}\n")
    kept = "a fresh workspace" if demo.is_new else "as you left it; --fresh begins anew"
    _say(f"Ready after {time.monotonic() - began:.0f} s ({kept}).")
    await asyncio.Event().wait()


async def _until_first(work: object, stop: asyncio.Event) -> None:
    """Until told to stop, or the work fails."""
    running = asyncio.ensure_future(work)  # type: ignore[call-overload]
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({running, told}, return_when=asyncio.FIRST_COMPLETED)
    for task in (running, told):
        task.cancel()
    for result in await asyncio.gather(running, told, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
