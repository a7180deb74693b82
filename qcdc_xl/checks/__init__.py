"""Step 4: what is wrong with the returns: ``identity`` and ``cells`` one by one, ``rules`` and ``derived``
on all at once."""
