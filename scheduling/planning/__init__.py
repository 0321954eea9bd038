"""Planning as pure functions: clashes, placement, tables. No database, no web."""
