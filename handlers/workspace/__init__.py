"""The workspace 工作区: its rules, its teams and people, as an admin sets them."""
