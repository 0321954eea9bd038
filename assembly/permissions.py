"""Who may do what: one table that people can read.

A permission is named `assembly.<verb>_<thing>`; the table says which roles in an assembly have it, and which of
them outlive the assembly: one that is archived or cancelled takes no other writes. Platform
administrators may create assemblies; inside an assembly they have no rights without a role, so that nobody reads
volunteers' data by rank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from assembly.enums import AssemblyState, Role
from assembly.models import Appointment, Assembly, User

STAFF = frozenset({Role.ORGANISER, Role.SESSION_STAFF})
OVERSIGHT = frozenset({Role.OBSERVER, Role.AUDITOR})
IN_THE_ROOM = STAFF | {Role.FACILITATOR}
PARTICIPANTS = frozenset(Role) - STAFF - OVERSIGHT


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table: what it allows in plain words, to whom, and whether still once the assembly is over."""

    name: str
    sentence: Any
    roles: frozenset[Role]
    is_for_good: bool


OVER = frozenset({AssemblyState.ARCHIVED, AssemblyState.CANCELLED})
"""States in which nothing moves any more: what is there is read, kept, and lawfully erased."""


def _row(name: str, sentence: Any, roles: Iterable[Role]) -> Permission:
    """Make a row that ends with the assembly."""
    return Permission(f"assembly.{name}", sentence, frozenset(roles), is_for_good=False)


def _for_good(name: str, sentence: Any, roles: Iterable[Role]) -> Permission:
    """Make a row that outlives the assembly: reading, and what people have a right to at any time."""
    return Permission(f"assembly.{name}", sentence, frozenset(roles), is_for_good=True)


ORGANISERS = frozenset({Role.ORGANISER})

