"""What members read: their sessions with packs, one pack, one paper, what a search finds, all in one PDF."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assembly.models import Person
from assembly.public_site import is_known_to_public
from assembly.selectors import person_of
from assembly.views.workspace import AssemblyView
from evidence.documents.all_packs import join_packs
from evidence.documents.pack_papers import facts_of
from evidence.enums import READABLE, PackPrint, PackWay
from evidence.forms.packs import NoteForm, WishForm
from evidence.languages import language_name
from evidence.models import PackDelivery, PackFile, ReadingWish
from evidence.selectors.deliveries import way_of
from evidence.selectors.items import public_items
from evidence.selectors.packs import Issued, files_of, issued, latest_version
from evidence.selectors.reading import (
    files_of_version,
    note_on,
    own_packs,
    readable_item,
    released_versions,
    search_items,
)
from evidence.services.reading import keep_note, note_opened, save_reading_wish
from evidence.views.file_answers import answer_with, file_answer
from evidence.views.pack_versions import pack_file_name
from scheduling.models import Session

PER_PAGE = 25
PIECE = 256 * 1024


class OwnReadingBase(AssemblyView):
    """A page on which members and facilitators read; what is one's own stays away where the account is nobody's."""

    permission: ClassVar[str] = "assembly.read_evidence"
    stage: ClassVar[str] = "own_reading"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.person = person_of(self.assembly, self.request.user)

    def note_opened(self, content: Issued) -> None:
        """Note, the first time, that a member opened a version; asking for the head of a page is no reading."""
        if self.person is not None and self.request.method == "GET":
            note_opened(version=content.version, person=self.person, now=self.now)


class OwnReadingView(OwnReadingBase):
    """My sessions with their packs, and what a search finds."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        words = request.GET.get("q", "").strip()[:200]
        hits = search_items(self.assembly, words, self.now) if words else []
        packs = own_packs(self.assembly, self.now)
        opened = set(
            PackDelivery.objects.filter(person=self.person, opened_at__isnull=False).values_list(
                "version", flat=True
            )
            if self.person
            else ()
        )
        context = {
            "packs": [(content, content.version.pk in opened) for content in packs],
            "words": words,
            "page": Paginator(hits, PER_PAGE).get_page(request.GET.get("page")) if words else None,
            "has_person": self.person is not None,
            "wish_words": wish_words(self.person) if self.person else "",
            "has_public_page": is_known_to_public(self.assembly),
        }
        return self.render("evidence/own_reading.html", context)


def wish_words(person: Person) -> str:
    """Return how somebody gets packs, in words."""
    way, size = way_of(person, ReadingWish.objects.filter(person=person).first())
    words = str(PackWay(way).label)
    return words if way == PackWay.ONLINE else f"{words}, {PackPrint(size).label}"


class OwnPackBase(OwnReadingBase):
    """A page about the newest version of a session's pack."""

    content: Issued

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        super().load_scope(kwargs)
        sessions = Session.objects.filter(assembly=self.assembly).select_related("pack")
        session = get_object_or_404(sessions, number=kwargs.pop("number"), pack__isnull=False)
        version = latest_version(session.pack)
        if version is None:
            raise Http404
        self.content = issued(version, self.now)


class OwnPackView(OwnPackBase):
    """The pack as a page: what stands in the PDF, in its language, and what became of it since, in the reader's."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        self.note_opened(self.content)
        files = files_of(self.content.version)
        with override(self.content.language):
            papers = [(entry, facts_of(entry.version)) for entry in self.content.entries]
        context = {
            "content": self.content,
            "session": self.content.version.pack.session,
            "files": [file for file in files.values() if file.built_at],
            "is_building": any(not file.built_at and not file.problem for file in files.values()),
            "papers": papers,
        }
        return self.render("evidence/own_pack.html", context)


class OwnPackFileView(OwnPackBase):
    """The PDF of the pack, as long as everything in it may be read."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, size: str) -> HttpResponseBase:
        """Answer with the file, or say why there is none."""
        file = files_of(self.content.version).get(size)
        if not self.content.is_whole:
            messages.info(request, _("Something in this pack was taken back, so its PDF is made anew."))
        elif file is None or file.built_at is None:
            messages.info(request, _("This PDF is not ready yet. Look again in a few minutes."))
        else:
            self.note_opened(self.content)
            name = pack_file_name(self.content.version, size)
            return answer_with(file.file, content_type="application/pdf", name=name)
        return redirect("own_pack", self.assembly.slug, self.content.version.pack.session.number)


