"""Support needs: the list for those who arrange them, and each need on its way until it is met."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.services.privacy import record_reading
from assembly.views.workspace import AssemblyView
from sortition.exports_needs import needs_csv
from sortition.forms.membership import NeedForm, NeedsFilterForm, NewNeedForm, UnmetForm
from sortition.models import Respondent, SupportNeed
from sortition.selectors.membership import (
    NEED_FIELDS,
    drawn_people,
    is_member,
    narrowed,
    seen_of,
    support_needs,
    team_for_needs,
)
from sortition.services.membership_needs import change_need, declare_need, move_need, record_needs_export
from sortition.support_lifecycle import SUPPORT_NEED
from sortition.views.members import MemberBase
from sortition.views.panel_files import download

PER_PAGE = 25


class _NeedsBase(AssemblyView):
    """The list as it is narrowed by the address."""

    permission: ClassVar[str] = "assembly.view_support_needs"
    needs_purpose: ClassVar[bool] = True
    stage: ClassVar[str] = "panel"

    def found(self, form: NeedsFilterForm) -> Any:
        """Return the needs that the form asks for."""
        return narrowed(
            self.everything(),
            reader=self.request.user,
            team=form.team,
            **form.chosen(),
        )

    def everything(self) -> Any:
        """Return all needs of the members."""
        return support_needs(self.assembly, timezone.localdate(self.now))

    def form(self) -> NeedsFilterForm:
        """Return the filter."""
        return NeedsFilterForm(self.request.GET, team=list(team_for_needs(self.assembly)))


class NeedsView(_NeedsBase):
    """Who needs what, who sees to it, and by when: what is past its date first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, and record that it is read."""
        if self.is_first_reading(f"support_needs:{self.assembly.pk}"):
            record_reading(
                what="support_need.list_read",
                subject=self.assembly,
                assembly=self.assembly,
                purpose=self.purpose,
                actor=request.user,
                now=self.now,
            )
        form = self.form()
        page = Paginator(self.found(form), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "team": form.team,
            "today": timezone.localdate(self.now),
            "is_filtered": any(request.GET.get(name) for name in form.fields),
            "has_any": page.paginator.count > 0 or self.everything().exists(),
        }
        return self.render("sortition/member_needs.html", context)


class ExportNeedsView(_NeedsBase):
    """The list as a file; who took it, and what for, goes into the record."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with what the filter leaves, as CSV."""
        needs = list(self.found(self.form()))
        record_needs_export(
            assembly=self.assembly,
            needs=len(needs),
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        return download(
            needs_csv(needs), "text/csv; charset=utf-8", f"{self.assembly.slug}-support-needs.csv"
        )


class NewNeedView(MemberBase):
    """Enter what a member needs, on their behalf."""

    permission: ClassVar[str] = "assembly.edit_support_needs"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        person = self.load(pk)
        return self.page(person, self.form()) if is_member(person) else self.back_from_who_left(person)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it."""
        person, form = self.load(pk), self.form(request.POST)
        if not form.is_valid():
            return self.page(person, form, status=422)
        try:
            declare_need(respondent=person, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The need is on the list."))
        return self.back(person)

    def form(self, data: Any = None) -> NewNeedForm:
        """Return the form with those who can see to it."""
        return NewNeedForm(data, team=team_for_needs(self.assembly))

    def page(self, person: Respondent, form: NewNeedForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("sortition/member_need_new.html", {"person": person, "form": form}, status=status)


class _NeedBase(MemberBase):
    """One need, its forms and its page."""

    def need(self, pk: int) -> SupportNeed:
        """Return the need of somebody who was drawn; that it is read is recorded."""
        found = SupportNeed.objects.select_related("respondent__assembly", "owner", "declared_by")
        need = get_object_or_404(found, pk=pk, respondent__in=drawn_people(self.assembly))
        self.record_first_reading(need.respondent)
        return need

    def form(self, need: SupportNeed, data: Any = None) -> NeedForm:
        """Return the form with those who can see to it."""
        return NeedForm(data, need=need, team=team_for_needs(self.assembly))

    def page(
        self,
        need: SupportNeed,
        *,
        form: NeedForm | None = None,
        unmet: UnmetForm | None = None,
        wrong: Any = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the need with its forms."""
        today = timezone.localdate(self.now)
        verbs = [each for each in SUPPORT_NEED.verbs_from(need.state) if each != "leave_unmet"]
        context = {
            "need": need,
            "person": need.respondent,
            "form": form or self.form(need),
            "unmet": unmet or UnmetForm(auto_id="unmet_%s"),
            "wrong": wrong,
            "next": verbs[0] if verbs else "",
            "is_late": need.is_open and need.due_on is not None and need.due_on < today,
            "is_changeable": need.is_open and is_member(need.respondent),
            "has_owner_left": need.owner is not None
            and not team_for_needs(self.assembly).filter(pk=need.owner_id).exists(),
        }
        return self.render("sortition/member_need.html", context, status=status)


class NeedView(_NeedBase):
    """One need: what, who, by when, and the moves that are possible now."""

    permission: ClassVar[str] = "assembly.view_support_needs"
    post_permission: ClassVar[str | None] = "assembly.edit_support_needs"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page(self.need(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change what is needed, who sees to it, or the date."""
        need = self.need(pk)
        form = self.form(need, request.POST)
        if not form.is_valid():
            return self.page(need, form=form, wrong=form, status=422)
        try:
            changed = change_need(need=need, actor=request.user, now=self.now, **form.cleaned_data)
        except ChangedMeanwhile as refused:
            return self.page_after_conflict(need, refused)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was different."))
        return redirect("support_need", self.assembly.slug, need.pk)

    def page_after_conflict(self, need: SupportNeed, refused: ChangedMeanwhile) -> HttpResponse:
        """Keep what was typed; what stands now is shown above the form. The next save is meant to replace it."""
        fresh = self.need(need.pk)
        data = self.request.POST.copy()
        data["seen"] = seen_of(fresh, NEED_FIELDS)
        form = self.form(fresh, data)
        form.is_valid()
        form.add_error(None, str(refused))
        return self.page(fresh, form=form, wrong=form, status=409)


class MoveNeedView(_NeedBase):
    """Move a need on: arranged, confirmed with the member, met, or not met."""

    permission: ClassVar[str] = "assembly.edit_support_needs"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button says."""
        need, verb = self.need(pk), request.POST.get("verb", "")
        if verb not in {each for _state, each in SUPPORT_NEED.moves}:
            raise BadRequest
        unmet = UnmetForm(request.POST, auto_id="unmet_%s")
        if verb == "leave_unmet" and not unmet.is_valid():
            return self.page(need, unmet=unmet, wrong=unmet, status=422)
        reason = unmet.cleaned_data["reason"] if verb == "leave_unmet" else ""
        try:
            moved = move_need(need=need, verb=verb, reason=reason, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The need is now: %(state)s.") % {"state": moved.get_state_display()})
        return redirect("support_need", self.assembly.slug, need.pk)