TABLE: tuple[Permission, ...] = (
    _for_good("view_workspace", _("Open the assembly’s workspace and overview"), STAFF | OVERSIGHT),
    _for_good("view_own_home", _("Open the page about their own part"), PARTICIPANTS),
    _for_good("view_remit", _("Read the remit and its versions"), STAFF | OVERSIGHT),
    _row("edit_remit", _("Draft and publish the remit"), ORGANISERS),
    _row("move_assembly", _("Move the assembly on, pause, cancel, close or archive it"), ORGANISERS),
    _for_good("copy_assembly", _("Make a rehearsal copy with invented people"), ORGANISERS),
    _for_good("view_team", _("See who is on the team"), STAFF | OVERSIGHT),
    _for_good("manage_team", _("Invite people and give or take roles"), ORGANISERS),
    _for_good("view_record", _("Read the record"), ORGANISERS | OVERSIGHT),
    _for_good("export_record", _("Take the record away as a file"), ORGANISERS | {Role.AUDITOR}),
    _for_good("view_privacy", _("See for how long personal data are kept"), STAFF | OVERSIGHT),
    _for_good("manage_privacy", _("Change for how long personal data are kept"), ORGANISERS),
    _for_good("handle_personal_data", _("Show, copy and erase everything held about one person"), ORGANISERS),
    _for_good("view_pool_figures", _("See counts of the pool, never people"), STAFF | OVERSIGHT),
    _for_good("view_respondents", _("Read respondents' names, addresses and answers"), ORGANISERS),
    _row("import_pool", _("Import and change the pool"), ORGANISERS),
    _row("run_registration", _("Write, open and close the registration page"), ORGANISERS),
    _row("run_waves", _("Draw, print and post invitations, and export their addresses"), ORGANISERS),
    _for_good("export_pool", _("Export respondents' data"), ORGANISERS),
    _for_good("run_messages", _("Write, review and send messages, and read the outbox"), ORGANISERS),
    _for_good(
        "report_incident",
        _("Report incidents, and read those that they reported or were given"),
        IN_THE_ROOM | {Role.CALLER, Role.OBSERVER},
    ),
    _for_good(
        "handle_incidents", _("Deal with the incidents that they were given, and close them"), ORGANISERS
    ),
    _row("write_notes", _("Write facilitators’ notes, and read one’s own and shared ones"), IN_THE_ROOM),
    _for_good("read_notes", _("Read all facilitators’ notes"), STAFF),
    _for_good("view_targets", _("See categories, targets and quotas"), STAFF | OVERSIGHT),
    _row("edit_targets", _("Change categories, targets and quotas"), ORGANISERS),
    _row(
        "sign_off_targets",
        _("Sign off targets that somebody else changed last"),
        ORGANISERS | {Role.OBSERVER},
    ),
    _for_good("view_runs", _("See selection runs and fairness reports"), STAFF | OVERSIGHT),
    _row("start_run", _("Start, stop and comment on selection runs"), ORGANISERS),
    _row("run_draw", _("Prepare, commit, hold, publish and void a draw"), ORGANISERS),
    _row(
        "approve_draw",
        _("Approve a draw that somebody else prepared"),
        ORGANISERS | {Role.OBSERVER},
    ),
    _for_good(
        "audit_draw",
        _("Take away the file by which an auditor opens every commitment"),
        ORGANISERS | {Role.AUDITOR},
    ),
    _row("adopt_run", _("Take over a run’s panel without a draw, in a rehearsal"), ORGANISERS),
    _for_good("view_panel", _("See how the panel meets the targets"), STAFF | OVERSIGHT),
    _for_good(
        "view_panel_people", _("Read the names and addresses of the panel"), ORGANISERS | {Role.SESSION_STAFF}
    ),
    _row(
        "run_replacements",
        _("Fill seats that were given up, leave them vacant, choose alternates, and take offers back"),
        ORGANISERS,
    ),
    _for_good("export_panel", _("Export the panel’s names and addresses"), ORGANISERS),
    _for_good("view_members", _("Open a member’s record: how they wish to be reached"), STAFF),
    _row("edit_members", _("Enter how members wish to be reached, and their emergency contacts"), ORGANISERS),
    _for_good("view_consents", _("Read what members consented to, and when"), ORGANISERS),
    # Whoever agreed may take it back at any time, also when the assembly is over.
    _for_good("record_consents", _("Enter what members and witnesses consent to, or take back"), ORGANISERS),
    _for_good("view_support_needs", _("Read what members need, and export the list"), STAFF),
    _row("edit_support_needs", _("Enter what members need, and see to it"), STAFF),
    _for_good("view_emergency_contacts", _("Read whom to call for a member in an emergency"), STAFF),
    _row(
        "manage_offers",
        _("Offer seats, set deadlines, print letters with personal links, give up after enough calls"),
        ORGANISERS,
    ),
    _row(
        "enter_answers", _("Enter answers to offered seats that came by post, in person or by e-mail"), STAFF
    ),
    _row(
        "call_members",
        _("Call people who were offered a seat, one at a time, and note what they answer"),
        STAFF | {Role.CALLER},
    ),
    _for_good(
        "view_sessions", _("See venues, sessions and the programme as it is planned"), STAFF | OVERSIGHT
    ),
    _row("edit_sessions", _("Plan venues, rooms, sessions, people’s times and the programme"), STAFF),
    _row("publish_programme", _("Publish the programme and write to those whom a change concerns"), STAFF),
    _for_good(
        "view_programme",
        _("Read the published programme, and take it into one’s own calendar"),
        frozenset(Role),
    ),
    _for_good("view_attendance", _("See by name who came to which session, and who missed what"), STAFF),
    _row("take_attendance", _("Open and close a session, and note who is there"), STAFF),
    _row("say_absence", _("Say of oneself that one is at a session, or cannot come to it"), {Role.MEMBER}),
    _for_good("view_session_needs", _("Read what a session must provide: support and diets"), STAFF),
    _row(
        "view_day_sheet",
        _("Open the sheet of the day: tables, first names, one’s own notes, and nothing private"),
        IN_THE_ROOM,
    ),
    _for_good("view_payments", _("See what was paid and what is owed"), ORGANISERS | {Role.AUDITOR}),
    _for_good("manage_payments", _("Set honoraria, check and pay claims, export payments"), ORGANISERS),
    _for_good("enter_claims", _("Enter claims that came on paper or by phone"), STAFF),
    # Whoever spent money has a right to claim it, also when the assembly is over.
    _for_good(
        "claim_expenses",
        _("See what one is paid, and claim what one spent"),
        {Role.MEMBER, Role.WITNESS, Role.FACILITATOR, Role.ADVISORY_GROUP},
    ),
    _for_good("view_tables", _("See seating plans"), STAFF | OVERSIGHT | {Role.FACILITATOR}),
    _for_good("view_own_table", _("See at which table one sits"), {Role.MEMBER, Role.FACILITATOR}),
    _row("seat_tables", _("Make seating plans, and change them by hand"), STAFF),
    _for_good(
        "view_evidence",
        _("See topics, evidence items with their versions and reviews, and what packs hold"),
        STAFF | OVERSIGHT | {Role.ADVISORY_GROUP},
    ),
    _for_good(
        "view_balance",
        _("See whether the evidence is balanced, topic by topic and session by session"),
        STAFF | OVERSIGHT | {Role.ADVISORY_GROUP},
    ),
    _for_good("view_witnesses", _("Read the directory of witnesses, and how to reach them"), STAFF),
    _row("edit_witnesses", _("Enter, choose, invite and brief witnesses"), STAFF),
    _row(
        "propose_witnesses",
        _("Propose a witness, and read what was decided"),
        {Role.MEMBER, Role.ADVISORY_GROUP},
    ),
    # A witness may take an agreement back at any time, also when the assembly is over.
    _for_good(
        "give_evidence",
        _("See one’s own appearances, and say one’s interests, times and what may be made public"),
        {Role.WITNESS},
    ),
    _row("edit_evidence", _("Ask for, enter, edit and withdraw evidence, and enter reviews on paper"), STAFF),
    _row("review_evidence", _("Review evidence for balance and accuracy"), {Role.ADVISORY_GROUP}),
    _row(
        "release_evidence", _("Approve evidence, release it to members, publish and correct it"), ORGANISERS
    ),
    _row("edit_packs", _("Put packs together, issue and print them"), STAFF),
    _for_good("view_deliveries", _("See by name who gets packs on paper, and who got them when"), STAFF),
    _row("deliver_packs", _("Enter how members wish to read, and note what was posted"), STAFF),
    _for_good(
        "read_evidence",
        _("Read released evidence and packs, and keep private notes"),
        {Role.MEMBER, Role.FACILITATOR},
    ),
    _row("ask_questions", _("Ask witnesses, and say whether an answer answers it"), {Role.MEMBER}),
    _row("enter_questions", _("Enter what members or tables asked"), IN_THE_ROOM),
    _for_good(
        "view_questions", _("Read all questions and answers"), STAFF | OVERSIGHT | {Role.ADVISORY_GROUP}
    ),
    _row("handle_questions", _("Put questions together, assign and publish them, enter answers"), STAFF),
    _row("answer_questions", _("Answer the questions that one was given"), {Role.WITNESS}),
    _for_good("view_submissions", _("Read what was sent in, and by whom"), STAFF),
    _row("run_call", _("Open and close the call for submissions, and decide about what came"), STAFF),
    _for_good(
        "view_recommendations",
        _("See recommendations, their versions and amendments, decision rules, ballots and counts"),
        STAFF | OVERSIGHT | {Role.FACILITATOR, Role.ADVISORY_GROUP},
    ),
    _row(
        "edit_recommendations",
        _("Draft recommendations, enter comments, amendments and minority statements"),
        IN_THE_ROOM,
    ),
    _row(
        "decide_recommendations",
        _("Decide on amendments, freeze and withdraw recommendations, publish results and the report"),
        ORGANISERS,
    ),
    _row("run_ballots", _("Prepare, open and close ballots, and enter counts"), STAFF),
    _row(
        "verify_ballots",
        _("Verify counts that somebody else entered"),
        ORGANISERS | {Role.OBSERVER},
    ),
    _for_good(
        "read_recommendations",
        _("Read recommendations, what is put to the vote, and what was answered"),
        {Role.MEMBER, Role.FACILITATOR},
    ),
    _row("take_voting_codes", _("Take a code to vote with, one for each vote"), {Role.MEMBER}),
    _row(
        "propose_amendments",
        _("Propose amendments, and write minority statements"),
        {Role.MEMBER},
    ),
    _for_good(
        "view_responses",
        _("See what bodies owe, answers and their drafts, commitments and reports"),
        STAFF | OVERSIGHT,
    ),
    _row(
        "manage_responses",
        _("Set bodies, officials and due days, grant more time, pass concerns on, verify commitments"),
        ORGANISERS,
    ),
    _row("enter_responses", _("Enter answers, reports and what members say that came on paper"), STAFF),
    _row(
        "answer_recommendations",
        _("Read and draft the answers of one’s own body, ask for more time, name who stands in"),
        {Role.OFFICIAL, Role.RESPONSE_APPROVER},
    ),
    _row("clear_responses", _("Clear and publish answers of one’s own body"), {Role.RESPONSE_APPROVER}),
    _row(
        "report_progress",
        _("Report on the commitments of one’s own body, and supply evidence"),
        {Role.OFFICIAL, Role.RESPONSE_APPROVER},
    ),
    _row(
        "say_back",
        _("Rate answers, ask for clarification, and disagree"),
        {Role.MEMBER},
    ),
    _for_good(
        "view_evaluation",
        _("See survey waves, their results and the figures of the evaluation"),
        STAFF | OVERSIGHT,
    ),
    _row("run_surveys", _("Load question sets, plan, open and close survey waves, and send them out"), STAFF),
    _row("enter_survey_answers", _("Enter survey answers that came on paper or by phone"), STAFF),
    _row("answer_surveys", _("Answer the surveys of one’s own assembly"), {Role.MEMBER}),
    _row(
        "make_welfare_calls",
        _("Call members who considered leaving, and note that it was done"),
        STAFF | {Role.CALLER},
    ),
    _for_good("publish_figures", _("Publish figures of the evaluation, small groups hidden"), ORGANISERS),
    _for_good("edit_learning", _("Write the learning record and publish it"), ORGANISERS),
    _for_good(
        "make_disclosure",
        _("Make the pack that answers a freedom-of-information request"),
        ORGANISERS | {Role.AUDITOR},
    ),
    _for_good("close_out", _("Issue the close-out certificate"), ORGANISERS),
    _for_good(
        "view_publication",
        _("See what was promised to the public, by when, and what is out"),
        STAFF | OVERSIGHT,
    ),
    _for_good(
        "manage_publication",
        _("Say what the public is told, promise publications, and note what is out"),
        ORGANISERS,
    ),
    _for_good(
        "view_connections",
        _("See which other programs read the assembly’s data or are told of its events"),
        ORGANISERS | {Role.AUDITOR},
    ),
    # Whoever may give a program access has to be able to take it back at any time.
    _for_good(
        "manage_connections", _("Give other programs access, have them told, and end either"), ORGANISERS
    ),
)


