"""Assignments 分配: leads given to people, by a manager or by rank, and what becomes of that: accepted, passed on.

Nothing is imported here, so that `core.owners` may withdraw offers without a circle.
"""
