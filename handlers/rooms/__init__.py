"""The channel of a deal 商机频道: made, kept, and what is told there."""
