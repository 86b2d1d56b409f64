"""Lead 线索: a possible need, not yet confirmed. Without an owner it lies in the pool 公海."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.accounts import Contact
from core.models.base import Base, Scoped, join_on, refers
from core.models.owners import Followed
from core.models.pools import Pool
from core.models.sources import Source


class LeadStatus(StrEnum):
    OPEN = "open"
    CONVERTED = "converted"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"  # its capture was undone
    MERGED = "merged"  # it turned out to be another lead of the same customer


class Chance(StrEnum):
    """How likely it is to become a deal. A lead without any is dead."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"
    NONE = "none"


class Revival(Scoped, Base):
    """A dead lead offered to a member for a fresh try. Nobody is offered the same one twice."""

    __tablename__ = "revivals"
    __table_args__ = (
        refers("lead_id", "leads"),
        refers("member_id", "members"),
        UniqueConstraint("workspace_id", "lead_id", "member_id", name="uq_revivals_lead"),
        Index("ix_revivals_at", "workspace_id", "at"),
    )

    lead_id: Mapped[int]
    member_id: Mapped[int]
    at: Mapped[datetime]


class Warned(StrEnum):
    """How far the alert about a lead has gone since its clock was set."""

    FIRST = "first"  # its owner was warned
    LAST = "last"  # for the last time
    TEAM = "team"  # the team has heard; next it goes back into its pool


