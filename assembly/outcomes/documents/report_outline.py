"""The report as a row of plain blocks, made of its content alone: page, PDF and Word file draw the same blocks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.outcomes.counting.plain import rule_of_plain, tally_of_plain
from assembly.outcomes.counting.reckoning import reckon
from assembly.outcomes.counting.rules import Rule, Tally
from assembly.outcomes.vote_pictures import Bar, bar_of
from assembly.outcomes.vote_words import distribution, result_words, rule_words

TITLE, HEADING, TEXT, SMALL, QUOTE, LABELLED, TABLE, BAR = (
    "title",
    "heading",
    "text",
    "small",
    "quote",
    "labelled",
    "table",
    "bar",
)


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `level` is of a heading (1 or 2), `key` its address; `rows` are a table's, the first its head."""

    kind: str
    text: str = ""
    label: str = ""
    level: int = 0
    key: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    bar: Bar | None = field(default=None, compare=False)


def outline_of(content: Mapping[str, Any]) -> list[Block]:
    """Return the blocks of a report in its order, in the language that is active."""
    return [
        *_head(content),
        *_before(content),
        *_recommendations(content),
        *_not_adopted(content),
        *_rankings(content),
    ]


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")


def _head(content: Mapping[str, Any]) -> Iterator[Block]:
    assembly = content["assembly"]
    yield Block(TITLE, content["title"], key="title")
    yield Block(SMALL, f"{assembly['name']} · {assembly['commissioning_authority']}")
    said = _("Edition %(number)s, published on %(day)s.")
    yield Block(SMALL, said % {"number": content["edition"], "day": _day(content["published_on"])})
    if content["note"]:
        yield Block(LABELLED, content["note"], label=_("What was corrected"))
    if assembly["is_rehearsal"]:
        yield Block(SMALL, _("Rehearsal: everything here is invented."))


def _before(content: Mapping[str, Any]) -> Iterator[Block]:
    if content["foreword"]:
        yield Block(HEADING, _("Foreword"), level=1, key="foreword")
        yield from _paragraphs(content["foreword"])
    remit = content["remit"]
    yield Block(HEADING, _("The question"), level=1, key="question")
    yield Block(QUOTE, remit["question"])
    for label, key in ((_("In scope"), "in_scope"), (_("Out of scope"), "out_of_scope")):
        if remit[key]:
            yield Block(LABELLED, remit[key], label=label)
    if remit["response_promise"]:
        yield Block(LABELLED, remit["response_promise"], label=_("The promised answer"))
    yield Block(HEADING, _("How the assembly worked"), level=1, key="method")
    yield from _paragraphs(content["method"])
    panel = content["panel"]
    if panel["members"]:
        said = _("%(members)s members on %(seats)s seats made these recommendations.")
        yield Block(TEXT, said % panel)
    if content["sessions"]:
        rows = [(str(each["number"]), each["title"], _day(each["held_on"])) for each in content["sessions"]]
        head = (_("Session"), _("Title"), _("Day"))
        yield Block(TABLE, label=_("Sessions of the assembly"), rows=(head, *rows))


def _recommendations(content: Mapping[str, Any]) -> Iterator[Block]:
    themes = {each["position"]: each for each in content["themes"]}
    current: object = ()
    for each in content["recommendations"]:
        if each["theme"] != current:
            current = each["theme"]
            theme = themes.get(current)
            fallback = _("Other recommendations") if themes else _("Recommendations")
            yield Block(
                HEADING, theme["name"] if theme else fallback, level=1, key=f"theme-{current or 'none'}"
            )
            if theme and theme["introduction"]:
                yield from _paragraphs(theme["introduction"])
        yield from _one(each, f"{each['number']}. {each['title']}", f"recommendation-{each['number']}")


def _not_adopted(content: Mapping[str, Any]) -> Iterator[Block]:
    if not content["not_adopted"]:
        return
    yield Block(HEADING, _("What was not adopted"), level=1, key="not-adopted")
    for each in content["not_adopted"]:
        title = _("Draft %(number)s: %(title)s") % {"number": each["draft_number"], "title": each["title"]}
        yield from _one(each, title, f"draft-{each['draft_number']}")


def _one(each: Mapping[str, Any], title: str, key: str) -> Iterator[Block]:
    yield Block(HEADING, title, level=2, key=key)
    yield Block(QUOTE, each["text"])
    labels = (
        ("rationale", _("Why")),
        ("conditions", _("Conditions")),
        ("cost_note", _("What it may cost")),
    )
    for name, label in labels:
        if each[name]:
            yield Block(LABELLED, each[name], label=label)
    for vote in each["votes"]:
        yield from _vote(vote)
    for voice in each["minority_statements"]:
        said = ngettext(
            "Minority statement %(number)s, of one member",
            "Minority statement %(number)s, of %(n)s members",
            voice["supporters"],
        ) % {"number": voice["number"], "n": voice["supporters"]}
        names = f" ({voice['names']})" if voice["names"] else ""
        yield Block(LABELLED, voice["text"], label=said + names)
    if each["sources"]:
        yield Block(LABELLED, "\n".join(map(_source, each["sources"])), label=_("It rests on"))


def _source(source: Mapping[str, Any]) -> str:
    said = _("Session %(number)s") if source["kind"] == "session" else _("Evidence item %(number)s")
    words = said % {"number": source["number"]}
    if source["title"]:
        words = f"{words}: {source['title']}"
    return f"{words} ({source['note']})" if source["note"] else words


def _vote(vote: Mapping[str, Any]) -> Iterator[Block]:
    rule, tally = rule_of_plain(vote["rule"]), tally_of_plain(vote["count"])
    said = _("The vote on %(day)s, by the rule “%(rule)s”")
    label = said % {"day": _day(vote["held_on"]), "rule": vote["rule_name"]}
    asked = [vote["question"], *rule_words(rule, asks_for_minority=vote["asks_for_minority"])]
    yield Block(LABELLED, " ".join(asked), label=label)
    bar = bar_of(tally, rule)
    if bar is not None:
        yield Block(BAR, bar.label, bar=bar)
    yield Block(TABLE, label=_("How votes were given"), rows=distribution_rows(tally, rule))
    yield Block(TEXT, " ".join(result_words(reckon(tally, rule), rule, tally)))


def distribution_rows(tally: Tally, rule: Rule) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table with everything that was counted, the head first, the numbers of people last."""
    rows = [(words, str(votes)) for _key, words, votes in distribution(tally, rule)]
    return (
        (_("Vote"), _("Votes")),
        *rows,
        (_("Present"), str(tally.present)),
        (_("May vote"), str(tally.eligible)),
    )


def _rankings(content: Mapping[str, Any]) -> Iterator[Block]:
    if not content["rankings"]:
        return
    yield Block(HEADING, _("What was put in order"), level=1, key="rankings")
    for vote in content["rankings"]:
        yield Block(HEADING, vote["question"], level=2, key=f"ranking-{vote['ballot']}-{vote['number']}")
        options = [f"{number}. {text}" for number, text in vote["options"].items()]
        yield Block(LABELLED, "\n".join(options), label=_("The options"))
        yield from _vote(vote)
        places = [
            (str(place), ", ".join(vote["options"][str(option)] for option in group))
            for place, group in enumerate(vote["result"]["order"], start=1)
        ]
        if places:
            yield Block(TABLE, label=_("The order"), rows=((_("Place"), _("Option")), *places))


def _paragraphs(text: str) -> Iterator[Block]:
    for part in text.replace("\r\n", "\n").split("\n\n"):
        if part.strip():
            yield Block(TEXT, part.strip())
