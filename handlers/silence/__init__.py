"""Silence 沉默 in chat: alerts, the question whether a lead may be kept, pauses, rhythms, and why."""
