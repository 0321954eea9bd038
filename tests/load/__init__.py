"""Load and chaos: the whole product on PostgreSQL, used by many at once, and with its processes killed meanwhile.

`make load` and `make chaos` run them; `docs/operations.md` says what they show. Both start an installation of their own
in a scratch folder, on the loopback alone, and throw it away.
"""
