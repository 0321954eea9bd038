"""What each app says it has published: nothing before, and then the day on which it came out."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assembly.outcomes.models import Ballot
from assembly.publication_kinds import publication_kind, publication_kinds
from evidence.models import EvidenceItem
from tests.factories import NOON, RemitVersionFactory
from tests.factories_draws import HELD, make_draw
from tests.factories_evidence import make_item, make_witness
from tests.factories_outcomes import make_ballot, make_published, make_response
from tests.factories_programme import make_version
from tests.factories_site import make_statement
from tests.factories_votes import make_report

pytestmark = pytest.mark.django_db

TODAY = NOON.date()


def out_on(key, assembly) -> date | None:
    return publication_kind(key).published_on(assembly)


def test_nothing_is_out_of_an_assembly_that_has_published_nothing_and_each_asks_once(
    assembly, django_assert_num_queries
):
    for kind in publication_kinds():
        with django_assert_num_queries(1):
            assert kind.published_on(assembly) is None


def test_the_remit_is_out_with_its_first_published_version(assembly):
    RemitVersionFactory(assembly=assembly)
    assert out_on("remit", assembly) is None
    RemitVersionFactory(assembly=assembly, number=2, published=True)
    assert out_on("remit", assembly) == TODAY


def test_what_the_public_is_told_is_out_with_its_first_published_version(assembly):
    make_statement(assembly, is_published=False)
    assert out_on("statement", assembly) is None


def test_a_statement_that_was_published_is_out(assembly):
    statement = make_statement(assembly)
    assert out_on("statement", assembly) == timezone.localdate(statement.published_at)


def test_a_draw_is_out_once_its_result_is_published(assembly):
    make_draw(assembly, "published")
    assert out_on("draw", assembly) == timezone.localdate(HELD)


def test_a_draw_that_is_only_committed_is_not_out(assembly):
    make_draw(assembly, "committed")
    assert out_on("draw", assembly) is None


def test_the_programme_is_out_with_its_first_version(assembly):
    make_version(assembly)
    assert out_on("programme", assembly) == TODAY


def test_evidence_is_out_with_its_first_item_after_its_embargo(assembly):
    """What a witness has not agreed to make public does not count."""
    make_item(assembly, state="published", witness=make_witness(assembly))
    make_item(assembly, state="released_to_members")
    assert out_on("evidence", assembly) is None
    item = make_item(assembly, state="published")
    first = out_on("evidence", assembly)
    assert first == timezone.localdate(item.versions.get().published_at)
    EvidenceItem.objects.filter(pk=item.pk).update(embargo_until=NOON + timedelta(days=400))
    assert out_on("evidence", assembly) == TODAY + timedelta(days=400)


@pytest.mark.parametrize(("method", "day"), [("secret", TODAY), ("room", None)])
def test_votes_are_out_with_the_first_secret_result_and_others_with_the_report(method, day, assembly):
    ballot = make_ballot(assembly, method=method)
    Ballot.objects.filter(pk=ballot.pk).update(state="published", published_at=NOON)
    assert out_on("votes", assembly) == day


def test_the_report_is_out_with_its_first_edition(assembly):
    edition = make_report(assembly)
    assert out_on("report", assembly) == timezone.localdate(edition.published_at)


def test_answers_are_out_once_none_is_missing(assembly):
    make_published(assembly)
    assert out_on("answers", assembly) == TODAY
    make_response(assembly)
    assert out_on("answers", assembly) is None
