"""Whether the targets can be met: the answer in words, and the repairs that can be applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.lottery import Cause, Repair
from sortition.models import Category
from sortition.quota_messages import cause_sentence, change_sentence, repair_size
from sortition.repair_lists import change_as_list, change_from_list
from sortition.selectors.feasibility import FeasibilityAnswer, feasibility_of
from sortition.selectors.targets import categories_of, has_binding_run
from sortition.services.targets_repair import apply_repair

REPAIR_SALT = "sortition.targets.repair"


class TargetsFeasibilityView(AssemblyView):
    """Answer whether the stored quotas can be met: the notice alone for htmx, otherwise on a page of its own."""

    permission = "assembly.view_targets"
    stage = "targets"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Compute, unless the answer is known."""
        answer = feasibility_of(self.assembly)
        categories = categories_of(self.assembly)
        editable = self.can("assembly.edit_targets") and not has_binding_run(self.assembly)
        context = feasibility_context(answer, categories, editable=editable)
        if request.headers.get("HX-Request"):
            return render(
                request, "sortition/targets_feasibility.html", {**context, "assembly": self.assembly}
            )
        return self.render("sortition/targets_answer.html", context)


class ApplyRepairView(AssemblyView):
    """Apply the repair that the page showed."""

    permission = "assembly.view_targets"
    post_permission = "assembly.edit_targets"
    stage = "targets"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Refuse a repair that was computed for other quotas."""
        try:
            version, repair = unsigned_repair(request.POST.get("repair", ""), self.assembly.pk)
            apply_repair(
                assembly=self.assembly, repair=repair, version=version, actor=request.user, now=self.now
            )
        except signing.BadSignature:
            messages.error(
                request, _("This repair cannot be read. Check again and choose one of those shown.")
            )
        except HouseError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The repair is applied. It stands in the record."))
        return redirect("targets", self.assembly.slug)


@dataclass(frozen=True, slots=True)
class ShownRepair:
    """A repair in words, and signed so that exactly this one can be applied."""

    sentences: tuple[str, ...]
    size: str
    signed: str


def feasibility_context(
    answer: FeasibilityAnswer | None, categories: list[Category], *, editable: bool
) -> dict[str, Any]:
    """Return what the notice about feasibility needs; `answer` is None where nobody has asked yet."""
    if answer is None:
        return {"answer": None, "repairs": (), "causes": ()}
    places = {(c.name, v.name): v.pk for c in categories for v in c.values.all()}
    repairs = tuple(
        ShownRepair(
            tuple(change_sentence(change) for change in repair.changes),
            repair_size(repair),
            signed_repair(answer.version, repair, categories[0].assembly_id) if editable else "",
        )
        for repair in answer.repairs
    )
    page = reverse("targets", args=[categories[0].assembly.slug]) if categories else ""
    causes = tuple(_with_links(cause, places, page) for cause in answer.causes)
    return {"answer": answer, "repairs": repairs, "causes": causes}


def _with_links(cause: Cause, places: Mapping[tuple[str, str], int], page: str) -> SafeString:
    """Say a cause with every value in it as a link to its row."""
    links: list[SafeString] = []

    def name(category: str, value: str) -> str:
        pk = places.get((category, value))
        if pk is None:
            return value
        links.append(format_html('<a href="{}#value-{}">{}</a>', page, str(pk), value))
        return f"\0{len(links) - 1}\0"

    # Between the marks stand the numbers of links, so only text is escaped and no name can pass for markup.
    parts = cause_sentence(cause, name).split("\0")
    return format_html_join(
        "", "{}", ((links[int(part)] if at % 2 else part,) for at, part in enumerate(parts))
    )


def signed_repair(version: str, repair: Repair, assembly_pk: int) -> str:
    """Write a repair down for the form that applies it."""
    changes = [change_as_list(change) for change in repair.changes]
    return signing.dumps([assembly_pk, version, changes, repair.cost], salt=REPAIR_SALT)


def unsigned_repair(signed: str, assembly_pk: int) -> tuple[str, Repair]:
    """Read what `signed_repair` wrote.

    Raises:
        BadSignature: somebody changed it, or it belongs to another assembly.
    """
    owner, version, changes, cost = signing.loads(signed, salt=REPAIR_SALT)
    if owner != assembly_pk:
        raise signing.BadSignature
    read = tuple(change_from_list(change) for change in changes)
    return version, Repair(read, cost)
