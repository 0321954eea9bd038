"""Fill an installation: an assembly whose members meet and read, one that takes a pool in, one that is drawn from."""

import io
import random
from dataclasses import dataclass, field
from typing import Any

PAPERS, PAGES_EACH = 10, 5
SEATS, VOLUNTEERS = 40, 400


@dataclass
class Town:
    """What the clients need to know, plain values alone."""

    slug: str = ""
    pool_slug: str = ""
    lottery_slug: str = ""
    members: list[str] = field(default_factory=list)
    organisers: list[str] = field(default_factory=list)
    session_staff: list[str] = field(default_factory=list)
    officials: list[str] = field(default_factory=list)
    owed: list[int] = field(default_factory=list)
    papers: list[tuple[int, str]] = field(default_factory=list)
    """Number and title of each."""
    password: str = ""
    app_secret: str = ""
    """What everybody of the team signs in with."""
    session: int = 0
    survey: int = 0
    pack_bytes: int = 0
    people: list[int] = field(default_factory=list)
    """The members' keys, as the list in the hall has them."""


def paper(number: int) -> bytes:
    """Return a PDF as witnesses send them: pages of small text, every other with a photograph."""
    from PIL import Image
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(PAGES_EACH):
        if page % 2 == 0:
            picture = Image.effect_noise((520, 360), 30 + number)
            data = io.BytesIO()
            picture.save(data, "JPEG", quality=80)
            canvas.drawImage(ImageReader(data), 60, 480, 470, 320)
        text = canvas.beginText(60, 450)
        text.setFont("Helvetica", 9)
        for line in range(40):
            text.textLine(
                f"Paper {number}, page {page + 1}, line {line}: measured at nine places in Riverbend."
            )
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def fill(*, members: int, papers: int = PAPERS, volunteers: int = VOLUNTEERS, seats: int = SEATS) -> Town:
    """Fill the database that the settings name; people sign in with what tests/factories.py gives them."""
    from django.test import override_settings

    town = Town()
    # Accounts that factories make by the way never sign in: a slow password for each would take minutes.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        assembly = _meeting(town, members)
        _evidence(town, assembly, papers)
        _answers(town, assembly)
        _survey(town, assembly)
        _pool(town)
        _lottery(town, volunteers, seats)
    _staff(town)
    return town


def _meeting(town: Town, members: int) -> Any:
    """Make the assembly with its members, their accounts, and a session that goes on now."""
    from django.utils import timezone

    from assembly.enums import Role
    from assembly.models import Appointment, User
    from tests.factories import AssemblyFactory, RemitVersionFactory, StateEntryFactory
    from tests.factories_attendance import around_now, make_open_session
    from tests.factories_site import make_statement

    now = timezone.now()
    assembly = AssemblyFactory(state="learning", slug="riverbend", seats=members)
    RemitVersionFactory(assembly=assembly, number=1, published=True)
    for state in ("announced", "recruiting", "selecting", "onboarding", "learning"):
        StateEntryFactory(assembly=assembly, state=state)
    make_statement(assembly)
    session, people = make_open_session(assembly, members, **around_now(now))
    for person in people:
        user = User(email=person.email, name=person.name)
        user.set_unusable_password()
        user.save()
        Appointment.objects.create(assembly=assembly, user=user, role=Role.MEMBER, appointed_at=now)
        type(person).objects.filter(pk=person.pk).update(user=user)
    town.slug, town.session = assembly.slug, session.number
    town.members = [person.email for person in people]
    town.people = [person.pk for person in people]
    return assembly


