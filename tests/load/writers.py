"""Who writes while processes are killed. Whoever gets no answer presses the same button again, as people do."""

import random
import re
import threading
import time
import uuid
from collections.abc import Callable
from urllib.parse import urljoin

from tests.load.browser import Answer, Browser, Fault, NoAnswer
from tests.load.figures import Figures
from tests.load.filling import Town
from tests.load.installation import Post
from tests.load.journal import ACKNOWLEDGED, MAYBE, REFUSED, Journal
from tests.load.pages import Fields, form_with
from tests.load.sign_in import sign_in_by_code, sign_in_by_password

PRESSES = 3
"""How often somebody presses a button that gives no answer before they let it be."""
UNFINISHED = (500, 502, 503, 504)


class Writer:
    """One person with a browser and the common journal."""

    def __init__(
        self,
        port: int,
        town: Town,
        post: Post,
        *,
        figures: Figures,
        journal: Journal,
        over: threading.Event,
        number: int,
    ) -> None:
        self.town, self.post, self.journal, self.over, self.number = town, post, journal, over, number
        self.chance = random.Random(number)
        self.browser = Browser(port, figures, at=f"198.19.{number // 250}.{number % 250 + 1}")
        self.done = 0

    def name(self, kind: str) -> str:
        """Return words by which a write is found again."""
        self.done += 1
        return f"chaos {kind} {self.number}-{self.done}-{uuid.uuid4().hex[:8]}"

    def rest(self, most: float) -> None:
        """Do something else for a while."""
        self.over.wait(self.chance.uniform(most / 4, most))

    def open(self, address: str, word: str) -> Answer:
        """Open a page, as often as it takes while processes come back.

        Raises:
            Fault: it is over.
        """
        while True:
            try:
                return self.browser.get("read", address, word)
            except Fault:
                if self.over.is_set():
                    raise
                self.over.wait(0.5)

    def write(
        self,
        kind: str,
        key: str,
        page: Answer,
        field: str,
        /,
        *,
        chain: str = "",
        again: str = "",
        **values: str,
    ) -> Answer | None:
        """Press a button, journal it, and press again where no answer came; return the answer, None without any.

        again: words of a refusal that say that it stands already.
        """
        form = form_with(page.text, field)
        return self.send(
            kind, key, urljoin(page.address, form.action), form.filled(**values), chain=chain, again=again
        )

    def send(
        self, kind: str, key: str, address: str, fields: Fields, *, chain: str = "", again: str = ""
    ) -> Answer | None:
        """Send fields as `write` does."""
        number = self.journal.begin(kind, key, chain=chain)
        for _press in range(PRESSES):
            try:
                answer = self.browser.post_once(f"write: {kind}", address, fields)
            except NoAnswer:
                answer = None
            if answer is not None and answer.status not in UNFINISHED:
                outcome = _outcome(answer, again)
                self.journal.end(number, outcome)
                return answer if outcome == ACKNOWLEDGED else None
            if self.over.is_set():
                break
            self.over.wait(1.0)
        self.journal.end(number, MAYBE)
        return None


def _outcome(answer: Answer, again: str) -> str:
    if answer.status in (302, 303):
        # Led to the page to sign in, it was not looked at.
        return REFUSED if "/accounts/" in answer.location else ACKNOWLEDGED
    return ACKNOWLEDGED if again and again in answer.text else REFUSED


def member(writer: Writer) -> None:
    """Ask, claim, answer the survey, write a note."""
    town, number = writer.town, writer.number
    sign_in_by_code(writer.browser, writer.post, town.members[number % len(town.members)])
    at = f"/assemblies/{town.slug}"
    while not writer.over.is_set():
        page = writer.open(f"{at}/evidence/questions/mine/new/", "Your question")
        words = writer.name("question")
        writer.write("question", words, page, "token", text=words)
        writer.rest(2)
        page = writer.open(f"{at}/payments/mine/claims/new/", "What for?")
        words = writer.name("claim")
        spent = {"kind": "travel", "words": words, "spent_on": time.strftime("%Y-%m-%d"), "amount": "4.20"}
        writer.write("claim", words, page, "token", **spent)
        writer.rest(2)
        page = writer.open(f"{at}/my/surveys/{town.survey}/", "What else?")
        words = writer.name("survey")
        field = re.search(r'<textarea[^>]*name="([^"]+)"', page.text)
        if field:
            writer.write("survey", words, page, field[1], chain=str(number), **{field[1]: words})
        writer.rest(2)
        page = writer.open(f"{at}/evidence/reading/papers/1/", "part 1")
        words = writer.name("note")
        writer.write("note", words, page, "text", chain=str(number), text=words)
        writer.rest(2)


