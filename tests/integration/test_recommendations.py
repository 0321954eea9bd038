"""Recommendations: texts in versions, themes, sources, comments, freezing; amendments; minority statements."""

import random
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assembly.copying import copy_parts
from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, GateClosed, HouseError, IllegalMove, ReasonMissing
from assembly.models import AuditEvent
from assembly.outcomes.declarations_recommendations import forget_writers
from assembly.outcomes.documents.recommendation_papers import drafts_paper
from assembly.outcomes.enums import AmendmentState, MinorityState, RecommendationState
from assembly.outcomes.errors import TextRefused
from assembly.outcomes.models import (
    Amendment,
    MinorityStatement,
    Recommendation,
    RecommendationSource,
    RecommendationVersion,
    TableComment,
    Theme,
)
from assembly.outcomes.recommendation_lifecycle import AMENDMENT, MINORITY, RECOMMENDATION
from assembly.outcomes.selectors.recommendations import (
    Wanted,
    may_dissent,
    narrowed,
    needs_of,
    recommendations_of,
)
from assembly.outcomes.services.amendments import (
    Adoption,
    Hands,
    Proposal,
    adopt_amendment,
    discuss_amendment,
    propose_amendment,
    reject_amendment,
    withdraw_amendment,
)
from assembly.outcomes.services.minority_statements import (
    Dissent,
    publish_minority_statements,
    withdraw_minority_statement,
    write_minority_statement,
)
from assembly.outcomes.services.recommendation_sources import add_source, remove_source, settle_comment
from assembly.outcomes.services.recommendations import (
    add_recommendation,
    freeze_all,
    move_recommendation,
    save_version,
    sort_recommendation,
)
from assembly.outcomes.services.themes import add_theme, change_theme, delete_theme, move_theme
from assembly.record import sentence_of
from evidence.models import EvidenceItem
from tests.factories import NOON, AppointmentFactory, AssemblyFactory, UserFactory
from tests.factories_evidence_items import make_ready_item
from tests.factories_outcomes import (
    WORDS,
    make_amendment,
    make_ballot,
    make_body,
    make_commitment,
    make_published,
    make_question,
    make_recommendation,
    make_response,
    make_theme,
    make_version,
)
from tests.factories_people import make_members
from tests.factories_recommendations import (
    fill_recommendation,
    make_amendment_at,
    make_comment,
    make_statement,
)
from tests.factories_sessions import make_session

pytestmark = pytest.mark.django_db

OTHER = {**WORDS, "text": "⟪Close Bridge Street on weekdays.⟫"}


def who():
    return {"actor": UserFactory(), "now": NOON}


def refused(code, service, **options):
    with pytest.raises(TextRefused) as caught:
        service(**options)
    assert caught.value.code == code


def member_of_the_panel(assembly):
    user = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    return user, make_members(assembly, 1, user=user)[0]


def open_to_amendments(assembly, **fields):
    return make_recommendation(assembly, state="under_amendment", **fields)


def proposal(recommendation, **fields):
    stands = {"base": recommendation.versions.first(), "words": OTHER, "reason": "⟪The market⟫"}
    return Proposal(**{**stands, "token": uuid.uuid4(), **fields})


def told():
    return [sentence_of(event) for event in AuditEvent.objects.order_by("pk")]


def test_the_same_form_sent_twice_is_one_idea_with_its_first_version(assembly):
    said = {"words": WORDS, "theme": make_theme(assembly), "table": " ⟪4⟫ ", "token": uuid.uuid4()}
    first = add_recommendation(assembly=assembly, **said, **who())
    assert add_recommendation(assembly=assembly, **said, **who()) == first
    assert (first.number, first.state, first.table) == (1, "idea", "⟪4⟫")
    assert list(first.versions.values_list("number", "title")) == [(1, WORDS["title"])]
    elsewhere = {**said, "token": uuid.uuid4(), "theme": make_theme(AssemblyFactory())}
    refused("another_assembly", add_recommendation, assembly=assembly, **elsewhere, **who())


