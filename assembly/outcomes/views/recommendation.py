"""One recommendation as the team sees it: its text, what it rests on, what is said of it, and what is next."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.models import AuditEvent
from assembly.outcomes.enums import HANDED_OVER, RecommendationState
from assembly.outcomes.forms.recommendations import (
    CommentForm,
    ReasonForm,
    SettleForm,
    SortForm,
    SourceForm,
    VersionForm,
)
from assembly.outcomes.models import Recommendation
from assembly.outcomes.recommendation_lifecycle import RECOMMENDATION
from assembly.outcomes.recommendation_verbs import VERBS, RecommendationVerb, verbs_for
from assembly.outcomes.selectors.recommendations import (
    amendments_of,
    changes_between,
    may_dissent,
    recommendations_of,
    versions_of,
)
from assembly.outcomes.services.recommendation_sources import (
    add_comment,
    add_source,
    remove_source,
    settle_comment,
)
from assembly.outcomes.services.recommendations import (
    last_version,
    move_recommendation,
    save_version,
    sort_recommendation,
)
from assembly.outcomes.views.outcomes_base import RecommendationsView
from assembly.outcomes.views.recommendations import DECIDES, EDITS
from assembly.record import sentence_of


class RecommendationView(RecommendationsView):
    """A page about one recommendation, whose `number` the address has."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    tab: ClassVar[str] = "recommendations"
    recommendation: Recommendation

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the recommendation."""
        self.recommendation = get_object_or_404(
            recommendations_of(self.assembly), number=kwargs.pop("number")
        )

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the recommendation."""
        return super().render(
            template, {"recommendation": self.recommendation, **(context or {})}, status=status
        )

    def load_again(self) -> None:
        """Load the recommendation as it stands after a refusal."""
        self.recommendation = recommendations_of(self.assembly).get(pk=self.recommendation.pk)

    def back(self) -> HttpResponse:
        """Lead to its page."""
        return redirect("recommendation", self.assembly.slug, self.recommendation.number)


