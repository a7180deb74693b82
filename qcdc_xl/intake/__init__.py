"""Step 3: a returned file → a submission."""
