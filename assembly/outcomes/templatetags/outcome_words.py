"""Words of this app for templates."""

from django import template

from assembly.outcomes.table_words import table_words

register = template.Library()
register.filter("named_table", table_words)