class OwnPacksFileView(OwnReadingBase):
    """All packs in one PDF, to read where there is no network; `?print=large` in large print."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the packs that are ready."""
        is_large = request.GET.get("print") == PackPrint.LARGE
        whole = [content for content in own_packs(self.assembly, self.now) if content.is_whole]
        ready = PackFile.objects.filter(
            version__in=[content.version.pk for content in whole],
            size_of_print=PackPrint.LARGE if is_large else PackPrint.NORMAL,
            built_at__isnull=False,
        )
        by_version = {file.version_id: file for file in ready}
        contents = [content for content in whole if content.version.pk in by_version]
        if not contents:
            messages.info(request, _("No PDF is ready yet. Look again in a few minutes."))
            return redirect("own_reading", self.assembly.slug)
        for content in contents:
            self.note_opened(content)
        title = _("All packs: %(name)s") % {"name": self.assembly.name}
        files = [(content.title, by_version[content.version.pk].file) for content in contents]
        languages = {content.language for content in contents}
        # Said now: when the answer is sent, the reader's language is no longer the active one.
        language = languages.pop() if len(languages) == 1 else get_language() or settings.LANGUAGE_CODE
        author = self.assembly.commissioning_authority
        answer = StreamingHttpResponse(
            _joined(files, title=title, author=author, language=language),
            content_type="application/pdf",
        )
        answer["Content-Disposition"] = f'attachment; filename="{self.assembly.slug}-all-packs.pdf"'
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, no-store"
        return answer


def _joined(
    files: Sequence[tuple[str, FieldFile]], *, title: str, author: str, language: str
) -> Iterator[bytes]:
    """Yield the packs as one PDF; nothing is made of an answer that nobody reads."""
    with tempfile.TemporaryFile() as out:
        join_packs(out, files, title=title, author=author, language=language)
        out.seek(0)
        while piece := out.read(PIECE):
            yield piece


class OwnEvidenceBase(OwnReadingBase):
    """A page about one paper that members may read, or might once."""

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it; one that was taken back is told of, and shows nothing."""
        super().load_scope(kwargs)
        item = readable_item(self.assembly, kwargs.pop("number"), self.now)
        if item is None:
            raise Http404
        self.item = item
        self.shown = item.shown if item.state in READABLE else None


class OwnEvidenceView(OwnEvidenceBase):
    """One paper: the summary first, then the text and other forms; a note of one's own."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        note = note_on(self.person, self.item)
        return self.page(NoteForm(initial={"text": note.text if note else ""}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the note."""
        if self.person is None:
            return self.page(None)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        keep_note(
            person=self.person,
            item=self.item,
            text=form.cleaned_data["text"],
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("Your note is kept. Only you can read it."))
        return redirect("own_evidence", self.assembly.slug, self.item.number)

    def page(self, form: NoteForm | None, *, status: int = 200) -> HttpResponse:
        """Render it; of a withdrawn paper why it is gone."""
        context: dict[str, Any] = {"item": self.item, "form": form if self.person else None}
        if self.shown is None:
            return self.render("evidence/own_evidence_gone.html", context, status=status)
        versions = list(released_versions(self.item))
        context |= {
            "shown": self.shown,
            "facts": facts_of(self.shown),
            "formats": [
                (each, language_name(each.language)) for each in self.shown.formats.select_related("file")
            ],
            "is_public": is_known_to_public(self.assembly)
            and public_items(self.assembly, self.now).filter(pk=self.item.pk).exists(),
            "corrections": [version for version in versions if version.note],
            "earlier": [version for version in versions if version != self.shown],
        }
        return self.render("evidence/own_evidence.html", context, status=status)


class OwnEvidenceFileView(OwnEvidenceBase):
    """A file of a paper: of what is shown, or of what was read before it was corrected."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file as a download that no browser runs."""
        if self.shown is None:
            raise Http404
        versions = released_versions(self.item)
        files = {file.pk: file for version in versions for file in files_of_version(version)}
        if pk not in files:
            raise Http404
        return file_answer(files[pk])


class OwnReadingWishView(OwnReadingBase):
    """How one wishes to get packs."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        if self.person is None:
            return self.render("evidence/own_reading_nobody.html")
        way, size = way_of(self.person, ReadingWish.objects.filter(person=self.person).first())
        return self.page(WishForm(initial={"way": way, "size_of_print": size}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the wish."""
        if self.person is None:
            return self.render("evidence/own_reading_nobody.html")
        form = WishForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        save_reading_wish(person=self.person, actor=request.user, now=self.now, **form.cleaned_data)
        messages.success(request, _("It is kept how you read. It counts from the next pack on."))
        return redirect("own_reading", self.assembly.slug)

    def page(self, form: WishForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/own_reading_wish.html", {"form": form}, status=status)
