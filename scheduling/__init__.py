"""Sessions: venues, programme, attendance, tables."""
