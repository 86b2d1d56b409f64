"""A customer's timeline 全部历史 in chat: who did what and when, newest first, page by page."""
