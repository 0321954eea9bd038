"""Open the pages of a database that was brought up to date: `python -m tests.earlier_pages`, in a process of its own.

Each organiser follows the links of their assemblies, one page of each kind; an address that does not answer as it
should stops the walk with its name.
"""

import re
from collections import deque
from html import unescape
from urllib.parse import urlsplit

import django

django.setup()

from django.test import Client  # noqa: E402 (the apps stand first)
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import Resolver404, resolve, reverse  # noqa: E402

from assembly.models import Assembly, User  # noqa: E402

LINK = re.compile(r'href="(/[^"#]*)')
MOST = 40
ANSWERS = (200, 302)


def kinds_opened(assembly: Assembly) -> set[str]:
    """Open one page of each kind as an organiser of an assembly and signed out; return the kinds.

    Raises:
        AssertionError: a page answered with a fault.
    """
    organiser = User.objects.filter(appointments__assembly=assembly, appointments__role="organiser").first()
    client = Client()
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
    starts = [reverse("overview", args=[assembly.slug]), reverse("record", args=[assembly.slug])]
    waiting, kinds = deque(starts), set[str]()
    while waiting and len(kinds) < MOST:
        address = waiting.popleft()
        try:
            kind = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        if kind in kinds or not address.startswith(
            (f"/assemblies/{assembly.slug}/", f"/about/{assembly.slug}/")
        ):
            continue
        kinds.add(kind)
        answer = client.get(address)
        if answer.status_code not in ANSWERS:
            message = f"{address}: {answer.status_code}"
            raise AssertionError(message)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            waiting += [unescape(link) for link in LINK.findall(answer.content.decode())]
    return kinds


if __name__ == "__main__":
    setup_test_environment()
    for each in Assembly.objects.order_by("pk"):
        found = kinds_opened(each)
        print(f"{each.slug}: {len(found)} kinds of pages")  # noqa: T201 (its answer to the test)
