"""Other forms of an item's content, and the files of items for the team and reviewers."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.sent_once import answered_once
from evidence.forms.items import FormatForm
from evidence.item_verbs import EDITS
from evidence.models import EvidenceFormat, StoredFile
from evidence.selectors.items import files_of_items, versions_of
from evidence.services.item_formats import add_format, remove_format
from evidence.views.evidence_base import EvidenceView
from evidence.views.file_answers import file_answer
from evidence.views.item_edit import WithFile


class NewFormatView(WithFile):
    """Put another form beside the last version."""

    permission: ClassVar[str] = EDITS
    is_sent_once: ClassVar[bool] = False

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the version: the draft, or what members read."""
        super().load_scope(kwargs)
        versions = versions_of(self.item)
        wanted = self.request.GET.get("version", "")
        by_number = (
            versions.filter(number=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 6 else None
        )
        self.version = by_number or versions[0]

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(FormatForm(initial={"language": self.version.language}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add it."""
        form = FormatForm(request.POST, request.FILES)
        is_whole = form.is_valid()
        file = self.file_of(form)
        if not is_whole or not form.is_valid():
            return self.page(form, kept=file, status=422)
        return answered_once(request, partial(self.add, form, file))

    def add(self, form: FormatForm, file: StoredFile | None) -> HttpResponse:
        """Add what passed the gate."""
        said = {name: form.cleaned_data[name] for name in ("kind", "language", "text", "link")}
        try:
            add_format(version=self.version, file=file, actor=self.request.user, now=self.now, **said)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, kept=file, status=409)
        messages.success(self.request, _("The form is added."))
        return self.back()

    def page(self, form: FormatForm, *, kept: StoredFile | None = None, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "version": self.version, "kept": kept}
        return self.render("evidence/format_new.html", context, status=status)


class RemoveFormatView(WithFile):
    """Take another form away from a draft, after asking once."""

    permission: ClassVar[str] = EDITS

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the form."""
        super().load_scope(kwargs)
        found = EvidenceFormat.objects.filter(version__item=self.item).select_related("version__item")
        self.format = get_object_or_404(found, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask."""
        return self.render("evidence/format_remove.html", {"format": self.format})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it away."""
        try:
            remove_format(form=self.format, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The form is taken away."))
        return self.back()


class FileView(EvidenceView):
    """A file of an item, for the team and reviewers. What members may read has its own door."""

    permission: ClassVar[str] = "assembly.view_evidence"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG002
        """Answer with it as a download."""
        return file_answer(get_object_or_404(files_of_items(self.assembly), pk=pk))
