"""Chance 成交可能 in chat: how likely a lead is, why so little, and the dead ones that may be picked up."""
