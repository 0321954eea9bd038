"""Files into tables: what a spreadsheet says, as text, before anybody has decided what it means.

Nothing here writes, asks the database, or runs what a file contains.
"""
