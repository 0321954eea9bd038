"""The grid of a session, running late, copying a day, and taking the last act back."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly.errors import ChangedMeanwhile
from assembly.views.workspace import AssemblyView
from scheduling.errors import PlanRefused
from scheduling.forms.plan import CopyDayForm, LateForm
from scheduling.models import AgendaItem, Room, Session
from scheduling.plan_words import VERBS, place_words, session_day
from scheduling.selectors.plan_changes import last_change
from scheduling.selectors.plan_copy import copy_of_day
from scheduling.selectors.plan_shift import shift_of
from scheduling.selectors.sessions import items_of, sessions_of
from scheduling.services.plan import OVER
from scheduling.services.plan_copy import copy_day
from scheduling.services.plan_shift import shift_rest
from scheduling.services.plan_undo import undo_change
from scheduling.views.plan_board import board_context, plan_address, wants_board
from scheduling.views.session_base import SessionView


class SessionPlanView(SessionView):
    """The grid, the tray, and what clashes."""

    permission: ClassVar[str] = "assembly.view_sessions"
    session_page: ClassVar[str] = "plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page, or the board alone."""
        template = "scheduling/plan_board.html" if wants_board(request) else "scheduling/plan.html"
        context = board_context(self.assembly, self.session)
        return self.render(template, {**context, "day": session_day(self.session)})


class SessionLateView(SessionView):
    """Move what is left of a day: first what would happen, then the act."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    session_page: ClassVar[str] = "plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, and what would move once it is filled."""
        items = list(items_of(self.session))
        form = LateForm(request.GET if "minutes" in request.GET else None, items=items)
        return self._page(items, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the preview showed."""
        items = list(items_of(self.session))
        form = LateForm(request.POST, items=items)
        seen = request.POST.get("seen", "")
        if not form.is_valid() or not seen.isdecimal():
            return self._page(items, form, status=422)
        given = form.cleaned_data
        try:
            change = shift_rest(
                session=self.session,
                item=given["item"],
                minutes=given["minutes"],
                shrinks_breaks=given["shrink"],
                room=given["room"],
                seen=int(seen),
                actor=request.user,
                now=self.now,
            )
        except (PlanRefused, ChangedMeanwhile) as refusal:
            form.add_error(None, str(refusal))
            return self._page(items, form, status=409)
        count = len(change.after)
        messages.success(
            request,
            ngettext("%(count)s item was moved.", "%(count)s items were moved.", count) % {"count": count},
        )
        return redirect(plan_address(self.assembly, self.session))

    def _page(self, items: list[AgendaItem], form: LateForm, status: int = 200) -> HttpResponse:
        preview = None
        if items and form.is_bound and form.is_valid():
            given = form.cleaned_data
            preview = shift_of(
                self.session,
                given["item"],
                given["minutes"],
                shrinks_breaks=given["shrink"],
                room=given["room"],
            )
        change = last_change(self.assembly)
        context = {
            "form": form,
            "items": items,
            "preview": preview,
            "seen": change.number if change else 0,
        }
        return self.render("scheduling/plan_late.html", context, status=status)


class SessionCopyView(SessionView):
    """Copy a day's programme onto another session."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    session_page: ClassVar[str] = "plan"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, and what would be copied once a session is chosen."""
        return self._page(
            CopyDayForm(request.GET if "target" in request.GET else None, targets=self._targets())
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the preview showed."""
        form = CopyDayForm(request.POST, targets=self._targets())
        seen = request.POST.get("seen", "")
        if not form.is_valid() or not seen.isdecimal():
            return self._page(form, status=422)
        target = form.cleaned_data["target"]
        try:
            _change, plan = copy_day(
                source=self.session, target=target, seen=int(seen), actor=request.user, now=self.now
            )
        except (PlanRefused, ChangedMeanwhile) as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=409)
        count = len(plan.copied)
        messages.success(
            request,
            ngettext("%(count)s item was copied.", "%(count)s items were copied.", count) % {"count": count},
        )
        for item, why in plan.left:
            messages.warning(request, _("“%(item)s” was not copied: %(why)s.") % {"item": item, "why": why})
        return redirect(plan_address(self.assembly, target))

    def _targets(self) -> Any:
        return sessions_of(self.assembly).exclude(pk=self.session.pk).exclude(state__in=OVER)

    def _page(self, form: CopyDayForm, status: int = 200) -> HttpResponse:
        preview, target = None, None
        if form.is_bound and form.is_valid():
            target = form.cleaned_data["target"]
            preview = copy_of_day(self.session, target)
        change = last_change(self.assembly)
        context = {
            "form": form,
            "target": target,
            "copied": [
                (each.item, place_words(target, each.room, each.starts_at, each.item.minutes))
                for each in (preview.copied if preview else ())
            ],
            "left": preview.left if preview else (),
            "has_preview": preview is not None,
            "has_targets": self._targets().exists(),
            "seen": change.number if change else 0,
        }
        return self.render("scheduling/plan_copy.html", context, status=status)


class UndoView(AssemblyView):
    """Take the last act on the programme back: a page that says what will happen, then the act."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Say what would be undone."""
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Undo the act that was shown."""
        number = request.POST.get("number", "")
        if not number.isdecimal():
            return self._page(status=422)
        try:
            change = undo_change(assembly=self.assembly, number=int(number), actor=request.user, now=self.now)
        except PlanRefused as refusal:
            return self._page(str(refusal), status=409)
        messages.success(request, _("The last change of the programme was undone."))
        return redirect(plan_address(self.assembly, self._session_of(change)))

    def _page(self, refused: str = "", status: int = 200) -> HttpResponse:
        change = last_change(self.assembly)
        context = {
            "change": change,
            "verb": VERBS.get(change.verb, change.verb) if change else "",
            "moves": self._moves(change) if change else [],
            "refused": refused,
            "back": plan_address(self.assembly, self._session_of(change) if change else None),
        }
        return self.render("scheduling/plan_undo.html", context, status=status)

    def _moves(self, change: Any) -> list[tuple[Any, str, str]]:
        """Tell for each item of an act where it is and where it would go."""
        both = [*change.before.values(), *change.after.values()]
        sessions = sessions_of(self.assembly).in_bulk({each[0] for each in both if each and each[0]})
        rooms = Room.objects.in_bulk({each[1] for each in both if each and each[1]})
        items = AgendaItem.objects.filter(assembly=self.assembly).in_bulk([int(key) for key in change.after])

        def words(standing: list[Any] | None) -> str:
            if standing is None:
                return _("deleted")
            session, room, begins, minutes = standing
            moment = datetime.fromisoformat(begins) if begins else None
            return place_words(sessions.get(session), rooms.get(room), moment, minutes)

        return [
            (items.get(int(key)) or _("An item that is gone"), words(after), words(change.before[key]))
            for key, after in change.after.items()
        ]

    def _session_of(self, change: Any) -> Session | None:
        for standing in (*change.before.values(), *change.after.values()):
            if standing and standing[0]:
                return sessions_of(self.assembly).filter(pk=standing[0]).first()
        return None
