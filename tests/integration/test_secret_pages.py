"""A secret vote through its pages: nobody is known where votes are cast, and what came of it anybody can check."""

import csv
import io
import json
import re
import subprocess
import sys
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.enums import Role
from assembly.models import Assembly, Person
from assembly.outcomes.models import SealedVote, UnissuedCode, VoteReceipt, VoterTurn
from assembly.outcomes.rehearsal_codes import shown_rehearsal_code
from assembly.outcomes.secret_codes import fresh_code, shown_code, typed_code
from assembly.outcomes.views import voting
from tests.factories import AppointmentFactory
from tests.factories_secret_pages import CHOICES, make_secret_page
from tests.factories_secret_votes import make_secret

pytestmark = pytest.mark.django_db

VOTE = "/vote/"
CHOSEN = {"q1": "for", "q2": "4", "q3_1": "2", "q3_2": "1"}
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


def client_as(client_of, assembly, role):
    return client_of(AppointmentFactory(assembly=assembly, role=role).user)


def member_client(client_of, assembly, person):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    Person.objects.filter(pk=person.pk).update(user=user)
    return client_of(user)


def page_of(name, voted, *more):
    return reverse(name, args=[voted.ballot.assembly.slug, voted.ballot.number, *more])


def only_code(answer):
    (code,) = set(CODE.findall(answer.content.decode()))
    return code


def votes():
    return sorted(SealedVote.objects.exclude(choice="").values_list("question__number", "choice"))


def test_a_member_takes_a_code_once_and_votes_as_nobody(assembly, client_of):
    """Shown once, cast with a receipt; what they chose stands in no later page."""
    voted = make_secret_page(assembly)
    member = member_client(client_of, assembly, voted.people[0])
    assert page_of("own_ballot_code", voted) in member.get(page_of("own_ballot", voted)).content.decode()
    assert "Show my voting code" in member.get(page_of("own_ballot_code", voted)).content.decode()
    answer = member.post(page_of("own_ballot_code", voted))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    code = only_code(answer)
    assert member.post(page_of("own_ballot_code", voted)).status_code == 302
    assert "no code for you" in member.get(page_of("own_ballot_code", voted)).content.decode()
    assert "It cannot be shown again" in member.get(page_of("own_ballot", voted)).content.decode()

    asked = member.post(VOTE, {"code": code.lower()})
    assert (asked.status_code, asked.context["ballot"]) == (200, voted.ballot)
    looked = member.post(VOTE, {"code": code, "step": "look", **CHOSEN})
    assert [words for _question, words in looked.context["form"].told()] == [
        "For",
        "Strongly agree",
        "⟪Trees⟫ > ⟪Buses⟫",
    ]
    assert votes() == []
    changed = member.post(VOTE, {"code": code, "step": "change", **CHOSEN})
    assert changed.context["form"]["q2"].value() == "4"
    cast = member.post(VOTE, {"code": code, "step": "cast", **CHOSEN})
    assert votes() == sorted(CHOICES.items())
    receipt = VoteReceipt.objects.get(is_counted=True).receipt
    assert only_code(cast) == shown_code(receipt)
    again = member.post(VOTE, {"code": code, "step": "cast", **CHOSEN, "q1": "against"})
    assert (again.templates[0].name, only_code(again)) == ("outcomes/vote_again.html", shown_code(receipt))
    assert votes() == sorted(CHOICES.items())


def test_where_votes_are_cast_nobody_is_signed_in_and_nothing_is_kept(assembly, client_of):
    """No cookie, no session, no name, nothing to go back to; the code stands in no address."""
    voted = make_secret_page(assembly)
    person = voted.people[0]
    code = shown_code(voted.take(person))
    member = member_client(client_of, assembly, person)
    steps = (
        {"code": code},
        {"code": code, "step": "look", **CHOSEN},
        {"code": code, "step": "cast", **CHOSEN},
    )
    for address in (VOTE, reverse("vote_room")):
        for form in (None, *steps):
            kept = dict(member.cookies)
            with CaptureQueriesContext(connection) as queries:
                answer = member.get(address) if form is None else member.post(address, form)
            said = answer.content.decode()
            assert [each for each in queries if "django_session" in each["sql"]] == []
            assert (answer.cookies, dict(member.cookies)) == ({}, kept)
            assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
            assert str(answer.wsgi_request.user) == "AnonymousUser"
            assert str(person) not in said
    assert "Next person" in said


