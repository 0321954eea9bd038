"""One evidence item: what it says, who can read what of it now, how it is moved, what differs between its versions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import AuditEvent
from assembly.public_site import is_known_to_public
from assembly.record import sentence_of
from evidence.enums import READABLE, ItemState
from evidence.forms.items import FactsForm, MomentsForm, MoveForm
from evidence.item_gates import PUBLIC, lacks_agreement
from evidence.item_verbs import EDITS, ITEM_VERBS, RELEASES, ItemVerb, verbs_for
from evidence.languages import language_name
from evidence.links import host_of
from evidence.models import EvidenceItem, EvidenceVersion
from evidence.plain_language import measure
from evidence.selectors.clock import zone_of
from evidence.selectors.items import draft_of, is_changed_since_review, items_of, versions_of
from evidence.services.item_moves import blockers_of, move_item
from evidence.services.items import WRITABLE, change_item, plan_moments
from evidence.version_changes import changes_between
from evidence.views.evidence_base import EvidenceView
from scheduling.clock_times import zone_label
from scheduling.selectors.seen import seen_of


class ItemView(EvidenceView):
    """A page about one item, whose `number` the address has."""

    permission: ClassVar[str] = "assembly.view_evidence"
    tab: ClassVar[str] = "items"
    item: EvidenceItem

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the item."""
        self.item = get_object_or_404(items_of(self.assembly), number=kwargs.pop("number"))

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the item and the clock by which its moments are told."""
        context = {"item": self.item, "zone": zone_of(self.assembly).key, **(context or {})}
        return super().render(template, context, status=status)

    def back(self) -> HttpResponse:
        """Lead to the item's page."""
        return redirect("evidence_item", self.assembly.slug, self.item.number)


def shown_version(version: EvidenceVersion | None) -> dict[str, Any]:
    """Return what the template of a version's words needs."""
    if version is None:
        return {"version": None}
    return {
        "version": version,
        "language": language_name(version.language),
        "host": host_of(version.link),
        "measure": measure(version.summary, version.language) if version.summary else None,
        "formats": [
            (each, language_name(each.language), host_of(each.link)) for each in version.formats.all()
        ],
    }


