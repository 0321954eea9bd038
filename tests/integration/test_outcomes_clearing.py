"""A draft goes to whoever clears it and back to whoever drafts, each with a message; both stand in the record."""

import pytest
from django.urls import reverse

from assembly.enums import Role
from assembly.errors import ChangedMeanwhile, GateClosed
from assembly.models import AuditEvent, Mailing, OutboxMessage, User
from assembly.outcomes.errors import ResponseRefused
from assembly.outcomes.models import StandIn
from assembly.outcomes.selectors.answers import sent_back_because
from assembly.outcomes.services.answers import AnswerWords, save_draft
from assembly.outcomes.services.answers_publish import clear_answer
from assembly.outcomes.services.clearing import send_back, send_to_clear
from assembly.record import sentence_of
from tests.factories import NOON, AppointmentFactory, UserFactory
from tests.factories_outcomes import make_body, make_official, make_recommendation, make_response
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
WORDS = AnswerWords(decision="accepted", text="⟪We will do all of it.⟫")
PAGE = "https://example.org/the-page/"


@pytest.fixture
def body(assembly):
    """A council with Oskar, who drafts, and Paula and Pim, who clear."""
    found = make_body(assembly)
    make_official(found, user=UserFactory(name="Oskar"))
    for name in ("Paula", "Pim"):
        make_official(found, user=UserFactory(name=name), is_approver=True)
    return found


@pytest.fixture
def people(body):
    """The officials by name."""
    return {official.user.name: official for official in body.officials.select_related("user")}


@pytest.fixture
def response(assembly, body, people):
    """What the council owes, and Paula clears."""
    recommendation = make_recommendation(assembly, state="submitted", title="⟪Close Bridge Street⟫")
    return make_response(assembly, body=body, recommendation=recommendation, approver=people["Paula"])


def write(response, official, words=WORDS, revision=0):
    """Save a draft."""
    return save_draft(
        response=response, words=words, promises=(), revision=revision, actor=official.user, now=NOON
    )


def send(response, official, revision=1):
    """Send it to be cleared."""
    return send_to_clear(response=response, revision=revision, page_url=PAGE, actor=official.user, now=NOON)


def back(response, official, reason="⟪No budget is named⟫"):
    """Send it back."""
    return send_back(response=response, reason=reason, page_url=PAGE, actor=official.user, now=NOON)


def told():
    """Return to whom messages went, in their order."""
    names = OutboxMessage.objects.order_by("mailing__number", "name").values_list("name", flat=True)
    return list(names)


def test_a_draft_that_is_ready_is_marked_and_told_once_to_who_clears_without_its_words(response, people):
    write(response, people["Oskar"])
    sent = [send(response, people["Oskar"]) for _time in range(2)]
    draft = response.versions.get()
    assert (draft.sent_at, draft.sent_by, draft.cleared_at) == (NOON, people["Oskar"].user, None)
    assert [each.officials for each in sent] == [(people["Paula"],)] * 2
    message = OutboxMessage.objects.get()
    assert (message.name, message.mailing.state) == ("Paula", "approved")
    assert [
        words in message.body for words in (PAGE, "1 September 2026", "⟪Close Bridge Street⟫", WORDS.text)
    ] == [
        True,
        True,
        True,
        False,
    ]
    event = AuditEvent.objects.get(type="response.send_to_clear")
    assert event.details["mailing"] == message.mailing.number
    assert sentence_of(event).endswith(f"sent the draft of {response.body} on recommendation 1 to be cleared")
    response.refresh_from_db()
    assert response.state == "drafting"


def test_each_is_written_to_in_their_language_or_in_the_one_in_which_their_body_drafts(
    assembly, response, people
):
    """Somebody's own choice counts more than what their body writes."""
    write(response, people["Oskar"], AnswerWords(decision="accepted", text="⟪Oui⟫", language="fr"))
    send(response, people["Oskar"])
    message = OutboxMessage.objects.get()
    assert (message.language, "1 septembre 2026" in message.body) == ("fr", True)
    assert message.body.startswith("Bonjour Paula,")
    make_person(assembly, user=people["Oskar"].user, language="en")
    back(response, people["Paula"])
    last = OutboxMessage.objects.exclude(pk=message.pk).get()
    assert (last.name, last.language) == ("Oskar", "en")


def test_who_stands_in_is_told_beside_and_where_nobody_is_named_all_who_clear_but_the_writer(
    response, people
):
    StandIn.objects.create(official=people["Paula"], stands_in=people["Pim"], from_on=TODAY, until_on=TODAY)
    write(response, people["Oskar"])
    send(response, people["Oskar"])
    assert told() == ["Paula", "Pim"]
    StandIn.objects.all().delete()
    # Paula herself wrote it last: somebody else has to clear it.
    write(response, people["Paula"], AnswerWords(decision="accepted", text="⟪Yes⟫"), revision=1)
    send(response, people["Oskar"], revision=2)
    assert told() == ["Paula", "Pim", "Pim"]


