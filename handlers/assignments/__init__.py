"""Assignments 分配 in chat: to whom a lead is given, one or many at once, and how it is taken."""
