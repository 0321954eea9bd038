"""Answers we owe: the officials' list, and publishing what is cleared."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import HouseError
from assembly.outcomes.enums_responses import UNANSWERED, PublishMode
from assembly.outcomes.models import FormalResponse
from assembly.outcomes.selectors.answers import bodies_named, inbox, own_responses
from assembly.outcomes.services.answers_publish import publish_answers
from assembly.outcomes.services.response_plan import plan_of
from assembly.views.workspace import AssemblyView


class AnswersBase(AssemblyView):
    """A page of officials; what another body owes is not found."""

    permission: ClassVar[str] = "assembly.answer_recommendations"
    stage: ClassVar[str] = "answers_owed"


class OfAnotherBody(Exception):  # noqa: N818 (it leads the reader back, and is no fault)
    """An answer that the reader's own bodies do not owe, or for whose body they do not do this."""


class AnswerBase(AnswersBase):
    """A page about one answer, whose key the address has; whose body is another's is led back to the list."""

    response: FormalResponse
    for_who_clears: ClassVar[bool] = False
    """Whether the page is for those alone who clear for the answer's body."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show nothing of what another body owes."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except OfAnotherBody as refused:
            messages.info(request, str(refused))
            return redirect("answers_owed", self.assembly.slug)

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it with what its pages show; what the page does not take at all is refused as such."""
        key = kwargs.pop("pk")
        found = own_responses(self.request.user, self.assembly, self.now).filter(pk=key)
        own = found.select_related(
            "recommendation__frozen_version",
            "recommendation__theme",
            "recommendation__assembly",
            "body",
            "assembly",
            "assignee__user",
            "approver__user",
        ).first()
        if own is not None and (own.clears or not self.for_who_clears):
            self.response = own
            return
        get_object_or_404(FormalResponse, assembly=self.assembly, pk=key)
        method = (self.request.method or "").lower()
        if hasattr(self, "get" if method == "head" else method):
            raise OfAnotherBody(
                _("Somebody else clears the answers of that body.")
                if own is not None
                else _("That answer is another body’s. Here is what yours owes.")
            )


class AnswersOwedView(AnswersBase):
    """What the reader's bodies owe and have answered."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it: owed ones by the day on which they are due, then those that are answered."""
        rows = inbox(request.user, self.assembly, self.now)
        context = {
            "bodies": bodies_named(request.user, self.assembly, self.now),
            "owed": [each for each in rows if each.is_owed],
            "open_again": [each for each in rows if each.state == "clarification_requested"],
            "answered": [
                each for each in rows if not each.is_owed and each.state != "clarification_requested"
            ],
            "cleared": [each for each in rows if each.is_cleared and each.clears],
            "to_clear": [
                each
                for each in rows
                if each.waits and each.clears and each.draft.made_by_id != request.user.pk
            ],
            "plan": plan_of(self.assembly),
        }
        return self.render("outcomes/answers_owed.html", context)


class AnswersPublishView(AnswersBase):
    """Publish cleared answers, one or several at once."""

    permission: ClassVar[str] = "assembly.clear_responses"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show what is cleared, to choose from."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish what was chosen."""
        keys = [int(key) for key in request.POST.getlist("answer") if key.isdecimal() and len(key) < 18]
        own = own_responses(request.user, self.assembly, self.now)
        chosen = list(own.filter(clears=True, pk__in=keys))
        try:
            done = publish_answers(
                responses=chosen,
                actor=request.user,
                now=self.now,
                is_part_enough=request.POST.get("part") == "yes",
            )
        except HouseError as refused:
            blockers = getattr(refused, "blockers", None)
            return self.page(faults=[str(each) for each in blockers or [refused]], chosen=keys, status=409)
        messages.success(
            request,
            ngettext("One answer is published.", "%(n)s answers are published.", len(done))
            % {"n": len(done)},
        )
        return redirect("answers_owed", self.assembly.slug)

    def page(
        self, *, faults: list[str] | None = None, chosen: list[int] | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the choice."""
        rows = [each for each in inbox(self.request.user, self.assembly, self.now) if each.clears]
        plan = plan_of(self.assembly)
        context = {
            "cleared": [each for each in rows if each.is_cleared],
            "waiting": [each for each in rows if each.state in UNANSWERED and not each.is_cleared],
            "is_together": bool(plan and plan.mode == PublishMode.TOGETHER),
            "faults": faults,
            "chosen": chosen,
            "title": _("Publish answers"),
        }
        return self.render("outcomes/answers_publish.html", context, status=status)
