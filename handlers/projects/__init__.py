"""One project 同一项目: two colleagues' deals side by side, which goes on, and what the two are told."""
