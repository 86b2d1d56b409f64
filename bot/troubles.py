"""What it means that a transaction failed: others hold what it needs, the machine is too busy, the database is away."""

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

_CONTENDED = psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure
_CUT_SHORT = psycopg.errors.QueryCanceled  # it took longer than a statement may


def is_contended(error: BaseException) -> bool:
    """Whether somebody else held what was needed for longer than a press may wait."""
    return isinstance(error, DBAPIError) and isinstance(error.orig, _CONTENDED)


def is_passing(error: BaseException) -> bool:
    """Whether the same may be tried again: it passes when others are done, or the machine has caught up."""
    cut_short = isinstance(error, DBAPIError) and isinstance(error.orig, _CUT_SHORT)
    return cut_short or is_contended(error) or isinstance(error, PoolExhausted)


def is_outage(error: BaseException) -> bool:
    """Whether the database was out of reach, rather than our code or somebody's input at fault."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, InterfaceError | PoolExhausted | OSError):
        return True
    # Waits that were cut short are operational errors to the driver, but the database is there.
    return isinstance(error, OperationalError) and not is_passing(error)