def test_each_save_makes_a_version_and_the_same_words_make_none(assembly):
    recommendation = make_recommendation(assembly)
    said = {"recommendation": recommendation, "words": OTHER, "note": "⟪Weekdays⟫", "began_with": 1}
    second = save_version(**said, **who())
    # The form sent a second time is the same save.
    assert save_version(**said, **who()) == second
    assert [each.number for each in recommendation.versions.all()] == [2, 1]
    for change in (lambda row: row.update(text="⟪x⟫"), lambda row: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(RecommendationVersion.objects.filter(pk=second.pk))


def test_a_stale_save_is_refused_and_a_frozen_text_is_not_changed(assembly):
    recommendation = make_recommendation(assembly)
    make_version(recommendation, title="⟪Theirs⟫")
    said = {"recommendation": recommendation, "words": OTHER, "note": ""}
    with pytest.raises(ChangedMeanwhile):
        save_version(**said, began_with=1, **who())
    move_recommendation(recommendation=recommendation, verb="freeze", **who())
    refused("not_open", save_version, **said, began_with=2, **who())


def test_freezing_keeps_which_version_and_waits_for_amendments(assembly):
    recommendation = open_to_amendments(assembly)
    amendment = make_amendment(recommendation)
    frozen = {"recommendation": recommendation, "verb": "freeze"}
    with pytest.raises(GateClosed, match="1 amendment is not decided yet"):
        move_recommendation(**frozen, **who())
    reject_amendment(amendment=amendment, reason="⟪No⟫", **who())
    found = move_recommendation(**frozen, **who())
    assert (found.state, found.frozen_version) == ("frozen", recommendation.versions.get())
    with pytest.raises(ReasonMissing):
        move_recommendation(recommendation=found, verb="unfreeze", reason=" ", **who())
    again = move_recommendation(recommendation=found, verb="unfreeze", reason="⟪A wrong street⟫", **who())
    assert (again.state, again.frozen_version) == ("drafted", None)


def test_a_text_that_a_prepared_ballot_asks_about_is_not_opened_again(assembly):
    recommendation = make_recommendation(assembly, state="frozen")
    make_question(make_ballot(assembly), recommendation)
    for verb in ("unfreeze", "withdraw"):
        with pytest.raises(GateClosed, match="Ballot 1 asks about it"):
            move_recommendation(recommendation=recommendation, verb=verb, reason="⟪x⟫", **who())


def test_all_are_frozen_at_once_but_those_that_wait_and_ideas(assembly):
    drafted, waiting = make_recommendation(assembly), open_to_amendments(assembly)
    make_recommendation(assembly, state="idea")
    make_amendment(waiting)
    done = freeze_all(assembly=assembly, **who())
    assert (done.frozen, [each for each, _why in done.waiting]) == ([drafted], [waiting])
    assert freeze_all(assembly=assembly, **who()).frozen == []
    assert list(Recommendation.objects.values_list("state", flat=True)) == [
        "frozen",
        "under_amendment",
        "idea",
    ]


def test_it_is_closed_once_nothing_is_owed(assembly):
    version = make_published(assembly)
    recommendation = version.response.recommendation
    commitment = make_commitment(version)
    supporting = make_response(
        assembly,
        recommendation=recommendation,
        part="supporting",
        body=make_body(assembly, "⟪Transport Agency⟫"),
    )
    close = {"recommendation": recommendation, "verb": "close"}
    with pytest.raises(GateClosed) as closed:
        move_recommendation(**close, **who())
    assert closed.value.blockers == ["1 answer is still owed.", "1 commitment is still to be met."]
    type(supporting).objects.filter(pk=supporting.pk).update(state="published", first_published_at=NOON)
    type(commitment).objects.filter(pk=commitment.pk).update(state="delivered")
    assert move_recommendation(**close, **who()).state == "closed"


def test_themes_have_an_order_and_go_only_when_nothing_stands_under_them(assembly):
    first, second = (
        add_theme(assembly=assembly, name=name, introduction="", **who()) for name in ("⟪A⟫", "⟪B⟫")
    )
    refused("double_theme", add_theme, assembly=assembly, name="⟪a⟫", introduction="", **who())
    refused("double_theme", change_theme, theme=first, name="⟪B⟫", introduction="", **who())
    assert change_theme(theme=first, name="⟪Streets⟫", introduction="⟪x⟫", **who()).introduction == "⟪x⟫"
    assert move_theme(theme=second, is_up=True, **who())
    assert not move_theme(theme=second, is_up=True, **who())
    assert [each.name for each in Theme.objects.all()] == ["⟪B⟫", "⟪Streets⟫"]
    recommendation = make_recommendation(assembly)
    sort_recommendation(recommendation=recommendation, theme=second, **who())
    refused("theme_used", delete_theme, theme=second, **who())
    sort_recommendation(recommendation=recommendation, theme=None, **who())
    delete_theme(theme=second, **who())
    assert [each.name for each in Theme.objects.all()] == ["⟪Streets⟫"]
    target = AssemblyFactory()
    copy_parts(assembly, target)
    assert [each.name for each in target.themes.all()] == ["⟪Streets⟫"]
    handed = make_recommendation(assembly, state="submitted")
    refused("handed_over", sort_recommendation, recommendation=handed, theme=first, **who())


def test_a_recommendation_rests_on_what_members_can_read(assembly):
    recommendation = make_recommendation(assembly)
    said = {"recommendation": recommendation, "note": "⟪Page 3⟫"}
    item, draft = make_ready_item(assembly, "released_to_members"), make_ready_item(assembly, "submitted")
    session, elsewhere = make_session(assembly), make_session(AssemblyFactory())
    source = add_source(item=item, session=None, **said, **who())
    assert add_source(item=item, session=None, **said, **who()) == source
    add_source(item=None, session=session, **said, **who())
    refused("unreadable", add_source, item=draft, session=None, **said, **who())
    refused("another_assembly", add_source, item=None, session=elsewhere, **said, **who())
    for both in ((None, None), (item, session)):
        refused("one_thing", add_source, item=both[0], session=both[1], **said, **who())
    remove_source(source=source, **who())
    remove_source(source=source, **who())
    assert list(RecommendationSource.objects.values_list("session", flat=True)) == [session.pk]


def test_a_comment_is_settled_with_what_became_of_it(assembly):
    comment = make_comment(make_recommendation(assembly))
    with pytest.raises(ReasonMissing):
        settle_comment(comment=comment, settlement=" ", **who())
    settled = settle_comment(comment=comment, settlement="⟪In version 2⟫", **who())
    assert (settled.settlement, settled.settled_at) == ("⟪In version 2⟫", NOON)


def test_the_same_amendment_sent_twice_is_one_and_the_record_does_not_say_whose(assembly):
    recommendation, person = open_to_amendments(assembly), make_members(assembly, 1)[0]
    said = {"recommendation": recommendation, "proposal": proposal(recommendation, proposed_by=person)}
    first = propose_amendment(actor=None, now=NOON, **said)
    assert propose_amendment(actor=None, now=NOON, **said) == first
    assert (first.number, first.proposed_by, first.entered_by) == (1, person, None)
    withdraw_amendment(amendment=first, by=person, actor=None, now=NOON)
    assert told() == [
        "A member proposed amendment 1 to recommendation 1",
        "A member withdrew their amendment 1 to recommendation 1",
    ]
    assert not AuditEvent.objects.filter(actor__isnull=False).exists()


def test_an_amendment_changes_something_while_amendments_are_open(assembly):
    recommendation = open_to_amendments(assembly)
    same = proposal(recommendation, words=recommendation.versions.get().words())
    refused("same", propose_amendment, recommendation=recommendation, proposal=same, **who())
    strange = proposal(recommendation, base=make_version(open_to_amendments(assembly)))
    refused("another", propose_amendment, recommendation=recommendation, proposal=strange, **who())
    with pytest.raises(ReasonMissing):
        propose_amendment(
            recommendation=recommendation, proposal=proposal(recommendation, reason=" "), **who()
        )
    closed = make_recommendation(assembly)
    refused("not_open", propose_amendment, recommendation=closed, proposal=proposal(closed), **who())


def test_an_adopted_amendment_is_the_next_version(assembly):
    amendment = make_amendment(open_to_amendments(assembly))
    discuss_amendment(amendment=amendment, **who())
    adopted = adopt_amendment(amendment=amendment, adoption=Adoption(1, hands=Hands(30, 12)), **who())
    assert (adopted.state, adopted.votes_for, adopted.votes_against) == ("adopted", 30, 12)
    assert (adopted.result.number, adopted.result.words(), adopted.result.note) == (2, OTHER, "Amendment 1")
    with pytest.raises(IllegalMove):
        adopt_amendment(amendment=amendment, adoption=Adoption(2), **who())


def test_on_a_text_that_moved_on_only_what_the_amendment_changed_is_taken_over(assembly):
    recommendation = open_to_amendments(assembly)
    amendment = make_amendment(recommendation)
    make_version(recommendation, rationale="⟪Measured twice⟫")
    with pytest.raises(ChangedMeanwhile):
        adopt_amendment(amendment=amendment, adoption=Adoption(1), **who())
    adopted = adopt_amendment(amendment=amendment, adoption=Adoption(2), **who())
    assert adopted.result.words() == {**OTHER, "rationale": "⟪Measured twice⟫"}


def test_where_both_changed_the_same_part_somebody_says_how_it_reads(assembly):
    recommendation = open_to_amendments(assembly)
    amendment = make_amendment(recommendation)
    make_version(recommendation, text="⟪From 6 to 20⟫")
    refused("clash", adopt_amendment, amendment=amendment, adoption=Adoption(2), **who())
    resolved = {"text": "⟪On weekdays from 6 to 20⟫"}
    adopted = adopt_amendment(amendment=amendment, adoption=Adoption(2, resolved), **who())
    assert adopted.result.text == "⟪On weekdays from 6 to 20⟫"
    late = make_amendment(
        recommendation, base=recommendation.versions.get(number=1), text=adopted.result.text
    )
    refused("nothing_new", adopt_amendment, amendment=late, adoption=Adoption(3), **who())


def test_what_is_not_adopted_says_why_and_only_whoever_proposed_it_withdraws_it(assembly):
    own, other = make_members(assembly, 2)
    amendment = make_amendment(open_to_amendments(assembly), proposed_by=own)
    refused("not_yours", withdraw_amendment, amendment=amendment, by=other, actor=None, now=NOON)
    with pytest.raises(ReasonMissing):
        reject_amendment(amendment=amendment, reason="", **who())
    found = reject_amendment(amendment=amendment, reason="⟪Too few⟫", hands=Hands(3, 40), **who())
    assert (found.state, found.decision_reason, found.votes_against) == ("not_adopted", "⟪Too few⟫", 40)


def test_a_minority_statement_is_written_after_the_vote_and_published_with_the_report(assembly):
    adopted, early = make_recommendation(assembly, state="adopted"), make_recommendation(assembly)
    own, other = make_members(assembly, 2)
    dissent = Dissent(text="⟪No⟫", supporters=2, token=uuid.uuid4(), written_by=own)
    refused("not_now", write_minority_statement, recommendation=early, dissent=dissent, **who())
    first = write_minority_statement(recommendation=adopted, dissent=dissent, actor=None, now=NOON)
    assert write_minority_statement(recommendation=adopted, dissent=dissent, actor=None, now=NOON) == first
    gone = make_statement(adopted)
    waits = make_statement(make_recommendation(assembly, state="balloted"))
    refused("not_yours", withdraw_minority_statement, statement=first, by=other, actor=None, now=NOON)
    withdraw_minority_statement(statement=gone, reason="⟪They agree now⟫", **who())
    assert publish_minority_statements(assembly=assembly, **who()) == [first]
    assert publish_minority_statements(assembly=assembly, **who()) == []
    waits.refresh_from_db()
    assert waits.state == "draft"
    with pytest.raises(IllegalMove):
        withdraw_minority_statement(statement=first, by=own, actor=None, now=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        MinorityStatement.objects.filter(pk=first.pk).update(text="⟪Yes⟫")
    assert [may_dissent(each) for each in (adopted, early)] == [True, False]


def _reason(verb):
    return {"reason": "⟪Why⟫"} if verb in ("unfreeze", "withdraw") else {}


def _own_moves(lifecycle, states, tried):
    """Every (state, verb) that the services of this part do, with where the table says that it leads."""
    return [(state, verb, lifecycle.moves.get((state, verb))) for state in states for verb in tried]


_BY_PEOPLE = ("draft", "open_amendments", "close_amendments", "freeze", "unfreeze", "withdraw", "close")


@pytest.mark.parametrize("state", RecommendationState)
def test_a_recommendation_moves_as_the_table_says_and_not_otherwise(assembly, state):
    for _state, verb, target in _own_moves(RECOMMENDATION, [state], _BY_PEOPLE):
        recommendation = make_recommendation(assembly, state=state)
        said = {"recommendation": recommendation, "verb": verb, **_reason(verb), **who()}
        if target is None:
            with pytest.raises(IllegalMove):
                move_recommendation(**said)
        else:
            assert move_recommendation(**said).state == target


@pytest.mark.parametrize("state", AmendmentState)
def test_an_amendment_moves_as_the_table_says_and_not_otherwise(assembly, state):
    tried = {
        "discuss": lambda each: discuss_amendment(amendment=each, **who()),
        "adopt": lambda each: adopt_amendment(
            amendment=each, adoption=Adoption(each.recommendation.versions.first().number), **who()
        ),
        "reject": lambda each: reject_amendment(amendment=each, reason="⟪No⟫", **who()),
        "withdraw": lambda each: withdraw_amendment(amendment=each, **who()),
    }
    for _state, verb, target in _own_moves(AMENDMENT, [state], tried):
        amendment = make_amendment_at(open_to_amendments(assembly), state)
        if target is None:
            with pytest.raises(IllegalMove):
                tried[verb](amendment)
        else:
            assert tried[verb](amendment).state == target


@pytest.mark.parametrize("state", MinorityState)
def test_a_minority_statement_moves_as_the_table_says_and_not_otherwise(assembly, state):
    statement = make_statement(make_recommendation(assembly, state="adopted"), state=state)
    published = publish_minority_statements(assembly=assembly, **who())
    assert [each.pk for each in published] == ([statement.pk] if (state, "publish") in MINORITY.moves else [])
    other = make_statement(make_recommendation(assembly, state="adopted"), state=state)
    if (state, "withdraw") in MINORITY.moves:
        assert withdraw_minority_statement(statement=other, **who()).state == "withdrawn"
    else:
        with pytest.raises(IllegalMove):
            withdraw_minority_statement(statement=other, **who())


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_tried_in_whatever_order_no_text_is_lost(assembly, seed):
    """Random acts on two texts: each is done or refused, versions only grow, a frozen text is one of them."""
    chance = random.Random(seed)
    texts = [make_recommendation(assembly, state="idea") for _each in range(2)]
    actor, done = UserFactory(), set()

    def amendment_of(each):
        return chance.choice(list(each.amendments.all()) or [make_amendment_at(each, "withdrawn")])

    def words():
        return {**WORDS, chance.choice(["text", "rationale"]): f"⟪{chance.random()}⟫"}

    tried = {
        **{
            verb: lambda each, verb=verb: move_recommendation(
                recommendation=each, verb=verb, **_reason(verb), **by
            )
            for verb in ("draft", "open_amendments", "close_amendments", "freeze", "unfreeze")
        },
        "write": lambda each: save_version(
            recommendation=each,
            words=words(),
            note="",
            began_with=each.versions.first().number - chance.randint(0, 1),
            **by,
        ),
        "propose": lambda each: propose_amendment(
            recommendation=each, proposal=proposal(each, words=words()), **by
        ),
        "adopt": lambda each: adopt_amendment(
            amendment=amendment_of(each), adoption=Adoption(each.versions.first().number, words()), **by
        ),
        "reject": lambda each: reject_amendment(amendment=amendment_of(each), reason="⟪No⟫", **by),
    }
    for step in range(60):
        by = {"actor": actor, "now": NOON + timedelta(minutes=step)}
        verb, each = chance.choice(list(tried)), Recommendation.objects.get(pk=chance.choice(texts).pk)
        before = list(each.versions.values_list("number", "text").order_by("number"))
        with suppress(HouseError), transaction.atomic():
            tried[verb](each)
            done.add(verb)
        after = list(each.versions.values_list("number", "text").order_by("number"))
        assert after[: len(before)] == before
        assert [number for number, _text in after] == list(range(1, len(after) + 1))
        each.refresh_from_db()
        assert (each.state == "frozen") == (each.frozen_version is not None)
    assert len(done) >= 5


def test_who_proposed_and_wrote_is_forgotten_and_the_words_stay(assembly):
    person = make_members(assembly, 1)[0]
    make_amendment(open_to_amendments(assembly), proposed_by=person)
    make_statement(make_recommendation(assembly, state="adopted"), written_by=person, state="published")
    assert forget_writers(assembly, None, NOON) == 2
    assert forget_writers(assembly, None, NOON) == 0
    assert not Amendment.objects.exclude(proposed_by=None).exists()
    assert MinorityStatement.objects.get().text != ""


def test_the_list_says_what_needs_somebody_and_is_narrowed(assembly):
    first = fill_recommendation(assembly)
    idea = make_recommendation(assembly, state="idea", title="⟪Plant trees⟫")
    found = {each: needs_of(each) for each in recommendations_of(assembly)}
    assert found == {
        first: ["Decide on 1 amendment", "Settle 1 comment"],
        idea: ["Draft it, or withdraw it"],
    }
    every = recommendations_of(assembly)
    assert list(narrowed(every, Wanted(words="trees"))) == [idea]
    assert list(narrowed(every, Wanted(words="1"))) == [first]
    # What an earlier version said is not what it says.
    assert list(narrowed(every, Wanted(words="from 7 to 19"))) == [idea]
    assert list(narrowed(every, Wanted(state="idea", theme=str(first.theme_id)))) == []


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_ask_as_often_for_one_as_for_three(assembly, organiser, client_of):
    user, person = member_of_the_panel(assembly)
    team, member = client_of(organiser), client_of(user)
    pages = [(team, "recommendations"), (team, "recommendations_export"), (team, "recommendations_paper")]
    pages += [(team, "themes"), (team, "recommendations_freeze"), (member, "own_recommendations")]
    addresses = [(client, reverse(name, args=[assembly.slug])) for client, name in pages]
    one = reverse("recommendation", args=[assembly.slug, 1])
    addresses += [(team, one), (member, reverse("own_recommendation", args=[assembly.slug, 1]))]
    addresses.append((member, reverse("own_home", args=[assembly.slug])))

    def fill():
        recommendation = open_to_amendments(assembly, theme=make_theme(assembly, f"⟪{uuid.uuid4()}⟫"))
        first = Recommendation.objects.get(number=1)
        make_amendment(first, proposed_by=person)
        make_comment(first)
        make_version(recommendation)
        add_source(recommendation=first, item=None, session=make_session(assembly), note="", **who())

    fill()
    for client, address in addresses:
        client.get(address)
    before = [queries_of(client, address) for client, address in addresses]
    fill()
    fill()
    assert [queries_of(client, address) for client, address in addresses] == before


def test_two_who_edit_at_once_both_keep_their_words(assembly, organiser, client_of):
    make_recommendation(assembly)
    address = reverse("recommendation_edit", args=[assembly.slug, 1])
    client = client_of(organiser)
    form = {**WORDS, "began_with": 1, "note": ""}
    client.post(address, {**form, "rationale": "⟪Theirs⟫"})
    answer = client.post(address, {**form, "rationale": "⟪Mine⟫"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else saved version 2" in page
    assert '<del><span class="visually-hidden">taken out: </span>Theirs<span' in page
    assert '<ins><span class="visually-hidden">put in: </span>Mine<span' in page
    assert 'name="began_with" value="2"' in page
    theirs = client.post(address, {"theirs": "1"}).content.decode()
    assert "⟪Theirs⟫" in theirs
    assert "⟪Mine⟫" not in theirs
    client.post(address, {**form, "rationale": "⟪Mine⟫", "began_with": 2})
    texts = Recommendation.objects.get().versions.values_list("rationale", flat=True)
    assert list(texts)[:2] == ["⟪Mine⟫", "⟪Theirs⟫"]


def test_what_was_typed_is_shown_where_the_text_was_frozen_meanwhile(assembly, organiser, client_of):
    make_recommendation(assembly, state="frozen")
    address = reverse("recommendation_edit", args=[assembly.slug, 1])
    answer = client_of(organiser).post(address, {**WORDS, "began_with": 1, "rationale": "⟪Lost?⟫"})
    assert answer.status_code == 409
    assert "⟪Lost?⟫" in answer.content.decode()


def test_the_team_adds_drafts_comments_and_names_sources_on_the_page(assembly, organiser, client_of):
    client, item = client_of(organiser), make_ready_item(assembly, "released_to_members")
    new = reverse("recommendation_new", args=[assembly.slug])
    assert client.post(new, {"token": uuid.uuid4()}).status_code == 422
    client.post(new, {**WORDS, "token": uuid.uuid4()})
    page = reverse("recommendation", args=[assembly.slug, 1])
    client.post(page, {"act": "draft"})
    for wrong in ({"act": "comment", "token": uuid.uuid4()}, {"act": "settle"}):
        assert client.post(page, wrong).status_code == 422
    assert client.post(page, {"act": "source"}).status_code == 409
    token = uuid.uuid4()
    for _each in range(2):
        client.post(page, {"act": "comment", "table": "⟪4⟫", "text": "⟪When?⟫", "token": token})
    comment = TableComment.objects.get()
    client.post(page, {"act": "settle", "row": comment.pk, "settlement": "⟪Said⟫"})
    client.post(page, {"act": "source", "item": item.pk, "note": "⟪Page 3⟫"})
    client.post(page, {"act": "sort", "theme": make_theme(assembly).pk})
    shown = client.get(page).content.decode()
    for words in (
        "⟪Said⟫",
        "⟪Page 3⟫",
        "⟪Streets⟫",
        "Drafted",
        "what became of a table",
        "added recommendation 1",
    ):
        assert words in shown
    source = RecommendationSource.objects.get()
    elsewhere = RecommendationSource.objects.create(
        recommendation=make_recommendation(AssemblyFactory()), item=EvidenceItem.objects.get()
    )
    assert client.post(page, {"act": "source_remove", "row": elsewhere.pk}).status_code == 404
    client.post(page, {"act": "source_remove", "row": source.pk})
    assert list(RecommendationSource.objects.all()) == [elsewhere]


def test_a_move_is_asked_once_with_what_is_missing(assembly, organiser, client_of):
    recommendation, client = open_to_amendments(assembly), client_of(organiser)
    amendment = make_amendment(recommendation)
    move = reverse("recommendation_move", args=[assembly.slug, 1])
    assert "1 amendment is not decided yet" in client.get(f"{move}?verb=freeze").content.decode()
    assert client.get(f"{move}?verb=adopt").status_code == 404
    assert client.post(move, {"verb": "withdraw"}).status_code == 422
    client.post(
        reverse("amendment_decide", args=[assembly.slug, 1, amendment.number]),
        {"act": "reject", "reason": "⟪No⟫"},
    )
    client.post(move, {"verb": "freeze"})
    recommendation.refresh_from_db()
    assert recommendation.state == "frozen"
    page = client.get(reverse("recommendation", args=[assembly.slug, 1])).content.decode()
    assert "frozen as version 1" in page
    assert "Change the text" not in page


def test_a_facilitator_enters_an_amendment_from_paper_and_does_not_decide(assembly, client_of):
    recommendation, member = open_to_amendments(assembly), make_members(assembly, 1)[0]
    client = client_of(AppointmentFactory(assembly=assembly, role=Role.FACILITATOR).user)
    new = reverse("amendment_new", args=[assembly.slug, 1])
    assert "Seat 1, ⟪M1⟫" in client.get(new).content.decode()
    form = {**OTHER, "base": 1, "token": uuid.uuid4(), "reason": "⟪The market⟫"}
    assert client.post(new, form).status_code == 422
    client.post(new, {**form, "way": "paper", "proposed_by": member.pk})
    amendment = recommendation.amendments.get()
    assert (amendment.proposed_by, amendment.way) == (member, "paper")
    decide = reverse("amendment_decide", args=[assembly.slug, 1, 1])
    assert client.post(decide, {"act": "adopt", "version": 1}).status_code == 403
    client.post(reverse("amendment", args=[assembly.slug, 1, 1]), {"act": "discuss"})
    amendment.refresh_from_db()
    assert amendment.state == "discussed"


def test_whoever_adopts_sees_first_what_becomes_of_a_text_that_moved_on(assembly, organiser, client_of):
    recommendation, client = open_to_amendments(assembly), client_of(organiser)
    make_amendment(recommendation)
    decide = reverse("amendment_decide", args=[assembly.slug, 1, 1])
    assert "What adopting it makes of version 1" in client.get(decide).content.decode()
    make_version(recommendation, text="⟪From 6 to 20⟫")
    answer = client.post(decide, {"act": "adopt", "version": 1, "votes_for": 30})
    assert answer.status_code == 422
    assert "Both have changed this part" in answer.content.decode()
    form = {"act": "adopt", "version": 1, "part_text": "⟪Weekdays, 6 to 20⟫"}
    stale = client.post(decide, form)
    assert stale.status_code == 409
    assert "moved on to version 2" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()
    client.post(decide, {**form, "version": 2})
    assert recommendation.versions.first().text == "⟪Weekdays, 6 to 20⟫"


def test_a_member_proposes_an_amendment_and_sees_what_became_of_it(assembly, client_of):
    user, person = member_of_the_panel(assembly)
    recommendation, client = open_to_amendments(assembly), client_of(user)
    assert "is open to amendments" in client.get(reverse("own_home", args=[assembly.slug])).content.decode()
    new = reverse("own_amendment_new", args=[assembly.slug, 1])
    assert WORDS["text"] in client.get(new).content.decode()
    form = {**WORDS, "base": 1, "token": uuid.uuid4(), "reason": "⟪The market⟫"}
    same = client.post(new, form)
    assert (same.status_code, "Nothing is changed yet" in same.content.decode()) == (409, True)
    client.post(new, {**form, **OTHER})
    amendment = recommendation.amendments.get()
    assert (amendment.proposed_by, amendment.entered_by, amendment.way) == (person, None, "online")
    reject_amendment(amendment=amendment, reason="⟪The table disagrees⟫", **who())
    own = reverse("own_amendment", args=[assembly.slug, 1, 1])
    for address in (own, reverse("own_recommendations", args=[assembly.slug])):
        assert "⟪The table disagrees⟫" in client.get(address).content.decode()
    assert client.post(own)["Location"] == reverse("own_recommendations", args=[assembly.slug])
    amendment.refresh_from_db()
    assert amendment.state == "not_adopted"


def test_members_read_amendments_without_names_and_do_not_touch_those_of_others(assembly, client_of):
    user, _person = member_of_the_panel(assembly)
    other = make_members(assembly, 1, name="⟪Nora Vale⟫", called="⟪Nora⟫")[0]
    amendment = make_amendment(open_to_amendments(assembly), proposed_by=other)
    voted = make_recommendation(assembly, state="adopted")
    statement = make_statement(voted, written_by=other)
    client = client_of(user)
    page = client.get(reverse("own_recommendation", args=[assembly.slug, 1])).content.decode()
    assert "⟪The market needs it on Saturdays⟫" in page
    assert "⟪Nora" not in page
    for name, number in (("own_amendment", 1), ("own_minority", 2)):
        address = reverse(name, args=[assembly.slug, number, 1])
        for answer in (client.get(address), client.post(address)):
            assert answer["Location"] == reverse("own_recommendations", args=[assembly.slug])
    amendment.refresh_from_db()
    statement.refresh_from_db()
    assert (amendment.state, statement.state) == ("proposed", "draft")


def test_a_member_dissents_once_it_is_voted_on(assembly, client_of):
    user, person = member_of_the_panel(assembly)
    make_recommendation(assembly, state="balloted")
    make_recommendation(assembly)
    client = client_of(user)
    form = {"text": "⟪No⟫", "supporters": 2, "token": uuid.uuid4()}
    new = reverse("own_minority_new", args=[assembly.slug, 1])
    assert client.post(new, {**form, "supporters": 0}).status_code == 422
    early = reverse("own_minority_new", args=[assembly.slug, 2])
    assert client.post(early, {**form, "token": uuid.uuid4()}).status_code == 409
    client.post(new, form)
    client.post(new, form)
    statement = MinorityStatement.objects.get()
    assert (statement.written_by, statement.supporters, statement.state) == (person, 2, "draft")
    client.post(reverse("own_minority", args=[assembly.slug, 1, 1]))
    statement.refresh_from_db()
    assert statement.state == "withdrawn"


@pytest.mark.parametrize("is_large", [False, True])
def test_the_paper_has_every_text_and_lines_where_amendments_are_open(assembly, is_large, tmp_path):
    theme = make_theme(assembly)
    open_to_amendments(assembly, theme=theme)
    make_recommendation(assembly, state="frozen", title="⟪Plant trees⟫")
    page = "https://assembly.example/x"
    file = tmp_path / "paper.pdf"
    file.write_bytes(drafts_paper(assembly, recommendations_of(assembly), page=page, is_large=is_large))
    said = " ".join(each.extract_text() for each in PdfReader(file).pages)
    # The brackets of invented words are in no font.
    said = " ".join(said.replace("\x00", "").split())
    for words in ("Recommendation 1: Close", "Recommendation 2: Plant trees", "Streets", page):
        assert words in said
    assert said.count("change, and why?") == 1


def test_the_file_has_one_row_each_and_no_formula(assembly, organiser, client_of):
    make_recommendation(assembly, title="=cmd()")
    client = client_of(organiser)
    rows = client.get(reverse("recommendations_export", args=[assembly.slug])).content.decode("utf-8-sig")
    assert rows.splitlines()[0].startswith("Number,Number in the report,Theme,State,In a few words")
    assert rows.splitlines()[1].startswith("1,,,Drafted,'=cmd(),")
