"""Publish the plan, and write to those whom it concerns."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from scheduling.forms.programme import ChosenSessionsForm, NoticesForm, PublishForm
from scheduling.programme_changes import changes_between
from scheduling.publication_checks import publication_blockers
from scheduling.selectors.programme import (
    affected_people,
    draft_programme,
    latest_version,
    programme_of,
)
from scheduling.services.programme import draft_mark, publish_programme
from scheduling.services.programme_notices import write_notices
from scheduling.views.programme import ProgrammeBase, VersionPage, shown_changes


class PublishProgrammeView(ProgrammeBase):
    """The difference between the plan and what is published; publishing it wants a sentence."""

    permission: ClassVar[str] = "assembly.publish_programme"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the difference for the sessions that the address chooses, or for all."""
        sessions = ChosenSessionsForm(
            request.GET if "choose" in request.GET else None, assembly=self.assembly
        )
        return self._page(sessions, PublishForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish what the person has read."""
        sessions = ChosenSessionsForm(request.POST, assembly=self.assembly)
        form = PublishForm(request.POST)
        if not (form.is_valid() and sessions.is_valid()):
            return self._page(sessions, form, status=422)
        try:
            version = publish_programme(
                assembly=self.assembly,
                chosen=sessions.chosen(),
                note=form.cleaned_data["note"],
                seen=request.POST.get("seen", ""),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self._page(sessions, form, status=409)
        said = _("Version %(number)s of the programme is published. Now write to those whom it concerns.")
        messages.success(request, said % {"number": version.number})
        return redirect("programme_version", self.assembly.slug, version.number)

    def _page(self, sessions: ChosenSessionsForm, form: PublishForm, *, status: int = 200) -> HttpResponse:
        latest = latest_version(self.assembly)
        chosen = sessions.chosen()
        pair = programme_of(latest), draft_programme(self.assembly, chosen=chosen, latest=latest)
        found = changes_between(*pair)
        context: dict[str, Any] = {
            "latest": latest,
            "sessions_form": sessions,
            "chosen": chosen,
            "form": form,
            "changed": shown_changes(found, self.names(*pair)),
            "affected": len(affected_people(self.assembly, found)) if found else 0,
            "blockers": publication_blockers(self.assembly),
            "seen": draft_mark(self.assembly, chosen),
        }
        return self.render("scheduling/programme_publish.html", context, status=status)


class WriteNoticesView(VersionPage):
    """Write a draft to each person whom the version concerns; nothing is sent before somebody has reviewed it."""

    permission: ClassVar[str] = "assembly.publish_programme"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the messages."""
        form = NoticesForm(request.POST, version=self.version)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            mailing = write_notices(
                version=self.version,
                since=form.since_version(),
                template=form.cleaned_data["template"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("programme_version", self.assembly.slug, self.version.number)
        if self.can("assembly.run_messages"):
            messages.success(request, _("The messages are written. Read some of them, then let them go."))
            return redirect("mailing", self.assembly.slug, mailing.number)
        messages.success(request, _("The messages are written. An organiser reviews and sends them."))
        return redirect("programme_version", self.assembly.slug, self.version.number)
