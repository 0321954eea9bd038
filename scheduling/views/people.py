"""People: who takes part, when they are free, who is on duty, who can sign in."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.enums import PersonKind
from assembly.errors import HouseError
from assembly.models import Person
from assembly.services.people import add_person, person_of_account
from assembly.services.people_accounts import give_accounts, members_without_account
from assembly.services.people_edit import change_person, person_leaves, person_returns
from assembly.views.workspace import AssemblyView
from scheduling.clock_times import clock_name
from scheduling.forms.people import DutyForm, PersonForm, PersonTimesForm
from scheduling.models import Session
from scheduling.selectors.in_use import in_use_sentence
from scheduling.selectors.on_duty import away_words
from scheduling.selectors.sessions import sessions_of
from scheduling.selectors.takes_part import DutyChoice, duty_choices, people_of, team_of
from scheduling.services.deleting import delete_unused
from scheduling.services.duties import add_person_times, remove_person_time, set_duties
from scheduling.views.session_base import SessionView

PER_PAGE = 50


class PeopleBase(AssemblyView):
    """Names and addresses are for those who may read the panel's; changes for those who plan sessions."""

    permission: ClassVar[str] = "assembly.view_panel_people"
    post_permission: ClassVar[str | None] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def person_of(self, pk: int) -> Person:
        """Return somebody of this assembly, and note that names are read."""
        self.note_list_reading("person.list_read")
        return get_object_or_404(
            Person.objects.select_related("assembly", "user"), assembly=self.assembly, pk=pk
        )

    def zone(self) -> ZoneInfo:
        """Return the clock by which times are written: that of the assembly's latest session."""
        last = sessions_of(self.assembly).last()
        return last.zone if last else ZoneInfo(settings.TIME_ZONE)


class PeopleView(PeopleBase):
    """Everybody who stands in programmes or sits at tables."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, narrowed by kind and words."""
        self.note_list_reading("person.list_read")
        kind, words = request.GET.get("kind", ""), request.GET.get("search", "").strip()
        found = people_of(self.assembly)
        if kind in PersonKind.values:
            found = found.filter(kind=kind)
        if request.GET.get("left") != "1":
            found = found.filter(left_at=None)
        if words:
            found = found.filter(name__icontains=words)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "kinds": PersonKind.choices,
            "kind": kind,
            "search": words,
            "with_left": request.GET.get("left") == "1",
            "without_account": members_without_account(self.assembly),
        }
        return self.render("scheduling/people.html", context)


class NewPersonView(PeopleBase):
    """Enter somebody who is no member."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.render("scheduling/person_form.html", {"form": PersonForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter them."""
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self.render("scheduling/person_form.html", {"form": form}, status=422)
        person = add_person(
            assembly=self.assembly,
            kind=PersonKind(form.cleaned_data["kind"]),
            facts=form.facts(),
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("%(name)s is entered.") % {"name": person})
        return redirect("person", self.assembly.slug, person.pk)


