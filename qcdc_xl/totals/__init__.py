"""Steps 5 and 6: submissions → one table a period, its totals, its figures, what a master says at a period."""
