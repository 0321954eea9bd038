"""What witnesses see and say of themselves: the invitation, where they speak, interests, times, what may be public."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.permissions import OVER
from assembly.views.workspace import AssemblyView
from evidence.enums import ItemState, QuestionState, ReleaseScope, Way
from evidence.forms.proposals import AboutMeForm
from evidence.forms.witnesses import InterestsForm
from evidence.models import Release, Witness
from evidence.selectors.appearances import appearances_of
from evidence.selectors.witnesses import witness_of
from evidence.services.releases import agree_release, take_back_release
from evidence.services.witness_moves import ANSWERS, answer_invitation, can_answer
from evidence.services.witnesses import change_witness, declare_interests, refuse_if_over
from scheduling.clock_times import clock_name
from scheduling.forms.people import PersonTimesForm
from scheduling.models import Session
from scheduling.selectors.sessions import sessions_of
from scheduling.services.duties import add_person_times, remove_person_time

WAITING = (QuestionState.ASSIGNED, QuestionState.REOPENED)


class OwnWitnessBase(AssemblyView):
    """A page for witnesses; each sees their own file alone. Who has none is told whom to ask."""

    permission: ClassVar[str] = "assembly.give_evidence"
    stage: ClassVar[str] = "own_appearances"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out whose file the reader's is."""
        self.witness: Witness | None = witness_of(self.assembly, self.request.user)

    @property
    def own(self) -> Witness:
        """Return the reader's file."""
        if self.witness is None:
            raise BadRequest
        return self.witness

    @property
    def is_over(self) -> bool:
        """Whether only agreements can be taken back."""
        return self.assembly.state in OVER

    def nobody(self) -> HttpResponse:
        """Say that there is no file yet, and whom to ask."""
        return self.render("evidence/own_appearances_nobody.html")

    def back(self) -> HttpResponse:
        """Lead to the page of everything."""
        return redirect("own_appearances", self.assembly.slug)

    def said(self) -> dict[str, Any]:
        """Return who says it and when."""
        return {"actor": self.request.user, "now": self.now}


