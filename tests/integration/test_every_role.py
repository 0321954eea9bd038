"""Every address × every role × every method, compared with the permission table; and other assemblies' objects.

The usual run asks half the roles to read or to write, from page to page others, and of one in six pages two of them by
all methods: what a view decides, it decides by the role and by whether it is a write. Whoever is refused before any
view is asked reads, writes, and uses a third method, from page to page another. `make slow` asks everything.

Addresses come from the URLconf, so that a page added later is asked without being named; one whose arguments nobody has
given an example for fails here by its name.
"""

import logging
import re
import zlib

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from assembly.enums import Role
from assembly.models import Assembly
from assembly.permissions import TABLE
from tests.conftest import note_sign_in
from tests.factories import AppointmentFactory, AssemblyFactory, UserFactory
from tests.pages import EXAMPLES, PREFIX, _walk, pages_below_an_assembly, reader_of

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
READS = ("get", "head", "options")
PAGES = {page.name: page for page in pages_below_an_assembly()}
WHO_MAY = {row.name: row.roles for row in TABLE}
OUTLIVES = {row.name for row in TABLE if row.is_for_good}
NO_OBJECT = {
    "assembly_move_verb",
    "evaluation_figures_publish",
    "indicator_remark",
    "learning_case_file",
    "registration_qr",
}
"""Their arguments name a verb, an indicator, a kind of picture or a stage, which every assembly has."""

PUBLIC = {
    "answer",
    "calendar_feed",
    "health",
    "icon",
    "invitation",
    "metrics",
    "no_such_account_page",
    "own_opening",
    "privacy_notice",
    "public_about",
    "public_answer",
    "public_assemblies",
    "public_behaviours",
    "public_behaviours_csv",
    "public_behaviours_json",
    "public_calendar",
    "public_calendar_csv",
    "public_calendar_ics",
    "public_calendar_json",
    "public_call",
    "public_case",
    "public_case_csv",
    "public_chosen",
    "public_close_out",
    "public_close_out_file",
    "public_comparison",
    "public_comparison_csv",
    "public_comparison_json",
    "public_draw",
    "public_draw_file",
    "public_draws",
    "public_evaluation",
    "public_evidence",
    "public_evidence_csv",
    "public_feed",
    "public_figures_csv",
    "public_figures_json",
    "public_item",
    "public_item_file",
    "public_item_version",
    "public_late",
    "public_learning",
    "public_learning_edition",
    "public_learning_file",
    "public_programme",
    "public_programme_ics",
    "public_programme_version",
    "public_proof_file",
    "public_propose_thanks",
    "public_propose_witness",
    "public_questions",
    "public_receipts",
    "public_register",
    "public_register_csv",
    "public_register_feed",
    "public_register_json",
    "public_report",
    "public_report_edition",
    "public_report_file",
    "public_side_by_side",
    "public_survey",
    "public_side_by_side_pdf",
    "public_submission",
    "public_vote",
    "public_vote_file",
    "public_votes",
    "ready",
    "recount_program",
    "register",
    "register_letter",
    "register_short",
    "register_test",
    "register_thanks",
    "security_txt",
    "set_language",
    "survey_code",
    "survey_link",
    "survey_room",
    "verify_draw",
    "verify_program",
    "vote",
    "vote_room",
}
API = {
    "api_assemblies",
    "api_assembly",
    "api_calendar",
    "api_draws",
    "api_evidence",
    "api_figures",
    "api_nothing",
    "api_openapi",
    "api_programme",
    "api_reference",
    "api_register",
    "api_register_entry",
    "api_register_summary",
    "api_staff_attendance",
    "api_staff_ballots",
    "api_staff_bodies",
    "api_staff_commitments",
    "api_staff_evidence",
    "api_staff_outbox",
    "api_staff_overview",
    "api_staff_pool",
    "api_staff_publication",
    "api_staff_questions",
    "api_staff_recommendations",
    "api_staff_record",
    "api_staff_remit",
    "api_staff_responses",
    "api_staff_run",
    "api_staff_runs",
    "api_staff_seat_counts",
    "api_staff_seats",
    "api_staff_sessions",
    "api_staff_surveys",
    "api_staff_targets",
}
"""Addresses for programs: those of the team take a token, which test_api.py asks role by role."""
SIGNED_IN = {"comparison", "comparison_csv", "comparison_json", "home", "permissions"}
ADMINISTRATORS = {"assembly_new"}
OTHERS_PAGES = ("accounts/", "platform/")
"""Addresses of allauth and of Django's administration; the tests of signing in and of the second factor ask them."""


@pytest.fixture(autouse=True)
def _refusals_are_not_logged(caplog):
    """They are what is asked for here, thousands of times; faults of ours are logged."""
    caplog.set_level(logging.ERROR, logger="django.request")


def named(pages):
    return [pytest.param(page, id=page.name) for page in pages]


