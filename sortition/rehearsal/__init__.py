"""Invent a town, its letters and its volunteers: for the demonstration and for rehearsals before the real thing.

Pure: the random source is passed in, nothing here reads or writes a database, and nobody in it exists.
"""

from sortition.rehearsal.files import meanings, pool_rows, pool_workbook, targets_rows, write_csv
from sortition.rehearsal.people import Volunteer, invite, volunteers
from sortition.rehearsal.town import RIVERBEND, Leaning, Town, TownCategory, TownValue

__all__ = [
    "RIVERBEND",
    "Leaning",
    "Town",
    "TownCategory",
    "TownValue",
    "Volunteer",
    "invite",
    "meanings",
    "pool_rows",
    "pool_workbook",
    "targets_rows",
    "volunteers",
    "write_csv",
]
