"""Merging 合并: two customers side by side, which stays, who goes on; proposed by anybody, decided by managers."""
