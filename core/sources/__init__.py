"""Sources 来源 and campaigns 活动: the list of where leads come from, kept by managers, with what they cost."""

from core.sources.choices import Choice, chosen, offered, spellings
from core.sources.names import named, of_lead

__all__ = ["Choice", "chosen", "named", "of_lead", "offered", "spellings"]