_ROWS = {row.name: row for row in TABLE}

READS_PEOPLE = (
    "assembly.view_respondents",
    "assembly.view_panel_people",
    "assembly.export_pool",
    "assembly.export_panel",
    "assembly.audit_draw",
    "assembly.view_members",
    "assembly.view_consents",
    "assembly.view_support_needs",
    "assembly.view_emergency_contacts",
    "assembly.manage_offers",
    "assembly.enter_answers",
    "assembly.call_members",
    "assembly.run_waves",
    "assembly.view_attendance",
    "assembly.view_session_needs",
    "assembly.view_day_sheet",
    "assembly.view_payments",
    "assembly.manage_payments",
    "assembly.enter_claims",
    "assembly.view_tables",
    "assembly.view_witnesses",
    "assembly.view_deliveries",
    "assembly.enter_questions",
    "assembly.view_submissions",
    "assembly.handle_personal_data",
    "assembly.handle_incidents",
    "assembly.enter_survey_answers",
    "assembly.make_welfare_calls",
)
"""The rows by which names and answers of people are seen; the record of processing lists who holds them."""


def who_reads_people() -> list[tuple[str, str]]:
    """Return, in words, what lets somebody read people's data, and which roles it is given to."""
    return [
        (
            str(_ROWS[name].sentence),
            ", ".join(str(role.label) for role in Role if role in _ROWS[name].roles),
        )
        for name in READS_PEOPLE
    ]


