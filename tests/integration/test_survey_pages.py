"""Surveys through their pages: planned and run by the team, answered by link, tablet, paper, phone and account."""

import csv
import io
import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assembly.enums import Role
from assembly.evaluation.joined_surveys import survey_facts, survey_feed, survey_words
from assembly.evaluation.models import (
    OpenAnswers,
    QuestionSet,
    SurveyKey,
    SurveyTurn,
    SurveyWave,
    WelfareCall,
)
from assembly.evaluation.public_surveys import surveys_section
from assembly.evaluation.services.survey_codes import give_code, letter_of
from assembly.evaluation.shown_surveys import shown_questions
from assembly.evaluation.survey_keys import shown_code
from assembly.models import Assembly, Person
from assembly.postal_addresses import addresses_of
from assembly.publication_kinds import publication_kind
from sortition.enums import RESPONDENT_KIND
from tests.factories import NOON, AppointmentFactory
from tests.factories_pool import RespondentFactory
from tests.factories_survey_pages import make_question_set, make_survey, make_welfare_call, question_file

pytestmark = pytest.mark.django_db

GIVEN = {"q1": "5", "q2": "no", "q3": "tables", "q4": "⟪More trees⟫"}
KEPT = {"satisfaction": "5", "leaving": "no", "best": "tables", "more": "⟪More trees⟫"}
CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}")


def client_as(client_of, assembly, role):
    return client_of(AppointmentFactory(assembly=assembly, role=role).user)


def open_survey(assembly, **fields):
    """A wave that is open now, not at noon of some day."""
    return make_survey(assembly, closes_at=timezone.now() + timedelta(days=7), **fields)


def page_of(name, made, *more):
    return reverse(name, args=[made.wave.assembly.slug, made.wave.number, *more])


def member_client(client_of, assembly, person):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    Person.objects.filter(pk=person.pk).update(user=user)
    return client_of(user)


def link_to(made, person):
    token = letter_of(turn=made.turn(person), actor=made.actor, now=NOON).token
    return reverse("survey_link", args=[shown_code(token).lower()])


def code_of(made, person):
    return shown_code(give_code(turn=made.turn(person), actor=made.actor, now=NOON))


def kept(made, person):
    found = OpenAnswers.objects.filter(turn=made.turn(person)).first()
    return found.answers if found else None


def how(made, person):
    turn = made.turn(person)
    return turn.state, turn.channel


def text_of(answer):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_a_link_opens_the_questions_and_takes_answers_until_closing(assembly):
    """Opening it does nothing; what was answered before is not shown; the last answers count."""
    made = open_survey(assembly)
    person, nobody = made.people[0], Client()
    link = link_to(made, person)
    page = nobody.get(link)
    assert (page.status_code, how(made, person)) == (200, ("asked", ""))
    assert "⟪How satisfied are you?⟫" in page.content.decode()
    assert nobody.post(link, {"step": "answer", **GIVEN}).templates[0].name == "evaluation/survey_thanks.html"
    assert (kept(made, person), how(made, person)) == (KEPT, ("answered", "link"))
    again = nobody.get(link).content.decode()
    assert "You have answered this survey" in again
    assert "⟪More trees⟫" not in again
    nobody.post(link, {"step": "answer", **GIVEN, "q1": "2"})
    assert kept(made, person)["satisfaction"] == "2"
    made.do("close_wave")
    assert nobody.get(link).status_code == 404


def test_where_surveys_are_answered_nobody_is_signed_in_and_nothing_is_kept(assembly, client_of):
    """No cookie, no session, no name; and none of it may be kept on the way."""
    made = open_survey(assembly)
    person = made.people[0]
    link, code = link_to(made, person), code_of(made, person)
    member = member_client(client_of, assembly, person)
    before = dict(member.cookies)
    asked = [
        (link, None),
        (link, {"step": "answer", **GIVEN}),
        (reverse("survey_code"), None),
        (reverse("survey_code"), {"code": code}),
        (reverse("survey_room"), {"code": code, "step": "answer", **GIVEN}),
    ]
    for address, form in asked:
        with CaptureQueriesContext(connection) as queries:
            answer = member.get(address) if form is None else member.post(address, form)
        assert [each for each in queries if "django_session" in each["sql"]] == []
        assert (answer.cookies, dict(member.cookies)) == ({}, before)
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert str(answer.wsgi_request.user) == "AnonymousUser"
        assert str(person) not in answer.content.decode()


