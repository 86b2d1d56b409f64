"""The tables, one file a noun. Imported whole so that nouns may refer to each other."""

from core.models.accounts import Account, AccountKey, Contact
from core.models.audit import AuditRow
from core.models.base import Base
from core.models.deals import Deal, Pipeline, Stage, StageMove
from core.models.inbox import InboxEvent
from core.models.leads import Lead
from core.models.members import Member, Role
from core.models.notices import JobRun, Lane, Notice
from core.models.owners import OwnerChange
from core.models.tasks import Task
from core.models.teams import Team
from core.models.visits import Visit
from core.models.workspaces import Workspace

__all__ = [
    "Account",
    "AccountKey",
    "AuditRow",
    "Base",
    "Contact",
    "Deal",
    "InboxEvent",
    "JobRun",
    "Lane",
    "Lead",
    "Member",
    "Notice",
    "OwnerChange",
    "Pipeline",
    "Role",
    "Stage",
    "StageMove",
    "Task",
    "Team",
    "Visit",
    "Workspace",
]
