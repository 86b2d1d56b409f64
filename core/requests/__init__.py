"""Requests 协助, 催办: what one colleague asks of another on a deal, until when, and how it was answered.

Nothing is imported here, so that changes of owners, moves and follow-ups may settle requests without a circle.
"""