def test_a_form_from_a_page_without_referrer_is_taken(assembly):
    """Browsers send it with the origin “null”, and no cookie is needed."""
    voted = make_secret_page(assembly)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(VOTE, {"code": voted.take(voted.people[0])}, headers={"origin": "null"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"q1": ""}, "q1"),
        ({"q2": "5"}, "q2"),
        ({"q3_1": "", "q3_2": ""}, "q3_1"),
        ({"q3_2": "2"}, "q3_1"),
        ({"q3_2": "", "q3_3": "1"}, "q3_1"),
        ({"q3_1": "abstain"}, "q3_1"),
    ],
)
def test_what_nobody_can_choose_is_said_beside_the_question_and_the_rest_is_kept(assembly, change, field):
    voted = make_secret_page(assembly)
    code = voted.take(voted.people[0])
    for step in ("look", "cast"):
        page = Client().post(VOTE, {"code": code, "step": step, **CHOSEN, **change})
        assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["q1"].value() == change.get("q1", "for")
    assert votes() == []


def test_abstaining_and_leaving_blank_are_choices(assembly):
    voted = make_secret_page(assembly)
    form = {"q1": "abstain", "q2": "blank", "q3_1": "blank"}
    Client().post(VOTE, {"code": voted.take(voted.people[0]), "step": "cast", **form})
    assert votes() == [(1, "abstain"), (2, "blank"), (3, "blank")]


def test_wrong_codes_are_refused_in_words_and_never_shut_others_out(assembly, monkeypatch):
    """Mistyped is said; unknown and not given out are said alike; a hall shares one connection."""
    voted = make_secret_page(assembly)
    monkeypatch.setattr(voting, "MOST_WRONG", 3)
    right = voted.take(voted.people[0])
    pooled = UnissuedCode.objects.first().code
    said = [
        str(Client().post(VOTE, {"code": each}).context["form"].errors["code"])
        for each in (f"{right}x", fresh_code(), pooled)
    ]
    assert "A mark of this code is wrong" in said[0]
    assert said[1] == said[2] != said[0]
    assert Client().post(VOTE, {"code": fresh_code()}).status_code == 429
    assert Client().post(VOTE, {"code": right}).status_code == 200


def test_a_draft_is_rehearsed_on_the_same_pages_and_nothing_is_kept(assembly, client_of):
    voted = make_secret_page(assembly, "shown_as_draft")
    code = shown_rehearsal_code(voted.ballot)
    member = client_as(client_of, assembly, Role.MEMBER)
    assert code in member.get(page_of("own_ballot", voted)).content.decode()
    templates = [
        member.post(VOTE, {"code": code, "step": step, **CHOSEN}).templates[0].name
        for step in ("", "look", "cast")
    ]
    assert templates == [
        "outcomes/vote_questions.html",
        "outcomes/vote_look.html",
        "outcomes/vote_receipt.html",
    ]
    assert (SealedVote.objects.count(), VoteReceipt.objects.count()) == (0, 0)
    voted.ballot.state = "designed"
    voted.ballot.save(update_fields=["state"])
    assert Client().post(VOTE, {"code": code}).status_code == 422


def test_what_thresholds_would_mean_is_told_of_invented_counts(assembly, organiser, client_of):
    voted = make_secret_page(assembly, "designed")
    client, address = client_of(organiser), page_of("ballot_rehearsal", voted)
    first = client.get(address)
    assert [bool(row.get("outcome")) for row in first.context["rows"]] == [True, True, True]
    typed = {"count": "1", "q1-eligible": 50, "q1-present": 47, "q1-votes_for": 20, "q1-votes_against": 27}
    said = client.get(address, typed)
    row = said.context["rows"][0]
    assert (row["badge"], row["result_words"][1]) == (
        "Not adopted",
        "20 of 47 are for it, that is 42.5 %; 24 were needed.",
    )
    assert row["others"][0]["name"] == "⟪four_points⟫"
    assert "20 too many" in client.get(address, {**typed, "q1-votes_for": 40}).content.decode()


def test_the_desk_gives_each_member_one_of_three(assembly, organiser, client_of, outsider):
    """A slip, a paper, or a code on a screen that was turned before; what is unopened can be handed back."""
    voted = make_secret_page(assembly)
    desk, client = page_of("ballot_desk", voted), client_of(organiser)
    first, second, third = voted.people
    client.post(desk, {"act": f"slip-{first.pk}"})
    assert VoterTurn.objects.get(person=first).how == ""
    client.post(page_of("ballot_slips", voted), {"act": "print", "number": 2})
    client.post(desk, {"act": f"slip-{first.pk}"})
    client.post(desk, {"act": f"paper-{second.pk}"})
    turned = client.post(desk, {"act": f"turn-{third.pk}"})
    assert VoterTurn.objects.get(person=third).how == ""
    assert CODE.findall(turned.content.decode()) == []
    code = only_code(client.post(desk, {"act": f"show-{third.pk}"}))
    assert client.post(VOTE, {"code": code}).status_code == 200
    assert dict(VoterTurn.objects.values_list("person", "how")) == {
        first.pk: "slip",
        second.pk: "paper",
        third.pk: "desk",
    }
    assert client.post(desk, {"act": f"show-{third.pk}"}).status_code == 302
    own = member_client(client_of, assembly, third).get(page_of("own_ballot", voted)).content.decode()
    assert f"It was noted by {organiser}." in own
    for person in (first, third):
        client.post(desk, {"act": f"back-{person.pk}"})
    assert sorted(VoterTurn.objects.values_list("how", flat=True)) == ["", "desk", "paper"]
    waiting = client.get(desk, {"show": "waiting"}).context["turns"]
    assert [turn.person for turn in waiting] == [first]
    assert client_as(client_of, assembly, Role.MEMBER).get(desk).status_code == 403
    assert client_of(outsider).get(desk).status_code == 404


