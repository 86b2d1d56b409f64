"""A PostgreSQL of one's own for as long as a measurement takes."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import embedded, migrations


@contextmanager
def server() -> Iterator[embedded.Server]:
    """An empty one, migrated; gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="genjin-bench-"))
    home.chmod(0o755)
    try:
        with embedded.running(home / "postgres", durable=False) as running:
            migrations.upgrade(running.url("genjin"))
            yield running
    finally:
        shutil.rmtree(home, ignore_errors=True)
