"""Personal data: the clocks, what is held about one person, a copy of it, its erasure, and the public notice."""

import json
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.documents.access import access_pdf
from assembly.errors import HouseError
from assembly.exports_access import access_json, held_about
from assembly.forms.privacy import EraseForm, FindForm, RetentionForm
from assembly.personal_data import MOST_FOUND, Found, SubjectKind, people_found, processing, subject_kinds
from assembly.services.privacy import record_reading
from assembly.services.processing import processing_record
from assembly.services.retention import Clock, clocks_of, keep_for
from assembly.views.public_base import PublicView
from assembly.views.workspace import AssemblyView


class PrivacyView(AssemblyView):
    """For how long each class of data is kept, and what is held for what."""

    permission: ClassVar[str] = "assembly.view_privacy"
    post_permission: ClassVar[str] = "assembly.manage_privacy"
    stage: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the clocks and the record of processing."""
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change one period."""
        form = RetentionForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            keep_for(assembly=self.assembly, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error("months", str(refused))
            return self._show(form, status=422)
        messages.success(request, _("The period is saved."))
        return redirect("privacy", self.assembly.slug)

    def _show(self, wrong: RetentionForm | None = None, *, status: int = 200) -> HttpResponse:
        clocks = clocks_of(self.assembly)
        context = {
            "clocks": [(clock, self._form(clock, wrong)) for clock in clocks],
            "wrong": wrong,
            "notice": reverse("privacy_notice", args=[self.assembly.slug]),
        }
        return self.render("assembly/privacy.html", context, status=status)

    def _form(self, clock: Clock, wrong: RetentionForm | None) -> RetentionForm:
        if wrong is not None and wrong.data.get("data_class") == clock.retention.key:
            return wrong
        first = {"data_class": clock.retention.key, "months": clock.months}
        return RetentionForm(initial=first, auto_id=f"id_{clock.retention.key}_%s")


class FindView(AssemblyView):
    """Find somebody of whom data are held: a volunteer, an account, an address that was invited."""

    needs_purpose: ClassVar[bool] = True
    permission: ClassVar[str] = "assembly.handle_personal_data"
    stage: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(FindForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show who is found. Sent as a POST, so that no name or address stands in an address of the web."""
        form = FindForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        found = people_found(self.assembly, form.cleaned_data["words"], self.can)
        # The record names people who have left the team: what is held about them is not this assembly's alone.
        return self.page(form, [each for each in found if each.kind.find(self.assembly, each.subject.pk)])

    def page(self, form: FindForm, found: list[Found] | None = None, *, status: int = 200) -> HttpResponse:
        """Render the form with what was found."""
        return self.render(
            "assembly/privacy_find.html", {"form": form, "found": found, "most": MOST_FOUND}, status=status
        )


class SubjectView(AssemblyView):
    """Everything that is held about one person. Each look is recorded."""

    needs_purpose: ClassVar[bool] = True
    permission: ClassVar[str] = "assembly.handle_personal_data"
    stage: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """Show what is held."""
        found, subject = self.subject(kind, pk)
        record_reading(
            what="privacy.shown",
            subject=subject,
            assembly=self.assembly,
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        context = {"kind": found, "subject": subject, "held": held_about(kind, pk)}
        return self.render("assembly/privacy_subject.html", context)

    def subject(self, key: str, pk: int) -> tuple[SubjectKind, Any]:
        """Return the kind and the person, if they belong to this assembly."""
        kind = next((each for each in subject_kinds() if each.key == key), None)
        subject = kind.find(self.assembly, pk) if kind else None
        if kind is None or subject is None:
            raise Http404
        return kind, subject


class CopyView(SubjectView):
    """A file with everything that is held about one person, for them."""

    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest, kind: str, pk: int, form: str) -> HttpResponse:  # type: ignore[override]
        """Return the copy as PDF, in large print, or as JSON."""
        _found, subject = self.subject(kind, pk)
        record_reading(
            what="privacy.copied",
            subject=subject,
            assembly=self.assembly,
            purpose=self.purpose,
            actor=request.user,
            now=self.now,
        )
        if form == "json":
            text = json.dumps(access_json(kind, pk, now=self.now), ensure_ascii=False, indent=1)
            content, content_type, suffix = text.encode(), "application/json; charset=utf-8", "json"
        else:
            notice = request.build_absolute_uri(reverse("privacy_notice", args=[self.assembly.slug]))
            content = access_pdf(
                held_about(kind, pk),
                controller=self.assembly.commissioning_authority,
                page_url=notice,
                now=self.now,
                is_large=form == "large",
            )
            content_type, suffix = "application/pdf", "pdf"
        name = f"data-{kind}-{pk}.{suffix}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=disposition)


class EraseView(SubjectView):
    """Erase one person's data for good, after saying what will go."""

    needs_purpose: ClassVar[bool] = False
    """Erasing asks for a reason of its own."""
    needs_recent_sign_in: ClassVar[bool] = True

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:  # noqa: ARG002
        """Say what will happen."""
        return self._ask(kind, pk, EraseForm())

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        """Erase."""
        found, _subject = self.subject(kind, pk)
        form = EraseForm(request.POST)
        if not form.is_valid():
            return self._ask(kind, pk, form, status=422)
        try:
            erased = found.erase(
                pks=[pk],
                assembly=self.assembly,
                actor=request.user,
                now=self.now,
                reason=form.cleaned_data["reason"],
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self._ask(kind, pk, form, status=409)
        if erased:
            messages.success(request, _("The data are erased. Figures of the statistics stay."))
        else:
            messages.info(request, _("These data were erased already."))
        return redirect("privacy", self.assembly.slug)

    def _ask(self, kind: str, pk: int, form: EraseForm, *, status: int = 200) -> HttpResponse:
        found, subject = self.subject(kind, pk)
        held = held_about(kind, pk)
        context = {"kind": found, "subject": subject, "held": held, "form": form}
        return self.render("assembly/privacy_erase.html", context, status=status)


class PrivacyNoticeView(PublicView):
    """What the public is told about data: made of the same declarations that erase them."""

    here: ClassVar[str] = "privacy"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the notice of an assembly that has been announced."""
        context = {
            "clocks": clocks_of(self.assembly),
            "processing": processing(),
            "record": processing_record(self.assembly),
        }
        return self.render("assembly/privacy_notice.html", context)
