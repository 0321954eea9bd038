"""The read API: who reads what, in parts, how often, and how it says no."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from assembly.connections.access_secrets import check_of
from assembly.connections.api.document import openapi_document
from assembly.connections.enums_tokens import TOKEN_ROLES
from assembly.connections.models import AccessToken
from assembly.connections.services.tokens import end_token
from assembly.enums import AssemblyState, Role
from assembly.models import Assembly
from assembly.permissions import TABLE
from tests.factories import AssemblyFactory, RemitVersionFactory
from tests.factories_api import API, fill_assembly, make_access, read
from tests.factories_figures import make_public
from tests.factories_publication import make_promise
from tests.pages import _walk

pytestmark = pytest.mark.django_db

DOCUMENT = openapi_document()
OPERATIONS = {path: methods["get"] for path, methods in DOCUMENT["paths"].items()}
STAFF = {path: each["x-permission"] for path, each in OPERATIONS.items() if "x-permission" in each}
PUBLIC = [path for path in OPERATIONS if path not in STAFF]
WHO_MAY = {row.name: row.roles for row in TABLE}
PROBLEM = "application/problem+json"


def at(path, assembly, number=1):
    return path.format(slug=assembly.slug, number=number).removeprefix(API)


def check_problem(answer, status):
    """A problem as RFC 9457 tells it, with an address that explains it."""
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    told = json.loads(answer.content)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    assert told["type"].startswith(f"http://testserver{API}#")
    return told


@pytest.fixture
def known(assembly):
    return make_public(assembly)


@pytest.mark.parametrize("path", STAFF)
def test_each_address_of_the_team_is_read_by_the_roles_of_the_table(path, assembly):
    """Each role that a token can have; the table alone decides, and the description names its row."""
    assert STAFF[path] in WHO_MAY
    found = {role: read(at(path, assembly), make_access(assembly, role)).status_code for role in TOKEN_ROLES}
    allowed = 404 if "{number}" in path else 200
    assert found == {role: allowed if role in WHO_MAY[STAFF[path]] else 403 for role in TOKEN_ROLES}


def test_each_role_of_a_token_reads_something_and_no_other_role_would():
    for role in Role:
        reads = {path for path, permission in STAFF.items() if role in WHO_MAY[permission]}
        assert bool(reads) is (role in TOKEN_ROLES), role


@pytest.mark.parametrize("path", STAFF)
def test_without_a_token_nobody_learns_whether_an_assembly_exists(path, known):
    for address in (at(path, known), at(path, Assembly(slug="nowhere"))):
        answer = read(address)
        check_problem(answer, 401)
        assert answer["WWW-Authenticate"] == 'Bearer realm="assembly"'


@pytest.mark.parametrize("path", STAFF)
def test_with_a_token_of_another_assembly_it_does_not_exist(path, known):
    check_problem(read(at(path, known), make_access(AssemblyFactory())), 404)


@pytest.mark.parametrize("path", STAFF)
def test_a_person_who_is_signed_in_reads_nothing_by_that(path, assembly, organiser, client_of):
    """A session is no token: no page of another site can read in somebody’s name."""
    check_problem(client_of(organiser).get(f"{API}{at(path, assembly)}"), 401)


def test_a_token_that_is_over_lets_nobody_in(assembly):
    """Ended, past its last day before the clock noted that, mistyped, cut, empty."""
    ended, past, good = make_access(assembly), make_access(assembly), make_access(assembly)
    end_token(token=ended.token, reason="⟪Lost⟫", actor=ended.token.made_by, now=timezone.now())
    AccessToken.objects.filter(pk=past.token.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    address = f"staff/{assembly.slug}"
    check_problem(read(address, ended), 401)
    check_problem(read(address, past), 401)
    body = good.secret[:-6]
    other = body[:-1] + ("a" if body[-1] != "a" else "b")
    for sent in (good.secret[:-1], other + check_of(other), "", "asm_", f"x {good.secret}", "\x00"):
        answer = read(address, headers={"Authorization": f"Bearer {sent}"})
        check_problem(answer, 401)
    check_problem(read(address, headers={"Authorization": f"Basic {good.secret}"}), 401)
    assert read(address, good).status_code == 200


def test_a_token_works_on_its_last_day(assembly):
    made = make_access(assembly)
    AccessToken.objects.filter(pk=made.token.pk).update(expires_on=timezone.localdate())
    assert read(f"staff/{assembly.slug}", made).status_code == 200


def test_a_token_reads_of_an_assembly_that_is_over(assembly):
    """Whatever outlives the assembly in the table."""
    made = make_access(assembly)
    Assembly.objects.filter(pk=assembly.pk).update(state=AssemblyState.ARCHIVED)
    assert read(f"staff/{assembly.slug}/pool", made).status_code == 200


@pytest.mark.parametrize("path", [path for path in PUBLIC if "{slug}" in path])
def test_what_is_public_is_read_once_the_public_knows_of_the_assembly(path, assembly):
    check_problem(read(at(path, assembly)), 404)
    make_public(assembly)
    assert read(at(path, assembly)).status_code == (404 if "{number}" in path else 200)
    check_problem(read(at(path, Assembly(slug="nowhere"))), 404)


def test_drafts_and_rehearsals_are_not_in_the_list(known):
    AssemblyFactory()
    AssemblyFactory(state=AssemblyState.LEARNING, is_rehearsal=True)
    assert [each["slug"] for each in read("assemblies").json()["items"]] == [known.slug]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method, known):
    made = make_access(known)
    for address in ("assemblies", f"staff/{known.slug}", "openapi.json", "nowhere"):
        answer = getattr(Client(enforce_csrf_checks=True), method)(f"{API}{address}", headers=made.header)
        check_problem(answer, 405)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_an_address_that_is_none_is_told_as_a_problem(known):
    for address in (
        "nowhere",
        "assemblies/",
        f"staff/{known.slug}/nothing",
        f"assemblies/{known.slug}/register/x",
    ):
        check_problem(read(address), 404)


def test_a_head_request_has_the_headers_and_no_body(known):
    address = f"{API}assemblies/{known.slug}"
    whole, head = Client().get(address), Client().head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == str(len(whole.content))


def test_pages_of_other_sites_read_what_is_public_and_nothing_else(known):
    """Without credentials, ever."""
    shared = read(f"assemblies/{known.slug}")
    own = read(f"staff/{known.slug}", make_access(known))
    assert shared["Access-Control-Allow-Origin"] == "*"
    assert not own.has_header("Access-Control-Allow-Origin")
    asked = [Client().options(f"{API}{each}/{known.slug}") for each in ("assemblies", "staff")]
    assert [answer.status_code for answer in asked] == [204, 204]
    assert asked[0]["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for answer in (shared, own, *asked):
        assert not answer.has_header("Access-Control-Allow-Credentials")
    assert not asked[1].has_header("Access-Control-Allow-Origin")


def test_answers_with_a_token_are_kept_by_no_cache(known):
    assert read(f"staff/{known.slug}", make_access(known))["Cache-Control"] == "no-store"
    assert read(f"assemblies/{known.slug}")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("is_staff", [True, False])
def test_an_answer_that_has_not_changed_is_not_sent_again(is_staff, known):
    made = make_access(known)
    address = (
        f"{'staff' if is_staff else 'assemblies'}/{known.slug}/{'publication' if is_staff else 'calendar'}"
    )
    first = read(address, made)
    again = read(address, made, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_promise(known)
    changed = read(address, made, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", "after=99999999999", "limit=0", "limit=101", "limit=", "afer=10", "=1"],
)
def test_a_parameter_that_is_not_understood_is_named(query, known):
    answer = read(f"assemblies?{query}")
    told = check_problem(answer, 422)
    assert [each["parameter"] for each in told["errors"]] == [query.partition("=")[0]]
    assert all(each["words"] for each in told["errors"])


def test_unknown_parameters_are_named_where_a_token_is_asked_for_too(known):
    made = make_access(known)
    told = check_problem(read(f"staff/{known.slug}/remit?limit=1&afer=1&nonsense=2", made), 422)
    assert [each["parameter"] for each in told["errors"]] == ["afer", "nonsense"]


def test_a_number_that_no_row_can_have_is_not_understood(known):
    check_problem(read(f"assemblies/{known.slug}/register/99999999999999999999"), 422)


def test_a_list_is_read_part_by_part_without_gaps(assembly):
    made = make_access(assembly)
    for number in range(1, 6):
        RemitVersionFactory(assembly=assembly, number=number, published=True)
    address, found = f"staff/{assembly.slug}/remit?limit=2", []
    while address:
        part = read(address.removeprefix(f"http://testserver{API}"), made).json()
        assert len(part["items"]) <= 2
        found += [each["number"] for each in part["items"]]
        address = part["next"]
    assert found == [1, 2, 3, 4, 5]


def test_the_last_part_that_is_full_has_no_next(assembly):
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    RemitVersionFactory(assembly=assembly, number=2, published=True)
    assert read(f"staff/{assembly.slug}/remit?limit=2", make_access(assembly)).json()["next"] is None


class TestHowOften:
    """So many a minute for each token, and for each connection without one."""

    @pytest.fixture(autouse=True)
    def _few(self, settings):
        cache.clear()
        settings.API_REQUESTS_A_MINUTE = 3

    def test_who_asks_too_often_is_told_how_long_to_wait(self):
        found = [read("assemblies").status_code for _each in range(3)]
        assert found == [200, 200, 200]
        answer = read("assemblies")
        check_problem(answer, 429)
        assert 1 <= int(answer["Retry-After"]) <= 60
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_each_token_is_counted_for_itself(self, known):
        first, second = make_access(known), make_access(known)
        found = [read(f"staff/{known.slug}", first).status_code for _each in range(4)]
        assert found == [200, 200, 200, 429]
        assert read(f"staff/{known.slug}", second).status_code == 200
        assert read("assemblies").status_code == 200

    def test_guesses_at_tokens_count_for_the_connection(self, known):
        guess = {"Authorization": "Bearer asm_guess"}
        found = [read(f"staff/{known.slug}", headers=guess).status_code for _each in range(4)]
        assert found == [401, 401, 401, 429]


def test_the_day_of_the_last_use_is_noted_once_a_day(assembly):
    made = make_access(assembly)
    read(f"staff/{assembly.slug}/remit", made)
    made.token.refresh_from_db()
    assert made.token.last_used_on == timezone.localdate()
    with CaptureQueriesContext(connection) as asked:
        read(f"staff/{assembly.slug}/remit", made)
    assert [each["sql"] for each in asked if "UPDATE" in each["sql"] and "accesstoken" in each["sql"]] == []


def test_a_refused_request_is_no_use(assembly):
    made = make_access(assembly)
    Client().post(f"{API}staff/{assembly.slug}", headers=made.header)
    made.token.refresh_from_db()
    assert made.token.last_used_on is None


def test_every_address_of_a_full_assembly_answers_with_something(assembly):
    """So that the tests of what is in an answer look at something."""
    fill_assembly(assembly)
    made, lists = make_access(assembly), ("items", "rows", "sessions", "promises", "counts", "values")
    emptied = []
    for path in OPERATIONS:
        answer = read(at(path, assembly), made)
        assert answer.status_code == 200, (path, answer.content)
        emptied += [(path, name) for name in lists if answer.json().get(name) == []]
    assert emptied == []


def test_the_description_is_openapi_of_this_installation():
    document = Client().get(f"{API}openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "http://testserver"}]
    assert list(document["paths"]) == list(OPERATIONS)
    ids = [each["operationId"] for each in OPERATIONS.values()]
    assert sorted(ids) == sorted(set(ids))


def test_every_address_of_the_house_below_the_api_is_described():
    """Whoever adds one says who may read it."""
    routes = {
        "/" + page.route.replace("<slug:slug>", "{slug}").replace("<int:number>", "{number}")
        for page in _walk(get_resolver(), "")
        if page.name.startswith("api_")
    }
    own = {API, f"{API}openapi.json", f"{API}^.*$"}
    assert routes - own == set(OPERATIONS)
    for path, operation in OPERATIONS.items():
        assert (path in STAFF) is path.startswith(f"{API}staff/")
        assert ("security" in operation) is (path in STAFF)
