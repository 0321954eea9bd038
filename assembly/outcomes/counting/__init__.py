"""Count votes by a decision rule, exactly: standard library only, no tables, no words."""
