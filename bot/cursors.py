"""Psycopg's cursor, saying of each column no more than SQLAlchemy asks: its name and its type.

Psycopg looks each up among all types it knows, each time: for a row joined of a hundred columns, as a card is read
from, that is a tenth of what reading it costs.
"""

from typing import Any

from psycopg import AsyncCursor
from psycopg.pq import ExecStatus

_ROWS = (ExecStatus.TUPLES_OK, ExecStatus.SINGLE_TUPLE, ExecStatus.TUPLES_CHUNK)
_REST = (None, None, None, None, None)  # what else DB-API has a place for


class Cursor(AsyncCursor[Any]):
    """As DB-API has it: seven facts a column, of which two are known."""

    @property
    def description(self) -> Any:
        """The columns of the rows at hand; None where there are none."""
        result = self.pgresult
        if result is None or not (result.nfields or result.status in _ROWS):
            return None
        return [((result.fname(at) or b"").decode(), result.ftype(at), *_REST) for at in range(result.nfields)]
