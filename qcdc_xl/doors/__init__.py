"""The terminal's and Excel's doors: thin, they show what the verbs give."""
