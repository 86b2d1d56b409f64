"""Leads 线索 in chat: captured, their card and its forms, lists of a pool and of one's own."""
