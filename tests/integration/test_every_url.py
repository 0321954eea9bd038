"""Every address below an assembly: scoped, permitted; later pages are found by themselves.

That it opens, for whom and for whom not, is asked in test_every_role.py, where what it shows is made once.
"""

import pytest

from assembly.permissions import TABLE
from assembly.views.workspace import AssemblyView
from tests.pages import pages_below_an_assembly

PAGES = pages_below_an_assembly()
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
