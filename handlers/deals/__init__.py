"""Deals 商机 in chat: the card, its forms, the gates of stages, what is asked of a manager."""