class RecommendationPage(RecommendationView):
    """Everything about a recommendation, with the small acts of whoever drafts."""

    post_permission: ClassVar[str | None] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one act."""
        act = request.POST.get("act", "")
        acts = self._acts()
        if act not in acts:
            raise BadRequest
        form = self.form(act, request.POST)
        if not form.is_valid():
            return self.page(act, form, status=422)
        try:
            acts[act](actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            form.add_error(None, str(refused))
            self.load_again()
            return self.page(act, form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def _acts(self) -> dict[str, Callable[..., Any]]:
        own = self.recommendation
        return {
            "draft": lambda **said: move_recommendation(recommendation=own, verb="draft", **said),
            "sort": lambda **said: sort_recommendation(recommendation=own, **said),
            "source": lambda **said: add_source(recommendation=own, **said),
            "source_remove": lambda **said: remove_source(source=self._one(own.sources), **said),
            "comment": lambda **said: add_comment(recommendation=own, version=last_version(own), **said),
            "settle": lambda **said: settle_comment(comment=self._one(own.comments), **said),
        }

    def _one(self, rows: Any) -> Any:
        """Return the row of this recommendation that the form names."""
        named = self.request.POST.get("row", "")
        if not (named.isdecimal() and len(named) < 19):
            raise Http404
        return get_object_or_404(rows.select_related("recommendation"), pk=int(named))

    def form(self, act: str, data: Any = None) -> forms.Form:
        """Return the form of an act."""
        options = {"data": data, "auto_id": f"{act}_%s"}
        makers: dict[str, Callable[[], forms.Form]] = {
            "sort": lambda: SortForm(
                assembly=self.assembly, initial={"theme": self.recommendation.theme_id}, **options
            ),
            "source": lambda: SourceForm(assembly=self.assembly, now=self.now, **options),
            "comment": lambda: CommentForm(**options),
            "settle": lambda: SettleForm(**options),
        }
        return makers[act]() if act in makers else forms.Form(**options)

    def page(self, act: str = "", bound: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """Render it with the forms of what is possible now."""
        own = self.recommendation
        is_settled = own.state in HANDED_OVER or own.state == RecommendationState.WITHDRAWN
        shown = {"settle": self.form("settle")}
        if not is_settled:
            shown |= {name: self.form(name) for name in ("sort", "source")}
        if own.is_open_to_change:
            shown["comment"] = self.form("comment")
        if bound is not None:
            shown[act] = bound
        comments = list(own.comments.select_related("version"))
        context = {
            "text": own.present,
            "versions": list(versions_of(own)),
            "sources": list(own.sources.select_related("item", "session")),
            "comments": comments,
            "amendments": list(amendments_of(own)),
            "statements": list(own.minority_statements.all()),
            "may_dissent": may_dissent(own),
            "verbs": [(verb, RECOMMENDATION.blockers(own, verb.name)) for verb in verbs_for(own)]
            if self.can(DECIDES)
            else [],
            "forms": shown,
            "bound": bound,
            "settled_row": self.request.POST.get("row", "") if act == "settle" else "",
            "history": self._history(),
        }
        return self.render("outcomes/recommendation.html", context, status=status)

    def _history(self) -> list[tuple[AuditEvent, str]]:
        if not (self.can(EDITS) or self.can("assembly.view_record")):
            return []
        events = AuditEvent.objects.filter(
            assembly=self.assembly, object_type="recommendation", object_id=str(self.recommendation.pk)
        )
        return [
            (event, sentence_of(event))
            for event in events.select_related("actor", "kept").order_by("-number")
        ]


class RecommendationEditView(RecommendationView):
    """Write the next version. What others saved meanwhile is shown beside one's own text; neither is lost."""

    permission: ClassVar[str] = EDITS

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form with the text as it stands."""
        return self.page(VersionForm.beginning_with(self.recommendation.present))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save it; or go on from the other text where that was asked for."""
        if "theirs" in request.POST:
            return self.page(VersionForm.beginning_with(self.recommendation.present))
        form = VersionForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        began = form.cleaned_data["began_with"]
        try:
            version = save_version(
                recommendation=self.recommendation,
                words=form.words(),
                note=form.cleaned_data["note"],
                began_with=began,
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as changed:
            return self._conflict(form, changed)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        said = _("Nothing was changed.") if version.number == began else _("Version %(number)s is saved.")
        messages.success(request, said % {"number": version.number})
        return self.back()

    def _conflict(self, form: VersionForm, changed: ChangedMeanwhile) -> HttpResponse:
        self.load_again()
        theirs = self.recommendation.present
        # The next save is meant to follow what is shown beside the form now.
        data = form.data.copy()
        data["began_with"] = str(theirs.number)
        again = VersionForm(data)
        again.is_valid()
        again.add_error(None, str(changed))
        return self.page(again, conflict=changes_between(theirs.words(), form.words()), status=409)

    def page(
        self, form: VersionForm, *, conflict: list[Any] | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the form, with the text of somebody else and the difference beside it where there is one."""
        own = self.recommendation
        context = {"form": form, "text": own.present, "conflict": conflict, "is_open": own.is_open_to_change}
        return self.render("outcomes/recommendation_edit.html", context, status=status)


class RecommendationMoveView(RecommendationView):
    """Move a recommendation: asked once, with what will happen and what is still missing, then done."""

    permission: ClassVar[str] = DECIDES

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        name = request.GET.get("verb", "")
        if name and name not in VERBS:
            raise Http404
        possible = verbs_for(self.recommendation)
        verb = VERBS.get(name) or (possible[0] if possible else None)
        return self.page(verb, ReasonForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Move it."""
        verb = VERBS.get(request.POST.get("verb", ""))
        if verb is None:
            messages.error(request, _("That is not done here."))
            return self.back()
        form = ReasonForm(request.POST, required=verb.asks_why)
        if verb in verbs_for(self.recommendation) and not form.is_valid():
            return self.page(verb, form, status=422)
        try:
            moved = move_recommendation(
                recommendation=self.recommendation,
                verb=verb.name,
                reason=form.cleaned_data.get("reason", "") if form.is_valid() else "",
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            words = {"recommendation": moved, "state": moved.get_state_display()}
            messages.success(request, _("%(recommendation)s is now: %(state)s.") % words)
        return self.back()

    def page(self, verb: RecommendationVerb | None, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        """Render the question."""
        own = self.recommendation
        is_possible = verb is not None and verb in verbs_for(own)
        context = {
            "verb": verb,
            "form": form,
            "text": own.present,
            "is_possible": is_possible,
            "blockers": RECOMMENDATION.blockers(own, verb.name) if verb and is_possible else [],
        }
        return self.render("outcomes/recommendation_move.html", context, status=status)


class RecommendationVersionView(RecommendationView):
    """One version, and what differs between it and another."""

    def get(self, request: HttpRequest, version: int) -> HttpResponse:
        """Show it; beside it the one before, or the one that is asked for."""
        versions = list(versions_of(self.recommendation))
        shown = next((each for each in versions if each.number == version), None)
        if shown is None:
            raise Http404
        asked = request.GET.get("with", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else version - 1
        other = next((each for each in versions if each.number == number and each is not shown), None)
        older, newer = sorted((other, shown), key=lambda each: each.number) if other else (None, shown)
        context = {
            "text": shown,
            "others": [each for each in versions if each is not shown],
            "other": other,
            "older": older,
            "newer": newer,
            "changes": changes_between(older.words(), newer.words()) if older else [],
        }
        return self.render("outcomes/recommendation_version.html", context)
