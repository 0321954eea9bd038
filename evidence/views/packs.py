"""Packs as the team sees them: all sessions, one session's pack put together, its words."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from evidence.forms.packs import AddForm, RevisionForm, WordsForm
from evidence.models import Pack
from evidence.selectors.packs import (
    checked_entries,
    files_of,
    is_under_way,
    latest_version,
    pack_of,
    session_packs,
    versions_of,
)
from evidence.services.packs import (
    add_items,
    make_pack,
    move_entry,
    order_entries,
    print_summary_alone,
    remove_entry,
    word_pack,
)
from evidence.views.evidence_base import EvidenceView
from scheduling.views.session_base import SessionView


class PacksView(EvidenceView):
    """The sessions with their packs."""

    permission: ClassVar[str] = "assembly.view_evidence"
    tab: ClassVar[str] = "packs"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        return self.render("evidence/packs.html", {"rows": session_packs(self.assembly)})


class PackBase(SessionView):
    """A page about the pack of a session, below the session's tabs."""

    permission: ClassVar[str] = "assembly.view_evidence"
    post_permission: ClassVar[str | None] = "assembly.edit_packs"
    session_page: ClassVar[str] = "pack"
    must_have_pack: ClassVar[bool] = True
    pack: Pack | None

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load session and pack; without one there is nothing but the page that begins one."""
        super().load_scope(kwargs)
        self.session.assembly = self.assembly
        self.pack = pack_of(self.session)
        if self.pack is None and self.must_have_pack:
            raise Http404

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the pack."""
        return super().render(template, {"pack": self.pack, **(context or {})}, status=status)

    def back(self) -> HttpResponse:
        """Go to the pack."""
        return redirect("pack", self.assembly.slug, self.session.number)


class EntriesBase(PackBase):
    """What is put together, what stands in the way, what was issued."""

    def page(self, pack: Pack, form: AddForm | None = None, *, status: int = 200) -> HttpResponse:
        """Render the pack."""
        checked = checked_entries(pack, self.now)
        latest = latest_version(pack)
        files = files_of(latest) if latest else {}
        context = {
            "checked": checked,
            "faults": sum(bool(each.faults) for each in checked),
            "add_form": form or AddForm(pack=pack),
            "versions": list(versions_of(pack).defer("content")),
            "latest": latest,
            "files": files.values(),
            "is_building": is_under_way(files.values()),
            "may_edit": self.can("assembly.edit_packs"),
        }
        return self.render("evidence/pack.html", context, status=status)


class PackView(EntriesBase):
    """The pack of a session, or the form that begins one."""

    must_have_pack: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        if self.pack is not None:
            return self.page(self.pack)
        title = _("Pack of session %(number)s") % {"number": self.session.number}
        return self.begin(WordsForm(initial={"title": title, "language": get_language() or "en"}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin the pack."""
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self.begin(form, status=422)
        make_pack(session=self.session, words=form.words(), actor=request.user, now=self.now)
        return self.back()

    def begin(self, form: WordsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/pack_new.html", {"form": form}, status=status)


class PackWordsView(PackBase):
    """Change title, introduction and language."""

    permission: ClassVar[str] = "assembly.edit_packs"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(WordsForm(instance=self.pack))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the words."""
        form = WordsForm(request.POST, instance=pack_of(self.session))
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            word_pack(
                pack=self.pack,
                words=form.words(),
                revision=form.cleaned_data["revision"] or 0,
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        return self.back()

    def page(self, form: WordsForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/pack_words.html", {"form": form}, status=status)


class PackEntriesView(EntriesBase):
    """Add, order and take out papers: each button of the page, and what is dragged, comes here."""

    permission: ClassVar[str] = "assembly.edit_packs"
    http_method_names: ClassVar = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        if self.pack is None:
            raise Http404
        act, _sep, key = request.POST.get("act", "add").partition("-")
        if act == "add":
            return self._add(request, self.pack)
        form = RevisionForm(request.POST)
        if not form.is_valid():
            raise BadRequest
        said: dict[str, Any] = {
            "pack": self.pack,
            "revision": form.cleaned_data["revision"],
            "actor": request.user,
            "now": self.now,
        }
        entry = int(key) if key.isdecimal() else 0
        try:
            self._do(act, entry, said)
        except HouseError as refused:
            messages.error(request, str(refused))
        return self.back()

    def _do(self, act: str, entry: int, said: dict[str, Any]) -> None:
        if act in ("up", "down"):
            move_entry(entry=entry, by=-1 if act == "up" else 1, **said)
        elif act == "remove":
            remove_entry(entry=entry, **said)
        elif act in ("whole", "summary"):
            print_summary_alone(entry=entry, is_summary_only=act == "summary", **said)
        elif act == "order":
            order_entries(entries=self._wanted_order(), **said)
        else:
            raise BadRequest

    def _wanted_order(self) -> list[int]:
        """Return the entries by the places that were written beside them; at the same place they stay as they were."""
        places = []
        for entry in self.pack.entries.order_by("place", "pk") if self.pack else ():
            said = self.request.POST.get(f"place-{entry.pk}", "")
            places.append((int(said) if said.isdecimal() else entry.place, entry.place, entry.pk))
        return [pk for _wanted, _place, pk in sorted(places)]

    def _add(self, request: HttpRequest, pack: Pack) -> HttpResponse:
        form = AddForm(request.POST, pack=pack)
        if not form.is_valid():
            return self.page(pack, form, status=422)
        try:
            add_items(
                pack=pack,
                items=list(form.cleaned_data["items"].order_by("number")),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(pack, form, status=409)
        return self.back()
