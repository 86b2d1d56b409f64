"""Notices that Slack would not take, before the admin."""