def test_a_form_from_a_page_without_referrer_is_taken(assembly):
    made = open_survey(assembly)
    strict = Client(enforce_csrf_checks=True)
    form = {"step": "answer", **GIVEN}
    answer = strict.post(link_to(made, made.people[0]), form, headers={"origin": "null"})
    assert (answer.status_code, kept(made, made.people[0])) == (200, KEPT)


def test_a_tablet_takes_a_code_and_leads_the_next_person_to_the_start(assembly):
    made = open_survey(assembly)
    person, tablet = made.people[0], Client()
    room, code = reverse("survey_room"), code_of(made, person)
    assert tablet.post(room, {"code": "AAAA-AAAA-AAAA"}).status_code == 422
    assert "⟪What was best?⟫" in tablet.post(room, {"code": code.lower()}).content.decode()
    thanks = tablet.post(room, {"code": code, "step": "answer", **GIVEN}).content.decode()
    assert f'href="{room}"' in thanks
    assert how(made, person) == ("answered", "tablet")


def test_whoever_would_rather_not_answer_says_so_and_can_think_again(assembly):
    made = open_survey(assembly)
    person, nobody = made.people[0], Client()
    link = link_to(made, person)
    nobody.post(link, {"step": "decline"})
    assert how(made, person) == ("declined", "")
    nobody.post(link, {"step": "answer", **GIVEN})
    assert how(made, person) == ("answered", "link")
    nobody.post(link, {"step": "take_back"})
    assert (how(made, person), kept(made, person)) == (("asked", ""), None)


def test_a_form_without_an_answer_says_what_to_do_and_keeps_nothing(assembly):
    made = open_survey(assembly)
    answer = Client().post(link_to(made, made.people[0]), {"step": "answer"})
    assert (answer.status_code, how(made, made.people[0])) == (422, ("asked", ""))
    assert "Answer at least one question" in answer.content.decode()


def test_only_who_thought_of_leaving_and_agreed_is_called(assembly):
    """The tick alone calls nobody, and neither does the answer alone."""
    made = open_survey(assembly)
    forms = [{"q2": "yes"}, {"q2": "no", "may_call": "on"}, {"q2": "yes", "may_call": "on"}]
    for person, form in zip(made.people, forms, strict=True):
        Client().post(link_to(made, person), {"step": "answer", **form})
    assert [call.person for call in WelfareCall.objects.all()] == [made.people[2]]


def test_a_link_speaks_french_and_says_where_the_questions_do_not(assembly):
    english = question_file("en-only")
    made = open_survey(assembly)
    page = Client().get(link_to(made, made.people[0]), {"language": "fr"}).content.decode()
    assert "⟪Êtes-vous satisfait ?⟫" in page
    assert "Envoyer mes réponses" in page
    assert "n’existent pas dans votre langue" not in page
    for each in english["questions"]:
        each["text"].pop("fr")
        for words in [
            *each.get("scale", {}).get("labels", {}).values(),
            *(o["text"] for o in each.get("options", ())),
        ]:
            words.pop("fr")
    english["title"].pop("fr")
    english["languages"] = ["en"]
    english.pop("version")
    other = open_survey(assembly, question_set=make_question_set(assembly, **english))
    page = Client().get(link_to(other, other.people[0]), {"language": "fr"}).content.decode()
    assert "n’existent pas dans votre langue" in page
    assert '<span lang="en">⟪How satisfied are you?⟫</span>' in page