def signed_in(user):
    """Make a browser in which somebody is signed in, without the rites of signing in: they have tests of their own."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    note_sign_in(session, user)
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def ask(client, method, address):
    """Ask, and leave nothing behind: the next role finds everything as this one did."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        if answer.streaming:
            # Read to its end, so that the file is closed.
            list(answer)
        transaction.set_rollback(True)
    return answer


def expected(page, role, method, *, is_over=False):
    """What the table says: refused, not offered, or let through (None)."""
    needed = {page.view.permission}
    if method not in READS and page.view.post_permission:
        needed.add(page.view.post_permission)
    if not all(role in WHO_MAY[name] for name in needed) or (is_over and not needed <= OUTLIVES):
        return 403
    has_handler = method == "options" or page.has("get" if method == "head" else method)
    return None if has_handler and method in page.view.http_method_names else 405


def answers_to(shown, assembly, asked):
    """Ask as each role by its methods (role → methods); return the answers by role and method."""
    found = {}
    for role, methods in asked.items():
        client = signed_in(AppointmentFactory(assembly=assembly, role=role).user)
        for method in methods:
            found[role, method] = ask(client, method, shown.address)
    return found


def faults(page, answers, *, is_over=False):
    """Name the answers that the table does not give."""
    wrong = []
    for (role, method), answer in answers.items():
        status, should = answer.status_code, expected(page, role, method, is_over=is_over)
        is_wrong = status in (403, 404, 405) or status >= 500 if should is None else status != should
        if is_wrong:
            wrong.append((role.value, method, status, should))
    return wrong


