"""Bonus 奖金: what won deals earn, and the rules that say so."""