def test_a_member_answers_signed_in_sees_their_own_answers_and_changes_them(assembly, client_of):
    made = open_survey(assembly)
    person = made.people[0]
    member = member_client(client_of, assembly, person)
    home = member.get(reverse("own_home", args=[assembly.slug])).content.decode()
    assert page_of("own_survey", made) in home
    assert member.post(page_of("own_survey", made), {"step": "answer", **GIVEN}).status_code == 302
    assert (kept(made, person), how(made, person)) == (KEPT, ("answered", "account"))
    page = member.get(page_of("own_survey", made)).content.decode()
    assert "⟪More trees⟫" in page
    other = member_client(client_of, assembly, made.people[1])
    assert "⟪More trees⟫" not in other.get(page_of("own_survey", made)).content.decode()
    member.post(page_of("own_survey", made), {"step": "take_back"})
    assert kept(made, person) is None


def test_members_see_nothing_of_what_is_planned_and_outsiders_nothing_at_all(assembly, client_of, outsider):
    made = make_survey(assembly, "planned")
    member = member_client(client_of, assembly, made.people[0])
    assert member.get(page_of("own_survey", made)).status_code == 404
    assert member.get(page_of("survey", made)).status_code == 403
    assert client_of(outsider).get(page_of("survey", made)).status_code == 404


def test_the_team_plans_changes_and_runs_a_survey(assembly, client_of, organiser):
    """From a file to published results, by pages alone."""
    team = client_of(organiser)
    slug = assembly.slug
    file = SimpleUploadedFile("tried.json", json.dumps(question_file()).encode())
    look = team.post(reverse("question_set_load", args=[slug]), {"file": file})
    assert "⟪Avez-vous pensé à partir ?⟫" in look.content.decode()
    assert QuestionSet.objects.count() == 0
    seen = {name: look.context["form"].initial[name] for name in ("name", "content")}
    team.post(reverse("question_set_load", args=[slug]), {"act": "load", **seen})
    loaded = QuestionSet.objects.get()
    assert loaded.file_name == "tried.json"

    today = timezone.localdate()
    plan = {
        "title": "⟪After the first day⟫",
        "question_set": loaded.pk,
        "moment": "before",
        "session": "",
        "opens_on": today.isoformat(),
        "last_day": (today + timedelta(days=3)).isoformat(),
    }
    wrong = team.post(reverse("survey_new", args=[slug]), {**plan, "moment": "after_session"})
    assert (wrong.status_code, SurveyWave.objects.count()) == (422, 0)
    assert "Choose the session" in wrong.content.decode()
    team.post(reverse("survey_new", args=[slug]), plan)
    wave = SurveyWave.objects.get()
    own = [slug, wave.number]
    team.post(reverse("survey_change", args=own), {**plan, "title": "⟪Before the first day⟫"})
    wave.refresh_from_db()
    assert (wave.title, timezone.localdate(wave.closes_at)) == (
        "⟪Before the first day⟫",
        today + timedelta(3),
    )


def test_a_file_with_faults_is_not_loaded_and_says_where_they_are(assembly, client_of, organiser):
    content = question_file()
    content["questions"][0]["kind"] = "guess"
    file = SimpleUploadedFile("tried.json", json.dumps(content, indent=1).encode())
    answer = client_of(organiser).post(reverse("question_set_load", args=[assembly.slug]), {"file": file})
    assert (answer.status_code, QuestionSet.objects.count()) == (422, 0)
    assert "Line " in answer.content.decode()


@pytest.mark.parametrize("name", ["participants-core.json", "after-response.json"])
def test_our_own_sets_can_be_looked_at(assembly, client_of, organiser, name):
    page = client_of(organiser).get(reverse("question_set_load", args=[assembly.slug]), {"example": name})
    assert "Load this set for good" in page.content.decode()


def test_a_survey_is_opened_closed_opened_again_and_published_from_its_page(assembly, client_of, organiser):
    made = make_survey(assembly, "planned", members=7, closes_at=timezone.now() + timedelta(days=7))
    team, move = client_of(organiser), page_of("survey_move", made)
    for form, state in (
        ({"act": "open"}, "open"),
        ({"act": "remind"}, "open"),
        ({"act": "close"}, "closed"),
        ({"act": "reopen", "reason": "⟪Paper came late⟫"}, "open"),
        ({"act": "close"}, "closed"),
    ):
        assert team.post(move, form).status_code == 302
        made.wave.refresh_from_db()
        assert made.wave.state == state
    assert team.post(move, {"act": "reopen", "reason": ""}).status_code == 422
    assert team.post(page_of("survey_publish", made)).status_code == 302
    made.wave.refresh_from_db()
    assert made.wave.state == "published"
    assert made.wave.link_base == "http://testserver/survey/"


