"""Have 160 members vote at once through the web server, and say how long it took and whether anything failed.

Each of them opens the voting page, types a code, chooses, looks again, and casts: four requests on one connection. All
begin together, which is harder than the minute that a chair allows. Two processes serve them, as on two cores.
"""

import re
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.benchmarks.databases import on_both
from tests.benchmarks.web_server import serving

MEMBERS, QUESTIONS = 160, 20
MOST_SECONDS = 60
PORT = 8711
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CHOICE = re.compile(r'name="([^"]+)" value="for"')
RECEIPT = re.compile(r"[A-HJKMNP-Z2-9]{4}(?:-[A-HJKMNP-Z2-9]{4}){2}")


def fill() -> list[str]:
    """Open a secret ballot and give everybody a code; return the codes."""
    from tests.factories import AssemblyFactory
    from tests.factories_secret_votes import make_secret

    began = time.monotonic()
    voted = make_secret(AssemblyFactory(seats=MEMBERS), members=MEMBERS, rules=(None,) * QUESTIONS)
    opened = time.monotonic()
    codes = [voted.take(person) for person in voted.people]
    each = 1000 * (time.monotonic() - opened) / MEMBERS
    print(f"  made and opened in {opened - began:.1f} s; a code is taken in {each:.0f} ms", flush=True)
    return codes


def ask(line: HTTPConnection, how: str, form: dict[str, str] | None = None) -> str:
    """Ask for the voting page, or send what stands on it; return the answer, which must be a good one."""
    line.request(how, "/vote/", urlencode(form) if form else None, FORM if form else {})
    answer = line.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, (answer.status, re.sub(r"<[^>]*>|\s+", " ", text)[:400])
    return text


def vote(code: str) -> str:
    """Vote as a member does; return the receipt."""
    line = HTTPConnection("127.0.0.1", PORT, timeout=MOST_SECONDS)
    ask(line, "GET")
    asked = ask(line, "POST", {"code": code})
    chosen = dict.fromkeys(CHOICE.findall(asked), "for")
    assert len(chosen) == QUESTIONS, len(chosen)
    ask(line, "POST", {"code": code, "step": "look", **chosen})
    thanked = ask(line, "POST", {"code": code, "step": "cast", **chosen})
    line.close()
    return RECEIPT.findall(thanked)[0]


def measure() -> None:
    """Vote in the database that the environment names, and print how it went."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from assembly.outcomes.models import SealedVote

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    codes = fill()
    connection.close()
    took: list[float] = []
    receipts: list[str] = []
    failures: list[str] = []

    def run(code: str, wait: Callable[[], int]) -> None:
        wait()
        began = time.monotonic()
        try:
            receipts.append(vote(code))
        except (AssertionError, OSError, IndexError) as error:
            failures.append(repr(error))
        took.append(time.monotonic() - began)

    gate = threading.Barrier(MEMBERS)
    threads = [threading.Thread(target=run, args=(code, gate.wait)) for code in codes]
    with serving(PORT, "/vote/"):
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
    votes = SealedVote.objects.exclude(choice="").count()
    verdict = "" if seconds < MOST_SECONDS and not failures else "   NOT WITHIN A MINUTE WITHOUT AN ERROR"
    print(
        f"  {len(set(receipts))} receipts, {votes} votes, {len(failures)} errors in {seconds:.1f} s{verdict}"
    )
    print(
        f"  from opening the page to the receipt: {sorted(took)[len(took) // 2]:.1f} s, at most {max(took):.1f} s"
    )
    for failure in failures[:3]:
        print(f"  {failure}")


if __name__ == "__main__":
    on_both(__spec__.name, f"{MEMBERS} members vote on {QUESTIONS} questions, all at once")
