"""What the calendar, the feed, the close-out and the comparison are told of published figures."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assembly.evaluation.closing_sources import source_of
from assembly.evaluation.told_elsewhere import Recruitment, recruitment_of
from assembly.publication_kinds import publication_kind
from tests.factories import NOON, AssemblyFactory
from tests.factories_figures import make_figures, make_public, publish

pytestmark = pytest.mark.django_db


def test_others_are_told_of_figures_once_they_are_out(client):
    """Before that they know of none."""
    assembly = make_public(AssemblyFactory())
    make_figures(assembly)
    kind = publication_kind("figures")
    assert kind.published_on(assembly) is None
    assert source_of("figures").facts_of(assembly, NOON) == []
    letters = publish(assembly, "letters")
    assert kind.published_on(assembly) == timezone.localdate(letters.published_at)
    assert recruitment_of([assembly.pk], NOON) == {
        assembly.pk: Recruitment(letters=letters.shown.total, answers=None)
    }
    assert [fact["total"] for fact in source_of("figures").facts_of(assembly, NOON)] == [letters.shown.total]
    assert (
        "Figures: Letters sent" in client.get(reverse("public_feed", args=[assembly.slug])).content.decode()
    )


def test_the_page_about_the_assembly_promises_no_figures_that_are_not_out(client):
    assembly = make_public(AssemblyFactory())
    make_figures(assembly)
    publish(assembly, "letters")
    page = client.get(reverse("public_about", args=[assembly.slug])).content.decode()
    assert "Figures are published on who took part. The last so far: Letters sent." in page


def test_before_the_draw_nobody_is_said_to_have_been_drawn(client):
    assembly = make_public(AssemblyFactory())
    page = client.get(reverse("public_chosen", args=[assembly.slug])).content.decode()
    assert "The members are drawn by lot" in page
    assert "were drawn" not in page
