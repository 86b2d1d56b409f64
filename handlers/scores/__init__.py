"""Score 评分: how promising a deal is, and the weights an admin sets for that."""
