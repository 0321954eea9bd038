"""Each act of members, witnesses, officials and volunteers has a route without a screen."""

import pytest
from django.urls import NoReverseMatch, reverse

from assembly.enums import Role
from assembly.offline_routes import TAKE_PART, offline_route_of, offline_routes
from assembly.permissions import TABLE
from tests.factories import AppointmentFactory
from tests.integration.test_every_role import PUBLIC, SIGNED_IN
from tests.pages import EXAMPLES, pages_below_an_assembly

NO_ACT = {"health", "icon", "metrics", "no_such_account_page", "ready", "register_test", "security_txt"}
"""For machines, for nobody, and for organisers who try their page."""
ACCOUNT_PAGES = {"sign_in_by_letter", "account_login", "account_request_login_code", "account_sessions"}


def acts():
    """Name every page that somebody who takes part, or anybody, can reach."""
    allowed = {row.name for row in TABLE if row.roles & TAKE_PART}
    below = {page.name for page in pages_below_an_assembly() if page.view.permission in allowed}
    return sorted(below | (PUBLIC - NO_ACT) | SIGNED_IN | ACCOUNT_PAGES)


@pytest.mark.parametrize("page", acts())
def test_what_is_done_on_this_page_is_done_without_a_screen_too(page):
    """Whoever adds a page for those who take part adds the route by phone, post or in person."""
    route = offline_route_of(page)
    assert route is not None
    assert str(route.act)
    assert str(route.how)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("page", acts())
def test_the_staff_has_a_page_on_which_to_enter_it(page, assembly, organiser, client_of, db):
    """It opens for an organiser; none is named where nothing has to be entered."""
    name = offline_route_of(page).entered_at
    if not name:
        return
    try:
        address = reverse(name)
    except NoReverseMatch:
        arguments = EXAMPLES[name](assembly) if name in EXAMPLES else {}
        address = reverse(name, kwargs={"slug": assembly.slug, **arguments})
    assert client_of(organiser).get(address).status_code == 200


@pytest.mark.parametrize("role", sorted(TAKE_PART))
def test_their_own_page_lists_the_routes(role, assembly, client_of, db):
    client = client_of(AppointmentFactory(assembly=assembly, role=role).user)
    page = client.get(reverse("own_home", args=[assembly.slug])).content.decode()
    listed = [route for route in offline_routes(role) if str(route.act) in page and str(route.how) in page]
    assert listed == offline_routes(role) != []


def test_a_caller_is_not_told_what_members_do():
    assert offline_routes(Role.CALLER) == []
