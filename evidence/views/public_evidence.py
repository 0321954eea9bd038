"""Published evidence, for anybody: the list, each item, what was corrected, and the files."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from assembly.views.public_base import PublicView
from evidence.enums import ItemKind
from evidence.exports_published import published_csv
from evidence.languages import language_name
from evidence.links import host_of
from evidence.models import EvidenceVersion, Topic
from evidence.public_entries import entries_of
from evidence.published_words import giver_words, missing_words, position_counts
from evidence.selectors.clock import zone_of
from evidence.selectors.items import Items
from evidence.selectors.published import (
    Published,
    is_held_back,
    listed_items,
    positions_published,
    published,
    published_item,
    published_versions,
)
from evidence.version_changes import changes_between
from evidence.views.file_answers import file_answer
from scheduling.models import Session

PER_PAGE = 25
LONGEST_CHANGES = 20_000
"""Letters of a comparison that still stand on the item's own page; longer ones are read version by version."""


class PublicEvidenceBase(PublicView):
    """A page of published evidence. What is withdrawn is gone at once: the record says so, and no cache is asked."""

    here: ClassVar[str] = "evidence"
    http_method_names: ClassVar = ["get", "head", "options"]

    def load(self) -> None:
        """Find by which clock days are told."""
        self.zone = zone_of(self.assembly)

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Render a page with the clock by which its days are told."""
        return self.render(template, {"zone": self.zone.key, **context})


class PublicListBase(PublicEvidenceBase):
    """The items as the address narrows them."""

    parameters: ClassVar = ("topic", "kind", "page")

    def found(self, request: HttpRequest) -> Items:
        """Return them, and keep what was chosen for the page."""
        self.topics = list(Topic.objects.filter(assembly=self.assembly))
        given, kind = request.GET.get("topic"), request.GET.get("kind", "")
        self.topic = next((each for each in self.topics if str(each.number) == given), None)
        self.kind = kind if kind in ItemKind.values else ""
        return listed_items(self.assembly, self.now, topic=self.topic, kind=self.kind)


class PublicEvidenceView(PublicListBase):
    """All that is published, session by session, and where it stands topic by topic."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show one page of it."""
        page = Paginator(self.found(request), PER_PAGE).get_page(request.GET.get("page"))
        is_narrowed = self.topic is not None or self.kind != ""
        stands = positions_published(self.assembly, self.now)
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            "page": page,
            "groups": list(_by_session(published(page))),
            "stands": [
                (stand.topic, position_counts(stand.found), missing_words(stand.found)) for stand in stands
            ]
            if stands[0].found.total
            else [],
            "topics": self.topics,
            "topic": self.topic,
            "kinds": ItemKind.choices,
            "kind": self.kind,
            "is_narrowed": is_narrowed,
            "has_filters": is_narrowed or page.paginator.count > PER_PAGE,
            "query": query.urlencode(),
            "entries": entries_of(self.assembly),
        }
        return self.page("evidence/public_evidence.html", context)


def _by_session(items: Iterable[Published]) -> Iterator[tuple[Session | None, list[tuple[Published, str]]]]:
    """Put items together that belong to the same first session; those of none come last."""
    for session, group in groupby(items, lambda item: item.sessions[0] if item.sessions else None):
        yield session, [(item, giver_words(item)) for item in group]


class PublicEvidenceFileView(PublicListBase):
    """The list as CSV, narrowed like the page."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Answer with the file."""
        answer = HttpResponse(
            published_csv(published(self.found(request)), self.zone), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{slug}-evidence.csv"'
        return answer


class PublicItemBase(PublicEvidenceBase):
    """A page about one item, with what was published of it."""

    versions: list[EvidenceVersion]

    def load(self) -> None:
        """Load it; of one that is withdrawn or held back there are no versions."""
        super().load()
        self.versions = published_versions(self.assembly, self.kwargs["number"], self.now)

    def version(self, number: int) -> EvidenceVersion:
        """Return one of them, or answer 404."""
        found = next((each for each in self.versions if each.number == number), None)
        if found is None:
            raise Http404
        return found


class PublicItemView(PublicItemBase):
    """One item: its summary first, what was corrected, its text and other forms; or that it is not shown, and why."""

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        item = published_item(self.assembly, number, self.now)
        if item is None:
            if not is_held_back(self.assembly, number):
                raise Http404
            return self.page("evidence/public_item_held.html", {"number": number})
        if not self.versions:
            return self.page("evidence/public_item_gone.html", {"item": item})
        context = {
            "item": item,
            "giver": giver_words(item),
            "corrections": [
                _correction(before, after)
                for after, before in zip(self.versions, self.versions[1:], strict=False)
            ],
            **_words_of(self.versions[0]),
        }
        return self.page("evidence/public_item.html", context)


class PublicItemVersionView(PublicItemBase):
    """What an item said before it was corrected."""

    def get(self, request: HttpRequest, slug: str, number: int, version: int) -> HttpResponse:  # noqa: ARG002
        """Show it; of what holds now the page is the item's own."""
        shown = self.version(version)
        later = [each for each in self.versions if each.number > version]
        if not later:
            raise Http404
        context = {
            "item": published_item(self.assembly, number, self.now),
            "correction": later[-1],
            **_words_of(shown),
        }
        return self.page("evidence/public_item_version.html", context)


class PublicItemFileView(PublicItemBase):
    """A file of a published version, or of one of its other forms."""

    def get(self, request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponseBase:  # noqa: ARG002
        """Answer with the file as a download that no browser runs."""
        holders = [holder for version in self.versions for holder in (version, *version.formats.all())]
        found = next((holder.file for holder in holders if holder.file_id == pk), None)
        if found is None:
            raise Http404
        return file_answer(found)


def _words_of(version: EvidenceVersion) -> dict[str, Any]:
    return {
        "version": version,
        "language": language_name(version.language),
        "host": host_of(version.link),
        "formats": [
            (each, language_name(each.language), host_of(each.link)) for each in version.formats.all()
        ],
    }


def _correction(before: EvidenceVersion, after: EvidenceVersion) -> dict[str, Any]:
    changes = changes_between(before, after)
    length = sum(len(piece.text) for _name, _label, pieces in changes for piece in pieces)
    return {
        "before": before,
        "after": after,
        "changes": changes if length <= LONGEST_CHANGES else [],
        # Two files often have one name, so the comparison of words does not see it.
        "has_other_file": before.file_id != after.file_id,
    }
