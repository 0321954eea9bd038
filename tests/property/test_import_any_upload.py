"""Whatever is uploaded, the pages answer; whatever was imported, its export imported again changes nothing."""

import string

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assembly.enums import Role
from sortition.exports_pool import CSV, XLSX, pool_rows, table_file
from sortition.models import Answer, Category, PoolImport, Respondent
from sortition.reading.errors import Unreadable
from sortition.selectors.pool import respondents_with_standing
from sortition.services.imports_commit import commit_import
from tests.factories import NOON, AppointmentFactory, AssemblyFactory
from tests.factories_pool import dry_run_of

STARTS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"id,name,age\n",
        b"id;e-mail;born\n1;a@b.c;",
        b"a\tb\n1\t2\n",
    ]
)
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=10)
CELLS = st.one_of(
    WORDS,
    st.sampled_from(
        ["yes", "No", "n/a", "F", "female ", "1980-12-31", "3/4/80", "=1+1", "-5", "web", "1e9", "'x"]
    ),
)
HEADINGS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "id",
                "First name",
                "Name",
                "E-mail",
                "Date of birth",
                "Registered on",
                "Consent",
                "Channel",
                "Address",
            ]
        ),
        st.text(alphabet=string.ascii_letters, min_size=1, max_size=6),
    ),
    min_size=2,
    max_size=5,
    unique_by=str.casefold,
)


@st.composite
def tables(draw):
    headings = draw(HEADINGS)
    row = st.lists(CELLS, min_size=len(headings), max_size=len(headings))
    return [headings, *draw(st.lists(row, min_size=1, max_size=6))]


class AnyUpload(TestCase):
    """Each example in a transaction of its own."""

    def walk(self, data: bytes) -> None:
        """Upload bytes and press the main button of every page that follows."""
        assembly = AssemblyFactory()
        client = Client()
        organiser = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
        client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("pool_import_new", args=[assembly.slug])
        answer = client.post(url, {"file": SimpleUploadedFile("pool.csv", data)})
        if answer.status_code == 422:
            assert all(map(str, answer.context["form"].errors["file"]))
            return
        for _step in ("columns", "values"):
            page = client.get(answer.url)
            assert page.status_code == 200
            said = {field.html_name: field.value() for field in page.context["form"]}
            said |= {name: value or "unknown" for name, value in said.items() if name.startswith("declared_")}
            said = {name: "" if value is None else value for name, value in said.items()}
            answer = client.post(answer.url, said)
            if answer.status_code == 422:
                # A guess that cannot stand, such as that every column is ignored: told at its place.
                assert answer.context["form"].errors
                return
        dry = client.get(answer.url)
        assert dry.status_code == 200
        done = client.post(answer.url, {"digest": dry.context["result"]["digest"]})
        assert done.status_code == 302
        assert PoolImport.objects.get(assembly=assembly).state == "committed"

    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(STARTS, st.binary(max_size=300))
    def test_any_bytes_give_a_dry_run_or_a_message(self, start, data):
        self.walk(start + data)

    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(tables(), st.sampled_from([CSV, XLSX]))
    def test_any_table_gives_a_dry_run_or_a_message(self, rows, file_format):
        self.walk(table_file(rows, file_format, "Pool"))

    @settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
    @given(tables(), st.sampled_from([CSV, XLSX]))
    def test_what_was_imported_exported_and_imported_again_changes_nothing(self, rows, file_format):
        assembly = AssemblyFactory()
        organiser = AppointmentFactory(assembly=assembly, role=Role.ORGANISER).user
        try:
            first = dry_run_of(assembly, organiser, table_file(rows, CSV, "Pool"))
        except Unreadable:
            return
        commit_import(pool_import=first, digest=first.result["digest"], actor=organiser, now=NOON)
        before = [
            list(Respondent.objects.order_by("pk").values()),
            list(Answer.objects.order_by("pk").values()),
        ]
        if not before[0]:
            return
        people = respondents_with_standing(assembly)
        categories = list(Category.objects.filter(assembly=assembly).prefetch_related("values"))
        data = table_file(pool_rows(people, categories), file_format, "Pool")
        again = dry_run_of(assembly, organiser, data, declarations={})
        shown = {key: again.result[key] for key in ("new", "changed", "unchanged", "rejected")}
        assert shown == {"new": 0, "changed": 0, "unchanged": len(before[0]), "rejected": 0}
        commit_import(pool_import=again, digest=again.result["digest"], actor=organiser, now=NOON)
        assert before == [
            list(Respondent.objects.order_by("pk").values()),
            list(Answer.objects.order_by("pk").values()),
        ]


pytestmark = pytest.mark.django_db
