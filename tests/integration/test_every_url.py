"""Every address below an assembly: scoped, permitted, opening, kept in no cache; later pages are found by themselves.

Who finds it open and who finds it closed is asked of every role and of strangers in test_every_role.py.
"""

import pytest

from assembly.enums import Role
from assembly.permissions import TABLE
from assembly.views.workspace import AssemblyView
from tests.factories import AppointmentFactory
from tests.pages import MEMBERS_OWN, pages_below_an_assembly

PAGES = pages_below_an_assembly()
SHOWN = [page for page in PAGES if page.has("get")]
WHO_MAY = {row.name: row.roles for row in TABLE}


def _named(pages):
    return [pytest.param(page, id=page.name) for page in pages]


@pytest.mark.parametrize("page", _named(PAGES))
def test_every_page_of_an_assembly_asks_for_a_permission_of_the_table(page):
    """A view of another kind, or with a permission nobody has written down, is a hole."""
    assert page.view is not None
    assert issubclass(page.view, AssemblyView)
    assert page.view.permission in WHO_MAY
    assert page.view.post_permission is None or page.view.post_permission in WHO_MAY


def test_names_of_pages_are_unique():
    """Otherwise one page would hide another from these tests."""
    names = [page.name for page in PAGES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("page", _named(SHOWN), scope="module")
def test_every_page_opens_on_an_almost_empty_assembly(page, shown, assembly, client_of):
    """Organisers open every page; those of people who take part rather than run the assembly are members'."""
    role = Role.MEMBER if page.name in MEMBERS_OWN else Role.ORGANISER
    assert role in WHO_MAY[page.view.permission]
    answer = client_of(AppointmentFactory(assembly=assembly, role=role).user).get(shown.address)
    assert answer.status_code in {200, 302}


@pytest.mark.parametrize("page", _named(SHOWN), scope="module")
def test_pages_of_signed_in_people_are_not_kept_in_caches(page, shown, assembly, organiser, client_of):
    """They hold personal data."""
    answer = client_of(organiser).get(shown.address)
    assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
