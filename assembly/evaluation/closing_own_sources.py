"""The sections of the close-out certificate that are made of what the house knows already."""

from django.utils.translation import gettext_lazy as _

from assembly.evaluation import closing_facts as facts
from assembly.evaluation import closing_facts_data as data
from assembly.evaluation import closing_words as words
from assembly.evaluation.closing_sources import register_closing_source

register_closing_source("process", 10, _("The assembly"), facts.process_facts, words.process_words)
# How many left is told as a count of all; in packs such counts stand beside others, so they are left out there.
register_closing_source("people", 20, _("People"), facts.people_facts, words.people_words, is_in_packs=False)
register_closing_source("sessions", 30, _("Sessions"), facts.session_facts, words.session_words)
register_closing_source(
    "published", 40, _("What was published"), facts.published_facts, words.published_words
)
register_closing_source("answers", 50, _("Answers of the authority"), facts.answer_facts, words.answer_words)
register_closing_source(
    "commitments", 60, _("Promises made in answers"), facts.commitment_facts, words.commitment_words
)
register_closing_source(
    "erased",
    80,
    _("Personal data that were erased"),
    data.erased_facts,
    words.erased_words,
    is_in_packs=False,
)
register_closing_source(
    "held", 85, _("Personal data that are still held"), data.held_facts, words.held_words, is_in_packs=False
)
register_closing_source("kept", 90, _("What is kept for good"), data.kept_facts, words.kept_words)
