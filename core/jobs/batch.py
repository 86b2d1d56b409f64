"""How much a job takes at once."""

BATCH = 500  # rows in one transaction: short enough to hold up nobody who works on the same leads meanwhile