def test_paper_and_calls_are_entered_one_after_another_and_never_shown_again(assembly, client_of):
    made = open_survey(assembly)
    team = client_as(client_of, assembly, Role.SESSION_STAFF)
    enter = page_of("survey_enter", made)
    by_paper, by_phone = made.people[:2]
    asked = team.post(enter, {"channel": "paper", "code": code_of(made, by_paper), "turn": ""})
    assert str(by_paper) in asked.content.decode()
    sent = {"of": made.turn(by_paper).pk, "by": "paper", "step": "answer", **GIVEN}
    assert team.post(enter, sent)["Location"] == f"{enter}?by=paper"
    assert (kept(made, by_paper), how(made, by_paper)) == (KEPT, ("answered", "paper"))
    again = team.post(
        enter, {"channel": "phone", "code": "", "turn": made.turn(by_paper).pk}
    ).content.decode()
    assert "has answered already" in again
    assert "⟪More trees⟫" not in again
    team.post(enter, {"of": made.turn(by_phone).pk, "by": "phone", "step": "decline"})
    assert how(made, by_phone) == ("declined", "")
    both = team.post(enter, {"channel": "paper", "code": "x", "turn": made.turn(by_paper).pk})
    nobody = team.post(enter, {"channel": "paper", "code": "AAAA-AAAA-AAAA", "turn": ""})
    assert (both.status_code, nobody.status_code) == (422, 422)


def test_slips_and_forms_carry_codes_that_open_the_survey(assembly, client_of, organiser):
    made = open_survey(assembly, members=2)
    team = client_of(organiser)
    for act, way in (("slips", "survey_room"), ("forms", "survey_code")):
        answer = team.post(page_of("survey_papers", made), {"act": act, "is_large": "on"})
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
        codes = CODE.findall(text_of(answer))
        assert len(codes) == 2
        for code in codes:
            assert "⟪What else?⟫" in Client().post(reverse(way), {"code": code}).content.decode()
    assert "________" in text_of(team.get(page_of("survey_form", made)))


def test_what_was_lost_is_ended_and_made_anew(assembly, client_of, organiser):
    made = open_survey(assembly)
    person, team, page = made.people[0], client_of(organiser), page_of("survey_papers", made)
    lost = link_to(made, person)
    assert team.post(page, {"act": "end", "turn": made.turn(person).pk}).status_code == 302
    assert Client().get(lost).status_code == 404
    (code,) = CODE.findall(text_of(team.post(page, {"act": "slip", "turn": made.turn(person).pk})))
    assert Client().post(reverse("survey_code"), {"code": code}).status_code == 200
    assert team.post(page, {"act": "slip", "turn": ""}).status_code == 422


def test_of_an_open_survey_the_last_day_alone_is_changed(assembly, client_of, organiser):
    made = open_survey(assembly)
    day = timezone.localdate() + timedelta(days=30)
    answer = client_of(organiser).post(
        page_of("survey_change", made), {"last_day": day.isoformat(), "title": "⟪Other⟫"}
    )
    made.wave.refresh_from_db()
    assert (answer.status_code, timezone.localdate(made.wave.closes_at)) == (302, day)
    assert made.wave.title == "⟪How is it going?⟫"


