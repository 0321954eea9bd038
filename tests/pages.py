"""Every page below an assembly, found in the URLconf, so that later pages are tested without being named.

A pattern with more arguments than the slug needs an example: a function in `EXAMPLES`, by the name of the pattern,
that makes what the page shows in a given assembly and returns the arguments.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views import View

from assembly.enums import Role
from assembly.models import Assembly
from tests.factories import NOON, AppointmentFactory, InvitationFactory, RemitVersionFactory
from tests.factories_draws import make_draw, make_panel
from tests.factories_incidents import make_incident, make_note
from tests.factories_matches import (
    decided_household,
    decided_pair,
    person_with_everything,
    possible_household,
    possible_person,
)
from tests.factories_membership import make_member_record
from tests.factories_messages import make_letters, make_mailing, make_reminder, make_template
from tests.factories_offers import make_attempt, make_offer, make_policy
from tests.factories_pool import AnswerFactory, DerivationFactory, RespondentFactory, ValueFactory, import_at
from tests.factories_registration import make_registration_page
from tests.factories_replacements import make_alternates, make_replacement, make_vacancies
from tests.factories_runs import make_run
from tests.factories_targets import impossible_targets, make_crossing
from tests.factories_waves import address_file, wave_at
from tests.pages_attendance import ATTENDANCE_EXAMPLES
from tests.pages_closing import EXAMPLES_CLOSING
from tests.pages_evidence_items import EXAMPLES_EVIDENCE_ITEMS
from tests.pages_evidence_packs import PACKS_EXAMPLES, READERS_OWN
from tests.pages_evidence_questions import ANSWERERS_OWN, EXAMPLES_QUESTIONS
from tests.pages_evidence_witnesses import EXAMPLES_WITNESSES, WITNESSES_OWN
from tests.pages_figures import EXAMPLES_FIGURES
from tests.pages_indicators import EXAMPLES_INDICATORS
from tests.pages_learning import EXAMPLES_LEARNING
from tests.pages_money import EXAMPLES_MONEY
from tests.pages_outcomes_answers import EXAMPLES_ANSWERS, OFFICIALS_OWN_ANSWERS
from tests.pages_outcomes_bodies import EXAMPLES_BODIES, OFFICIALS_OWN_BODIES
from tests.pages_outcomes_follow import EXAMPLES_FOLLOW, MEMBERS_OWN_FOLLOW, OFFICIALS_OWN_FOLLOW
from tests.pages_outcomes_votes import EXAMPLES_VOTES, VOTERS_OWN
from tests.pages_plan import PLAN_EXAMPLES
from tests.pages_programme import PROGRAMME_EXAMPLES
from tests.pages_publication import EXAMPLES_PUBLICATION
from tests.pages_recommendations import EXAMPLES_RECOMMENDATIONS, OWN_RECOMMENDATIONS
from tests.pages_site import EXAMPLES_SITE
from tests.pages_surveys import EXAMPLES_SURVEYS, SURVEYED_OWN
from tests.pages_tables import EXAMPLES_TABLES
from tests.pages_tokens import EXAMPLES_TOKENS
from tests.pages_venues import EXAMPLES_VENUES
from tests.pages_webhooks import EXAMPLES_WEBHOOKS

PREFIX = "assemblies/<slug:slug>/"

MEMBERS_OWN = {
    "own_home",
    "session_absence",
    "session_here",
    "own_payments",
    "own_claim_new",
    "own_claim",
    "own_receipt",
    "own_pay_details",
    "propose_witness",
    *READERS_OWN,
    *VOTERS_OWN,
    *SURVEYED_OWN,
    "own_questions",
    "own_question_new",
    "own_question",
    *OWN_RECOMMENDATIONS,
}
"""Pages that members open of themselves, and nobody of the team."""

REVIEWERS_OWN = {"evidence_review"}
"""Pages on which the advisory group alone writes; the team reads them."""

Example = Callable[[Assembly], dict[str, Any]]


def _draft(assembly: Assembly) -> dict[str, Any]:
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    RemitVersionFactory(assembly=assembly, number=2, question="⟪How should Riverbend clean up its air?⟫")
    return {}


def _import(state: str) -> Example:
    """An import that stands at one of its steps, with a spelling to decide, a change and a rejected row."""

    def make(assembly: Assembly) -> dict[str, Any]:
        return {"pk": import_at(assembly, state).pk}

    return make


def _respondent(assembly: Assembly) -> dict[str, Any]:
    return {
        "pk": AnswerFactory(respondent__assembly=assembly, value__category__assembly=assembly).respondent.pk
    }


def _pair(assembly: Assembly) -> dict[str, Any]:
    match = possible_person(assembly)
    return {"first": match.first_id, "second": match.second_id}


def _person_in_every_section(assembly: Assembly) -> dict[str, Any]:
    return {"pk": person_with_everything(assembly).pk}


def _registration(assembly: Assembly) -> dict[str, Any]:
    make_registration_page(assembly)
    return {}


def _pool(assembly: Assembly) -> dict[str, Any]:
    _import("committed")(assembly)
    RespondentFactory(assembly=assembly, consents=None)
    RespondentFactory(assembly=assembly, is_test=True)
    return {}


def _remembered(assembly: Assembly) -> dict[str, Any]:
    """A committed import that taught a spelling, and a category that is worked out."""
    _import("committed")(assembly)
    value = ValueFactory(category__assembly=assembly, category__name="⟪Age⟫", name="16–29")
    DerivationFactory(category=value.category)
    return {}


def _targets(assembly: Assembly) -> dict[str, Any]:
    make_crossing(assembly)
    return {}


def _category(assembly: Assembly) -> dict[str, Any]:
    return {"pk": impossible_targets(assembly).pk}


def _crossing(assembly: Assembly) -> dict[str, Any]:
    return {"pk": make_crossing(assembly).pk}


def _run(state: str) -> Example:
    """A selection run in a state."""

    def make(assembly: Assembly) -> dict[str, Any]:
        return {"number": make_run(assembly, state).number}

    return make


def _draw(state: str) -> Example:
    """A draw in a state."""

    def make(assembly: Assembly) -> dict[str, Any]:
        return {"number": make_draw(assembly, state).number}

    return make


def _panel(assembly: Assembly) -> dict[str, Any]:
    make_panel(assembly)
    return {}


def _vacancies(assembly: Assembly) -> dict[str, Any]:
    """A panel with two open seats, and alternates."""
    make_vacancies(assembly, (1, 2))
    make_alternates(assembly)
    return {}


def _seat(assembly: Assembly) -> dict[str, Any]:
    return {**_vacancies(assembly), "number": 1}


def _replacement(state: str) -> Example:
    """A replacement run in a state."""

    def make(assembly: Assembly) -> dict[str, Any]:
        return {"number": make_replacement(assembly, state).number}

    return make


def _alternates(assembly: Assembly) -> dict[str, Any]:
    make_panel(assembly)
    return {"number": make_alternates(assembly, "proposed").number}


def _wave(state: str) -> Example:
    """An invitation wave in a state, with an answer once it was posted."""

    def make(assembly: Assembly) -> dict[str, Any]:
        return {"number": wave_at(assembly, state).number}

    return make


def _member(assembly: Assembly) -> dict[str, Any]:
    return {"pk": make_member_record(assembly).pk}


def _need(assembly: Assembly) -> dict[str, Any]:
    return {"pk": make_member_record(assembly).support_needs.get().pk}


def _offers(assembly: Assembly) -> dict[str, Any]:
    """An offer that was called about, one that is answered, one whose deadline has passed."""
    make_policy(assembly)
    offer = make_offer(assembly)
    make_attempt(offer, "call_back", call_back_at=NOON, note="⟪Evenings⟫")
    make_offer(assembly, answer="yes", answered_at=NOON, channel="link", reason="⟪Gladly⟫")
    make_attempt(make_offer(assembly, answer_by=NOON, locked_at=NOON), "wrong_number")
    return {"pk": offer.pk}


def _queue(assembly: Assembly) -> dict[str, Any]:
    _offers(assembly)
    return {}


def _member_without_email(assembly: Assembly) -> int:
    return AppointmentFactory(assembly=assembly, role="member", user__email=None).user.pk


EXAMPLES: dict[str, Example] = {
    **EXAMPLES_VENUES,
    **EXAMPLES_INDICATORS,
    **EXAMPLES_LEARNING,
    **EXAMPLES_MONEY,
    **EXAMPLES_FIGURES,
    **EXAMPLES_EVIDENCE_ITEMS,
    **EXAMPLES_QUESTIONS,
    **PROGRAMME_EXAMPLES,
    "incidents": lambda assembly: make_incident(assembly) and {},
    "incident": lambda assembly: {"number": make_incident(assembly).number},
    "notes": lambda assembly: make_note(assembly) and {},
    "note": lambda assembly: {"pk": make_note(assembly).pk},
    "lottery": lambda assembly: _run("completed")(assembly) and {},
    "run": _run("completed"),
    "run_progress": _run("running"),
    "run_stop": _run("running"),
    "run_again": _run("failed"),
    "run_comment": _run("infeasible"),
    "run_adopt": _run("completed"),
    "draw_new": _run("completed"),
    "draws": lambda assembly: _draw("voided")(assembly) and {},
    "draw": _draw("resolved"),
    "draw_edit": _draw("prepared"),
    "draw_approve": _draw("prepared"),
    "draw_commit": _draw("prepared"),
    "draw_randomness": _draw("committed"),
    "draw_resolve": _draw("randomness_received"),
    "draw_publish": _draw("resolved"),
    "draw_void": _draw("committed"),
    "draw_night": _draw("resolved"),
    "draw_panels_pdf": _draw("committed"),
    "draw_witnesses_pdf": _draw("committed"),
    "draw_certificate_pdf": _draw("published"),
    "draw_auditor_file": _draw("committed"),
    "draw_own_letters": _draw("published"),
    "panel": _vacancies,
    "seat": _seat,
    "seat_alternate": _seat,
    "seat_move": _seat,
    "panel_what_if": _vacancies,
    "replacement_new": _vacancies,
    "replacement": _replacement("completed"),
    "replacement_adopt": _replacement("completed"),
    "replacement_again": _replacement("failed"),
    "replacement_relax": _replacement("infeasible"),
    "offers_reset": lambda assembly: _panel(assembly) or {"number": 1},
    "alternates": _vacancies,
    "alternates_rates": _targets,
    "alternate_set": _alternates,
    "panel_contacts": _panel,
    "panel_export": _panel,
    "panel_reached": _panel,
    "panel_reached_pdf": _panel,
    "support_needs": lambda assembly: _need(assembly) and {},
    "support_needs_export": lambda assembly: _need(assembly) and {},
    "support_need": _need,
    "support_need_move": _need,
    "support_need_new": _member,
    "member": _member,
    "member_consents": _member,
    "member_contact": _member,
    "member_emergency": _member,
    "member_emergency_edit": _member,
    "member_emergency_delete": _member,
    "offers": _queue,
    "offers_open": _queue,
    "offers_letters": _queue,
    "seating_policy": _queue,
    "offer": _offers,
    "offer_deadline": _offers,
    "offer_give_up": _offers,
    "offer_letter": _offers,
    "calls": _queue,
    "calls_next": _queue,
    "calls_who": _queue,
    "call": _offers,
    "call_take": _offers,
    "call_leave": _offers,
    "targets": _targets,
    "targets_check": _targets,
    "targets_feasibility": _targets,
    "targets_what_if": _targets,
    "pool_monitor": _targets,
    "targets_caps": lambda assembly: _crossing(assembly) and {},
    "targets_crossing_new": _targets,
    "targets_crossing": _crossing,
    "targets_crossing_check": _crossing,
    "targets_crossing_remove": _crossing,
    "targets_copy": _targets,
    "targets_template": _targets,
    "targets_category": _category,
    "targets_category_move": _category,
    "targets_category_remove": _category,
    "pool": _pool,
    "pool_person": _person_in_every_section,
    "pool_person_edit": _respondent,
    "pool_person_new": _pool,
    "pool_person_known": _pool,
    "pool_matches": lambda assembly: _pair(assembly) and {},
    "pool_match": _pair,
    "pool_match_again": lambda assembly: {"pk": decided_pair(assembly).pk},
    "pool_households": lambda assembly: possible_household(assembly) and {},
    "pool_household_decide": lambda assembly: possible_household(assembly) and {},
    "pool_household_back": lambda assembly: {"pk": decided_household(assembly).pk},
    "pool_person_withdraw": _respondent,
    "pool_person_letter": lambda assembly: _wave("posted")(assembly) and _respondent(assembly),
    "registration": _registration,
    "registration_open": _registration,
    "registration_qr": lambda assembly: {**_registration(assembly), "kind": "svg"},
    "waves": lambda assembly: _wave("posted")(assembly) and _targets(assembly),
    "wave_plan": lambda assembly: {"pk": address_file(assembly).pk},
    "wave_rejected": lambda assembly: {"pk": address_file(assembly).pk},
    "wave": _wave("posted"),
    "wave_print": _wave("drawn"),
    "wave_progress": _wave("printed"),
    "wave_move": _wave("printed"),
    "wave_letters": _wave("printed"),
    "wave_list": _wave("printed"),
    "pool_import": _import("committed"),
    "pool_import_sheet": _import("uploaded"),
    "pool_import_columns": _import("uploaded"),
    "pool_import_values": _import("mapped"),
    "pool_import_check": _import("checked"),
    "pool_import_rejected": _import("checked"),
    "pool_import_abandon": _import("uploaded"),
    "pool_import_changes": _import("checked"),
    "pool_import_undo": _import("committed"),
    "pool_memory": _remembered,
    "pool_mapping": _remembered,
    "pool_derivation": lambda assembly: {"pk": ValueFactory(category__assembly=assembly).category_id},
    "assembly_move_verb": lambda _: {"verb": "pause"},
    "privacy_subject": lambda assembly: {"kind": "respondent", **_respondent(assembly)},
    "privacy_erase": lambda assembly: {"kind": "respondent", **_respondent(assembly)},
    "privacy_copy": lambda assembly: {"kind": "respondent", "form": "json", **_respondent(assembly)},
    "messages": lambda assembly: make_mailing(assembly) and {},
    "reminders": lambda assembly: make_reminder(assembly) and {},
    "reminder_new": lambda assembly: make_template(assembly) and {},
    "reminder_cancel": lambda assembly: {"pk": make_reminder(assembly).pk},
    "message_template": lambda assembly: {"pk": make_template(assembly).pk},
    "mailing_new": lambda assembly: make_template(assembly) and {},
    "mailing": lambda assembly: {"number": make_mailing(assembly).number},
    "mailing_move": lambda assembly: {"number": make_mailing(assembly).number},
    "mailing_letters": lambda assembly: {"number": make_letters(assembly).number},
    "mailing_posted": lambda assembly: {"number": make_letters(assembly).number},
    "mailing_message": lambda assembly: {
        "number": make_mailing(assembly, state="unknown").number,
        "position": 1,
    },
    "remit": _draft,
    "remit_publish": _draft,
    "remit_version": lambda assembly: {**_draft(assembly), "number": 2},
    "team_roles": lambda assembly: {"pk": AppointmentFactory(assembly=assembly).user.pk},
    "team_remove": lambda assembly: {"pk": AppointmentFactory(assembly=assembly).user.pk},
    "team_letters": lambda assembly: _member_without_email(assembly) and {},
    "team_letter": lambda assembly: {"pk": _member_without_email(assembly)},
    "team_letter_withdraw": lambda assembly: {"pk": _member_without_email(assembly)},
    "team_address": lambda assembly: {"pk": _member_without_email(assembly)},
    "team_send_again": lambda assembly: {"pk": InvitationFactory(assembly=assembly).pk},
    "team_withdraw": lambda assembly: {"pk": InvitationFactory(assembly=assembly).pk},
    **ATTENDANCE_EXAMPLES,
    **EXAMPLES_TABLES,
    **PLAN_EXAMPLES,
    **EXAMPLES_WITNESSES,
    **PACKS_EXAMPLES,
    **EXAMPLES_BODIES,
    **EXAMPLES_CLOSING,
    **EXAMPLES_FOLLOW,
    **EXAMPLES_RECOMMENDATIONS,
    **EXAMPLES_SITE,
    **EXAMPLES_ANSWERS,
    **EXAMPLES_VOTES,
    **EXAMPLES_PUBLICATION,
    **EXAMPLES_SURVEYS,
    **EXAMPLES_WEBHOOKS,
    **EXAMPLES_TOKENS,
}


@dataclass(frozen=True, slots=True)
class Page:
    """One pattern below an assembly."""

    name: str
    route: str
    view: type[View] | None

    def address(self, assembly: Assembly) -> str:
        """Return the page's address in `assembly`, with an example of what it shows."""
        arguments = EXAMPLES[self.name](assembly) if self.name in EXAMPLES else {}
        return reverse(self.name, kwargs={"slug": assembly.slug, **arguments})

    def has(self, method: str) -> bool:
        """Whether the view answers `method`."""
        return hasattr(self.view, method)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: the primary key of the assembly, and the page's address in it."""

    assembly: int
    address: str


def reader_of(page: Page) -> Role:
    """Return who opens a page: organisers all but those on which others see themselves."""
    if page.name in WITNESSES_OWN | ANSWERERS_OWN:
        return Role.WITNESS
    if page.name in REVIEWERS_OWN:
        return Role.ADVISORY_GROUP
    if page.name in {"answers_publish", "answer_clear"}:
        return Role.RESPONSE_APPROVER
    if page.name in OFFICIALS_OWN_BODIES | OFFICIALS_OWN_ANSWERS | OFFICIALS_OWN_FOLLOW:
        return Role.OFFICIAL
    return Role.MEMBER if page.name in MEMBERS_OWN | MEMBERS_OWN_FOLLOW else Role.ORGANISER


def pages_below_an_assembly() -> list[Page]:
    """Return all patterns below `/assemblies/<slug>/`."""
    return [page for page in _walk(get_resolver(), "") if page.route.startswith(PREFIX)]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Page]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Page(pattern.name or route, route, getattr(pattern.callback, "view_class", None))
