"""What parts of the day tell each other: who is absent is not seated, and the list in the hall names the tables."""

from assembly.who_came import register_attendance
from scheduling.known_absences import register_absences
from scheduling.selectors.attendance import absent_people, people_who_came
from scheduling.selectors.seating import table_names_at
from scheduling.where_people_sit import register_tables

register_absences("attendance", absent_people)
register_tables(table_names_at)
register_attendance(people_who_came)
