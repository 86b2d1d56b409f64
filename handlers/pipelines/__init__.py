"""Pipelines 销售流程 and their stages, as an admin sets them."""
