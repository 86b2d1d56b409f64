"""Delivery of notices to Slack: in order and paced in each channel, never lost, practically never twice."""

from bot.outbox.delivery import Message, Render
from bot.outbox.limits import Limits
from bot.outbox.loop import Delivered, Outbox
from bot.outbox.wire import Wire

__all__ = ["Delivered", "Limits", "Message", "Outbox", "Render", "Wire"]
