"""Issuing a pack, its versions, and their PDFs."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.errors import GateClosed, HouseError
from evidence.enums import PackPrint
from evidence.forms.packs import IssueForm
from evidence.models import PackVersion
from evidence.selectors.packs import (
    checked_entries,
    difference,
    files_of,
    is_under_way,
    issued_of,
    latest_version,
    versions_of,
)
from evidence.services.pack_notices import write_pack_notices
from evidence.services.packs_build import build_again
from evidence.services.packs_issue import issue_pack
from evidence.views.file_answers import answer_with
from evidence.views.packs import PackBase


class PackIssueView(PackBase):
    """See what would be issued, and issue it."""

    permission: ClassVar[str] = "assembly.edit_packs"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the check list."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Issue it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            version = issue_pack(
                pack=self.pack,
                note=form.cleaned_data.get("note", ""),
                revision=form.cleaned_data["revision"],
                after=form.cleaned_data["after"],
                page_url=self.page_url(),
                actor=request.user,
                now=self.now,
            )
        except GateClosed as closed:
            for blocker in closed.blockers:
                form.add_error(None, str(blocker))
            return self.page(form, status=409)
        except HouseError as refused:
            form.add_error("note" if refused.code == "no_note" else None, str(refused))
            return self.page(form, status=409)
        messages.success(
            request,
            _("Version %(number)s is issued: members read it now. Its PDFs are being built.")
            % {"number": version.number},
        )
        if form.cleaned_data["tell"]:
            self._tell(version)
        return self.back()

    def _tell(self, version: PackVersion) -> None:
        """Write the drafts; that nobody is left to be told is no news."""
        try:
            write_pack_notices(
                version=version, page_url=self.page_url(), actor=self.request.user, now=self.now
            )
        except HouseError as refused:
            if refused.code != "nobody_left":
                messages.warning(self.request, str(refused))
        else:
            said = _("The messages to members are written. An organiser reviews and sends them.")
            messages.success(self.request, said)

    def page_url(self) -> str:
        """Return the address of the page with the same content."""
        page = reverse("own_pack", args=[self.assembly.slug, self.session.number])
        return self.request.build_absolute_uri(page)

    def form(self, data: Any = None) -> IssueForm:
        """Make the form."""
        latest = latest_version(self.pack)
        # A form that was sent twice is read as it was made: before there was the version of its first sending.
        sent = (data or {}).get("after", "")
        is_known = sent.isdecimal() and len(sent) < 6
        return IssueForm(
            data, pack=self.pack, after=int(sent) if is_known else latest.number if latest else 0
        )

    def page(self, form: IssueForm, *, status: int = 200) -> HttpResponse:
        """Render check list and form."""
        checked = checked_entries(self.pack, self.now)
        context = {
            "form": form,
            "checked": checked,
            "is_ready": bool(checked) and not any(each.faults for each in checked),
        }
        return self.render("evidence/pack_issue.html", context, status=status)


class PackProgressView(PackBase):
    """The part of the page that is asked for again and again while PDFs are built."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the present truth; at the end the browser loads the whole page anew."""
        latest = latest_version(self.pack)
        files = list(files_of(latest).values()) if latest else []
        if not is_under_way(files):
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"assembly": self.assembly, "session": self.session, "files": files}
        return render(request, "evidence/pack_progress.html", context)


class OneVersionBase(PackBase):
    """A page about one version."""

    version: PackVersion

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the version."""
        super().load_scope(kwargs)
        self.version = get_object_or_404(versions_of(self.pack), number=kwargs.pop("version"))


class PackVersionView(OneVersionBase):
    """A version as it was issued, how its papers stand now, and what it changed."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        before = versions_of(self.pack).filter(number=self.version.number - 1).first()
        found = issued_of(filter(None, (self.version, before)), self.assembly, self.now)
        files = files_of(self.version).values()
        context = {
            "version": self.version,
            "issued": found[0],
            "before": before,
            "changes": difference(found[1], found[0]) if before else None,
            "files": files,
            "failed": any(file.problem for file in files),
            "may_edit": self.can("assembly.edit_packs"),
        }
        return self.render("evidence/pack_version.html", context)


class PackFileView(OneVersionBase):
    """The PDF of a version, for the team."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, size: str) -> HttpResponseBase:
        """Answer with the file, or say why there is none yet."""
        file = files_of(self.version).get(size)
        if file is None or file.built_at is None:
            messages.info(request, _("This PDF is not built yet."))
            return redirect("pack_version", self.assembly.slug, self.session.number, self.version.number)
        name = pack_file_name(self.version, size)
        return answer_with(file.file, content_type="application/pdf", name=name)


def pack_file_name(version: PackVersion, size: str) -> str:
    """Return what a downloaded pack is called."""
    pack = version.pack
    end = "-large-print" if size == PackPrint.LARGE else ""
    return f"{pack.assembly.slug}-pack-{pack.session.number}-version-{version.number}{end}.pdf"


class PackBuildView(OneVersionBase):
    """Have what failed built again."""

    permission: ClassVar[str] = "assembly.edit_packs"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Queue it."""
        page = reverse("own_pack", args=[self.assembly.slug, self.session.number])
        build_again(
            version=self.version,
            page_url=request.build_absolute_uri(page),
            actor=request.user,
            now=self.now,
        )
        return redirect("pack_version", self.assembly.slug, self.session.number, self.version.number)
