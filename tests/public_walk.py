"""Walks all that anybody can reach without an account, and looks there for people."""

import io
import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from zipfile import ZipFile

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from assembly.models import Assembly, Person, User
from evidence.models import Witness
from sortition.models import Respondent

LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
ABSOLUTE = re.compile(r"http://testserver(/[^\"<#\s,]*)")
NOT_PUBLIC = ("/static/", "/accounts/", "/platform/", "/assemblies/", "/demo/")
MOST_PAGES = 3_000
WORD = re.compile(r"\w+")


def walk() -> Iterator[tuple[str, str]]:
    """Yield address and text of each page and file that is reached from the list of assemblies, signed out."""
    client = Client()
    starts = [reverse("public_assemblies")]
    for slug in Assembly.objects.values_list("slug", flat=True):
        starts += [
            reverse(name, args=[slug])
            for name in ("public_about", "public_draws", "public_evidence", "public_questions", "public_call")
        ]
        starts += [
            reverse(name, args=[slug]) for name in ("public_register", "public_votes", "public_report")
        ]
        starts += [reverse(name, args=[slug]) for name in ("privacy_notice", "public_propose_witness")]
        starts += [reverse(name, args=[slug]) for name in ("public_feed", "public_register_feed")]
    waiting, seen = deque(dict.fromkeys(starts)), set(starts)
    while waiting:
        address = waiting.popleft()
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        content = b"".join(answer) if answer.streaming else answer.content
        text = _text(content, answer["Content-Type"])
        yield address, text
        for link in LINK.findall(text) + ABSOLUTE.findall(text):
            found = unescape(link)
            if found not in seen and "language=" not in found and not found.startswith(NOT_PUBLIC):
                seen.add(found)
                waiting.append(found)
        assert len(seen) < MOST_PAGES


def _text(content: bytes, content_type: str) -> str:
    if content_type == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content_type.endswith("wordprocessingml.document"):
        with ZipFile(io.BytesIO(content)) as archive:
            return re.sub(r"<[^>]*>", " ", archive.read("word/document.xml").decode())
    if content_type.startswith("application/json"):
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode(errors="replace")


@dataclass
class People:
    """What would give somebody away: text as it would stand on a page → whose it is."""

    named: dict[str, str] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """The words of each text in `named`."""

    def add(self, whose: str, *texts: str | None) -> None:
        """Look for these texts too; what is shorter than a name and a surname says nothing."""
        for text in texts:
            plain = _plain(text or "")
            if len(plain) > 6:
                self.named.setdefault(plain, whose)
                self.words[plain] = frozenset(WORD.findall(plain))

    def found_in(self, text: str) -> list[tuple[str, str]]:
        """Return what stands in a text, and whose it is; tags and line breaks do not part a name.

        What stands there stands there with all its words, none of them part of a longer one: few do, and only these
        are looked for.
        """
        plain = _plain(f"{unescape(text)} {unescape(re.sub('<[^>]*>', ' ', text))}")
        digits = re.sub(r"(?<=\d)[ \-/()]+(?=\d)", "", plain)
        words = {*WORD.findall(plain), *WORD.findall(digits)}
        return [
            (each, whose)
            for each, whose in self.named.items()
            if words.issuperset(self.words[each])
            and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", digits if each.isdigit() else plain)
        ]


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def everybody() -> People:
    """Return all people of the installation, with their addresses of every kind."""
    people = People()
    for each in Respondent.objects.all():
        people.add("a volunteer", f"{each.first_name} {each.last_name}", each.email, each.address)
        people.add("a volunteer", re.sub(r"\D", "", each.phone))
    for person in Person.objects.all():
        whose = f"somebody who takes part ({person.kind})"
        people.add(whose, person.name, person.email, re.sub(r"\D", "", person.phone))
    for witness in Witness.objects.all():
        people.add("a witness", witness.name, witness.email, witness.address)
        people.add("a witness", re.sub(r"\D", "", witness.phone))
        people.add("who proposed a witness", witness.proposer_name, witness.proposer_contact)
    for user in User.objects.all():
        people.add("an account", user.name, user.email)
    return people
