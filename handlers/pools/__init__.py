"""Pools 公海 in chat: what an admin sets of them, and what is done to a lead in one."""