def test_slips_hold_codes_that_stand_nowhere_else(assembly, organiser, client_of):
    voted = make_secret_page(assembly)
    pool = set(UnissuedCode.objects.values_list("code", flat=True))
    client, address = client_of(organiser), page_of("ballot_slips", voted)
    answer = client.post(address, {"act": "print", "number": 3, "is_large": "on"})
    assert answer["Cache-Control"] == "no-store"
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    printed = {typed_code(code) for code in CODE.findall(text)}
    assert pool - set(UnissuedCode.objects.values_list("code", flat=True)) == printed
    assert (len(printed), len(reader.pages), "/vote/" in text) == (3, 2, True)
    for number in (0, 4):
        assert client.post(address, {"act": "print", "number": number}).status_code in (409, 422)
    assert UnissuedCode.objects.count() == len(pool) - 3


def test_a_ballot_paper_has_a_leaf_for_each_question(assembly, organiser, client_of):
    voted = make_secret_page(assembly, "designed")
    answer = client_of(organiser).get(page_of("ballot_paper_ballot", voted) + "?print=large")
    leaves = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert [word in leaf for word, leaf in zip(["For", "Strongly agree", "Trees"], leaves, strict=True)] == [
        True,
        True,
        True,
    ]


def test_a_ballot_that_is_not_secret_has_no_desk(assembly, organiser, client_of):
    voted = make_secret_page(assembly, "designed")
    voted.ballot.method = "room"
    voted.ballot.save(update_fields=["method"])
    for name in ("ballot_desk", "ballot_slips", "ballot_paper_ballot", "ballot_reconciliation"):
        assert client_of(organiser).get(page_of(name, voted)).status_code == 404


def test_votes_by_code_are_typed_on_no_page(assembly, organiser, client_of):
    voted = make_secret_page(assembly, "closed")
    for name in ("ballot_count", "ballot_count_check", "ballot_verify_count"):
        assert client_of(organiser).post(page_of(name, voted, 1), {}).status_code == 404


def test_people_take_a_secret_vote_through_the_pages_to_its_public_result(assembly, organiser, client_of):
    """Closed, papers counted by two, a missing slip explained, verified by another, published for everybody."""
    voted = make_secret_page(assembly)
    runs, looks = client_of(organiser), client_as(client_of, assembly, Role.OBSERVER)
    voted.on_paper(voted.people[0])
    voted.cast(voted.people[1], CHOICES)
    voted.draw_slip(voted.people[2])

    def go(client, name, data, *more):
        return client.post(page_of(name, voted, *more), data).status_code

    assert go(runs, "ballot_slips", {"act": "print", "number": 1}) == 200
    assert go(runs, "ballot_move", {"act": "close"}) == 302
    papers = ({"votes_for": 1}, {"votes_4": 1}, {"rankings": "2>1: 1"})
    for number, typed in enumerate(papers, start=1):
        assert go(looks, "ballot_papers", typed, number) == 403
        assert go(runs, "ballot_papers", typed, number) == 302
        assert go(runs, "ballot_papers_again", typed, number) == 409
        assert go(looks, "ballot_papers_again", {"spoiled": 1}, number) == 409
        assert go(looks, "ballot_papers_again", typed, number) == 302
    assert "1 are missing." in runs.get(page_of("ballot_reconciliation", voted)).content.decode()
    assert go(runs, "ballot_move", {"act": "count"}) == 302
    assert go(looks, "ballot_verify", {"act": "verify"}) == 302
    voted.ballot.refresh_from_db()
    assert voted.ballot.state == "counted"
    assert go(runs, "ballot_reconciliation", {"words": "⟪One slip was torn.⟫"}) == 302
    assert "⟪One slip was torn.⟫" in looks.get(page_of("ballot_verify", voted)).content.decode()
    assert go(runs, "ballot_verify", {"act": "verify"}) == 403 or voted.ballot.state == "counted"
    assert go(looks, "ballot_verify", {"act": "verify"}) == 302
    assert go(runs, "ballot_publish", {}) == 302
    voted.ballot.refresh_from_db()
    assert (voted.ballot.state, VoterTurn.objects.count()) == ("published", 0)
    Assembly.objects.filter(pk=assembly.pk).update(state="deciding")
    said = Client().get(page_of("public_vote", voted)).content.decode()
    assert "2 of 3 who may vote did so." in said
    assert page_of("public_vote", voted) in Client().get(f"/votes/{assembly.slug}/").content.decode()
    assert "⟪One slip was torn.⟫" in said
    assert client_as(client_of, assembly, Role.MEMBER).get(page_of("own_ballot", voted)).status_code == 200