class PersonView(PeopleBase):
    """One person: how to reach them, when they are free, what they do."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show them."""
        return self.page(self.person_of(pk), self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add or take away a time; note that they leave or come back."""
        person, act = self.person_of(pk), request.POST.get("act", "")
        by: dict[str, Any] = {"actor": request.user, "now": self.now}
        try:
            if act == "leave":
                person_leaves(person=person, **by)
            elif act == "return":
                person_returns(person=person, **by)
            elif act == "remove" and request.POST.get("time", "").isdecimal():
                remove_person_time(person=person, pk=int(request.POST["time"]), **by)
            else:
                form = self.form(request.POST)
                if not form.is_valid():
                    return self.page(person, form, status=422)
                given = form.cleaned_data
                add_person_times(
                    person=person, openness=given["openness"], spans=form.spans(), note=given["note"], **by
                )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("person", self.assembly.slug, pk)

    def form(self, data: Any = None) -> PersonTimesForm:
        """Return the form of their times."""
        return PersonTimesForm(
            data, zone=self.zone(), sessions=Session.objects.filter(assembly=self.assembly)
        )

    def page(self, person: Person, form: PersonTimesForm, *, status: int = 200) -> HttpResponse:
        """Render them."""
        context = {
            "person": person,
            "form": form,
            "zone": self.zone(),
            "clock": clock_name(self.zone().key),
            "times": list(person.times.all()),
            "slots": list(person.slots.select_related("item__session")),
            "duties": list(person.duties.select_related("session")),
            "is_kept_elsewhere": person.is_kept_elsewhere,
        }
        return self.render("scheduling/person.html", context, status=status)


class EditPersonView(PeopleBase):
    """Correct what is known of somebody who is no member."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form; members and witnesses with a file are changed elsewhere."""
        person = self.person_of(pk)
        if person.is_kept_elsewhere:
            messages.info(
                request, _("What is known of them is changed where their seat is, or the file about them.")
            )
            return redirect("person", self.assembly.slug, pk)
        return self.page(person, PersonForm(instance=person))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it."""
        person = self.person_of(pk)
        form = PersonForm(request.POST, instance=person)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            change_person(
                person=person,
                kind=PersonKind(form.cleaned_data["kind"]),
                facts=form.facts(),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("person", self.assembly.slug, pk)

    def page(self, person: Person, form: PersonForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("scheduling/person_form.html", {"form": form, "person": person}, status=status)


class DeletePersonView(PeopleBase):
    """Delete somebody who was entered and never took part."""

    permission: ClassVar[str] = "assembly.edit_sessions"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Ask, or say why they stay."""
        person = self.person_of(pk)
        context = {"thing": person, "back": "person", "refusal": self.refusal(person)}
        return self.render("scheduling/delete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete them."""
        person = self.person_of(pk)
        try:
            if refusal := self.refusal(person):
                messages.error(request, refusal)
                return redirect("person", self.assembly.slug, pk)
            delete_unused(
                thing=person, event="person.delete", assembly=self.assembly, actor=request.user, now=self.now
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("person", self.assembly.slug, pk)
        messages.success(request, _("Deleted."))
        return redirect("people", self.assembly.slug)

    def refusal(self, person: Person) -> str:
        """Say why they stay."""
        if person.kind == PersonKind.MEMBER:
            return _("Members come and go with their seat.")
        return in_use_sentence(person)


class AccountsView(AssemblyView):
    """Give accounts to all members: asked once, then done."""

    permission: ClassVar[str] = "assembly.manage_team"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Say how many, and what will happen."""
        context = {"waiting": members_without_account(self.assembly)}
        return self.render("scheduling/people_accounts.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give them."""
        given = give_accounts(assembly=self.assembly, actor=request.user, now=self.now)
        said = _(
            "Accounts given: %(total)s. By e-mail: %(email)s; by letter: %(letter)s; there already: %(linked)s."
        )
        words = {"email": given.by_email, "letter": given.by_letter, "linked": given.linked}
        messages.success(request, said % {"total": given.total, **words})
        return redirect("people", self.assembly.slug)


class DutyView(SessionView):
    """Who is on duty at a session, with whether they are free."""

    permission: ClassVar[str] = "assembly.view_panel_people"
    post_permission: ClassVar[str | None] = "assembly.edit_sessions"
    session_page: ClassVar[str] = "duty"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show everybody who can be on duty."""
        rows = duty_choices(self.session)
        return self.page(rows, self.form(rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save who is."""
        rows = duty_choices(self.session)
        form = self.form(rows, request.POST)
        if not form.is_valid():
            return self.page(rows, form, status=422)
        parts = {key: part for key, part in form.cleaned_data.items() if part}
        try:
            set_duties(
                session=self.session,
                parts={self.person_key(key): part for key, part in parts.items()},
                seen=self.seen(),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("session_duty", self.assembly.slug, self.session.number)

    def person_key(self, key: str) -> int:
        """Return the person behind a row; one of the team who is not entered yet is entered."""
        kind, _dash, pk = key.partition("-")
        if kind == "person":
            return int(pk)
        user, kind_of = next(
            (user, kind) for user, kind in team_of(self.assembly).items() if user.pk == int(pk)
        )
        return person_of_account(
            assembly=self.assembly, user=user, kind=kind_of, actor=self.request.user, now=self.now
        ).pk

    def seen(self) -> dict[int, str]:
        """Return who was on duty when the page was shown."""
        pairs = (each.partition(":") for each in self.request.POST.getlist("seen"))
        return {int(pk): part for pk, _colon, part in pairs if pk.isdecimal()}

    def form(self, rows: list[DutyChoice], data: Any = None) -> DutyForm:
        """Return a choice for each."""
        return DutyForm(data, rows=[(row.key, row.name, row.part) for row in rows])

    def page(self, rows: list[DutyChoice], form: DutyForm, *, status: int = 200) -> HttpResponse:
        """Render the list; whoever is on duty and not free is named above it."""
        context = {
            "form": form,
            "rows": [(row, form[row.key]) for row in rows],
            "seen": [f"{row.key.removeprefix('person-')}:{row.part}" for row in rows if row.part],
            "clashes": [
                (row, away_words(row.freedom, self.session))
                for row in rows
                if row.part and row.freedom.is_clash
            ],
        }
        return self.render("scheduling/session_duty.html", context, status=status)
