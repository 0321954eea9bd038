"""Ask the web server for the public pages of a whole assembly, a hundred times a second, and say how long it took.

As many processes serve them as `gunicorn.conf.py` says. Each page is asked from a cache that has it, by visitors
without a session; the record does not move meanwhile. A page as it is, and all that travels to a browser with nothing
of it, may weigh 100 kB, and one answer in twenty take more than 200 ms.
"""

import gzip
import queue
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection

from tests.benchmarks.databases import on_both
from tests.benchmarks.web_server import serving

RECOMMENDATIONS, ITEMS = 40, 60
RATE, SECONDS, CLIENTS = 100, 20, 8
MOST_BYTES, MOST_MILLISECONDS = 100_000, 200
PORT = 8712
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


@dataclass
class Page:
    """One address with what was measured.

    weight: bytes of the page itself, and of all that travels until it is whole, packed as the server sends it.
    """

    address: str
    weight: tuple[int, int] = (0, 0)
    took: list[float] = field(default_factory=list)
    errors: int = 0

    def line(self) -> str:
        """Say it in one line."""
        took = sorted(self.took) or [0.0]
        p50, p95, most = took[len(took) // 2], took[int(len(took) * 0.95)], took[-1]
        plain, sent = self.weight
        # What is late among thousands is the machine's; a page that is slow is slow for one in twenty.
        faults = [
            *(["TOO HEAVY"] if max(self.weight) > MOST_BYTES else []),
            *(["TOO SLOW"] if p95 > MOST_MILLISECONDS else []),
            *([f"{self.errors} ERRORS"] if self.errors else []),
        ]
        return (
            f"  {self.address:<44}{plain / 1000:7.1f} kB{sent / 1000:7.1f} sent"
            f"{p50:7.1f}{p95:7.1f}{most:7.1f} ms  {', '.join(faults)}"
        )


def fill() -> str:
    """Make the assembly, and return its slug."""
    from assembly.models import Assembly
    from tests.factories import AssemblyFactory, RemitVersionFactory, StateEntryFactory
    from tests.factories_draws import make_draw
    from tests.factories_evidence import make_item, make_topic
    from tests.factories_register import make_entry, make_register
    from tests.factories_site import make_statement

    assembly: Assembly = AssemblyFactory(state="learning", slug="measured")
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    for state in ("announced", "recruiting", "selecting", "onboarding", "learning"):
        StateEntryFactory(assembly=assembly, state=state)
    make_statement(assembly, why="The air in the old town makes people ill. " * 20)
    make_draw(assembly, "published")
    topics = [make_topic(assembly, f"Topic {number}") for number in range(6)]
    for number in range(ITEMS):
        item = make_item(
            assembly,
            state="published",
            title=f"What the air does to us, part {number}",
            summary="The air is better than ten years ago, and still makes people ill. " * 6,
            text="Measured at nine places, by day and by night. " * 60,
        )
        item.topics.add(topics[number % 6])
    make_register(assembly)
    for _ in range(RECOMMENDATIONS - 1):
        make_entry(assembly, text="Close the street to through traffic by day. " * 8)
    return assembly.slug


def addresses(slug: str) -> list[str]:
    """Return the pages that are measured: all of the navigation, and one of each kind below them."""
    from django.urls import reverse

    from assembly.models import Assembly
    from assembly.public_site import public_pages

    names = [(page.url_name, ()) for page in public_pages(Assembly.objects.get(slug=slug))]
    names += [("public_feed", ()), ("public_draw", (1,)), ("public_item", (1,)), ("public_answer", (1,))]
    names += [("public_late", ()), ("public_side_by_side", ())]
    found = [reverse(name, args=[slug, *arguments]) for name, arguments in names if name != "public_report"]
    return [reverse("public_assemblies"), *dict.fromkeys(found)]


def fetch(line: HTTPConnection, address: str) -> tuple[int, bytes]:
    """Ask for an address as browsers do, on a connection that stays; what comes is packed where the server packs."""
    line.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    return answer.status, answer.read()


def weigh(page: Page) -> None:
    """Load a page as a browser does that has nothing of it, and note what it weighs; it is kept then."""
    line = HTTPConnection("127.0.0.1", PORT, timeout=120)
    status, content = fetch(line, page.address)
    page.errors += status != 200
    plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    loaded = [fetch(line, each)[1] for each in LOADED.findall(plain.decode())]
    line.close()
    page.weight = (len(plain), len(content) + sum(map(len, loaded)))


def ask_all(pages: list[Page]) -> float:
    """Ask for the pages in turn at the rate; a request that waits for a free client has waited from its own moment."""
    waiting: queue.Queue[tuple[float, Page] | None] = queue.Queue()

    def client() -> None:
        line = HTTPConnection("127.0.0.1", PORT, timeout=120)
        while (asked := waiting.get()) is not None:
            due, page = asked
            try:
                status, _content = fetch(line, page.address)
                page.errors += status != 200
            except OSError:
                page.errors += 1
                line.close()
            page.took.append(1000 * (time.monotonic() - due))
        line.close()

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    began = time.monotonic()
    for number in range(RATE * SECONDS):
        due = began + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        waiting.put((due, pages[number % len(pages)]))
    for _ in clients:
        waiting.put(None)
    for each in clients:
        each.join()
    return time.monotonic() - began


def measure() -> None:
    """Fill the database that the environment names, serve it, ask, and print a line for each page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    slug = fill()
    pages = [Page(address) for address in addresses(slug)]
    connection.close()
    with serving(PORT, pages[0].address, {"PAGES_IN_TESTS": "1"}):
        for page in pages:
            weigh(page)
        seconds = ask_all(pages)
    print(f"  {RATE * SECONDS / seconds:.0f} answers a second; weight, median, slowest of twenty, slowest")
    for page in pages:
        print(page.line())


if __name__ == "__main__":
    on_both(
        __spec__.name,
        f"{RATE} public pages a second, {RECOMMENDATIONS} recommendations, {ITEMS} items of evidence",
    )
