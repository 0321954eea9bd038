"""A session that cannot be kept because the database is away is no fault of whoever asked."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from assembly.evaluation.models import FollowUp
from assembly.session_store import SessionStore
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organised():
    """An organiser who is signed in, with the assembly."""
    organiser = AppointmentFactory(role="organiser")
    client = Client(raise_request_exception=False)
    client.force_login(organiser.user)
    return client, organiser.assembly


def without_sessions(execute, sql, params, many, context):
    """Let the database go away when it is told to keep a session."""
    if sql.startswith("UPDATE") and "django_session" in sql:
        raise OperationalError("the server closed the connection unexpectedly")
    return execute(sql, params, many, context)


def test_a_write_whose_answer_was_lost_with_the_database_is_told_as_503(organised):
    """The page asks to try again, and not for something else: pressing again changes nothing."""
    client, assembly = organised
    address = reverse("evaluation_follow_up_new", args=[assembly.slug])
    fields = {"matter": "⟪The fund⟫", "who": "⟪Housing Office⟫", "contact": "⟪By phone⟫"}
    with connection.execute_wrapper(without_sessions):
        answer = client.post(address, fields)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert client.post(address, fields).status_code == 302
    assert FollowUp.objects.filter(assembly=assembly).count() == 1


def test_a_session_that_was_ended_meanwhile_stays_one_that_was_ended(organised):
    client, _assembly = organised
    session = SessionStore(client.session.session_key)
    session["chosen"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