def hall(writer: Writer) -> None:
    """Note attendance."""
    town = writer.town
    sign_in_by_password(writer.browser, town, town.session_staff[writer.number % len(town.session_staff)])
    address = f"/assemblies/{town.slug}/sessions/{town.session}/attendance/"
    while not writer.over.is_set():
        page = writer.open(address, "who is there")
        person, state = (
            writer.chance.choice(town.people),
            writer.chance.choice(["present", "absent", "remote"]),
        )
        shown = re.search(rf'data-person="{person}" data-version="(\d+)"', page.text)
        page_id = dict(form_with(page.text, "client_id").fields)["client_id"]
        # What the product will know the tap by: TapForm.client.
        key = str(uuid.uuid5(uuid.UUID(page_id), f"{person}.{state}"))
        writer.write("attendance", key, page, "client_id", tap=f"{person}.{state}.{shown[1] if shown else 0}")
        writer.rest(1.5)


def office(writer: Writer) -> None:
    """Invite, write recommendations, plan sessions, write to all members."""
    town = writer.town
    sign_in_by_password(writer.browser, town, town.organisers[0])
    at = f"/assemblies/{town.slug}"
    while not writer.over.is_set():
        page = writer.open(f"{at}/team/invite/", "Role")
        email = f"{writer.name('invitation').replace(' ', '-')}@example.org"
        writer.write(
            "invitation",
            email,
            page,
            "email",
            again="has an open invitation",
            name="X",
            email=email,
            role="observer",
        )
        writer.rest(2)
        page = writer.open(f"{at}/recommendations/new/", "recommendation")
        words = writer.name("recommendation")
        writer.write("recommendation", words, page, "token", title=words, text="Close the street.")
        writer.rest(2)
        page = writer.open(f"{at}/sessions/new/", "Title")
        words = writer.name("session")
        day = {"day": "2030-06-06", "begins": "09:30", "ends": "16:30", "phase": "learning"}
        writer.write("session", words, page, "title", title=words, **day)
        writer.rest(2)
        write_to_all(writer, at)
        writer.rest(4)


def write_to_all(writer: Writer, at: str) -> None:
    """Write a template, make a mailing of it, approve it."""
    page, name = writer.open(f"{at}/messages/templates/new/", "Audience"), writer.name("mailing")
    words = {"name": name, "audience": "members", "subject": name, "body": "Good day."}
    if not writer.write("template", name, page, "body", again="Another template has this name", **words):
        return
    page = writer.open(f"{at}/messages/new/", name)
    option = re.search(rf'<option value="(\d+)"[^>]*>{re.escape(name)}', page.text)
    made = option and writer.write(
        "mailing", name, page, "template", template=option[1], part="all", channel="email"
    )
    if made:
        page = writer.open(made.location, name)
        form = form_with(page.text, "act")
        writer.send("approval", name, urljoin(page.address, form.action), form.filled(act="approve"))


def official(writer: Writer) -> None:
    """Draft one answer again and again."""
    town = writer.town
    number = writer.number % len(town.officials)
    sign_in_by_code(writer.browser, writer.post, town.officials[number])
    owed = town.owed[number]
    while not writer.over.is_set():
        page = writer.open(f"/assemblies/{town.slug}/answers/{owed}/", "Your answer in plain words")
        words = writer.name("draft")
        writer.write("draft", words, page, "text", chain=str(owed), text=words, decision="accepted")
        writer.rest(3)


def drawer(writer: Writer) -> None:
    """Start test runs of the lottery."""
    town = writer.town
    sign_in_by_password(writer.browser, town, town.organisers[1])
    at = f"/assemblies/{town.lottery_slug}/lottery"
    while not writer.over.is_set():
        page, words = writer.open(f"{at}/new/", "Leximin"), writer.name("run")
        started = writer.write(
            "run", words, page, "objective", objective="leximin", kind="test", comment=words
        )
        while started and not writer.over.is_set() and "/stop/" in writer.open(started.location, "Run").text:
            writer.rest(2)
        writer.rest(6)


def importer(writer: Writer, rows: int) -> None:
    """Take pools in, one after another."""
    town = writer.town
    sign_in_by_password(writer.browser, town, town.organisers[2])
    at = f"/assemblies/{town.pool_slug}/pool"
    while not writer.over.is_set():
        name = writer.name("import").replace(" ", "-")
        people = (f"{name}.{n},First{n},Last{n},{name}.{n}@example.org,yes,yes,yes" for n in range(rows))
        head = "Id,First name,Last name,E-mail address,Agreed to take part,Eligible,Able to attend"
        data = "\n".join([head, *people]).encode()
        try:
            page = writer.browser.get("read", f"{at}/imports/new/", "Spreadsheet")
            page = writer.browser.upload("import: upload", page, "file", data, "")
            page = writer.browser.press("import: columns", page, "")
            page = writer.browser.press("import: dry run", page, "")
        except (Fault, LookupError):
            writer.rest(2)
            continue
        writer.write("import", f"{name}.", page, "digest")
        writer.rest(5)


def in_thread(writer: Writer, story: Callable[[Writer], None]) -> threading.Thread:
    """Let somebody write until it is over; whoever cannot sign in or loses their way begins again."""

    def live() -> None:
        while not writer.over.is_set():
            writer.browser.cookies.clear()
            try:
                story(writer)
            except (Fault, LookupError):
                writer.over.wait(1.0)

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    return thread