def a_few(page):
    """Say who asks by which methods in the usual run: half of those who are refused, and a few who are let through.

    A page that nobody should reach is worse than one that somebody cannot open, and pages take long to render. Who may
    neither read nor write does one of the two, who may only read tries to write. Who opens a page first is always
    asked; of one in six pages two use all methods, one let through and one refused, from page to page others.
    """
    turn = zlib.crc32(page.name.encode())
    asked = {}
    for number, role in enumerate(Role):
        refused = [method for method in ("get", "post") if expected(page, role, method) == 403]
        if refused and (turn // 64 + number) % 2:
            asked[role] = (refused[(turn + number // 2) % len(refused)],)
    asked[reader_of(page)] = ("get", "post")
    for is_refused in (False, True) if turn // 8 % 6 == 0 else ():
        alike = [role for role in Role if (expected(page, role, "options") == 403) == is_refused]
        if alike:
            asked[alike[turn % len(alike)]] = METHODS
    return asked


def three_methods(page):
    """Say by which methods those ask in the usual run who are refused before a view is reached."""
    others = [method for method in METHODS if method not in ("get", "post")]
    return ("get", "post", others[zlib.crc32(page.name.encode()) % len(others)])


def all_methods(_page):
    """Say by which methods they ask in `make slow`."""
    return METHODS


BEFORE_ANY_VIEW = [
    pytest.param(three_methods, id="three"),
    pytest.param(all_methods, id="all", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_each_role_reaches_what_the_table_allows_and_no_cache_keeps_it(page, shown, assembly):
    """Refused with 403, not offered with 405; whoever is let through gets an answer and no fault of ours.

    Organisers open every page, also of an almost empty assembly; those of people who take part rather than run the
    assembly are their own.
    """
    answers = answers_to(shown, assembly, a_few(page))
    assert faults(page, answers) == []
    if page.has("get"):
        role = reader_of(page)
        assert role in WHO_MAY[page.view.permission]
        assert answers[role, "get"].status_code in {200, 302}
        kept = [
            role.value for (role, method), answer in answers.items() if method == "get" and is_kept(answer)
        ]
        assert kept == []


def is_kept(answer):
    """Whether a cache may keep what somebody was let through to."""
    said = answer.headers.get("Cache-Control", "")
    return answer.status_code < 400 and "no-store" not in said and "no-cache" not in said


@pytest.mark.slow
@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_each_role_reaches_what_the_table_allows_by_each_method(page, shown, assembly):
    """The same of all roles by all methods."""
    assert faults(page, answers_to(shown, assembly, dict.fromkeys(Role, METHODS))) == []


@pytest.mark.one_in(6)
@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_an_assembly_that_is_over_is_read_and_takes_only_the_writes_that_outlive_it(page, shown, assembly):
    """Also from those who may do everything while it lasts; archived or cancelled."""
    over, both = Assembly.objects.filter(pk=assembly.pk), ("get", "post")
    over.update(state="archived")
    archived = answers_to(shown, assembly, {Role.ORGANISER: both, Role.FACILITATOR: ("post",)})
    over.update(state="cancelled")
    cancelled = answers_to(shown, assembly, {Role.ORGANISER: ("post",), Role.SESSION_STAFF: both})
    wrong = [faults(page, answers, is_over=True) for answers in (archived, cancelled)]
    assert wrong == [[], []]


@pytest.mark.one_in(6)
@pytest.mark.parametrize(
    "page", named(each for each in pages_below_an_assembly() if each.has("get")), scope="module"
)
def test_no_page_of_an_assembly_that_is_over_offers_what_it_refuses(page, shown, assembly, organiser):
    """Neither a link nor a form that ends in a refusal; what is refused, the tests above ask of every page."""
    address = shown.address
    Assembly.objects.filter(pk=assembly.pk).update(state="archived")
    answer = ask(signed_in(organiser), "get", address)
    if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
        return
    main = answer.content.decode().partition("<main")[2]
    offered = [("get", link) for link in re.findall(r'<a [^>]*href="(/assemblies/[^"#?]+)', main)]
    forms = re.findall(r'<form[^>]*method="post"[^>]*action="(/assemblies/[^"#?]+)', main)
    own = re.findall(r'<form(?![^>]*action=)[^>]*method="post".*?</form>', main, re.DOTALL)
    forms += [address] if any("<button" in form for form in own) else []
    offered += [("post", form) for form in forms]
    refused = [
        (method, target)
        for method, target in sorted(set(offered))
        if (other := PAGES.get(resolve(target).url_name))
        and expected(other, Role.ORGANISER, method, is_over=True) == 403
    ]
    assert refused == []


@pytest.mark.one_in(6)
@pytest.mark.parametrize("methods_of", BEFORE_ANY_VIEW)
@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_without_a_second_factor_no_page_of_an_assembly_is_reached(page, shown, assembly, methods_of):
    """By no method; the answer is the set-up."""
    client = signed_in(AppointmentFactory(assembly=assembly, role=Role.ORGANISER, second_factor=False).user)
    for method in methods_of(page):
        answer = ask(client, method, shown.address)
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_a_refusal_says_that_the_assembly_is_over(assembly, organiser):
    type(assembly).objects.filter(pk=assembly.pk).update(state="cancelled")
    page = ask(signed_in(organiser), "get", reverse("remit_edit", args=[assembly.slug])).content.decode()
    assert "This assembly is over (Cancelled)" in page


@pytest.mark.one_in(6)
@pytest.mark.parametrize("methods_of", BEFORE_ANY_VIEW)
@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_whoever_is_nothing_to_an_assembly_finds_nothing_by_any_method(page, shown, assembly, methods_of):
    """Also an organiser of another one; whoever has not signed in is asked to, for an assembly that exists or not."""
    address, every = shown.address, methods_of(page)
    of_another = AppointmentFactory().user
    asked = [(UserFactory(), every), (of_another, ("get", "post"))]
    found = {ask(signed_in(user), each, address).status_code for user, methods in asked for each in methods}
    assert found == {404}
    nowhere = address.replace(assembly.slug, "no-such-assembly")
    for url, methods in ((address, every), (nowhere, ("get", "post"))):
        for method in methods:
            answer = ask(Client(), method, url)
            assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize(
    "page",
    named(
        each for each in pages_below_an_assembly() if each.route.count("<") > 1 and each.name not in NO_OBJECT
    ),
)
def test_another_assemblys_objects_are_not_found_under_ones_own(page, assembly):
    """The slug says who may; an object that does not belong to it does not exist."""
    other = AssemblyFactory()
    arguments = {**EXAMPLES[page.name](other), "slug": assembly.slug}
    client = signed_in(AppointmentFactory(assembly=assembly, role=reader_of(page)).user)
    address = reverse(page.name, kwargs=arguments)
    for method in ("get", "post"):
        if page.has(method):
            assert ask(client, method, address).status_code == 404, method


def routes_outside_assemblies():
    """Return the names of all other addresses of the house."""
    return sorted(
        page.name for page in _walk(get_resolver(), "") if not page.route.startswith((PREFIX, *OTHERS_PAGES))
    )


def test_every_address_outside_assemblies_is_known_to_be_public_or_not():
    """Whoever adds one says here for whom it is."""
    assert set(routes_outside_assemblies()) == PUBLIC | API | SIGNED_IN | ADMINISTRATORS


@pytest.mark.parametrize("name", sorted(SIGNED_IN | ADMINISTRATORS))
def test_addresses_for_signed_in_people_ask_to_sign_in(name):
    """By every method."""
    for method in METHODS:
        answer = ask(Client(), method, reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("role", Role)
def test_only_administrators_reach_their_addresses(name, role, assembly, administrator):
    """A role in an assembly is none on the platform."""
    client = signed_in(AppointmentFactory(assembly=assembly, role=role).user)
    assert {ask(client, method, reverse(name)).status_code for method in ("get", "post")} == {403}
    assert ask(signed_in(administrator), "get", reverse(name)).status_code == 200
