"""Move an assembly on, pause, resume, cancel, close or archive it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.enums import AssemblyState
from assembly.errors import GateClosed, HouseError
from assembly.forms.assembly import ReasonForm
from assembly.lifecycle import RETURN
from assembly.lifecycles import ASSEMBLY, VERBS, Verb
from assembly.services.move_assembly import move_assembly
from assembly.views.workspace import AssemblyView


class MoveView(AssemblyView):
    """The moves that are possible now, in plain words, and what blocks them."""

    permission: ClassVar[str] = "assembly.move_assembly"
    stage: ClassVar[str] = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the moves."""
        moves = [self._move(VERBS[name]) for name in ASSEMBLY.verbs_from(self.assembly.state)]
        context = {
            "onward": [move for move in moves if not move["verb"].needs_reason],
            "aside": [move for move in moves if move["verb"].needs_reason],
        }
        return self.render("assembly/move.html", context)

    def _move(self, verb: Verb) -> dict[str, Any]:
        target = ASSEMBLY.target(self.assembly.state, verb.name)
        if target == RETURN:
            target = self.assembly.paused_from
        return {
            "verb": verb,
            "target": AssemblyState(target).label,
            "blockers": ASSEMBLY.blockers(self.assembly, verb.name),
        }


class ConfirmMoveView(AssemblyView):
    """One move: asked once where it matters, then done."""

    permission: ClassVar[str] = "assembly.move_assembly"
    stage: ClassVar[str] = "overview"

    def get(self, request: HttpRequest, verb: str) -> HttpResponse:  # noqa: ARG002
        """Ask once, naming what will happen."""
        if verb not in VERBS:
            raise Http404
        return self._ask(VERBS[verb], ReasonForm(needs_reason=VERBS[verb].needs_reason))

    def post(self, request: HttpRequest, verb: str) -> HttpResponse:
        """Move the assembly; say what stands in the way otherwise."""
        if verb not in VERBS:
            raise Http404
        form = ReasonForm(request.POST, needs_reason=VERBS[verb].needs_reason)
        if not form.is_valid():
            return self._ask(VERBS[verb], form, status=422)
        try:
            moved = move_assembly(
                assembly=self.assembly,
                verb=verb,
                actor=request.user,
                now=self.now,
                reason=form.cleaned_data["reason"],
            )
        except GateClosed as closed:
            for blocker in closed.blockers:
                messages.error(request, str(blocker))
            return redirect("assembly_move", self.assembly.slug)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("assembly_move", self.assembly.slug)
        messages.success(
            request, _("The assembly is now “%(state)s”.") % {"state": moved.get_state_display()}
        )
        return redirect(moved)

    def _ask(self, verb: Verb, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        is_possible = verb.name in ASSEMBLY.verbs_from(self.assembly.state)
        blockers = ASSEMBLY.blockers(self.assembly, verb.name) if is_possible else []
        context = {"verb": verb, "form": form, "is_possible": is_possible, "blockers": blockers}
        return self.render("assembly/move_confirm.html", context, status=status)
