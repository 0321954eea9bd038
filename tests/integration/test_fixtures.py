"""The suite's own fixtures do what the tests rely on."""

from assembly.enums import Role
from assembly.models import Appointment


def test_an_organiser_has_one_role_in_the_assembly(assembly, organiser):
    """`organiser` is appointed to `assembly`, so tests of pages can sign in as one."""
    assert list(Appointment.objects.values_list("assembly", "user", "role")) == [
        (assembly.pk, organiser.pk, Role.ORGANISER)
    ]


def test_a_client_is_signed_in(client_of, outsider):
    """`client_of` signs in without the form."""
    assert client_of(outsider).session["_auth_user_id"] == str(outsider.pk)


def test_the_queue_runs_dry(work, queued):
    """`work` returns when nothing waits."""
    work()
    assert queued() == []