class ItemPage(ItemView):
    """Everything about an item."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        versions = list(versions_of(self.item))
        last = versions[0]
        draft = last if last.released_at is None else None
        released = next((each for each in versions if each.released_at), None)
        is_embargoed = self.item.embargo_until is not None and self.now < self.item.embargo_until
        is_read = self.item.state in READABLE and not is_embargoed
        is_public = is_read and self.item.state in PUBLIC
        is_held_back = is_public and lacks_agreement(self.item)
        published = next((each for each in versions if each.published_at), None)
        verbs = [verb for verb in verbs_for(self.item) if self.can(verb.permission)]
        if draft is None:
            verbs = [verb for verb in verbs if verb.name not in ("correct", "drop")]
        context = {
            **shown_version(last),
            "draft": draft,
            "members_read": released if is_read else None,
            "public_reads": published if is_public and not is_held_back else None,
            "is_held_back": is_held_back,
            "has_public_page": published is not None
            and not is_embargoed
            and is_known_to_public(self.assembly),
            "was_read": released is not None,
            "is_embargoed": is_embargoed,
            "versions": versions,
            "reviews": [(each, version) for version in versions for each in version.reviews.all()],
            "verbs": [(verb, blockers_of(self.item, verb.name, self.now)) for verb in verbs],
            "can_write": self.item.state in WRITABLE and self.can(EDITS),
            "is_withdrawn": self.item.state == ItemState.WITHDRAWN,
            "topics": list(self.item.topics.all()),
            "sessions": list(self.item.sessions.all()),
            "packs": [entry.pack for entry in self.item.pack_entries.select_related("pack__session")],
            "history": self._history(),
        }
        return self.render("evidence/item.html", context)

    def _history(self) -> list[tuple[AuditEvent, str]]:
        if not (self.can(EDITS) or self.can("assembly.view_record")):
            return []
        events = AuditEvent.objects.filter(
            assembly=self.assembly, object_type="evidenceitem", object_id=str(self.item.pk)
        )
        return [
            (event, sentence_of(event))
            for event in events.select_related("actor", "kept").order_by("-number")
        ]


class FactsView(ItemView):
    """Change what is known about an item."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(FactsForm(assembly=self.assembly, item=self.item))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it; what was typed is kept where it cannot be saved."""
        form = FactsForm(request.POST, assembly=self.assembly, item=self.item)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_item(
                item=self.item,
                facts=form.facts(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            data = request.POST.copy()
            data["seen"] = seen_of(items_of(self.assembly).get(pk=self.item.pk))
            return self._refused(FactsForm(data, assembly=self.assembly, item=self.item), changed)
        except HouseError as refused:
            return self._refused(form, refused)
        messages.success(request, _("Saved."))
        return self.back()

    def _refused(self, form: FactsForm, refusal: HouseError) -> HttpResponse:
        form.is_valid()
        form.add_error(None, str(refusal))
        return self.page(form, status=409)

    def page(self, form: FactsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/item_facts.html", {"form": form}, status=status)


class MomentsView(ItemView):
    """Plan when an item may be shown."""

    permission: ClassVar[str] = RELEASES

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the moments."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            plan_moments(
                item=self.item,
                moments=form.moments,
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            self.item = items_of(self.assembly).get(pk=self.item.pk)
            data = request.POST.copy()
            data["seen"] = seen_of(self.item)
            form = self.form(data)
            form.is_valid()
            form.add_error(None, str(changed))
            return self.page(form, status=409)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("Saved."))
        return self.back()

    def form(self, data: Any = None) -> MomentsForm:
        """Return the form of this item."""
        return MomentsForm(data, item=self.item, zone=zone_of(self.assembly))

    def page(self, form: MomentsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "clock": zone_label(zone_of(self.assembly).key)}
        return self.render("evidence/item_moments.html", context, status=status)


class MoveView(ItemView):
    """Move an item: asked once, with what will happen and what is still missing, then done."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        verb = self._verb(request.GET.get("verb", ""))
        return self.page(verb, MoveForm(asks=verb.reason if verb else ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move it."""
        verb = ITEM_VERBS.get(request.POST.get("verb", ""))
        if verb is None or verb.permission != self.permission:
            messages.error(request, _("That is not done here."))
            return self.back()
        form = MoveForm(request.POST, asks=verb.reason)
        is_whole = form.is_valid()
        if verb in verbs_for(self.item) and not is_whole:
            return self.page(verb, form, status=422)
        try:
            moved = move_item(
                item=self.item,
                verb=verb.name,
                reason=request.POST.get("reason", ""),
                revision=form.cleaned_data.get("revision"),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            words = {"item": moved, "state": moved.get_state_display()}
            messages.success(request, _("%(item)s is now: %(state)s.") % words)
        return self.back()

    def _verb(self, name: str) -> ItemVerb | None:
        own = [verb for verb in verbs_for(self.item) if verb.permission == self.permission]
        if not name:
            return own[0] if own else None
        verb = ITEM_VERBS.get(name)
        if verb is None or verb.permission != self.permission:
            raise Http404
        return verb

    def page(self, verb: ItemVerb | None, form: MoveForm, *, status: int = 200) -> HttpResponse:
        """Render the question."""
        is_possible = verb is not None and verb in verbs_for(self.item)
        context = {
            "verb": verb,
            "form": form,
            "is_possible": is_possible,
            "draft": draft_of(self.item) if verb is not None and verb.name == "drop" else None,
            "is_changed": verb is not None
            and verb.name in ("approve", "release")
            and is_changed_since_review(self.item),
            "blockers": blockers_of(self.item, verb.name, self.now) if verb and is_possible else [],
        }
        return self.render("evidence/item_move.html", context, status=status)


class ReleaseView(MoveView):
    """The moves that decide what members and everybody read."""

    permission: ClassVar[str] = RELEASES


class VersionView(ItemView):
    """One version, and what differs between it and another."""

    def get(self, request: HttpRequest, version: int) -> HttpResponse:
        """Show it; beside it the one before, or the one that is asked for."""
        versions = list(versions_of(self.item))
        shown = next((each for each in versions if each.number == version), None)
        if shown is None:
            raise Http404
        asked = request.GET.get("with", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else version - 1
        other = next((each for each in versions if each.number == number and each is not shown), None)
        older, newer = sorted((other, shown), key=lambda each: each.number) if other else (None, shown)
        context = {
            **shown_version(shown),
            "others": [each for each in versions if each is not shown],
            "other": other,
            "older": older,
            "newer": newer,
            "changes": changes_between(older, newer) if older else [],
        }
        return self.render("evidence/item_version.html", context)