def test_letters_go_to_those_without_e_mail_whose_address_is_known(assembly, client_of, organiser):
    """The QR code leads to the questions, and so does the code in print; what cannot be printed makes no code."""
    made = open_survey(assembly)
    Assembly.objects.filter(pk=assembly.pk).update(name="Riverbend", commissioning_authority="The Council")
    person = made.people[0]
    Person.objects.filter(pk=person.pk).update(email="", name="Ada Lee", language="fr")
    SurveyWave.objects.filter(pk=made.wave.pk).update(link_base="http://testserver/survey/")
    respondent = RespondentFactory(
        assembly=assembly, first_name="Ada", last_name="Lee", address="2 Mill Lane"
    )
    Person.objects.filter(pk=person.pk).update(origin_kind=RESPONDENT_KIND, origin_key=respondent.pk)
    assert addresses_of([Person.objects.get(pk=person.pk)])
    team, page = client_of(organiser), page_of("survey_papers", made)
    refused = team.post(page, {"act": "letters", "sender": "⟪Hall Street 1⟫"})
    assert (refused.status_code, SurveyKey.objects.count()) == (422, 0)
    answer = team.post(page, {"act": "letters", "sender": "Hall Street 1"})
    text = text_of(answer)
    assert (answer["Content-Type"], SurveyKey.objects.count()) == ("application/pdf", 2)
    assert "Bonjour Ada Lee" in text
    (code,) = CODE.findall(text)
    assert "⟪Autre chose ?⟫" in Client().post(reverse("survey_code"), {"code": code}).content.decode()


def test_letters_say_that_no_address_is_known(assembly, client_of, organiser):
    made = open_survey(assembly)
    Person.objects.filter(pk=made.people[0].pk).update(email="")
    team = client_of(organiser)
    page = team.get(page_of("survey_papers", made)).content.decode()
    assert "One member is written to by post." in page
    answer = team.post(page_of("survey_papers", made), {"act": "letters", "sender": "⟪Hall Street 1⟫"})
    assert answer.status_code == 422


def test_results_hide_small_numbers_and_tell_who_did_not_answer(assembly, client_of, organiser):
    few = make_survey(assembly, "closed", members=8, answered=4)
    many = make_survey(assembly, "closed", members=8, answered=6)
    team = client_of(organiser)
    page = team.get(page_of("survey_results", few)).content.decode()
    assert page.count("too few to show") == 4
    page = team.get(page_of("survey_results", many)).content.decode()
    assert "6 of 8 members answered" in page
    assert page.count("⟪The coffee is good.⟫") == 6
    file = team.get(page_of("survey_results_file", many, "csv"))
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    told = {(row["Question"], row["Answer"]): row["How many"] for row in rows}
    assert told["1", "4"] == "6"
    assert told["3", "⟪The talks⟫"] == "6"
    assert "coffee" not in file.content.decode("utf-8-sig")
    told = json.loads(team.get(page_of("survey_results_file", many, "json")).content)
    assert (told["asked"], told["answered"], [each["n"] for each in told["questions"]]) == (8, 6, [6] * 4)
    assert "coffee" not in json.dumps(told)


def test_satisfaction_over_time_stands_on_the_first_page_with_its_table(assembly, client_of, organiser):
    """A line joins two waves with the same wording, and none where the words are others."""
    shared = make_question_set(assembly)
    for _each in range(2):
        make_survey(assembly, "closed", members=8, question_set=shared)
    page = client_of(organiser).get(reverse("evaluation", args=[assembly.slug]))
    assert (len(page.context["course"].lines), page.context["course"].changes_wording) == (1, False)
    other = question_file("other")["questions"]
    other[0]["text"] = {"en": "⟪Are you happy?⟫", "fr": "⟪Êtes-vous heureux ?⟫"}
    make_survey(assembly, "closed", members=8, question_set=make_question_set(assembly, questions=other))
    page = client_of(organiser).get(reverse("evaluation", args=[assembly.slug]))
    assert (len(page.context["course"].lines), page.context["course"].changes_wording) == (1, True)
    assert "no line is drawn" in page.content.decode()


def test_what_was_published_is_told_to_members_and_to_the_public(assembly, client_of):
    made = make_survey(assembly, "published", members=8)
    member = member_client(client_of, assembly, made.people[0])
    page = member.get(page_of("own_survey", made)).content.decode()
    assert "⟪How satisfied are you?⟫" in page
    assert "coffee" not in page
    section = surveys_section(assembly, NOON)
    assert section["waves"] == [made.wave]
    assert [each.n for each in shown_questions(section["waves"][0].published)] == [7] * 4


