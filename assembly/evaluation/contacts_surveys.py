"""Tell who spoke with a member last, for their welfare call."""

from assembly.evaluation.selectors.welfare import usual_contact
from assembly.evaluation.usual_contacts import register_usual_contact

register_usual_contact(usual_contact)
