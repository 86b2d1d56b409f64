"""The tables, one file a noun. Imported whole so that nouns may refer to each other."""

from core.models.accounts import Account, AccountKey, AccountPair, Contact
from core.models.audit import AuditRow
from core.models.base import Base
from core.models.bonuses import BonusRule
from core.models.deals import Deal, DealStatus, Pipeline, Stage, StageKind, StageMove
from core.models.errands import Errand
from core.models.evidence import Evidence, Plea, Tick
from core.models.extensions import Extension
from core.models.hours import CalendarOverride, Mute
from core.models.imports import Export, Import, ImportRow, ImportStatus, Invoice, RowState
from core.models.inbox import InboxEvent
from core.models.keeps import Answer, Keep
from core.models.leads import Chance, Lead, LeadStatus, Revival, Warned
from core.models.listed import List, Listed
from core.models.mates import Mate
from core.models.members import Member, Role
from core.models.notices import JobRun, Lane, Notice, Pace
from core.models.offers import Assignment, Offer, OfferStatus
from core.models.owners import OwnerChange
from core.models.plans import PlanStep
from core.models.pools import Pool, PoolMember
from core.models.projects import DealGood, DealNeed, DealPair, PairAnswer
from core.models.requests import Request, RequestEnd, RequestKind
from core.models.reviews import Review
from core.models.rooms import Room
from core.models.scores import Scoring
from core.models.sources import Source, SourceCost, SourceKind
from core.models.tasks import Task
from core.models.teams import Team
from core.models.views import SavedView, Sharing
from core.models.visits import Draft, Visit, VisitKind
from core.models.webforms import PostOutcome, WebForm, WebPost, WebTries
from core.models.workspaces import Workspace

__all__ = [
    "Account",
    "AccountKey",
    "AccountPair",
    "Answer",
    "Assignment",
    "AuditRow",
    "Base",
    "BonusRule",
    "CalendarOverride",
    "Chance",
    "Contact",
    "Deal",
    "DealGood",
    "DealNeed",
    "DealPair",
    "DealStatus",
    "Draft",
    "Errand",
    "Evidence",
    "Export",
    "Extension",
    "Import",
    "ImportRow",
    "ImportStatus",
    "InboxEvent",
    "Invoice",
    "JobRun",
    "Keep",
    "Lane",
    "Lead",
    "LeadStatus",
    "List",
    "Listed",
    "Mate",
    "Member",
    "Mute",
    "Notice",
    "Offer",
    "OfferStatus",
    "OwnerChange",
    "Pace",
    "PairAnswer",
    "Pipeline",
    "PlanStep",
    "Plea",
    "Pool",
    "PoolMember",
    "PostOutcome",
    "Request",
    "RequestEnd",
    "RequestKind",
    "Review",
    "Revival",
    "Role",
    "Room",
    "RowState",
    "SavedView",
    "Scoring",
    "Sharing",
    "Source",
    "SourceCost",
    "SourceKind",
    "Stage",
    "StageKind",
    "StageMove",
    "Task",
    "Team",
    "Tick",
    "Visit",
    "VisitKind",
    "Warned",
    "WebForm",
    "WebPost",
    "WebTries",
    "Workspace",
]
