"""The record: what happened, by whom, when."""

import json
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from assembly import selectors
from assembly.models import AuditEvent
from assembly.record import kind_label, link_of, sentence_of
from assembly.views.workspace import AssemblyView

PER_PAGE = 25


class RecordView(AssemblyView):
    """The record of one assembly, newest first."""

    permission: ClassVar[str] = "assembly.view_record"
    stage: ClassVar[str] = "record"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the entries, filtered by kind, person and text."""
        kind = request.GET.get("kind", "")
        text = request.GET.get("text", "").strip()
        person = request.GET.get("person", "")
        found = selectors.events_of(
            self.assembly, kind=kind, person=int(person) if person.isdecimal() else None, text=text
        )
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "entries": [self._entry(event) for event in selectors.with_people(page.object_list)],
            "kinds": [(each, kind_label(each)) for each in selectors.kinds_of_events(self.assembly)],
            "people": selectors.actors_of(self.assembly),
            "kind": kind,
            "person": person,
            "text": text,
            "is_filtered": bool(kind or person or text),
        }
        return self.render("assembly/record.html", context)

    def _entry(self, event: AuditEvent) -> dict[str, Any]:
        return {
            "event": event,
            "sentence": sentence_of(event),
            "link": link_of(event, self.assembly),
            "details": json.dumps(event.details, indent=2, ensure_ascii=False, sort_keys=True),
        }
