"""Every address × every role × every method, compared with the permission table; and other assemblies' objects.

Addresses come from the URLconf, so that a page added later is asked without being named; one whose arguments nobody has
given an example for fails here by its name.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from assembly.enums import Role
from assembly.permissions import TABLE
from tests.conftest import sign_in_recently
from tests.factories import AppointmentFactory, AssemblyFactory, UserFactory
from tests.pages import EXAMPLES, MEMBERS_OWN, PREFIX, _walk, pages_below_an_assembly

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
READS = ("get", "head", "options")
WHO_MAY = {row.name: row.roles for row in TABLE}
OUTLIVES = {row.name for row in TABLE if row.is_for_good}
NO_OBJECT = {"assembly_move_verb", "registration_qr"}
"""Their arguments name a verb or a kind of picture, which every assembly has."""

PUBLIC = {
    "answer",
    "calendar_feed",
    "health",
    "invitation",
    "no_such_account_page",
    "own_opening",
    "privacy_notice",
    "public_draw",
    "public_draw_file",
    "public_draws",
    "register",
    "register_letter",
    "register_short",
    "register_test",
    "register_thanks",
    "verify_draw",
    "verify_program",
}
SIGNED_IN = {"home", "permissions"}
ADMINISTRATORS = {"assembly_new"}
OTHERS_PAGES = ("accounts/", "platform/")
"""Addresses of allauth and of Django's administration; the tests of signing in and of the second factor ask them."""


def named(pages):
    return [pytest.param(page, id=page.name) for page in pages]


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sign_in_recently(client, user)
    return client


def ask(client, method, address):
    """Ask, and leave nothing behind: the next role finds everything as this one did."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
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


@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_each_role_reaches_what_the_table_allows_by_each_method(page, shown, assembly):
    """Refused with 403, not offered with 405; whoever is let through gets an answer and no fault of ours."""
    address = shown.address
    wrong = []
    for role in Role:
        client = signed_in(AppointmentFactory(assembly=assembly, role=role).user)
        for method in METHODS:
            status = ask(client, method, address).status_code
            should = expected(page, role, method)
            is_wrong = status in (403, 404, 405) or status >= 500 if should is None else status != should
            if is_wrong:
                wrong.append((role.value, method, status, should))
    assert wrong == []


@pytest.mark.parametrize("state", ["archived", "cancelled"])
@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_an_assembly_that_is_over_is_read_and_takes_only_the_writes_that_outlive_it(
    page, shown, state, assembly
):
    """Also from those who may do everything while it lasts."""
    address = shown.address
    type(assembly).objects.filter(pk=assembly.pk).update(state=state)
    wrong = []
    for role in (Role.ORGANISER, Role.SESSION_STAFF, Role.FACILITATOR):
        client = signed_in(AppointmentFactory(assembly=assembly, role=role).user)
        for method in ("get", "post"):
            status = ask(client, method, address).status_code
            should = expected(page, role, method, is_over=True)
            is_wrong = status in (403, 404, 405) or status >= 500 if should is None else status != should
            if is_wrong:
                wrong.append((role.value, method, status, should))
    assert wrong == []


@pytest.mark.parametrize(
    "page", named(each for each in pages_below_an_assembly() if each.has("get")), scope="module"
)
def test_no_page_of_an_assembly_that_is_over_offers_what_it_refuses(page, shown, assembly, organiser):
    """Neither a link nor a form that ends in a refusal."""
    address = shown.address
    type(assembly).objects.filter(pk=assembly.pk).update(state="archived")
    client = signed_in(organiser)
    answer = ask(client, "get", address)
    if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
        return
    main = answer.content.decode().partition("<main")[2]
    links = set(re.findall(r'<a [^>]*href="(/assemblies/[^"#?]+)', main))
    forms = set(re.findall(r'<form[^>]*method="post"[^>]*action="(/assemblies/[^"#?]+)', main))
    refused = [link for link in links if ask(client, "get", link).status_code == 403]
    refused += [form for form in forms if ask(client, "post", form).status_code == 403]
    own = re.findall(r'<form(?![^>]*action=)[^>]*method="post".*?</form>', main, re.DOTALL)
    if any("<button" in form for form in own) and ask(client, "post", address).status_code == 403:
        refused.append(address)
    assert refused == []


def test_a_refusal_says_that_the_assembly_is_over(assembly, organiser):
    type(assembly).objects.filter(pk=assembly.pk).update(state="cancelled")
    page = ask(signed_in(organiser), "get", reverse("remit_edit", args=[assembly.slug])).content.decode()
    assert "This assembly is over (Cancelled)" in page


@pytest.mark.parametrize("page", named(pages_below_an_assembly()), scope="module")
def test_whoever_is_nothing_to_an_assembly_finds_nothing_by_any_method(page, shown, assembly):
    """Also an organiser of another one; whoever has not signed in is asked to, for an assembly that exists or not."""
    address = shown.address
    strangers = [UserFactory(), AppointmentFactory().user, UserFactory(is_active=True)]
    found = {ask(signed_in(user), method, address).status_code for user in strangers for method in METHODS}
    assert found == {404}
    for method in METHODS:
        for url in (address, address.replace(assembly.slug, "no-such-assembly")):
            answer = ask(Client(), method, url)
            assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize(
    "page",
    named(
        each for each in pages_below_an_assembly() if each.route.count("<") > 1 and each.name not in NO_OBJECT
    ),
)
def test_another_assemblys_objects_are_not_found_under_ones_own(page, assembly, organiser):
    """The slug says who may; an object that does not belong to it does not exist."""
    other = AssemblyFactory()
    arguments = {**EXAMPLES[page.name](other), "slug": assembly.slug}
    is_members = page.name in MEMBERS_OWN
    client = signed_in(
        AppointmentFactory(assembly=assembly, role=Role.MEMBER).user if is_members else organiser
    )
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
    assert set(routes_outside_assemblies()) == PUBLIC | SIGNED_IN | ADMINISTRATORS


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
