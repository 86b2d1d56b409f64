"""Rooms 商机频道: the private Slack channel of a deal. What is told there, and that it is to be looked after, is said
here; how it is made and kept is in `core.rooms.keeping`, which nobody but a worker and whoever has one made needs."""

from core.rooms.told import follow, name_of, of_deal, strike_visit, tell_move, tell_visit

__all__ = ["follow", "name_of", "of_deal", "strike_visit", "tell_move", "tell_visit"]
