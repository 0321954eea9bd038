"""Backups: one archive of database, files and the list of erasures, and how each kind of database is put into it."""
