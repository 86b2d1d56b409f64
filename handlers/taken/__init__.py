"""Is this customer taken 查重: the question, its answer, and the answer to whoever enters one that is."""
