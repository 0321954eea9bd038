"""The list of evidence items, as a page and as a file, and asking for one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from evidence.enums import ItemKind, ItemState
from evidence.exports_items import items_csv
from evidence.forms.items import RequestForm
from evidence.models import Topic
from evidence.selectors.clock import zone_of
from evidence.selectors.items import Items, items_found
from evidence.services.items import Words, request_item
from evidence.views.evidence_base import EvidenceView
from scheduling.selectors.sessions import sessions_of

PER_PAGE = 25


class ItemsBase(EvidenceView):
    """The items as the address narrows them: by words, state, topic, session and kind."""

    permission: ClassVar[str] = "assembly.view_evidence"
    tab: ClassVar[str] = "items"

    def found(self, request: HttpRequest) -> Items:
        """Return them, and keep what was chosen for the page."""
        self.topics = list(Topic.objects.filter(assembly=self.assembly))
        self.sessions = list(sessions_of(self.assembly))
        given = request.GET
        self.chosen: dict[str, Any] = {
            "words": given.get("search", "").strip()[:100],
            "state": _one_of(given.get("state", ""), ItemState.values),
            "kind": _one_of(given.get("kind", ""), ItemKind.values),
            "topic": next((each for each in self.topics if str(each.number) == given.get("topic")), None),
            "session": next(
                (each for each in self.sessions if str(each.number) == given.get("session")), None
            ),
        }
        return items_found(self.assembly, **self.chosen)


def _one_of(value: str, values: list[str]) -> str:
    return value if value in values else ""


class ItemsView(ItemsBase):
    """All items."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        page = Paginator(self.found(request), PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "page": page,
            "chosen": self.chosen,
            "is_narrowed": any(self.chosen.values()),
            "query": query.urlencode(),
            "topics": self.topics,
            "sessions": self.sessions,
            "states": ItemState.choices,
            "kinds": ItemKind.choices,
        }
        return self.render("evidence/items.html", context)


class ItemsExportView(ItemsBase):
    """What the list shows, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with CSV."""
        content = items_csv(self.found(request), zone_of(self.assembly))
        headers = {"Content-Disposition": f'attachment; filename="{self.assembly.slug}-evidence.csv"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class NewItemView(EvidenceView):
    """Ask for an item."""

    permission: ClassVar[str] = "assembly.edit_evidence"
    tab: ClassVar[str] = "items"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(RequestForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for it."""
        form = RequestForm(request.POST, assembly=self.assembly)
        if not form.is_valid():
            return self.page(form, status=422)
        item = request_item(
            assembly=self.assembly,
            facts=form.facts(),
            words=Words(title=form.cleaned_data["title"]),
            token=form.cleaned_data["token"],
            actor=request.user,
            now=self.now,
        )
        messages.success(
            request, _("%(item)s is asked for. Write down here what has come already.") % {"item": item}
        )
        return redirect("evidence_item", self.assembly.slug, item.number)

    def page(self, form: RequestForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("evidence/item_new.html", {"form": form}, status=status)
