"""The working folder: names, whole writes, lock, backups, originals."""
