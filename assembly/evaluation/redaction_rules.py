"""What is left out of the pack for a freedom-of-information request, why, and in which files."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RedactionRule:
    """One rule. `idea` is what laws on information and on privacy have in common, of no single country.

    files: beginnings of the names of files in which it can be applied.
    """

    key: str
    words: Any
    idea: Any
    files: tuple[str, ...]


NO_NAMES, BANDS, MERGED, WITHHELD = "no_names", "bands", "payees_merged", "payees_withheld"
SECRET, UNPUBLISHED, WORDS = "secret_ballot", "unpublished", "words_in_confidence"
PERIOD, LARGE, KEYS = "outside_period", "too_large", "keys_and_seeds"

RULES: tuple[RedactionRule, ...] = (
    RedactionRule(
        NO_NAMES,
        _(
            "Names, addresses and accounts of people are left out. People stand in it by their role, or as a count."
        ),
        _(
            "What an assembly did is public. Who a member, a volunteer or a witness is, is their private life."
        ),
        (
            "attendance/",
            "draw/",
            "evidence/",
            "oversight/",
            "programme/",
            "record/",
            "recommendations/",
            "spending/",
        ),
    ),
    RedactionRule(
        BANDS,
        _("Counts of people are given in bands of five, and no totals stand beside them."),
        _("Somebody in a group of one or two could be recognised by whoever knows them."),
        ("attendance/", "oversight/incidents", "record/"),
    ),
    RedactionRule(
        MERGED,
        _(
            "Sums for fewer than five people are put together with others, until five or more stand behind each."
        ),
        _("How public money is spent is public. What one person was paid is their own affair."),
        ("spending/",),
    ),
    RedactionRule(
        WITHHELD,
        _(
            "Payments that could not be put together with others are not told: fewer than five people got all of them."
        ),
        _("How public money is spent is public. What one person was paid is their own affair."),
        ("spending/",),
    ),
    RedactionRule(
        SECRET,
        _("Of a secret vote there are only the files that were published with its result."),
        _("A vote is free only where nobody learns how somebody voted."),
        ("votes/",),
    ),
    RedactionRule(
        UNPUBLISHED,
        _(
            "What is being drafted, reviewed or counted, and was not published, is left out. It follows when it is out."
        ),
        _("Those who prepare a decision may think aloud until it is made."),
        ("draw/", "evidence/", "recommendations/", "votes/"),
    ),
    RedactionRule(
        WORDS,
        _(
            "What somebody said or wrote in confidence is left out: comments, remarks, reasons, accounts of incidents."
        ),
        _("People report what goes wrong only where their words stay with those who deal with it."),
        ("draw/", "evidence/", "oversight/", "recommendations/"),
    ),
    RedactionRule(
        PERIOD,
        _("What lies outside the days that were asked about is left out."),
        _("A request is answered for what it asks."),
        ("attendance/", "draw/", "evidence/", "oversight/", "programme/", "record/", "spending/", "votes/"),
    ),
    RedactionRule(
        LARGE,
        _(
            "A file of more than 10 MB is left out. Its address and fingerprint are given, so that it can be fetched."
        ),
        _("An answer must reach whoever asked, also by e-mail or on a stick."),
        ("draw/", "votes/", "recommendations/"),
    ),
    RedactionRule(
        KEYS,
        _("Keys, codes, and the numbers that hide volunteers in the draw’s public file are left out."),
        _("They would open what is closed for the protection of people."),
        ("draw/", "votes/"),
    ),
)
_BY_KEY = {rule.key: rule for rule in RULES}


def rule_of(key: str) -> RedactionRule:
    """Return a rule by its key.

    Raises:
        KeyError: there is no such rule.
    """
    return _BY_KEY[key]


def may_apply(key: str, name: str) -> bool:
    """Whether a rule can be applied in the file of this name."""
    return name.startswith(_BY_KEY[key].files)
