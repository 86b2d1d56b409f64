"""WebForm 网页表单: a page that takes in leads for one source; what came through it, and how often somebody tried."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class WebForm(Scoped, Base):
    __tablename__ = "web_forms"
    __table_args__ = (
        refers("source_id", "sources"),
        refers("campaign_id", "sources"),
        refers("pool_id", "pools"),
        refers("created_by_id", "members"),
        UniqueConstraint("workspace_id", "key", name="uq_web_forms_key"),
        CheckConstraint("language in ('zh', 'en')", name="language"),
    )

    name: Mapped[str]
    key: Mapped[str] = mapped_column(comment="names the form in its address; random")
    secret: Mapped[str] = mapped_column(comment="signs the address; another one makes every earlier address void")
    language: Mapped[str | None] = mapped_column(comment="null: the visitor's")
    asks: Mapped[list[str]] = mapped_column(comment="the fields it has: see core.webforms.FIELDS")
    source_id: Mapped[int]
    campaign_id: Mapped[int | None]
    pool_id: Mapped[int | None] = mapped_column(comment="null: the pool that asks for such leads")
    allots: Mapped[bool] = mapped_column(comment="its leads are given out by rank at once")
    thanks: Mapped[str | None] = mapped_column(comment="what is said to whoever sent it; null: a sentence of ours")
    closed_at: Mapped[datetime | None]
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]


class PostOutcome(StrEnum):
    CAPTURED = "captured"  # a new lead
    KNOWN = "known"  # a customer on record: kept there, its owner told
    TRAPPED = "trapped"  # filled in what only a program sees


class WebPost(Scoped, Base):
    """One thing sent through a form, without what was typed: that is on the lead."""

    __tablename__ = "web_posts"
    __table_args__ = (
        refers("form_id", "web_forms"),
        refers("lead_id", "leads"),
        CheckConstraint("outcome in ('captured', 'known', 'trapped')", name="outcome"),
        Index(None, "workspace_id", "form_id", "at"),
        Index(None, "workspace_id", "lead_id"),
    )

    form_id: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(comment="the same sent twice is taken in once")
    outcome: Mapped[PostOutcome]
    lead_id: Mapped[int | None]
    at: Mapped[datetime]


class WebTries(Base):
    """How often one form was tried in a span of time, by one address or by all; counted before anything is read."""

    __tablename__ = "web_tries"
    __table_args__ = (refers("form_id", "web_forms"),)

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    form_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[str] = mapped_column(primary_key=True, comment="an address, scrambled; empty: everybody")
    starts: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]
