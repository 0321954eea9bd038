"""The steps of a draw: approve, commit, enter the randomness, resolve, publish, void."""

import secrets
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from sortition.beacon import BeaconSilent, fetch_round
from sortition.draw_terms import source_of, source_words
from sortition.enums_draws import DrawState, SourceKind
from sortition.errors import DrawRefused
from sortition.forms.draws import AdditionsForm, BeaconForm, ReadingForm, VoidForm
from sortition.models import Draw
from sortition.services.draws import approve_draw, draw_blockers, void_draw
from sortition.services.draws_freeze import commit_draw
from sortition.services.draws_outcome import (
    enter_additions,
    enter_beacon,
    enter_reading,
    publish_draw,
    resolve_draw,
)
from sortition.views.draws import OneDrawView


class DrawApproveView(OneDrawView):
    """Approve what somebody else prepared."""

    permission = "assembly.view_runs"
    post_permission = "assembly.approve_draw"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Approve the terms that were read."""
        draw = self.load_draw()
        try:
            approve_draw(draw=draw, seen=request.POST.get("seen", ""), actor=request.user, now=self.now)
        except DrawRefused as refusal:
            return self.refuse(request, refusal)
        messages.success(request, _("You have approved the draw."))
        return self.back()


class DrawCommitView(OneDrawView):
    """Freeze: a page that names what will happen, then the act."""

    permission = "assembly.run_draw"
    needs_recent_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say what will happen, or what stands in the way."""
        draw = self.load_draw(DrawState.PREPARED)
        context = {
            "draw": draw,
            "blockers": draw_blockers(draw.run),
            "source": source_words(source_of(draw.source)),
        }
        return self.render("sortition/draw_commit.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Freeze and commit."""
        draw = self.load_draw()
        try:
            commit_draw(draw=draw, actor=request.user, now=self.now, token_bytes=secrets.token_bytes)
        except HouseError as refusal:
            return self.refuse(request, refusal)
        messages.success(
            request, _("The draw is committed. Read out the hash, and write it down outside this system.")
        )
        return self.back()


class DrawRandomnessView(OneDrawView):
    """Type in what was drawn, what the beacon gave, or what the witnesses add."""

    permission = "assembly.run_draw"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form that the source asks for."""
        draw = self.load_draw(DrawState.COMMITTED)
        return self._page(draw, self._form(draw))

    def _fetched(self, request: HttpRequest, draw: Draw) -> HttpResponse:
        """Show what the beacon says of the round that was named; nothing is taken in before somebody has looked."""
        try:
            found = fetch_round(settings.BEACON_URL, source_of(draw.source))
        except BeaconSilent as silent:
            messages.error(request, str(silent))
            return self._page(draw, self._form(draw))
        return self._page(draw, BeaconForm(initial=found))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it in."""
        draw = self.load_draw()
        if draw.state != DrawState.COMMITTED:
            return self.refuse(request, DrawRefused(_("The random number is known already.")))
        if "fetch" in request.POST and settings.BEACON_URL and draw.source_kind == SourceKind.BEACON:
            return self._fetched(request, draw)
        form = self._form(draw, request.POST)
        if form.is_valid():
            try:
                taken = self._enter(draw, form, request)
            except HouseError as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._after(request, draw, taken)
        return self._page(draw, form, status=422)

    def _after(self, request: HttpRequest, before: Draw, taken: Draw) -> HttpResponse:
        if taken.state == DrawState.RANDOMNESS_RECEIVED:
            messages.success(request, _("The random number is taken in."))
            return self.back()
        if before.readings and not taken.readings:
            messages.error(
                request,
                _(
                    "The two readings differ. Both are put aside: let both people read again, one after the other."
                ),
            )
        else:
            messages.success(request, _("The first reading is taken in. Now a second person reads."))
        return self._page(taken, self._form(taken))

    def _form(self, draw: Draw, data: Any = None) -> forms.Form:
        if draw.source_kind == SourceKind.BALLS:
            return ReadingForm(data, count=draw.source["count"], lowest=draw.source["lowest"])
        if draw.source_kind == SourceKind.BEACON:
            return BeaconForm(data)
        return AdditionsForm(data, witnesses=draw.witnesses)

    def _enter(self, draw: Draw, form: forms.Form, request: HttpRequest) -> Draw:
        who: dict[str, Any] = {"draw": draw, "actor": request.user, "now": self.now}
        given = form.cleaned_data
        if isinstance(form, AdditionsForm):
            return enter_additions(texts=form.texts(), **who)
        if isinstance(form, BeaconForm):
            return enter_beacon(signature=given["signature"], randomness=given["randomness"], **who)
        return enter_reading(by=given["by"], goes=given["goes"], **who)

    def _page(self, draw: Draw, form: forms.Form, *, status: int = 200) -> HttpResponse:
        context = {
            "draw": draw,
            "form": form,
            "source": source_words(source_of(draw.source)),
            "may_fetch": bool(settings.BEACON_URL) and draw.source_kind == SourceKind.BEACON,
        }
        return self.render("sortition/draw_randomness.html", context, status=status)


class DrawResolveView(OneDrawView):
    """Compute the panel's number."""

    permission = "assembly.run_draw"
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Resolve."""
        try:
            resolve_draw(draw=self.load_draw(), actor=request.user, now=self.now)
        except HouseError as refusal:
            return self.refuse(request, refusal)
        return self.back()


class DrawPublishView(OneDrawView):
    """Let the result stand and offer the seats: a page that names what will happen, then the act."""

    permission = "assembly.run_draw"
    needs_recent_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say what will happen."""
        return self.render("sortition/draw_publish.html", {"draw": self.load_draw(DrawState.RESOLVED)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish."""
        try:
            publish_draw(draw=self.load_draw(), actor=request.user, now=self.now)
        except HouseError as refusal:
            return self.refuse(request, refusal)
        messages.success(request, _("The draw is published, and the seats are offered."))
        return self.back()


class DrawVoidView(OneDrawView):
    """Call a draw void."""

    permission = "assembly.run_draw"
    needs_recent_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        draw = self.load_draw()
        if draw.state in (DrawState.PUBLISHED, DrawState.VOIDED):
            raise Http404
        return self._page(draw, VoidForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Call it void."""
        draw, form = self.load_draw(), VoidForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                void_draw(
                    draw=draw,
                    reason=given["reason"],
                    witnesses=given["witnesses"].splitlines(),
                    actor=request.user,
                    now=self.now,
                )
            except DrawRefused as refusal:
                form.add_error("witnesses" if refusal.code == "no_witnesses" else None, str(refusal))
            except HouseError as refusal:
                return self.refuse(request, refusal)
            else:
                messages.success(request, _("The draw is void. It stays in the list."))
                return self.back()
        return self._page(draw, form, status=422)

    def _page(self, draw: Draw, form: VoidForm, *, status: int = 200) -> HttpResponse:
        return self.render("sortition/draw_void.html", {"draw": draw, "form": form}, status=status)