def test_files_hold_every_vote_sorted_and_every_receipt_apart(assembly):
    voted = make_secret_page(assembly, "published")
    Assembly.objects.filter(pk=assembly.pk).update(state="deciding")
    files = {
        form: Client().get(page_of("public_vote_file", voted, form)).content
        for form in ("votes.json", "votes.csv", "receipts.csv")
    }
    content = json.loads(files["votes.json"])
    assert [question["votes"] for question in content["questions"]] == [
        ["for", "for"],
        ["4", "4"],
        ["2>1", "2>1"],
    ]
    assert content["reconciliation"]["cast"] == 1
    rows = list(csv.reader(io.StringIO(files["votes.csv"].decode("utf-8-sig"))))
    chosen = [["1", "for"], ["2", "4"], ["3", "2>1"]]
    assert rows == [["question", "choice"], *(row for row in chosen for _each in range(2))]
    (receipt,) = voted.receipts.values()
    assert files["receipts.csv"].decode("utf-8-sig").split() == ["receipt", shown_code(receipt)]
    assert shown_code(receipt) in Client().get(page_of("public_receipts", voted)).content.decode()
    assert Client().get(page_of("public_vote_file", voted, "people.csv")).status_code == 404


def test_whoever_takes_the_files_and_the_program_can_count_again(assembly, tmp_path):
    voted = make_secret_page(assembly, "published")
    Assembly.objects.filter(pk=assembly.pk).update(state="deciding")
    page = Client().get(page_of("public_vote", voted)).content.decode()
    assert reverse("recount_program") in page
    for form in ("votes.json", "receipts.csv"):
        (tmp_path / form).write_bytes(Client().get(page_of("public_vote_file", voted, form)).content)
    program = Client().get(reverse("recount_program"))
    assert "recount.py" in program["Content-Disposition"]
    (tmp_path / "recount.py").write_bytes(program.content)
    command = [sys.executable, "-I", "recount.py", "votes.json", "receipts.csv"]
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("state", ["open", "verified"])
def test_nothing_is_public_before_it_is_published(assembly, state):
    voted = make_secret_page(assembly, state)
    Assembly.objects.filter(pk=assembly.pk).update(state="deciding")
    assert voted.ballot.title not in Client().get(f"/votes/{assembly.slug}/").content.decode()
    for name, more in (("public_vote", []), ("public_receipts", []), ("public_vote_file", ["votes.json"])):
        assert Client().get(page_of(name, voted, *more)).status_code == 404


def test_the_desk_asks_as_often_for_three_as_for_one(assembly, organiser, client_of):
    client, asked = client_of(organiser), []
    for members in (1, 3):
        voted = make_secret_page(assembly, members=members)
        client.get(page_of("ballot_desk", voted))
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(page_of("ballot_desk", voted)).context["turns"]) == members
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_results_ask_as_often_for_three_questions_as_for_one(assembly, organiser, client_of):
    client, asked = client_of(organiser), {}
    Assembly.objects.filter(pk=assembly.pk).update(state="deciding")
    for questions in (1, 3):
        voted = make_secret(assembly, rules=(None,) * questions)
        voted.cast(voted.people[0], {})
        voted.bring("published")
        pages = [page_of(name, voted) for name in ("public_vote", "public_receipts", "ballot")]
        pages += [
            page_of("public_vote_file", voted, "votes.json"),
            reverse("public_votes", args=[assembly.slug]),
        ]
        for place, address in enumerate(pages):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.setdefault(place, []).append(len(queries))
    assert [one == three for one, three in asked.values()] == [True] * len(pages)


def test_the_page_is_read_in_the_language_that_is_chosen_on_it(assembly):
    voted = make_secret_page(assembly)
    other = next(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    code = voted.take(voted.people[0])
    answers = [
        Client().get(VOTE, {"language": other}),
        Client().post(VOTE, {"code": code, "language": other}),
    ]
    assert [f'<html lang="{other}"' in answer.content.decode() for answer in answers] == [True, True]