class Lead(Scoped, Followed, Base):
    __tablename__ = "leads"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("contact_id", "contacts"),
        refers("pool_id", "pools"),
        refers("owner_id", "members"),
        refers("created_by_id", "members"),
        refers("source_id", "sources"),
        refers("campaign_id", "sources"),
        refers("locked_by_id", "members"),
        refers("merged_into_id", "leads"),
        CheckConstraint("status in ('open', 'converted', 'dead', 'withdrawn', 'merged')", name="status"),
        CheckConstraint("(status = 'merged') = (merged_into_id is not null)", name="merged"),
        CheckConstraint("chance in ('high', 'fair', 'low', 'none')", name="chance"),
        CheckConstraint("(owner_id is null) = (owned_since is null)", name="owner"),
        CheckConstraint("(locked_by_id is null) = (locked_at is null)", name="locked"),
        Index(None, "workspace_id", "account_id"),
        Index(
            "ix_leads_pool", "workspace_id", "pool_id", "id", postgresql_where="owner_id is null and status = 'open'"
        ),
        Index(
            "ix_leads_owner",
            "workspace_id",
            "owner_id",
            "silent_on",
            postgresql_include=["pool_id"],  # what somebody holds of each pool is counted without reading leads
            postgresql_where="owner_id is not null and status = 'open'",
        ),
        Index("ix_leads_source", "workspace_id", "source_id"),
        Index("ix_leads_campaign", "workspace_id", "campaign_id", postgresql_where="campaign_id is not null"),
        Index("ix_leads_created", "workspace_id", "created_at"),
        CheckConstraint("(status = 'dead') = (died_at is not null)", name="died"),
        Index("ix_leads_dead", "workspace_id", "died_at", postgresql_where="status = 'dead'"),
        Index("ix_leads_allot", "workspace_id", "allot_at", postgresql_where="allot_at is not null"),
        CheckConstraint("allot_at is null or owner_id is null", name="allot"),
        Index("ix_leads_locked", "workspace_id", "locked_by_id", postgresql_where="locked_by_id is not null"),
        CheckConstraint("warned in ('first', 'last', 'team')", name="warned"),
        CheckConstraint("(paused_until is null) = (paused_at is null)", name="paused"),
        CheckConstraint("(kept_until is null) = (kept_from is null)", name="kept"),
        Index("ix_leads_warn", "workspace_id", "warn_on", postgresql_where="warn_on is not null"),
        Index("ix_leads_recycle", "workspace_id", "recycle_on", postgresql_where="recycle_on is not null"),
        Index("ix_leads_deal_warn", "workspace_id", "deal_warn_on", postgresql_where="deal_warn_on is not null"),
        Index("ix_leads_deal_back", "workspace_id", "deal_back_on", postgresql_where="deal_back_on is not null"),
    )

    pool_id: Mapped[int] = mapped_column(comment="where it lies while nobody holds it, and whose rules bind it")
    contact_id: Mapped[int | None]
    status: Mapped[LeadStatus] = mapped_column(default=LeadStatus.OPEN)
    interest: Mapped[str | None] = mapped_column(comment="what they may need")
    region: Mapped[str | None]
    source_id: Mapped[int | None]
    campaign_id: Mapped[int | None]
    referrer: Mapped[str | None]
    budget: Mapped[Decimal | None]
    budget_currency: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    chance: Mapped[Chance | None] = mapped_column(comment="null: nobody has said yet")
    chance_reason: Mapped[str | None] = mapped_column(comment="why low or none")
    chance_words: Mapped[str | None] = mapped_column(comment="what its owner added to a reason of the list")
    died_at: Mapped[datetime | None] = mapped_column(comment="when its chance was set to none")
    allot_at: Mapped[datetime | None] = mapped_column(
        comment="when it is next tried to give it out by rank; null: it is not"
    )
    locked_at: Mapped[datetime | None] = mapped_column(
        comment="since when it changes hands by a manager's hand alone: not claimed, not released, not recycled"
    )
    locked_by_id: Mapped[int | None]
    interval_days: Mapped[int | None] = mapped_column(
        comment="its own rhythm in working days; null: its pool's for its chance, else the workspace's"
    )
    rhythm_days: Mapped[int | None] = mapped_column(comment="the rhythm by which its clock is set; null: no clock")
    warn_on: Mapped[date | None] = mapped_column(comment="the next step of the silence alert; null: none to come")
    warned: Mapped[Warned | None] = mapped_column(comment="the last step told since the clock was set; null: none")
    recycle_on: Mapped[date | None] = mapped_column(comment="when it goes back into its pool; null: not yet told")
    deal_by: Mapped[date | None] = mapped_column(
        comment="by when it is to be a deal, by its pool's rule; null: it has none, or nobody holds it"
    )
    deal_warn_on: Mapped[date | None] = mapped_column(comment="when its owner is told of that; null: they were")
    deal_back_on: Mapped[date | None] = mapped_column(comment="when it goes back without a deal; null: not yet told")
    kept_until: Mapped[date | None] = mapped_column(comment="how long it may be kept beyond its rhythm")
    kept_from: Mapped[datetime | None] = mapped_column(comment="from when the clock runs that was put off so")
    paused_until: Mapped[date | None] = mapped_column(comment="its clock stands until this day, and begins anew on it")
    paused_at: Mapped[datetime | None] = mapped_column(comment="when; a pause ends with who held the lead then")
    pause_reason: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(comment="the lead it turned out to be")
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]

    pool: Mapped[Pool] = relationship(primaryjoin=join_on("Lead", "pool_id", "Pool"), viewonly=True, lazy="raise")
    contact: Mapped[Contact | None] = relationship(
        primaryjoin=join_on("Lead", "contact_id", "Contact"), viewonly=True, lazy="raise"
    )
    source: Mapped[Source | None] = relationship(
        primaryjoin=join_on("Lead", "source_id", "Source"), viewonly=True, lazy="raise"
    )
    campaign: Mapped[Source | None] = relationship(
        primaryjoin=join_on("Lead", "campaign_id", "Source"), viewonly=True, lazy="raise"
    )

    @property
    def pause(self) -> date | None:
        """The day on which its clock began, or begins, anew after the pause its present owner has; None: no pause."""
        if self.paused_at is None or self.owned_since is None or self.paused_at < self.owned_since:
            return None
        return self.paused_until
