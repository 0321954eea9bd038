"""The programme as it is published: to read, as PDF, its versions and their differences."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assembly.selectors import person_of
from assembly.views.workspace import AssemblyView
from assembly.wording import word_changes
from scheduling.documents.programme_pages import programme_pdf
from scheduling.enums import Part
from scheduling.forms.programme import CompareForm, NoticesForm
from scheduling.models import ProgrammeVersion
from scheduling.programme_changes import Change, ChangeKind, SessionChanges, changes_between
from scheduling.programme_content import Programme
from scheduling.programme_words import (
    change_title,
    kind_words,
    moved_words,
    people_words,
    public_people,
    session_name,
    session_when,
    time_words,
    wordings,
)
from scheduling.selectors.programme import (
    comes_to,
    latest_version,
    programme_of,
    public_names,
    staff_names,
    versions_of,
)
from scheduling.services.programme_notices import people_to_tell, standing_notices


class ProgrammeBase(AssemblyView):
    """A page about the programme: those who plan find it under Sessions, all others on a line of its own."""

    permission: ClassVar[str] = "assembly.view_programme"

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render under the line on which this reader finds it."""
        line = "sessions" if self.can("assembly.view_sessions") else "programme"
        return super().render(template, {"current_stage": line, **(context or {})}, status=status)

    def names(self, *programmes: Programme) -> dict[int, str]:
        """Return the names that this reader may see: the staff all, others those of whoever is heard in public."""
        if self.can("assembly.view_attendance"):
            return staff_names(*programmes)
        return {key: name for programme in programmes for key, name in public_names(programme).items()}


class ProgrammeView(ProgrammeBase):
    """What is published, with one's own parts marked."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the programme."""
        version = latest_version(self.assembly)
        programme = programme_of(version)
        person = person_of(self.assembly, request.user)
        context = {
            "version": version,
            "sessions": shown_sessions(programme, public_names(programme), person),
            "is_somebody": person is not None,
        }
        return self.render("scheduling/programme.html", context)


def shown_sessions(programme: Programme, names: dict[int, str], person: Any = None) -> list[dict[str, Any]]:
    """Return what a page shows of a programme."""
    own = person.pk if person else None
    return [
        {
            "session": session,
            "name": session_name(session),
            "when": session_when(session),
            "place": ", ".join(filter(None, (session.venue, *session.address.splitlines()))),
            "is_own": bool(person and (comes_to(person, session) or own in session.keys)),
            "items": [
                {
                    "item": item,
                    "when": time_words(session, item.starts_at, item.ends_at),
                    "people": public_people(item, names),
                    "own": [Part(part).label for key, part in item.people if key == own],
                }
                for item in session.items
            ],
        }
        for session in programme
    ]


def shown_changes(found: list[SessionChanges], names: dict[int, str]) -> list[dict[str, Any]]:
    """Return what a page shows of differences."""
    return [
        {
            "name": session_name(each.session),
            "title": each.session.title,
            "when": session_when(each.session),
            "changes": [_shown_change(change, names) for change in each.changes],
        }
        for each in found
    ]


def _shown_change(change: Change, names: dict[int, str]) -> dict[str, Any]:
    was, now = moved_words(change)
    is_words = change.kind == ChangeKind.WORDS
    return {
        "title": change_title(change),
        "kind": kind_words(change),
        "tone": change.tone,
        "is_moved": change.kind == ChangeKind.MOVED,
        "was": was,
        "now": now,
        "words": [(name, word_changes(old, new)) for name, old, new in wordings(change)] if is_words else [],
        "people": people_words(change, names) if change.kind == ChangeKind.PEOPLE else [],
        "has_place": change.kind in (ChangeKind.ADDED, ChangeKind.CANCELLED),
    }


class ProgrammePdfView(ProgrammeBase):
    """The published programme as PDF; `?large=1` in large print."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        version = latest_version(self.assembly)
        if version is None:
            raise Http404
        programme = programme_of(version)
        is_large = request.GET.get("large") == "1"
        content = programme_pdf(
            self.assembly,
            version,
            programme,
            public_names(programme),
            page_url=request.build_absolute_uri(reverse("programme", args=[self.assembly.slug])),
            is_large=is_large,
        )
        name = "programme-large-print" if is_large else "programme"
        return download(content, "application/pdf", f"{self.assembly.slug}-{name}-{version.number}.pdf")


class VersionsView(ProgrammeBase):
    """All versions, and the difference between any two."""

    permission: ClassVar[str] = "assembly.view_sessions"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list, and the two that the address names."""
        versions = list(versions_of(self.assembly).select_related("published_by"))
        form = CompareForm(request.GET or None, versions=versions)
        context: dict[str, Any] = {"versions": versions, "form": form}
        if form.is_bound and form.is_valid():
            by_number = {str(each.number): each for each in versions}
            before, after = (by_number[form.cleaned_data[name]] for name in ("before", "after"))
            pair = programme_of(before), programme_of(after)
            context |= {
                "before": before,
                "after": after,
                "changed": shown_changes(changes_between(*pair), self.names(*pair)),
            }
        return self.render("scheduling/programme_versions.html", context)


class VersionPage(ProgrammeBase):
    """One version, loaded through its assembly."""

    permission: ClassVar[str] = "assembly.view_sessions"
    version: ProgrammeVersion

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the version, or answer 404."""
        found = versions_of(self.assembly).select_related("published_by", "assembly")
        self.version = get_object_or_404(found, number=kwargs.pop("number"))

    def page(self, form: NoticesForm | None = None, *, status: int = 200) -> HttpResponse:
        """Render the version: what it changed, who is told of it, all of it."""
        before = versions_of(self.assembly).filter(number__lt=self.version.number).first()
        pair = programme_of(before), programme_of(self.version)
        newest = latest_version(self.assembly)
        context: dict[str, Any] = {
            "version": self.version,
            "before": before,
            "changed": shown_changes(changes_between(*pair), self.names(*pair)),
            "sessions": shown_sessions(pair[1], public_names(pair[1])),
            "is_newest": newest == self.version,
        }
        if newest == self.version and self.can("assembly.publish_programme"):
            form = form or NoticesForm(self.request.GET or None, version=self.version)
            context |= {
                "notices_form": form,
                "to_tell": people_to_tell(self.version, form.since_version()),
                "told": standing_notices(self.version).count(),
            }
        return self.render("scheduling/programme_version.html", context, status=status)


class VersionView(VersionPage):
    """Show one version."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the page."""
        return self.page()


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Answer with a file to keep."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
