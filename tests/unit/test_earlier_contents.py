"""What the comparison of earlier states takes for the same table."""

import sqlite3

from tests.earlier_contents import parts_of, schema_of

ONE = """CREATE TABLE "a" ("id" integer NOT NULL, "x" text CHECK ("x" IN ('a,b', 'it''s (', 'c')),
 CONSTRAINT "u" UNIQUE ("id", "x"))"""
OTHER = """CREATE TABLE "a" ("x" text CHECK ("x" IN ('a,b', 'it''s (', 'c')), "id" integer NOT NULL,
 CONSTRAINT "u" UNIQUE ("id", "x"))"""
LACKS = ONE.replace(" NOT NULL", "")


def test_a_table_is_taken_apart_at_its_commas_alone():
    assert parts_of(ONE) == [
        '"id" integer NOT NULL',
        """"x" text CHECK ("x" IN ('a,b', 'it''s (', 'c'))""",
        'CONSTRAINT "u" UNIQUE ("id", "x")',
    ]


def test_the_order_of_columns_does_not_count_and_every_word_of_them_does(tmp_path):
    found = []
    for number, table in enumerate((ONE, OTHER, LACKS)):
        path = tmp_path / f"{number}.sqlite3"
        with sqlite3.connect(path) as database:
            database.execute(table)
        database.close()
        found.append(schema_of(path))
    assert found[0] == found[1] != found[2]
