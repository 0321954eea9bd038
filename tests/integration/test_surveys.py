"""Survey waves: who is asked, who may answer how long, what is counted, and what nobody gets to see."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from assembly.clock import tick
from assembly.copying import copy_parts
from assembly.errors import IllegalMove, ReasonMissing
from assembly.evaluation.enums_surveys import SurveyChannel, TurnState, WaveState
from assembly.evaluation.errors_surveys import SurveyRefused
from assembly.evaluation.models import (
    KeptAnswer,
    OpenAnswers,
    QuestionSet,
    SurveyKey,
    SurveyQuestion,
    SurveyTurn,
)
from assembly.evaluation.question_files import example_files, read_question_file
from assembly.evaluation.selectors.survey_results import (
    measure_over_time,
    results_of,
    satisfaction_over_time,
)
from assembly.evaluation.selectors.surveys import (
    open_answers_of,
    open_turns_for,
    response_of,
    sets_of,
    waves_of,
)
from assembly.evaluation.services.question_sets import load_question_set
from assembly.evaluation.services.survey_answers import decline_survey, take_back
from assembly.evaluation.services.survey_codes import (
    end_keys,
    give_code,
    letter_of,
    print_letters,
    print_papers,
    turn_of_key,
)
from assembly.evaluation.services.surveys import (
    change_wave,
    close_wave,
    open_wave,
    plan_wave,
    publish_results,
    remind_wave,
    reopen_wave,
    withdraw_wave,
)
from assembly.evaluation.survey_keys import shown_code
from assembly.models import AuditEvent, OutboxMessage
from assembly.services.mailings_send import send_mailing
from tests.factories import NOON, AssemblyFactory, UserFactory
from tests.factories_membership import make_preference
from tests.factories_people import make_members, member_of
from tests.factories_pool import RespondentFactory
from tests.factories_sessions import make_session
from tests.factories_surveys import (
    BASE,
    give_answers,
    make_question_set,
    make_wave,
    question_file,
    turns_in_order,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def assembly():
    return AssemblyFactory()


@pytest.fixture
def actor():
    return UserFactory()


def fields_of(wave, **others):
    names = ("question_set", "moment", "session", "title", "opens_at", "closes_at")
    return {**{name: getattr(wave, name) for name in names}, **others}


# Question sets


def test_the_wording_of_a_set_is_kept_exactly_as_the_file_has_it(assembly, actor):
    content = next(iter(example_files().values()))
    kept = load_question_set(assembly=assembly, content=content, file_name="a.json", actor=actor, now=NOON)
    said = json.loads(content)
    questions = list(kept.questions.order_by("number"))
    assert [each.texts for each in questions] == [each["text"] for each in said["questions"]]
    assert (kept.titles, kept.source, kept.languages) == (said["title"], said["source"], ["en", "fr"])
    assert kept.file_sha256 == read_question_file(content, "a.json").sha256


@pytest.mark.parametrize("name", sorted(example_files()))
def test_the_sets_that_come_with_the_product_load_and_say_that_they_are_our_own(assembly, actor, name):
    kept = load_question_set(
        assembly=assembly, content=example_files()[name], file_name=name, actor=actor, now=NOON
    )
    assert "Our own wording" in kept.source
    assert all(set(each.texts) == {"en", "fr"} for each in kept.questions.all())


def test_a_version_is_loaded_once_and_a_faulty_file_leaves_nothing(assembly, actor):
    make_question_set(assembly, version="1")
    with pytest.raises(SurveyRefused) as refused:
        make_question_set(assembly, version="1")
    assert refused.value.code == "known_version"
    with pytest.raises(SurveyRefused) as refused:
        make_question_set(assembly, version="2", questions=[])
    assert (refused.value.code, len(refused.value.params["faults"])) == ("faults", 1)
    assert QuestionSet.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda kept: SurveyQuestion.objects.filter(question_set=kept).update(texts={"en": "other"}),
        lambda kept: SurveyQuestion.objects.filter(question_set=kept).delete(),
        lambda kept: QuestionSet.objects.filter(pk=kept.pk).update(source="other"),
        lambda kept: QuestionSet.objects.filter(pk=kept.pk).delete(),
    ],
)
def test_the_database_refuses_to_change_a_set(assembly, change):
    kept = make_question_set(assembly)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(kept)


def test_a_copy_of_an_assembly_has_the_same_sets_and_no_waves(assembly):
    wave = make_wave(assembly)
    other = AssemblyFactory()
    copy_parts(assembly, other)
    copied = QuestionSet.objects.get(assembly=other)
    names = ("number", "key", "kind", "texts", "lowest", "highest", "labels", "options", "measures")
    assert list(copied.questions.values(*names)) == list(wave.question_set.questions.values(*names))
    assert (copied.titles, copied.file_sha256) == (wave.question_set.titles, wave.question_set.file_sha256)
    assert not other.survey_waves.exists()


# Waves


def test_whoever_is_a_member_when_a_wave_opens_is_asked_in_it(assembly, actor):
    wave = make_wave(assembly, WaveState.PLANNED, members=3)
    gone, *stay = make_members(assembly, 2)
    gone.left_at = NOON - timedelta(days=1)
    gone.save()
    wave = open_wave(wave=wave, link_base=BASE, actor=actor, now=NOON)
    make_members(assembly, 1)
    assert wave.state == WaveState.OPEN
    assert [turn.person.seat_number for turn in turns_in_order(wave)] == [1, 2, 3, stay[0].seat_number]


def test_a_wave_is_not_opened_without_members_or_after_its_day(assembly, actor):
    wave = make_wave(assembly, WaveState.PLANNED, members=0)
    with pytest.raises(SurveyRefused) as refused:
        open_wave(wave=wave, link_base=BASE, actor=actor, now=NOON)
    assert refused.value.code == "no_members"
    make_members(assembly, 1)
    with pytest.raises(SurveyRefused) as refused:
        open_wave(wave=wave, link_base=BASE, actor=actor, now=wave.closes_at)
    assert refused.value.code == "day_passed"


def test_a_plan_that_is_sent_twice_is_one_plan(assembly, actor):
    """Also one after a session; another day is another plan."""
    wave = make_wave(assembly, WaveState.PLANNED)
    again = {"assembly": assembly, "actor": actor, "now": NOON}
    assert plan_wave(**again, **fields_of(wave)) == wave
    later = fields_of(wave, closes_at=wave.closes_at + timedelta(days=1))
    assert plan_wave(**again, **later).number == wave.number + 1


def test_a_plan_needs_a_session_of_its_own_assembly_after_a_session_and_none_elsewhere(assembly, actor):
    wave = make_wave(assembly, WaveState.PLANNED)
    for moment, session, code in [
        ("after_session", None, "session"),
        ("before", make_session(assembly), "session"),
        ("after_session", make_session(AssemblyFactory()), "elsewhere"),
    ]:
        with pytest.raises(SurveyRefused) as refused:
            plan_wave(
                assembly=assembly, actor=actor, now=NOON, **fields_of(wave, moment=moment, session=session)
            )
        assert refused.value.code == code
    with pytest.raises(SurveyRefused) as refused:
        plan_wave(assembly=assembly, actor=actor, now=NOON, **fields_of(wave, closes_at=wave.opens_at))
    assert refused.value.code == "closes_first"
    made = plan_wave(
        assembly=assembly,
        actor=actor,
        now=NOON,
        **fields_of(wave, moment="after_session", session=make_session(assembly)),
    )
    assert made.number == 2


def test_of_an_open_wave_only_the_last_time_to_answer_changes(assembly, actor):
    wave = make_wave(assembly)
    later = wave.closes_at + timedelta(days=3)
    changed = change_wave(wave=wave, actor=actor, now=NOON, **fields_of(wave, closes_at=later))
    assert changed.closes_at == later
    with pytest.raises(SurveyRefused) as refused:
        change_wave(wave=wave, actor=actor, now=NOON, **fields_of(wave, title="⟪Other⟫"))
    assert refused.value.code == "begun"


def test_giving_up_and_opening_again_need_a_reason_and_their_state(assembly, actor):
    planned, closed = make_wave(assembly, WaveState.PLANNED), make_wave(assembly, WaveState.CLOSED)
    with pytest.raises(ReasonMissing):
        withdraw_wave(wave=planned, reason=" ", actor=actor, now=NOON)
    with pytest.raises(ReasonMissing):
        reopen_wave(wave=closed, reason="", actor=actor, now=NOON)
    with pytest.raises(IllegalMove):
        reopen_wave(wave=planned, reason="⟪Paper⟫", actor=actor, now=NOON)
    published = make_wave(assembly, WaveState.PUBLISHED)
    with pytest.raises(IllegalMove):
        reopen_wave(wave=published, reason="⟪Paper⟫", actor=actor, now=NOON)


# Links and codes


def test_link_and_codes_lead_to_a_turn_and_none_ends_another(assembly, actor):
    wave = make_wave(assembly)
    turn = turns_in_order(wave)[0]
    letter = letter_of(turn=turn, actor=actor, now=NOON)
    slip = give_code(turn=turn, actor=actor, now=NOON)
    texts = [letter.token, shown_code(letter.token), letter.code, letter.shown_code, slip]
    assert [turn_of_key(text=text).pk for text in texts] == [turn.pk] * 5
    assert letter.address() == f"{BASE}{shown_code(letter.token).lower()}/"
    kept = "".join(SurveyKey.objects.values_list("digest", flat=True))
    assert not [text for text in texts if text in kept]


def test_a_slip_of_the_finger_is_told_from_a_code_of_nobodys(assembly, actor):
    turn = turns_in_order(make_wave(assembly))[0]
    code = give_code(turn=turn, actor=actor, now=NOON)
    wrong = ("b" if code[0] == "a" else "a") + code[1:]
    for text, refusal in [
        (wrong, "mistyped"),
        ("", "mistyped"),
        ("é" * 12, "mistyped"),
        ("a" * 26, "no_such_code"),
    ]:
        with pytest.raises(SurveyRefused) as refused:
            turn_of_key(text=text)
        assert refused.value.code == refusal


def test_links_end_when_somebody_says_so_and_when_the_wave_closes(assembly, actor):
    wave = make_wave(assembly)
    first, second, _third = turns_in_order(wave)
    lost, good = (letter_of(turn=turn, actor=actor, now=NOON).token for turn in (first, second))
    assert end_keys(turn=first, actor=actor, now=NOON) == 2
    with pytest.raises(SurveyRefused):
        turn_of_key(text=lost)
    assert turn_of_key(text=good) == second
    close_wave(wave=wave, actor=actor, now=NOON)
    with pytest.raises(SurveyRefused):
        turn_of_key(text=good)
    assert not SurveyKey.objects.exists()


def test_letters_are_for_those_without_an_address_and_papers_for_who_has_not_answered(assembly, actor):
    make_members(assembly, 2, email="")
    wave = make_wave(assembly, members=4)
    turns = turns_in_order(wave)
    give_answers(turns[0])
    assert [each.turn for each in print_letters(wave=wave, actor=actor, now=NOON)] == [turns[1]]
    assert [turn for turn, _code in print_papers(wave=wave, actor=actor, now=NOON)] == turns[1:]
    assert [
        turn for turn, _code in print_papers(wave=wave, turns=turns[2:3], actor=actor, now=NOON)
    ] == turns[2:3]


def test_whoever_wishes_post_gets_a_letter_and_no_message(assembly, actor):
    respondent = RespondentFactory(assembly=assembly)
    member_of(respondent, email="both@example.org", seat_number=9)
    make_preference(respondent, channel="post")
    wave = make_wave(assembly, members=2)
    assert [each.turn.person.seat_number for each in print_letters(wave=wave, actor=actor, now=NOON)] == [9]
    other = wave.turns.exclude(person__seat_number=9).get().person
    assert [each.email for each in OutboxMessage.objects.all()] == [other.email]


def test_a_message_brings_a_link_that_is_made_when_it_leaves_and_kept_nowhere(assembly, actor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    wave = make_wave(assembly, members=2)
    kept = list(OutboxMessage.objects.order_by("number"))
    assert len(kept) == 2
    assert not SurveyKey.objects.exists()
    send_mailing(kept[0].mailing_id, clock=lambda: NOON)
    links = []
    for message in mail.outbox[-2:]:
        assert "⟪After the first day⟫" in message.body
        links += [line for line in message.body.splitlines() if line.startswith(BASE)]
    tokens = [link.removeprefix(BASE).strip("/") for link in links]
    assert {turn_of_key(text=token).pk for token in tokens} == {turn.pk for turn in turns_in_order(wave)}
    assert not OutboxMessage.objects.filter(body__contains=BASE).exists()


def test_a_reminder_goes_to_those_alone_who_have_not_answered(assembly, actor):
    wave = make_wave(assembly, members=3)
    first, second, third = turns_in_order(wave)
    give_answers(first)
    decline_survey(turn=second, actor=None, now=NOON)
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    assert remind_wave(wave=wave, actor=actor, now=NOON) == 1
    assert [each.name for each in OutboxMessage.objects.exclude(pk__in=before)] == [third.person.name]
    give_answers(third)
    assert remind_wave(wave=wave, actor=actor, now=NOON) == 0


def test_the_words_to_members_of_two_open_waves_lead_each_to_its_own(assembly, actor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    waves = [make_wave(assembly, members=1, title=f"⟪Wave {number}⟫") for number in (1, 2)]
    for mailing in OutboxMessage.objects.order_by("pk").values_list("mailing", flat=True):
        send_mailing(mailing, clock=lambda: NOON)
    found = {}
    for message in mail.outbox[-2:]:
        link = next(line for line in message.body.splitlines() if line.startswith(BASE))
        turn = turn_of_key(text=link.removeprefix(BASE))
        found[turn.wave_id] = turn.wave.title in message.body
    assert found == {wave.pk: True for wave in waves}


# Answers


def test_the_last_answers_count_and_sending_twice_does_no_harm(assembly):
    turn = turns_in_order(make_wave(assembly))[0]
    for answers in (
        {"satisfied": "2"},
        {"satisfied": "5", "words": " ⟪Good⟫ "},
        {"satisfied": "5", "words": "⟪Good⟫"},
    ):
        give_answers(turn, answers)
    turn.refresh_from_db()
    assert (turn.state, turn.channel, turn.answered_on) == ("answered", "link", NOON.date())
    assert open_answers_of(turn) == {"satisfied": "5", "words": "⟪Good⟫"}
    assert OpenAnswers.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"satisfied": ""}, "nothing_answered"),
        ({"satisfied": "6"}, "cannot_be"),
        ({"satisfied": "04"}, "cannot_be"),
        ({"leaving": "maybe"}, "cannot_be"),
        ({"choice": "c"}, "cannot_be"),
        ({"words": "a" * 4001}, "cannot_be"),
        ({"words": "a\x00b"}, "cannot_be"),
        ({"other": "1"}, "cannot_be"),
    ],
)
def test_what_nobody_could_answer_is_refused(assembly, answers, code):
    turn = turns_in_order(make_wave(assembly))[0]
    with pytest.raises(SurveyRefused) as refused:
        give_answers(turn, answers)
    assert refused.value.code == code
    turn.refresh_from_db()
    assert (turn.state, OpenAnswers.objects.count()) == (TurnState.ASKED, 0)


def test_after_the_last_time_only_the_team_enters_what_came_on_paper(assembly, actor):
    wave = make_wave(assembly)
    turn = turns_in_order(wave)[0]
    for channel in (SurveyChannel.LINK, SurveyChannel.ACCOUNT, SurveyChannel.TABLET):
        with pytest.raises(SurveyRefused) as refused:
            give_answers(turn, channel=channel, now=wave.closes_at)
        assert refused.value.code == "not_open"
    give_answers(turn, channel=SurveyChannel.PAPER, actor=actor, now=wave.closes_at)
    close_wave(wave=wave, actor=actor, now=wave.closes_at)
    with pytest.raises(SurveyRefused) as refused:
        give_answers(turns_in_order(wave)[1], channel=SurveyChannel.PAPER, actor=actor, now=wave.closes_at)
    assert refused.value.code == "not_open"


def test_whoever_takes_back_or_declines_leaves_no_answers(assembly):
    first, second, _third = turns_in_order(make_wave(assembly))
    give_answers(first)
    give_answers(second)
    take_back(turn=first, actor=None, now=NOON)
    decline_survey(turn=second, actor=None, now=NOON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [(each.state, each.channel, each.answered_on) for each in (first, second)] == [
        ("asked", "", None),
        ("declined", "", None),
    ]
    assert not OpenAnswers.objects.exists()
    give_answers(second)
    second.refresh_from_db()
    assert second.state == TurnState.ANSWERED


def test_a_member_finds_what_they_can_answer_now(assembly):
    wave = make_wave(assembly)
    make_wave(assembly, WaveState.CLOSED)
    make_wave(assembly, WaveState.PLANNED)
    person = turns_in_order(wave)[0].person
    assert [turn.wave for turn in open_turns_for(person, NOON)] == [wave]
    assert not open_turns_for(person, wave.closes_at).exists()


def test_the_record_tells_of_typing_in_but_neither_whose_nor_what(assembly, actor):
    turn = turns_in_order(make_wave(assembly))[0]
    before = AuditEvent.objects.count()
    give_answers(turn, {"words": "⟪Quartz⟫"})
    take_back(turn=turn, actor=None, now=NOON)
    assert AuditEvent.objects.count() == before
    give_answers(turn, {"words": "⟪Quartz⟫"}, channel=SurveyChannel.PHONE, actor=actor)
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.type, event.object_type) == ("survey.enter", "surveywave")
    assert event.details == {"number": 1, "title": "⟪After the first day⟫", "channel": "phone"}


# Results


def test_response_rates_are_exact_by_way(assembly, actor):
    wave = make_wave(assembly, members=7)
    turns = turns_in_order(wave)
    for turn, channel in zip(turns, ("link", "link", "paper", "account"), strict=False):
        give_answers(turn, channel=channel, actor=actor)
    decline_survey(turn=turns[5], actor=None, now=NOON)
    for found in (response_of(wave), response_of(close_wave(wave=wave, actor=actor, now=NOON))):
        assert (found.asked, found.answered, found.declined, found.silent) == (7, 4, 1, 2)
        assert dict(found.by_channel) == {"link": 2, "paper": 1, "account": 1}
        assert found.share == 4 / 7


def test_there_are_no_results_before_the_closing_and_none_of_fewer_than_five(assembly, actor):
    wave = make_wave(assembly, members=6, answers={place: {"satisfied": "4"} for place in range(4)})
    assert results_of(wave) is None
    wave = close_wave(wave=wave, actor=actor, now=NOON)
    satisfied = results_of(wave).questions[0]
    assert (satisfied.n, satisfied.is_hidden, satisfied.distribution, satisfied.mean) == (4, True, [], None)


def test_results_say_how_many_answered_what(assembly):
    answers = {
        place: {"satisfied": point, "leaving": "no", "words": f"⟪Words {place}⟫"}
        for place, point in enumerate("145545")
    }
    results = results_of(make_wave(assembly, WaveState.CLOSED, members=8, answers=answers))
    satisfied, leaving, choice, words = results.questions
    assert [(value, many) for value, _label, many, _share in satisfied.distribution] == [
        ("1", 1), ("2", 0), ("3", 0), ("4", 2), ("5", 3),
    ]  # fmt: skip
    assert (satisfied.n, satisfied.mean, satisfied.share_good) == (6, 4.0, 5 / 6)
    assert leaving.distribution == [("yes", "Yes", 0, 0.0), ("no", "No", 6, 1.0)]
    assert (choice.n, choice.is_hidden) == (0, True)
    assert sorted(words.texts) == [f"⟪Words {place}⟫" for place in range(6)]
    assert (results.response.asked, results.response.answered) == (8, 6)


def test_words_are_shown_without_names_addresses_and_numbers(assembly):
    make_members(assembly, 1, name="Wilhelmina Quartz-Rose", called="Mina")
    said = "Wilhelmina (mina, Mina) of a@b.org, 020 7946 0018, said that QUARTZ-ROSE rose at 10:30"
    answers = {place: {"words": said if place == 0 else f"⟪{place}⟫"} for place in range(5)}
    results = results_of(make_wave(assembly, WaveState.CLOSED, members=5, answers=answers))
    shown = next(text for text in results.questions[3].texts if "said" in text)
    assert shown == "[…] (mina, […]) of […], […], said that […] rose at 10:30"


def test_a_few_late_answers_are_kept_and_not_counted_until_they_are_enough(assembly, actor):
    """Whoever looked at the results before and after would else know what the late ones said."""
    wave = make_wave(
        assembly, WaveState.CLOSED, members=20, answers={place: {"satisfied": "4"} for place in range(6)}
    )
    turns = turns_in_order(wave)

    def late(places):
        reopened = reopen_wave(wave=wave, reason="⟪Paper came late⟫", actor=actor, now=NOON)
        for place in places:
            give_answers(turns[place], {"satisfied": "1", "choice": "a"})
        closed = close_wave(wave=reopened, actor=actor, now=NOON)
        found = results_of(closed)
        return [(each.n, each.waiting) for each in found.questions[:3]], found.response.answered

    assert late([6]) == ([(6, 1), (0, 0), (1, 0)], 7)
    assert late([7, 8, 9]) == ([(6, 4), (0, 0), (4, 0)], 10)
    assert late([10]) == ([(11, 0), (0, 0), (5, 0)], 11)
    assert late([11]) == ([(11, 1), (0, 0), (5, 1)], 12)


def test_who_was_counted_can_neither_answer_again_nor_take_back_when_a_wave_is_opened_again(assembly, actor):
    wave = make_wave(assembly, WaveState.CLOSED, members=6, answers={0: {"satisfied": "4"}})
    reopen_wave(wave=wave, reason="⟪Paper⟫", actor=actor, now=NOON)
    counted = turns_in_order(wave)[0]
    for act in (
        lambda: give_answers(counted),
        lambda: take_back(turn=counted, actor=None, now=NOON),
        lambda: decline_survey(turn=counted, actor=None, now=NOON),
        lambda: give_code(turn=counted, actor=actor, now=NOON),
    ):
        with pytest.raises(SurveyRefused) as refused:
            act()
        assert refused.value.code == "already_counted"


def test_satisfaction_over_time_says_where_the_question_is_another(assembly):
    answers = {place: {"satisfied": point} for place, point in enumerate("44551")}
    asked = make_question_set(assembly)
    other = question_file()
    other["questions"][0]["text"]["en"] = "⟪Satisfied?⟫"
    first = make_wave(assembly, WaveState.CLOSED, members=10, answers=answers, question_set=asked)
    second = make_wave(
        assembly, WaveState.PUBLISHED, answers=answers, question_set=make_question_set(assembly)
    )
    make_wave(assembly, WaveState.OPEN, answers=answers, question_set=asked)
    third = make_wave(
        assembly,
        WaveState.CLOSED,
        answers={0: {"satisfied": "5"}},
        question_set=make_question_set(assembly, questions=other["questions"]),
    )
    points = satisfaction_over_time(assembly)
    assert [(each.wave, each.n, each.share_satisfied, each.is_new_wording) for each in points] == [
        (first, 5, 0.8, False),
        (second, 5, 0.8, False),
        (third, 1, None, True),
    ]
    assert [each.response.asked for each in points] == [10, 10, 10]
    assert [each.wave for each in measure_over_time(assembly, "satisfaction", only_published=True)] == [
        second
    ]


def test_what_is_published_has_no_words_of_people_and_stays_as_it_is(assembly, actor):
    answers = {place: {"satisfied": "4", "words": "⟪Quartz⟫"} for place in range(6)}
    wave = make_wave(assembly, WaveState.PUBLISHED, members=8, answers=answers)
    told = wave.published
    assert (told["asked"], told["answered"], told["questions_from"]["key"]) == (8, 6, "test-set")
    assert [each["n"] for each in told["questions"]] == [6, 0, 0, 6]
    assert told["questions"][0]["counts"][3] == {
        "value": "4",
        "words": {"en": "4", "fr": "4"},
        "count": 6,
        "low": 6,
        "high": 6,
    }
    assert "Quartz" not in json.dumps(told)
    for change in (
        lambda: type(wave).objects.filter(pk=wave.pk).update(published={}),
        lambda: type(wave).objects.filter(pk=wave.pk).update(state="closed", published_at=None),
        lambda: type(wave).objects.filter(pk=wave.pk).delete(),
        lambda: KeptAnswer.objects.filter(wave=wave).delete(),
        lambda: KeptAnswer.objects.filter(wave=wave, question__key="satisfied").update(value="1"),
        lambda: KeptAnswer.objects.filter(wave=wave).update(is_counted=False),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_planned_wave_and_one_that_is_open_are_published_by_nobody(assembly, actor):
    for state in (WaveState.PLANNED, WaveState.OPEN):
        with pytest.raises(IllegalMove):
            publish_results(wave=make_wave(assembly, state), actor=actor, now=NOON)


# Lists


def test_lists_ask_the_same_number_of_questions_for_one_and_for_three(assembly, django_assert_num_queries):
    make_wave(
        assembly, WaveState.CLOSED, members=6, answers={place: {"satisfied": "4"} for place in range(5)}
    )
    with django_assert_num_queries(2):
        list(waves_of(assembly))
        list(sets_of(assembly))
    one = {wave.question_set_id for wave in waves_of(assembly)}
    shared = QuestionSet.objects.get(pk=one.pop())
    for _more in range(2):
        make_wave(assembly, WaveState.CLOSED, question_set=shared)
    with django_assert_num_queries(2):
        assert [wave.asked_count for wave in waves_of(assembly)] == [6, 6, 6]
        assert [each.wave_count for each in sets_of(assembly)] == [3]


def test_forgetting_who_was_asked_leaves_how_many_answered(assembly):
    wave = make_wave(
        assembly, WaveState.CLOSED, members=6, answers={place: {"satisfied": "4"} for place in range(5)}
    )
    SurveyTurn.objects.filter(wave=wave).delete()
    found = results_of(wave)
    assert (found.response.asked, found.response.answered, found.questions[0].n) == (6, 5, 5)


def test_the_clock_leaves_an_open_wave_to_people(assembly):
    """Paper may still lie on a desk: somebody of the team closes it."""
    wave = make_wave(assembly, closes_at=NOON + timedelta(days=1))
    tick(timezone.now())
    wave.refresh_from_db()
    assert wave.state == WaveState.OPEN
