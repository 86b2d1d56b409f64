"""Reports 报表: figures over a period that is past, of what one may see: how deals ended, what sources brought."""

from core.reports import ends, sources

__all__ = ["ends", "sources"]
