"""Count the published votes of a ballot again: `python recount.py VOTES.json [RECEIPTS.csv]`. This file runs alone.

It follows docs/ballot-protocol.md, shares no line with the software that counted, and needs the standard library only.
It goes through the votes one by one, in whole numbers. It ends with 0 where it finds what was published, with 1 where
it finds something else, and with 2 where the file cannot be read.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FORMAT, ABSTAIN, BLANK, SPOILED = "assembly-votes/1", "abstain", "blank", "spoiled"
Json = Mapping[str, Any]
Ranking = tuple[int, ...]


class UnusableError(Exception):
    """Say what cannot be read."""


def recounted(question: Json) -> dict[str, Any]:
    """Return the number of votes for each choice, the outcome, and for rankings the order.

    Raises:
        UnusableError: a vote is none that could be cast, or there are more votes than people.
    """
    rule, votes = question["rule"], list(question["votes"])
    options = sorted(int(number) for number in question["options"])
    for vote in votes:
        if not _can_be_cast(vote, rule, options):
            raise UnusableError(f"nobody could choose “{vote}”")
    if not len(votes) + question["spoiled"] <= question["present"] <= question["eligible"]:
        raise UnusableError("there are more votes than people, or more people than may vote")
    order: list[list[int]] = []
    if rule["kind"] == "ranked":
        rankings = [_ranking(vote) for vote in votes if vote not in (ABSTAIN, BLANK)]
        is_points = rule["ranked_method"] == "borda"
        order, is_tied = _points(rankings, options) if is_points else _run_off(rankings, options)
        outcome = "tied" if is_tied else "ordered"
    else:
        outcome = _outcome(votes, question)
    if not _is_quorate(question):
        outcome = "no_quorum"
    return {"votes": dict(sorted(Counter(votes).items())), "outcome": outcome, "order": order}


def _can_be_cast(vote: str, rule: Json, options: Sequence[int]) -> bool:
    if vote in (ABSTAIN, BLANK):
        return True
    if rule["kind"] == "yes_no":
        return vote in ("for", "against")
    if rule["kind"] == "scale":
        return vote in [str(point) for point in range(1, rule["scale_points"] + 1)]
    parts = vote.split(">")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return False
    ranking = _ranking(vote)
    return set(ranking) <= set(options) and len(set(ranking)) == len(ranking)


def _ranking(vote: str) -> Ranking:
    return tuple(int(part) for part in vote.split(">"))


def _share(text: str) -> tuple[int, int]:
    above, below = text.split("/")
    return int(above), int(below)


def _is_quorate(question: Json) -> bool:
    """Whether somebody was there, and enough of those who may vote; where no quorum is asked for, always."""
    quorum = question["rule"]["quorum"]
    if quorum is None:
        return True
    above, below = _share(quorum)
    return bool(question["present"] > 0 and question["present"] * below >= above * question["eligible"])


def _outcome(votes: Sequence[str], question: Json) -> str:
    """Judge votes that are not rankings: `agree` of `number` against the shares."""
    rule, said = question["rule"], [vote for vote in votes if vote not in (ABSTAIN, BLANK)]
    if rule["kind"] == "yes_no":
        agree = said.count("for")
    else:
        upper = [str(rule["scale_points"]), str(rule["scale_points"] - 1)]
        agree = sum(vote in upper for vote in said)
    number = _number(votes, question)

    def reaches(text: str) -> bool:
        above, below = _share(text)
        left, right = agree * below, above * number
        return agree > 0 and (left > right if rule["is_more_than"] else left >= right)

    if reaches(rule["share"]):
        return "strongly_supported" if rule["strong"] is not None and reaches(rule["strong"]) else "adopted"
    asks_for_half = rule["is_more_than"] and _is_half(rule["share"])
    if asks_for_half and number and 2 * agree == number == len(said):
        return "tied"
    return "not_adopted"


def _is_half(text: str) -> bool:
    above, below = _share(text)
    return 2 * above == below


def _number(votes: Sequence[str], question: Json) -> int:
    """Return of what number the share is reckoned."""
    rule = question["rule"]
    if rule["denominator"] in ("eligible", "present"):
        return int(question[rule["denominator"]])
    if rule["denominator"] == "cast":
        return len(votes) + int(question["spoiled"])
    left_out = {ABSTAIN: not rule["counts_abstentions"], BLANK: not rule["counts_blanks"]}
    return sum(not left_out.get(vote, False) for vote in votes)


def _points(rankings: Sequence[Ranking], options: Sequence[int]) -> tuple[list[list[int]], bool]:
    """Give of n options n − 1 points to the first of each vote, one less to each after it; return the order."""
    points = Counter(dict.fromkeys(options, 0))
    for ranking in rankings:
        for place, option in enumerate(ranking):
            points[option] += len(options) - 1 - place
    order = _by_height(points)
    return order, bool(order) and len(order[0]) > 1


def _run_off(rankings: Sequence[Ranking], options: Sequence[int]) -> tuple[list[list[int]], bool]:
    """Let the weakest go until one has more than half of the votes that still name one of those left.

    Of several weakest all go where all their votes together are fewer than the next one has. Otherwise earlier rounds
    are looked up, the latest first, for who had fewest there. Where that tells nothing, nothing is decided.
    """
    left, gone, history = set(options), [], []  # type: ignore[var-annotated]
    while True:
        firsts = [next((option for option in ranking if option in left), None) for ranking in rankings]
        held = {option: firsts.count(option) for option in sorted(left)}
        most, counting = max(held.values(), default=0), sum(held.values())
        if len(left) < 2 or most * 2 > counting:
            return _by_height(held) + gone[::-1], False
        going = _going(held, history)
        if not going:
            return [], True
        gone.append(sorted(going))
        history.append(held)
        left -= going


def _going(held: Mapping[int, int], history: Sequence[Mapping[int, int]]) -> set[int]:
    least = min(held.values())
    weakest = {option for option, votes in held.items() if votes == least}
    stronger = sorted(votes for votes in held.values() if votes > least)
    if len(weakest) == 1 or (stronger and least * len(weakest) < stronger[0]):
        return weakest
    for earlier in history[::-1]:
        low = min(earlier[option] for option in weakest)
        weakest = {option for option in weakest if earlier[option] == low}
        if len(weakest) == 1:
            return weakest
    return set()


def _by_height(held: Mapping[int, int]) -> list[list[int]]:
    return [
        sorted(option for option in held if held[option] == height)
        for height in sorted(set(held.values()), reverse=True)
    ]


# The command.


def checked(document: Json, receipts: Sequence[str] | None = None) -> Iterator[tuple[bool, str]]:
    """Go through a published file; give a sentence on each thing that was looked at, and whether it is right.

    Raises:
        UnusableError: it is no such file.
    """
    if document.get("format") != FORMAT:
        raise UnusableError(f"it is no file of the format {FORMAT}")
    account = document["reconciliation"]
    fewest, most = account["cast"], account["cast"] + account["papers_in_urn"]
    for question in document["questions"]:
        found, stands = recounted(question), question["result"]
        many = ", ".join(f"{choice} {votes}" for choice, votes in found["votes"].items())
        yield True, f"Question {question['number']}: {many or 'no votes'}; spoiled {question['spoiled']}."
        is_same = (found["outcome"], found["order"]) == (stands["outcome"], stands["order"])
        yield is_same, f"  Outcome: {found['outcome']}; published: {stands['outcome']}."
        # Each question has a paper of its own, and whoever took papers may have kept one.
        given = len(question["votes"]) + question["spoiled"]
        yield fewest <= given <= most, f"  Votes: {given}; by code: {fewest}; by code or on paper: {most}."
    if receipts is not None:
        is_one_each = len(receipts) == len(set(receipts)) == account["cast"]
        yield is_one_each, f"Receipts: {len(set(receipts))}; voted by code: {account['cast']}."


def read(data: bytes) -> Json:
    """Read the file of votes.

    Raises:
        UnusableError: it is no JSON object.
    """
    try:
        document = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise UnusableError("it is not JSON") from error
    if not isinstance(document, dict):
        raise UnusableError("it is not a JSON object")
    return document


def read_receipts(data: bytes) -> list[str]:
    """Read the list of receipts: one on each line, under a heading."""
    lines = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) if row]
    return lines[1:]


def main(arguments: Sequence[str]) -> int:
    """Look at the files that are named, say what is found, and return how it went."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    try:
        document = read(Path(arguments[0]).read_bytes())
        receipts = read_receipts(Path(arguments[1]).read_bytes()) if len(arguments) > 1 else None
        found = list(checked(document, receipts))
    except (UnusableError, OSError) as error:
        print(f"Cannot be checked: {error}")
        return 2
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        print(f"Cannot be checked: something lacks or has another shape ({type(error).__name__}: {error})")
        return 2
    for is_right, sentence in found:
        print(sentence if is_right else f"{sentence}  THIS DIFFERS.")
    is_all_right = all(is_right for is_right, _sentence in found)
    print("Everything is as published." if is_all_right else "Something is not as published.")
    return 0 if is_all_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
