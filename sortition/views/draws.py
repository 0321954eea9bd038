"""Draws: the list, preparing one, and its page with what comes next."""

import secrets
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.draw_pages import in_groups, steps_of, waits_for
from sortition.draw_terms import beacon_moment, source_of, source_words
from sortition.enums_draws import DrawState
from sortition.errors import DrawRefused
from sortition.forms.draws import DrawForm
from sortition.models import Draw
from sortition.selectors.draws import are_draws_public, draw_that_counts, draws_of, terms_digest
from sortition.selectors.runs import changes_since, runs_of
from sortition.selectors.targets_rules import sign_off_state
from sortition.services.draws import draw_blockers, prepare_draw, revise_draw
from sortition.services.runs_panel import difference_sentences


class DrawsView(AssemblyView):
    """All draws, void ones too."""

    permission = "assembly.view_runs"
    stage = "lottery"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the list."""
        return self.render(
            "sortition/draws.html",
            {"draws": draws_of(self.assembly), "is_public": are_draws_public(self.assembly)},
        )


class OneDrawView(AssemblyView):
    """A page about one draw of this assembly."""

    permission = "assembly.view_runs"
    post_permission: ClassVar[str | None] = "assembly.run_draw"
    stage = "lottery"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the number aside: the draw is looked for within the assembly, once the reader has been let in."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def load_draw(self, *states: str) -> Draw:
        """Find the draw within the assembly, in one of `states` if any are named; otherwise answer 404."""
        draw = get_object_or_404(draws_of(self.assembly).select_related("file"), number=self.number)
        if states and draw.state not in states:
            raise Http404
        return draw

    def back(self) -> HttpResponse:
        """Go to the draw's page."""
        return redirect("draw", self.assembly.slug, self.number)

    def refuse(self, request: HttpRequest, refusal: HouseError) -> HttpResponse:
        """Go to the draw's page and say there what was refused."""
        messages.error(request, str(refusal))
        return self.back()


class DrawView(OneDrawView):
    """One draw: its steps, its terms, its hash, and what comes next."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the draw."""
        draw = self.load_draw()
        source = source_of(draw.source)
        blockers = draw_blockers(draw.run) if draw.state == DrawState.PREPARED else []
        context = {
            "draw": draw,
            "steps": steps_of(draw),
            "waits_for": waits_for(draw, self.request.user, self.now),
            "source": source_words(source),
            "beacon_at": beacon_moment(draw.source["round"]) if draw.source_kind == "beacon" else None,
            "hash_groups": in_groups(draw.frozen_hash),
            "bundle_groups": in_groups(draw.bundle_hash),
            "seen": terms_digest(draw),
            "blockers": blockers,
            "changes": self._changes(draw),
        }
        return self.render("sortition/draw.html", context)

    def _changes(self, draw: Draw) -> list[str]:
        """Say what changed in people and quotas since the freeze: the draw stays as it was, but readers should know."""
        if draw.state not in (DrawState.COMMITTED, DrawState.RANDOMNESS_RECEIVED, DrawState.RESOLVED):
            return []
        try:
            return difference_sentences(changes_since(draw.run))[:-1]
        except HouseError as error:
            return [str(error)]


class DrawNewView(AssemblyView):
    """Lay down the terms of a draw on a run's panels."""

    permission = "assembly.run_draw"
    stage = "lottery"

    def dispatch(self, request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> HttpResponseBase:
        """Keep the run's number aside."""
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form, or what stands in the way."""
        return self._page(DrawForm(now=self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Prepare the draw."""
        form = DrawForm(request.POST, now=self.now)
        if form.is_valid():
            run = get_object_or_404(runs_of(self.assembly), number=self.number)
            try:
                draw = prepare_draw(
                    run=run,
                    terms=form.terms(),
                    actor=request.user,
                    now=self.now,
                    token_bytes=secrets.token_bytes,
                )
            except DrawRefused as refusal:
                for reason in refusal.params.get("blockers", [str(refusal)]):
                    form.add_error(None, reason)
            else:
                return redirect("draw", self.assembly.slug, draw.number)
        return self._page(form, status=422)

    def _page(self, form: DrawForm, *, status: int = 200) -> HttpResponse:
        run = get_object_or_404(runs_of(self.assembly), number=self.number)
        context = {
            "run": run,
            "form": form,
            "other": draw_that_counts(self.assembly),
            "blockers": draw_blockers(run),
            "sign_off": sign_off_state(self.assembly),
        }
        return self.render("sortition/draw_new.html", context, status=status)


class DrawEditView(OneDrawView):
    """Change the terms before the commitment; an approval ends."""

    permission = "assembly.run_draw"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        draw = self.load_draw(DrawState.PREPARED)
        return self._page(draw, DrawForm(draw=draw, now=self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the terms."""
        draw = self.load_draw(DrawState.PREPARED)
        form = DrawForm(request.POST, draw=draw, now=self.now)
        if form.is_valid():
            try:
                revise_draw(
                    draw=draw,
                    terms=form.terms(),
                    actor=request.user,
                    now=self.now,
                    token_bytes=secrets.token_bytes,
                )
            except DrawRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The terms are saved. A second person has to approve them."))
                return self.back()
        return self._page(draw, form, status=422)

    def _page(self, draw: Draw, form: DrawForm, *, status: int = 200) -> HttpResponse:
        return self.render(
            "sortition/draw_new.html", {"draw": draw, "run": draw.run, "form": form}, status=status
        )
