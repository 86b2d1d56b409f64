"""Pipelines 销售流程: as deals go through them, and as admins set them (`settings`); a stage of one: `core.stages`."""

from core.pipelines.in_use import all_of, hold, keep, pick, stages_of

__all__ = ["all_of", "hold", "keep", "pick", "stages_of"]
