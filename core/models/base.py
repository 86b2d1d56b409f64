"""What every table shares: its workspace, its key, its times."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Interval,
    MetaData,
    Numeric,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        StrEnum: Enum(StrEnum, native_enum=False, length=20, values_callable=lambda kinds: [k.value for k in kinds]),
        int: BigInteger,
        datetime: DateTime(timezone=True),
        timedelta: Interval,
        Decimal: Numeric(18, 2),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
        list[str]: JSONB,
        list[int]: JSONB(none_as_null=True),
    }


class Scoped:
    """A row of one workspace. Its key starts with the workspace, so a reference can never cross into another."""

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, autoincrement=True)  # many in one insert


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """A reference to a row of the same workspace."""
    return ForeignKeyConstraint(["workspace_id", column], [f"{table}.workspace_id", f"{table}.id"])


def join_on(here: str, column: str, there: str) -> str:
    """How a read-only relationship finds its row, for `primaryjoin`."""
    return f"and_({here}.workspace_id == {there}.workspace_id, foreign({here}.{column}) == {there}.id)"
