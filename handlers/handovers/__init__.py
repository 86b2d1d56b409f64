"""Handovers 交接, in chat."""
