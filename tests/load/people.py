"""Who uses the product while `make load` runs, and what each does, with time to read in between."""

import random
import re
import threading
import time
from collections.abc import Callable

from tests.benchmarks.bench_pool_import import spreadsheet
from tests.load.browser import Browser, Fault
from tests.load.figures import Figures
from tests.load.filling import Town
from tests.load.installation import Post
from tests.load.sign_in import sign_in_by_code, sign_in_by_password

THINK = (10.0, 30.0)
"""Seconds between two pages of one reader, drawn evenly."""
STAFF_THINK = (4.0, 12.0)
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


class TimeIsUp(Exception):  # noqa: N818 (it is no fault)
    """The load is over, and with it what somebody was about to do."""


class Crowd:
    """What all clients share: the town, the clock's end, the figures."""

    def __init__(self, port: int, town: Town, post: Post, figures: Figures, *, until: float) -> None:
        self.port, self.town, self.post, self.figures, self.until = port, town, post, figures, until
        self.over = threading.Event()
        self.stories: list[str] = []
        """What single jobs told when they ended, a line each."""
        self.jobs_ended = 0

    @property
    def is_over(self) -> bool:
        """Whether clients shall stop."""
        return self.over.is_set() or time.monotonic() >= self.until

    def think(self, chance: random.Random, between: tuple[float, float] = THINK) -> None:
        """Read for a while.

        Raises:
            TimeIsUp: nobody reads on. Without thinking, all would rush through the pages that are left.
        """
        self.over.wait(max(0.0, min(chance.uniform(*between), self.until - time.monotonic())))
        if self.is_over:
            raise TimeIsUp

    def browser(self, number: int) -> Browser:
        """Return a new browser, each at an address of its own."""
        return Browser(self.port, self.figures, at=f"198.18.{number // 250}.{number % 250 + 1}")


def load_assets(browser: Browser, page: str) -> None:
    """Fetch scripts and styles of a page, as a browser does the first time."""
    for address in LOADED.findall(page):
        browser.get("static file", address, "")


def member(crowd: Crowd, number: int, delay: float) -> None:
    """Sign in, then read: the home, the pack, its PDF, single papers, what others asked; and from the beginning."""
    town, chance = crowd.town, random.Random(number)
    crowd.over.wait(delay)
    browser = crowd.browser(number)
    sign_in_by_code(browser, crowd.post, town.members[number])
    at = f"/assemblies/{town.slug}"
    load_assets(browser, browser.get("member: home", f"{at}/home/", "Hello").text)
    is_first = True
    while not crowd.is_over:
        crowd.think(chance)
        browser.get("member: evidence", f"{at}/evidence/reading/", "Pack of the first day")
        crowd.think(chance)
        browser.get("member: pack", f"{at}/evidence/reading/packs/{town.session}/", "Contents")
        if is_first or chance.random() < 0.2:
            browser.get(
                "member: PDF of the pack", f"{at}/evidence/reading/packs/{town.session}/pdf/normal/", "%PDF"
            )
            is_first = False
        for paper, title in chance.sample(town.papers, 2):
            crowd.think(chance)
            browser.get("member: paper", f"{at}/evidence/reading/papers/{paper}/", title)
        crowd.think(chance)
        other, address, word = chance.choice(
            [
                ("member: questions", f"{at}/evidence/questions/mine/", "Questions to witnesses"),
                ("member: table", f"{at}/tables/mine/", "My table"),
                ("member: surveys", f"{at}/my/surveys/", "Surveys"),
            ]
        )
        browser.get(other, address, word)
        if chance.random() < 0.15:
            ask(browser, at, f"How clean is the air at place {number}?")
        crowd.think(chance)
        browser.get("member: home", f"{at}/home/", "Hello")


def ask(browser: Browser, at: str, words: str) -> None:
    """Ask witnesses something."""
    page = browser.get("member: question, form", f"{at}/evidence/questions/mine/new/", "Your question")
    browser.press("member: question, sent", page, "token", "is with the team", text=words)


def staff(crowd: Crowd, number: int) -> None:
    """Take attendance, look at lists, change a session, enter recommendations."""
    town, chance = crowd.town, random.Random(1000 + number)
    browser = crowd.browser(1000 + number)
    # Nobody here is one of those who edit, import or draw: a code of somebody's app counts once.
    everybody = [town.organisers[2], *town.session_staff]
    sign_in_by_password(browser, town, everybody[number % len(everybody)])
    at = f"/assemblies/{town.slug}"
    lists = [
        ("staff: overview", f"{at}/", "Overview"),
        ("staff: people", f"{at}/sessions/people/", "People"),
        ("staff: sessions", f"{at}/sessions/", "Sessions"),
        ("staff: evidence list", f"{at}/evidence/", "Evidence"),
        ("staff: questions list", f"{at}/evidence/questions/", "Members’ questions"),
        ("staff: recommendations list", f"{at}/recommendations/", "Recommendations"),
        ("staff: pool of the draw", f"/assemblies/{town.lottery_slug}/pool/", "Pool"),
    ]
    while not crowd.is_over:
        for _each in range(3):
            tap(browser, town, chance)
            crowd.think(chance, STAFF_THINK)
        for name, address, word in chance.sample(lists, 3):
            browser.get(name, address, word)
            crowd.think(chance, STAFF_THINK)
        page = browser.get("staff: recommendation, form", f"{at}/recommendations/new/", "recommendation")
        words = {
            "title": f"Idea {number}",
            "text": "Close the street by day.",
            "rationale": "Its air is bad.",
        }
        browser.press("staff: recommendation, sent", page, "token", "The idea is kept", **words)
        crowd.think(chance, STAFF_THINK)


