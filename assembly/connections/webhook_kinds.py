"""Of which events other programs can be told: those that mean something to the public, under names that stay.

What is told says that something happened, never to whom. The names are a promise to others (docs/guide-webhooks.md
lists them); the types of the record behind them are the house's own and may change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.lifecycles import VERBS

TEST = "webhook.test"
"""What “Send a test” sends, and what the record calls it."""


@dataclass(frozen=True, slots=True)
class WebhookKind:
    """One kind of event: its name for others, what it says, which entries of the record it stands for.

    page: name of the public page that shows it, which takes the assembly's slug.
    """

    key: str
    label: Any
    types: frozenset[str]
    page: str = "public_about"


def _kind(key: str, label: Any, types: Iterable[str], page: str = "public_about") -> WebhookKind:
    return WebhookKind(key, label, frozenset(types), page)


KINDS: tuple[WebhookKind, ...] = (
    _kind(
        "assembly.moved",
        _("The assembly entered another stage, was paused or cancelled"),
        (f"assembly.{verb}" for verb in VERBS),
    ),
    _kind("remit.published", _("A version of the remit was published"), ["remit.published"]),
    _kind("statement.published", _("What the public is told was published anew"), ["statement.published"]),
    _kind("registration.opened", _("The registration page was opened"), ["pool.registration_opened"]),
    _kind("registration.closed", _("The registration page was closed"), ["pool.registration_closed"]),
    _kind(
        "draw.committed", _("A draw was made ready, and its hash is public"), ["draw.commit"], "public_draws"
    ),
    _kind("draw.published", _("A draw was published"), ["draw.publish"], "public_draws"),
    _kind("draw.voided", _("A draw was called void"), ["draw.void"], "public_draws"),
    _kind(
        "panel.changed",
        _("The panel changed: seats were offered, confirmed, given up or filled"),
        [
            "seat.opened",
            "selection_run.adopt",
            "replacement.adopt",
            *(f"seat.{verb}" for verb in ("confirm", "decline", "withdraw", "miss", "remove", "fill")),
        ],
        "public_chosen",
    ),
    _kind(
        "programme.published",
        _("A version of the programme was published"),
        ["programme.published"],
        "public_programme",
    ),
    _kind(
        "session.opened", _("A session was opened"), ["session.open", "session.reopen"], "public_programme"
    ),
    _kind("session.closed", _("A session was closed"), ["session.close"], "public_programme"),
    _kind(
        "session.materials_published",
        _("The materials of a session are published"),
        ["session.publish_materials"],
        "public_programme",
    ),
    _kind("evidence.published", _("Evidence was published"), ["evidence.publish"], "public_evidence"),
    _kind(
        "evidence.changed",
        _("Evidence was corrected or withdrawn"),
        ["evidence.correct", "evidence.withdraw"],
        "public_evidence",
    ),
    _kind(
        "question.published",
        _("The answer to a question was published"),
        ["question.publish"],
        "public_questions",
    ),
    _kind("ballot.opened", _("A vote was opened"), ["ballot.open"], "public_votes"),
    _kind("ballot.closed", _("A vote was closed"), ["ballot.close", "ballot.void"], "public_votes"),
    _kind("ballot.published", _("The result of a vote was published"), ["ballot.publish"], "public_votes"),
    _kind(
        "recommendation.published",
        _("The report with the recommendations was published, or a new edition of it"),
        ["report.publish"],
        "public_report",
    ),
    _kind(
        "response.published",
        _("An answer to a recommendation was published or revised"),
        ["response.publish", "response.publish_interim", "response.revise"],
        "public_register",
    ),
    _kind(
        "commitment.moved",
        _("A commitment was begun, delivered, delayed, superseded or abandoned"),
        (
            f"commitment.{verb}"
            for verb in ("begin", "deliver", "deliver_in_part", "delay", "supersede", "abandon", "reopen")
        ),
        "public_register",
    ),
    _kind(
        "publication.delivered",
        _("Something that was promised to the public is out"),
        ["publication.deliver"],
        "public_calendar",
    ),
    _kind(
        "publication.changed",
        _("What is promised to the public changed: a promise, its day, or its withdrawal"),
        ["publication.promise", "publication.move_day", "publication.withdraw", "publication.correct"],
        "public_calendar",
    ),
    _kind(
        "evaluation.published",
        _("Figures or results of the evaluation were published"),
        ["figures.publish", "survey.publish"],
        "public_evaluation",
    ),
    _kind(
        "learning.published",
        _("An edition of the learning record was published"),
        ["learning.publish"],
        "public_learning",
    ),
    _kind(
        "close_out.issued", _("A close-out certificate was issued"), ["close_out.issue"], "public_close_out"
    ),
)

_BY_KEY = {kind.key: kind for kind in KINDS}
_BY_TYPE = {type_: kind for kind in KINDS for type_ in kind.types}


def wanted_types(keys: Iterable[str]) -> list[str]:
    """Return the types of the record behind some kinds, in order; a kind that is no more has none."""
    return sorted({type_ for key in keys if key in _BY_KEY for type_ in _BY_KEY[key].types})


def kind_of(type_: str) -> WebhookKind | None:
    """Return the kind of which an entry of the record is, None where nobody is told of it."""
    return _BY_TYPE.get(type_)


def kinds_named(keys: Iterable[str]) -> list[WebhookKind]:
    """Return kinds by their names, in the order of the table."""
    wanted = set(keys)
    return [kind for kind in KINDS if kind.key in wanted]


def told_types() -> list[str]:
    """Return all types of the record of which somebody could be told."""
    return sorted(_BY_TYPE)