_READ_ROLES = "_roles_by_assembly"


def roles_of(user: User, assembly: Assembly) -> frozenset[str]:
    """Return the roles of `user` in `assembly`, read once per user object and assembly."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    # Not in `user.__dict__`: a request's user is a wrapper with a dictionary of its own, permissions ask whom it wraps.
    cache: dict[int, frozenset[str]] | None = getattr(user, _READ_ROLES, None)
    if cache is None:
        cache = {}
        setattr(user, _READ_ROLES, cache)
    if assembly.pk not in cache:
        cache[assembly.pk] = frozenset(
            Appointment.objects.filter(user=user, assembly=assembly).values_list("role", flat=True)
        )
    return cache[assembly.pk]


def forget_roles(user: User) -> None:
    """Make the next question read the roles again (after an appointment changed)."""
    if hasattr(user, _READ_ROLES):
        delattr(user, _READ_ROLES)


def roles_in_table(name: str) -> frozenset[Role]:
    """Return which roles the table gives a permission to.

    Raises:
        KeyError: it has no such row.
    """
    return _ROWS[name].roles


def roles_with(name: str, assembly: Assembly) -> frozenset[Role]:
    """Return which roles have a permission in `assembly` as it stands now.

    Raises:
        KeyError: the table has no such row.
    """
    return _roles_now(_ROWS[name], assembly)


def _roles_now(row: Permission, assembly: Assembly) -> frozenset[Role]:
    return frozenset() if assembly.state in OVER and not row.is_for_good else row.roles


def _holds(row: Permission) -> Any:
    def holds(user: User, assembly: Assembly | None = None) -> bool:
        if assembly is None:
            return False
        return bool(_roles_now(row, assembly) & roles_of(user, assembly))

    return rules.predicate(row.name)(holds)


for _permission in TABLE:
    rules.add_perm(_permission.name, _holds(_permission))

rules.add_perm("assembly.create_assembly", rules.predicates.is_superuser | rules.predicates.is_staff)