def tap(browser: Browser, town: Town, chance: random.Random) -> None:
    """Note in the hall that somebody is there."""
    address = f"/assemblies/{town.slug}/sessions/{town.session}/attendance/"
    page = browser.get("staff: attendance, list", address, "who is there")
    person, state = chance.choice(town.people), chance.choice(["present", "absent", "remote"])
    shown = re.search(rf'data-person="{person}" data-version="(\d+)"', page.text)
    pressed = f"{person}.{state}.{shown[1] if shown else 0}"
    browser.press("staff: attendance, tap", page, "client_id", "who is there", tap=pressed)


def editor(crowd: Crowd) -> None:
    """An organiser who changes the session again and again."""
    town, chance = crowd.town, random.Random(2000)
    browser = crowd.browser(2000)
    sign_in_by_password(browser, town, town.organisers[0])
    address = f"/assemblies/{town.slug}/sessions/{town.session}/edit/"
    number = 0
    while not crowd.is_over:
        number += 1
        page = browser.get("staff: session, form", address, "Change the session")
        browser.press("staff: session, saved", page, "seen", "Saved", members_note=f"Bring a pen, {number}.")
        crowd.think(chance, STAFF_THINK)


def official(crowd: Crowd, number: int) -> None:
    """Draft answers."""
    town, chance = crowd.town, random.Random(3000 + number)
    browser = crowd.browser(3000 + number)
    sign_in_by_code(browser, crowd.post, town.officials[number])
    at = f"/assemblies/{town.slug}/answers"
    mine = town.owed[number :: len(town.officials)]
    while not crowd.is_over:
        browser.get("official: answers owed", f"{at}/", "Answers we owe")
        crowd.think(chance)
        page = browser.get(
            "official: draft, form", f"{at}/{chance.choice(mine)}/", "Your answer in plain words"
        )
        words = {"text": f"We will do it, {chance.random():.3f}.", "decision": "accepted"}
        browser.press("official: draft, saved", page, "text", "The draft is saved", **words)
        crowd.think(chance)


def visitor(crowd: Crowd, number: int) -> None:
    """Read public pages without an account."""
    slug, chance = crowd.town.slug, random.Random(4000 + number)
    pages = [
        ("public: assembly", f"/about/{slug}/", "Assembly"),
        ("public: evidence", f"/evidence/{slug}/", "What the air does to us"),
        ("public: paper", f"/evidence/{slug}/1/", "What the air does to us, part 1"),
        ("public: programme", f"/about/{slug}/programme/", "Programme"),
        ("public: privacy", f"/privacy/{slug}/", "data"),
        ("public: all", "/about/", "ssembl"),
    ]
    browser = crowd.browser(4000 + number)
    while not crowd.is_over:
        browser.get(*chance.choice(pages))
        crowd.think(chance, (1.0, 4.0))


def importer(crowd: Crowd, rows: int, delay: float) -> None:
    """Take a large pool in, through the screens. What takes long by its nature is told apart."""
    crowd.over.wait(delay)
    browser = crowd.browser(5000)
    sign_in_by_password(browser, crowd.town, crowd.town.organisers[1])
    data, began = spreadsheet(rows), time.monotonic()
    at = f"/assemblies/{crowd.town.pool_slug}/pool"
    page = browser.get("import: form", f"{at}/imports/new/", "Spreadsheet")
    page = browser.upload("import: upload (long)", page, "file", data, "")
    page = browser.press("import: columns (long)", page, "")
    page = browser.press("import: dry run (long)", page, "")
    page = browser.press("import: commit (long)", page, "digest", "Imported")
    crowd.jobs_ended += 1
    crowd.stories.append(
        f"  {rows:,} rows of {len(data) / 1e6:.0f} MB were uploaded and imported in {time.monotonic() - began:.1f} s"
    )


def drawer(crowd: Crowd, delay: float) -> None:
    """Start a lottery and watch it to its end."""
    crowd.over.wait(delay)
    browser, began = crowd.browser(5001), time.monotonic()
    sign_in_by_password(browser, crowd.town, crowd.town.organisers[3])
    at = f"/assemblies/{crowd.town.lottery_slug}/lottery"
    page = browser.get("lottery: form", f"{at}/new/", "Leximin")
    page = browser.press(
        "lottery: start", page, "objective", "", objective="leximin", kind="real", time_limit="600"
    )
    while "/stop/" in page.text:
        time.sleep(1.0)
        page = browser.get("lottery: progress", page.address, "Run")
    if "Prepare the draw" not in page.text:
        raise Fault("lottery", page.address, "ended without a panel")
    crowd.jobs_ended += 1
    crowd.stories.append(f"  the lottery ended after {time.monotonic() - began:.1f} s")


def in_thread(crowd: Crowd, name: str, story: Callable[[], None]) -> threading.Thread:
    """Begin somebody's story; whoever meets a fault stops, and begins again as long as there is time."""

    def live() -> None:
        while not crowd.is_over:
            try:
                story()
            except TimeIsUp:
                return
            except (Fault, LookupError) as fault:
                crowd.figures.note(f"broken off: {name}", 0.0, str(fault.args[:3])[:160])
                crowd.over.wait(2.0)
            else:
                return

    thread = threading.Thread(target=live, name=name, daemon=True)
    thread.start()
    return thread
