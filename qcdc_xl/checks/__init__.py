"""Step 4: what is wrong with the returns: ``identity`` and ``cells`` one by one, ``rules`` on all at once."""