def test_calendar_feed_certificate_and_public_page_tell_what_was_published(assembly):
    """And nothing of what is only closed."""
    Assembly.objects.filter(pk=assembly.pk).update(state="learning")
    closed = make_survey(assembly, "closed", members=8)
    kind = publication_kind("surveys")
    assert (kind.published_on(assembly), list(survey_feed(assembly, NOON))) == (None, [])
    assert survey_facts(assembly, NOON) == []
    closed.do("publish_results")
    make_survey(assembly, "closed", members=8)
    assert kind.published_on(assembly) == timezone.localdate(NOON)
    assert [entry.text for entry in survey_feed(assembly, NOON)] == ["7 of 8 members answered."]
    facts = survey_facts(assembly, NOON)
    assert facts == [{"number": 1, "title": "⟪How is it going?⟫", "asked": 8, "answered": 7}]
    assert [told.value for told in survey_words(facts)] == ["7 of 8 members answered."]
    page = Client().get(reverse("public_evaluation", args=[assembly.slug])).content.decode()
    assert "7 of 8 members answered" in page
    public = reverse("public_survey", args=[assembly.slug, 1])
    assert public in page
    assert reverse("public_survey", args=[assembly.slug, 2]) not in page
    page = Client().get(public).content.decode()
    assert page.count("⟪How satisfied are you?⟫") == 2
    assert "coffee" not in page
    assert Client().get(reverse("public_survey", args=[assembly.slug, 2])).status_code == 404


def test_the_public_is_told_nothing_before_anything_is_published(assembly):
    make_survey(assembly, "closed", members=8)
    assert surveys_section(assembly, NOON) is None


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.CALLER])
def test_a_welfare_call_is_made_noted_and_done(assembly, client_of, role):
    """The caller learns who and how to reach them, and nothing else that they answered."""
    call = make_welfare_call(assembly)
    caller = client_as(client_of, assembly, role)
    page = reverse("welfare_call", args=[assembly.slug, call.pk])
    assert page in caller.get(reverse("welfare_calls", args=[assembly.slug])).content.decode()
    missed = {"act": "note", "outcome": "miss", "text": "⟪Engaged⟫", "again_on": ""}
    assert caller.post(page, missed).status_code == 422
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert caller.post(page, {**missed, "again_on": tomorrow}).status_code == 302
    caller.post(page, {"act": "note", "outcome": "finish", "text": "", "again_on": ""})
    call.refresh_from_db()
    assert call.state == "done"
    assert page not in caller.get(reverse("welfare_calls", args=[assembly.slug])).content.decode()
    every = caller.get(reverse("welfare_calls", args=[assembly.slug]), {"show": "all"})
    assert page in every.content.decode()


def test_members_and_outsiders_see_no_welfare_calls(assembly, client_of, outsider):
    call = make_welfare_call(assembly)
    page = reverse("welfare_call", args=[assembly.slug, call.pk])
    assert client_as(client_of, assembly, Role.MEMBER).get(page).status_code == 403
    assert client_of(outsider).get(page).status_code == 404


@pytest.mark.parametrize("page", ["evaluation", "question_sets", "welfare_calls"])
def test_lists_ask_as_often_for_three_rows_as_for_one(assembly, client_of, organiser, page):
    team, address = client_of(organiser), reverse(page, args=[assembly.slug])
    asked = []
    for rows in (1, 2):
        for _each in range(rows):
            make_welfare_call(assembly)
            make_survey(assembly, "closed", members=8)
        team.get(address)
        with CaptureQueriesContext(connection) as queries:
            team.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_no_page_of_the_team_shows_what_one_person_answered(assembly, client_of, organiser):
    """While a survey is open not even added up: the pages are walked for the words."""
    made = open_survey(assembly, members=8)
    for person in made.people:
        made.answer(person)
    team = client_of(organiser)
    for name in ("survey", "survey_papers", "survey_enter", "survey_results", "survey_results_file"):
        more = ("json",) if name == "survey_results_file" else ()
        page = team.get(page_of(name, made, *more), follow=True).content.decode()
        assert "⟪The coffee is good.⟫" not in page
    assert SurveyTurn.objects.filter(wave=made.wave, state="answered").count() == 8