class OwnAppearancesView(OwnWitnessBase):
    """Everything at a glance: the invitation, appearances, what is asked, what one declared and agreed to."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        if self.witness is None:
            return self.nobody()
        witness = self.witness
        found = appearances_of(self.assembly, witness.person) if witness.person else []
        standing = {each.scope: each for each in Release.objects.filter(witness=witness, ended_at=None)}
        context = {
            "witness": witness,
            "is_over": self.is_over,
            "is_asked": can_answer(witness) and not self.is_over,
            "coming": [each for each in found if each.item.ends_at > self.now],
            "past": [each for each in found if each.item.ends_at <= self.now],
            "papers": list(witness.items.filter(state=ItemState.REQUESTED).order_by("wanted_by", "number")),
            "questions": list(witness.questions.filter(state__in=WAITING).order_by("due_on", "number")),
            "scopes": [(scope.value, scope.label, standing.get(scope.value)) for scope in ReleaseScope],
        }
        return self.render("evidence/own_appearances.html", context)


class OwnAnswerView(OwnWitnessBase):
    """Accept or decline the invitation."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Lead to the page on which it is asked."""
        return self.nobody() if self.witness is None else self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answer."""
        if self.witness is None:
            return self.nobody()
        verb = request.POST.get("answer", "")
        if verb not in ANSWERS:
            messages.error(request, _("Choose one of the two."))
            return self.back()
        try:
            answer_invitation(
                witness=self.witness,
                verb=verb,
                way=Way.ONLINE,
                seen=request.POST.get("seen", ""),
                **self.said(),
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your answer is with the team. Thank you."))
        return self.back()


class OwnInterestsView(OwnWitnessBase):
    """Declare one's interests, and say for the balance of the evidence who one is and where one stands."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show both forms with what stands."""
        if self.witness is None:
            return self.nobody()
        names = ("interests", "has_no_interests")
        initial = {name: getattr(self.witness, name) for name in names}
        return self.page(InterestsForm(initial=initial), AboutMeForm(instance=self.witness))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what was said."""
        if self.witness is None:
            return self.nobody()
        interests, about = InterestsForm(request.POST), AboutMeForm(request.POST, instance=Witness())
        if not (interests.is_valid() & about.is_valid()):
            return self.page(interests, about, status=422)
        try:
            refuse_if_over(self.assembly)
            change_witness(witness=self.own, fields=about.content(), **self.said())
            declare_interests(
                witness=self.own,
                interests=interests.cleaned_data["interests"],
                has_none=interests.cleaned_data["has_no_interests"],
                way=Way.ONLINE,
                **self.said(),
            )
        except HouseError as refused:
            interests.add_error(None, str(refused))
            return self.page(interests, about, status=409)
        messages.success(request, _("Thank you. What you declared is kept."))
        return self.back()

    def page(self, interests: InterestsForm, about: AboutMeForm, *, status: int = 200) -> HttpResponse:
        """Render both forms."""
        context = {
            "interests": interests,
            "about": about,
            "forms": [interests, about],
            "is_over": self.is_over,
        }
        return self.render("evidence/own_interests.html", context, status=status)


class OwnTimesView(OwnWitnessBase):
    """Say when one can come; the plan of the sessions sees it at once."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the times and the form."""
        return self.nobody() if self.witness is None else self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add or take away a time."""
        if self.witness is None or self.witness.person is None:
            return self.nobody()
        person, taken = self.witness.person, request.POST.get("time", "")
        try:
            refuse_if_over(self.assembly)
            if request.POST.get("act") == "remove" and taken.isdecimal():
                remove_person_time(person=person, pk=int(taken), **self.said())
            else:
                form = self.form(request.POST)
                if not form.is_valid():
                    return self.page(form, status=422)
                given = form.cleaned_data
                add_person_times(
                    person=person,
                    openness=given["openness"],
                    spans=form.spans(),
                    note=given["note"],
                    **self.said(),
                )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return redirect("own_times", self.assembly.slug)

    def zone(self) -> ZoneInfo:
        """Return the clock by which times are written: that of the assembly's latest session."""
        last = sessions_of(self.assembly).last()
        return last.zone if last else ZoneInfo(settings.TIME_ZONE)

    def form(self, data: Any = None) -> PersonTimesForm:
        """Return the form; whole sessions are those that everybody may know of."""
        published = Session.objects.filter(assembly=self.assembly).exclude(state="draft")
        return PersonTimesForm(data, zone=self.zone(), sessions=published)

    def page(self, form: PersonTimesForm, *, status: int = 200) -> HttpResponse:
        """Render the times."""
        person = self.own.person
        context = {
            "form": form,
            "zone": self.zone(),
            "clock": clock_name(self.zone().key),
            "times": list(person.times.all()) if person else [],
            "is_over": self.is_over,
        }
        return self.render("evidence/own_times.html", context, status=status)


class OwnReleaseView(OwnWitnessBase):
    """Agree that something is made public, or take an agreement back: at any time."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Lead to the page on which it stands."""
        return self.nobody() if self.witness is None else self.back()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        if self.witness is None:
            return self.nobody()
        scope, act = request.POST.get("scope", ""), request.POST.get("act", "")
        if scope not in ReleaseScope.values or act not in ("agree", "take_back"):
            messages.error(request, _("Choose what it is about."))
            return self.back()
        try:
            self._keep(scope, is_agreed=act == "agree")
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved."))
        return self.back()

    def _keep(self, scope: str, *, is_agreed: bool) -> None:
        if is_agreed:
            agree_release(witness=self.own, scope=scope, way=Way.ONLINE, **self.said())
            return
        standing = Release.objects.filter(witness=self.own, scope=scope, ended_at=None).first()
        if standing is not None:
            take_back_release(release=standing, **self.said())
