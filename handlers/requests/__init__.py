"""What colleagues ask of each other on a deal: help 协助, urging 催办."""
