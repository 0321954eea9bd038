"""The directory of witnesses as the team sees it: the list, proposals, one file, entering and correcting one."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.enums import ProposedBy, Way, WitnessKind, WitnessState
from evidence.forms.witnesses import NewWitnessForm, TakeOverForm, WitnessForm
from evidence.models import Topic, Witness
from evidence.selectors.appearances import planned_slots
from evidence.selectors.items import items_of
from evidence.selectors.witnesses import (
    near_of,
    people_without_file,
    proposals_of,
    witnesses_found,
    witnesses_of,
)
from evidence.services.witnesses import (
    PROPOSABLE,
    change_witness,
    forget_proposer,
    propose_witness,
    take_over_person,
)
from evidence.views.evidence_base import EvidenceView
from evidence.witness_verbs import verbs_from
from scheduling.enums import Position
from scheduling.selectors.sessions import sessions_of

PER_PAGE = 25
POSITIONS = [(value or "none", label) for value, label in Position.choices]


class WitnessesBase(EvidenceView):
    """A page about witnesses, for those who may read how to reach them."""

    permission: ClassVar[str] = "assembly.view_witnesses"
    post_permission: ClassVar[str | None] = "assembly.edit_witnesses"
    tab: ClassVar[str] = "witnesses"

    def note_reading(self) -> None:
        """Record that names are read."""
        self.note_list_reading("witness.list_read")


class OneWitnessView(WitnessesBase):
    """A page about one witness."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the file, and note that names are read."""
        self.witness: Witness = get_object_or_404(
            witnesses_of(self.assembly).select_related("person__user", "proposer", "assembly"),
            number=kwargs.pop("number"),
        )
        self.note_reading()

    def back(self) -> HttpResponse:
        """Lead to the file."""
        return redirect("witness", self.assembly.slug, self.witness.number)


class WitnessesView(WitnessesBase):
    """Everybody of whom there is a file."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the directory, narrowed by words and values."""
        self.note_reading()
        narrowed = {name: request.GET.get(name, "") for name in ("state", "topic", "position", "kind")}
        words = request.GET.get("search", "").strip()
        found = witnesses_found(self.assembly, words=words, narrowed=narrowed)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "search": words,
            "narrowed": narrowed,
            "states": WitnessState.choices,
            "kinds": WitnessKind.choices,
            "positions": POSITIONS,
            "topics": [
                (str(topic.pk), topic.title) for topic in Topic.objects.filter(assembly=self.assembly)
            ],
            "waiting": proposals_of(self.assembly).count(),
            "by_hand": people_without_file(self.assembly).count(),
        }
        return self.render("evidence/witnesses.html", context)


class ProposalsView(WitnessesBase):
    """What waits for a decision, with who could be known already."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        self.note_reading()
        page = Paginator(proposals_of(self.assembly), PER_PAGE).get_page(request.GET.get("page"))
        near = near_of(self.assembly, [(each.pk, each.name) for each in page])
        return self.render(
            "evidence/witness_proposals.html",
            {
                "page": page,
                "rows": [(each, near[each.pk]) for each in page],
                "public_address": self.public_address() if self.assembly.state in PROPOSABLE else "",
            },
        )

    def public_address(self) -> str:
        """Return where people without an account propose."""
        path = reverse("public_propose_witness", args=[self.assembly.slug])
        return self.request.build_absolute_uri(path)


class NewWitnessView(WitnessesBase):
    """Enter a witness: an idea of the team, or a proposal on paper or by phone."""

    permission: ClassVar[str] = "assembly.edit_witnesses"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(
            NewWitnessForm(assembly=self.assembly, initial={"proposed_by": ProposedBy.ORGANISER})
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Enter them; where somebody of a near name is known, ask once."""
        form = NewWitnessForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        near = near_of(self.assembly, [(None, form.cleaned_data["name"])])[None]
        is_sent_before = Witness.objects.filter(token=form.cleaned_data["token"]).exists()
        if near and not is_sent_before and request.POST.get("is_another") != "1":
            self.note_reading()
            return self.page(form, near=near, status=409)
        witness = propose_witness(
            assembly=self.assembly,
            fields=form.content(),
            topics=form.chosen_topics(),
            proposer=form.proposed(),
            way=form.cleaned_data["way"] or Way.PERSON,
            token=form.cleaned_data["token"],
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("%(name)s is entered.") % {"name": witness})
        return redirect("witness", self.assembly.slug, witness.number)

    def page(self, form: NewWitnessForm, *, near: Any = (), status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/witness_new.html", {"form": form, "near": near}, status=status)


class TakeOverView(WitnessesBase):
    """Make the file of somebody who was entered by hand in the programme."""

    permission: ClassVar[str] = "assembly.edit_witnesses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show who could be taken over."""
        self.note_reading()
        form = TakeOverForm(assembly=self.assembly, initial={"person": request.GET.get("person", "")[:20]})
        return self.page(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the file."""
        form = TakeOverForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            witness = take_over_person(
                assembly=self.assembly, actor=request.user, now=self.now, **form.cleaned_data
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("There is a file about %(name)s now.") % {"name": witness})
        return redirect("witness", self.assembly.slug, witness.number)

    def page(self, form: TakeOverForm, *, status: int = 200) -> HttpResponse:
        """Render the form; whoever cannot be taken over any more is not on the list."""
        return self.render("evidence/witness_take_over.html", {"form": form}, status=status)


class WitnessView(OneWitnessView):
    """One file: who they are, how they stand, what they declared, where they speak, what they agreed to."""

    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        witness, person = self.witness, self.witness.person
        last = sessions_of(self.assembly).last()
        context = {
            "witness": witness,
            "person": person,
            "verbs": [] if witness.erased_at else verbs_from(witness.state),
            "near": near_of(self.assembly, [(witness.pk, witness.name)])[witness.pk],
            "times": list(person.times.all()) if person else [],
            "zone": last.zone if last else ZoneInfo(settings.TIME_ZONE),
            "slots": list(planned_slots(person)) if person else [],
            "releases": list(witness.releases.select_related("entered_by", "ended_by")),
            "items": list(items_of(self.assembly).filter(witness=witness)),
            "questions": list(witness.questions.all()),
        }
        return self.render("evidence/witness.html", context)


class EditWitnessView(OneWitnessView):
    """Correct a file."""

    permission: ClassVar[str] = "assembly.edit_witnesses"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(WitnessForm(instance=self.witness, assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it."""
        form = WitnessForm(request.POST, instance=Witness(), assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_witness(
                witness=self.witness,
                fields=form.content(),
                topics=form.chosen_topics() if "topics" in form.fields else None,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Saved."))
        return self.back()

    def page(self, form: WitnessForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "witness": self.witness}
        return self.render("evidence/witness_form.html", context, status=status)


class ForgetProposerView(OneWitnessView):
    """Erase who proposed, where they ask for it."""

    permission: ClassVar[str] = "assembly.handle_personal_data"
    post_permission: ClassVar[str | None] = None

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask once."""
        return self.render("evidence/witness_forget.html", {"witness": self.witness})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Erase it."""
        if forget_proposer(witness=self.witness, actor=request.user, now=self.now):
            messages.success(request, _("Who proposed them is erased."))
        return redirect("witnesses", self.assembly.slug)
