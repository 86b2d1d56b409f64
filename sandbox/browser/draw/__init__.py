"""Block Kit JSON in, escaped HTML out: pure functions, a file for each family of blocks."""
