"""The team of a deal 商机团队: who works on it besides its owner."""
