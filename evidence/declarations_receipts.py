"""What receipts hold about people: nothing of their own, for the address stays where it was given."""

from assembly.personal_data import Declaration, declare
from evidence.models import Receipt

declare(Declaration(Receipt, impersonal=("language", "link_base")))