def _evidence(town: Town, assembly: Any, papers: int) -> None:
    """Release papers with real files, put them in a pack, issue it, and have its PDFs built."""
    from django.core.management import call_command
    from django.utils import timezone

    from evidence.models import Pack, PackEntry, PackFile
    from evidence.services.packs_issue import issue_pack
    from scheduling.models import Session
    from tests.factories import UserFactory
    from tests.factories_evidence import make_item, make_stored_file, make_topic

    session = Session.objects.get(assembly=assembly)
    topics = [make_topic(assembly, f"Topic {number}") for number in range(4)]
    pack = Pack.objects.create(
        assembly=assembly,
        session=session,
        title="Pack of the first day",
        intro="Read what you can.",
        made_at=timezone.now(),
    )
    for number in range(1, papers + 1):
        file = make_stored_file(assembly, paper(number), name=f"paper-{number}.pdf", pages=PAGES_EACH)
        item = make_item(
            assembly,
            state="published" if number % 2 else "released_to_members",
            session=session,
            kind="paper",
            title=f"What the air does to us, part {number}",
            summary="The air is better than ten years ago, and still makes people ill. " * 6,
            text="Measured at nine places, by day and by night. " * 40,
            file=file,
        )
        item.topics.add(topics[number % 4])
        PackEntry.objects.create(pack=pack, item=item, place=number)
        town.papers.append((item.number, f"What the air does to us, part {number}"))
    issue_pack(
        pack=pack,
        note="",
        revision=pack.revision,
        page_url="https://riverbend.example/",
        actor=UserFactory(),
        now=timezone.now(),
    )
    call_command("db_worker", batch=True, queue_name="*", interval=0, startup_delay=False, verbosity=0)
    town.pack_bytes = PackFile.objects.get(size_of_print="normal", version__pack=pack).file.size


def _answers(town: Town, assembly: Any) -> None:
    """Let a body owe answers, and officials draft them."""
    from tests.factories_outcomes import (
        make_body,
        make_official,
        make_plan,
        make_recommendation,
        make_response,
    )

    make_plan(assembly)
    body = make_body(assembly)
    town.officials = [make_official(body, is_approver=False).user.email for _each in range(3)]
    for _each in range(12):
        recommendation = make_recommendation(assembly, state="submitted")
        town.owed.append(make_response(assembly, recommendation=recommendation, body=body).pk)


def _survey(town: Town, assembly: Any) -> None:
    """Open a survey in which all members are asked."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.factories_survey_pages import make_survey

    now = timezone.now()
    surveyed = make_survey(assembly, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=7))
    town.survey = surveyed.wave.number


def _pool(town: Town) -> None:
    """Make an assembly that waits for its pool."""
    from tests.factories import AssemblyFactory, RemitVersionFactory

    assembly = AssemblyFactory(state="recruiting", slug="northern-pool")
    RemitVersionFactory(assembly=assembly, published=True)
    town.pool_slug = assembly.slug


def _lottery(town: Town, volunteers: int, seats: int) -> None:
    """Make an assembly whose pool can be drawn from: four categories, skewed as by who volunteers."""
    from sortition.models import Answer
    from tests.factories import AssemblyFactory, RemitVersionFactory
    from tests.factories_targets import make_people, make_targets

    assembly = AssemblyFactory(state="selecting", slug="eastern-draw", seats=seats)
    RemitVersionFactory(assembly=assembly, published=True)
    half, fifth = seats // 2, seats // 5
    categories = {
        "Gender": {"Female": (half - 1, half + 1), "Male": (half - 1, half + 1)},
        "Age": dict.fromkeys(("16–29", "30–44", "45–59", "60–74", "75+"), (fifth - 1, fifth + 1)),
        "Area": dict.fromkeys(("North", "East", "South", "West"), (seats // 4 - 1, seats // 4 + 1)),
        "Schooling": {"Degree": (half - 2, half + 2), "None": (half - 2, half + 2)},
    }
    values = make_targets(assembly, **categories)
    chance = random.Random(11)
    weights = {2: [3, 2], 5: [1, 2, 3, 4, 2], 4: [4, 3, 2, 2]}
    people = make_people(assembly, volunteers)
    Answer.objects.bulk_create(
        Answer(respondent=person, category=values[name].category, value=values[name], raw=name)
        for person in people
        for names in ([*quotas] for quotas in categories.values())
        for name in chance.choices(names, weights[len(names)])
    )
    town.lottery_slug = assembly.slug


def _staff(town: Town) -> None:
    """Make those who work, with passwords as the product keeps them and a second factor."""
    from assembly.enums import Role
    from assembly.models import Assembly
    from tests.factories import PASSWORD, TOTP_SECRET, AppointmentFactory, UserFactory

    town.password, town.app_secret = PASSWORD, TOTP_SECRET
    assemblies = list(Assembly.objects.filter(slug__in=(town.slug, town.pool_slug, town.lottery_slug)))
    for role, number, emails in (
        (Role.ORGANISER, 4, town.organisers),
        (Role.SESSION_STAFF, 3, town.session_staff),
    ):
        for _each in range(number):
            user = UserFactory()
            emails.append(user.email)
            for assembly in assemblies:
                AppointmentFactory(assembly=assembly, user=user, role=role)
