"""Visits 拜访 and follow-ups 跟进 in chat: a line, a form, a message, and what was understood."""
