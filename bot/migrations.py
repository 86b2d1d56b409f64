"""The database brought up to date, and the question whether it is."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import ROOT


def config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    made = Config()
    made.set_main_option("script_location", str(ROOT / "migrations"))
    made.attributes["url"] = url
    return made


def upgrade(url: str) -> None:
    """Bring the database to the newest revision; harmless when it is there, or when another process does it too."""
    command.upgrade(config(url), "head")


def head() -> str:
    """The newest revision there is in the code."""
    newest = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    return newest or ""


async def current(connection: AsyncConnection) -> str | None:
    """The revision the database is at; None before the first migration."""
    try:
        found = await connection.execute(text("select version_num from alembic_version"))
    except ProgrammingError:
        await connection.rollback()
        return None
    return found.scalar()
