"""Reviews 复盘: what ended a deal, and what that teaches the next."""
