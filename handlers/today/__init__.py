"""A person's day 今日: /today and the Home tab."""
