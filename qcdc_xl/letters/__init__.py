"""Step 2: what goes out to whom."""