def test_a_new_edit_takes_the_mark_away_and_saving_the_same_leaves_it(response, people):
    write(response, people["Oskar"])
    send(response, people["Oskar"])
    assert write(response, people["Oskar"], revision=1).sent_at == NOON
    changed = write(response, people["Oskar"], AnswerWords(decision="accepted", text="⟪Yes⟫"), revision=1)
    assert (changed.sent_at, changed.sent_by) == (None, None)
    with pytest.raises(ChangedMeanwhile):
        send(response, people["Oskar"], revision=1)


def test_whoever_clears_it_instead_is_written_to_when_it_is_sent_again(client_of, assembly, response, people):
    """The page says so; naming the same person again changes nothing."""
    write(response, people["Oskar"])
    send(response, people["Oskar"])
    page = reverse("answer_people", args=[assembly.slug, response.pk])
    client = client_of(people["Oskar"].user)
    named = {"assignee": people["Oskar"].pk, "approver": people["Paula"].pk}
    client.post(page, named)
    assert response.versions.get().sent_at == NOON
    said = client.post(page, named | {"approver": people["Pim"].pk}, follow=True)
    assert "Send the draft again" in said.content.decode()
    assert response.versions.get().sent_at is None
    response.refresh_from_db()
    send(response, people["Oskar"])
    assert told() == ["Paula", "Pim"]


def test_what_is_sent_back_goes_to_who_sent_it_with_the_reason_until_it_is_sent_again(response, people):
    write(response, people["Oskar"])
    send(response, people["Oskar"])
    back(response, people["Paula"])
    draft = response.versions.get()
    assert (draft.sent_at, draft.sent_by, draft.revision) == (None, None, 2)
    last = OutboxMessage.objects.latest("mailing__number")
    assert (last.name, "⟪No budget is named⟫" in last.body, PAGE in last.body) == ("Oskar", True, True)
    response.refresh_from_db()
    assert sent_back_because(response) == "⟪No budget is named⟫"
    with pytest.raises(ChangedMeanwhile):
        clear_answer(response=response, revision=1, name="P", actor=people["Pim"].user, now=NOON)
    with pytest.raises(ResponseRefused):
        back(response, people["Paula"])
    send(response, people["Oskar"], revision=2)
    assert sent_back_because(response) == ""


def test_what_nobody_could_clear_is_not_sent(response, people):
    """It lacks something, or nobody else clears for the body."""
    write(response, people["Oskar"], AnswerWords(decision="noted", text="⟪Yes⟫"))
    with pytest.raises(GateClosed):
        send(response, people["Oskar"])
    write(response, people["Paula"], revision=1)
    people["Pim"].delete()
    with pytest.raises(ResponseRefused, match="Nobody else"):
        send(response, people["Oskar"], revision=2)
    assert (response.versions.get().sent_at, Mailing.objects.count()) == (None, 0)


def test_whoever_cannot_be_written_to_finds_it_on_their_list_all_the_same(response, people):
    User.objects.filter(pk=people["Paula"].user_id).update(email=None)
    write(response, people["Oskar"])
    sent = send(response, people["Oskar"])
    assert (sent.is_mailed, sent.draft.sent_at) == (False, NOON)


def test_officials_send_clear_and_send_back_on_their_pages(client_of, assembly, response, people):
    """The list says what waits; the page of the draft says so too, and why it came back."""
    write(response, people["Oskar"])
    drafter, approver = (client_of(people[name].user) for name in ("Oskar", "Paula"))
    listed, home = (reverse(name, args=[assembly.slug]) for name in ("answers_owed", "own_home"))
    page, clearing = (
        reverse(name, args=[assembly.slug, response.pk]) for name in ("answer_draft", "answer_clear")
    )
    button, sent = 'name="send"', {"send": "1", "revision": "1"}
    assert button in drafter.get(page).content.decode()
    stale = drafter.post(page, sent | {"revision": "7"}, follow=True).content.decode()
    assert "The draft was changed meanwhile." in stale
    done = drafter.post(page, sent, follow=True).content.decode()
    assert "It waits to be cleared. A message tells Paula." in done
    assert button not in done
    [each] = approver.get(listed).context["to_clear"]
    assert each == response
    assert "One answer waits for you to clear it" in approver.get(home).content.decode()
    assert drafter.get(listed).context["to_clear"] == []
    assert OutboxMessage.objects.get().body.count(f"http://testserver{clearing}") == 1
    assert approver.post(clearing, {"act": "send_back", "reason": ""}).status_code == 422
    approver.post(clearing, {"act": "send_back", "reason": "⟪No budget⟫"})
    assert "⟪No budget⟫" in drafter.get(page).content.decode()
    assert approver.get(listed).context["to_clear"] == []
    drafter.post(page, sent | {"revision": "2"})
    assert approver.post(clearing, {"revision": "2", "name": "Paula"}).status_code == 302
    member = AppointmentFactory(assembly=assembly, role=Role.MEMBER).user
    assert client_of(member).post(page, sent).status_code == 403
    assert client_of(UserFactory()).post(page, sent).status_code == 404
