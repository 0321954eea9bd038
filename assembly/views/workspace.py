"""The base of every page below `/assemblies/<slug>/`: scope first, then permission, then the view."""

from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View

from assembly.forms.purpose import PurposeForm
from assembly.limits import is_over_limit
from assembly.models import Assembly
from assembly.permissions import OVER, roles_of
from assembly.reading_purpose import (
    current_purpose,
    is_first_list_reading,
    is_first_reading,
    keep_purpose,
)
from assembly.recent_sign_in import ask_again_unless_recent
from assembly.sent_once import answered_once
from assembly.services.privacy import record_reading
from assembly.stages import Stage, StageStatus, stages_for

AN_HOUR = 3600


class AssemblyView(View):
    """Load the assembly, ask for the permission, render inside the workspace.

    Signed-out visitors get the sign-in page whether or not the assembly exists; signed-in strangers get 404;
    people of the assembly without the permission get 403. `permission` is asked for every method,
    `post_permission` for writes if it differs. Where `needs_recent_sign_in`, whoever signed in long ago is asked
    again who they are: before writes, and before downloads of views that take no writes. Where `needs_purpose`,
    the view sees no request before the reader has said what they need people's data for: `self.purpose`. What needs
    both takes people's data away, and is limited by account and hour.

    A form that was sent before with the same `{% sent_once %}` never reaches the view. Where it is not `is_sent_once`,
    the view asks `answered_once` itself, about its write alone: nobody waits for it to read a file or send a message.
    """

    permission: ClassVar[str]
    post_permission: ClassVar[str | None] = None
    needs_recent_sign_in: ClassVar[bool] = False
    needs_purpose: ClassVar[bool] = False
    is_sent_once: ClassVar[bool] = True
    stage: ClassVar[str] = ""
    assembly: Assembly
    purpose: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer strangers before the view sees the request."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        assembly = Assembly.objects.filter(slug=kwargs.pop("slug")).first()
        if assembly is None or not roles_of(request.user, assembly):
            raise Http404
        needed = [self.permission]
        # Saying what a page is read for is no write: whoever may read it may say so.
        is_about_reading = self.needs_purpose and request.POST.get("purpose_for") == "reading"
        is_write = request.method not in ("GET", "HEAD", "OPTIONS") and not is_about_reading
        if is_write and self.post_permission:
            needed.append(self.post_permission)
        if not request.user.has_perms(needed, assembly):
            raise PermissionDenied(*_refusal(assembly))
        if self.needs_recent_sign_in and (is_write or not hasattr(self, "post")):
            ask_again_unless_recent(request)
        self.assembly = assembly
        self.now = timezone.now()
        self.load_scope(kwargs)
        if self.needs_purpose and (asked := self._ask_purpose(request)):
            return asked
        if self.needs_purpose and self.needs_recent_sign_in and self._takes_away_too_often():
            return self.render(
                "assembly/too_many_exports.html", {"most": settings.EXPORTS_AN_HOUR}, status=429
            )
        handle = partial(super().dispatch, request, *args, **kwargs)
        return answered_once(request, handle) if self.is_sent_once else handle()

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load what else the address names, for all handlers alike, and take it out of `kwargs`; else 404."""

    def _takes_away_too_often(self) -> bool:
        """Count what takes people's data away, by account: no program with somebody’s session empties the house."""
        who = f"account:{self.request.user.pk}"
        return is_over_limit("exports", who, most=settings.EXPORTS_AN_HOUR, seconds=AN_HOUR)

    def _ask_purpose(self, request: HttpRequest) -> HttpResponse | None:
        """Ask what people's data are needed for, in place of the view; None once that is known.

        What a form carried goes along, so that a download goes on where it was stopped.
        """
        is_answer = request.method == "POST" and "purpose_for" in request.POST
        form = PurposeForm(request.POST if is_answer else None)
        is_refused = is_answer and not form.is_valid()
        if is_answer and not is_refused:
            keep_purpose(request, form.said())
            if request.POST["purpose_for"] == "reading":
                return redirect(request.get_full_path())
        # The people of a rehearsal are invented.
        self.purpose = gettext("Rehearsal") if self.assembly.is_rehearsal else current_purpose(request)
        if (self.purpose and not is_refused) or request.method == "OPTIONS":
            return None
        own = {"purpose_for", "csrfmiddlewaretoken", *form.fields}
        context = {
            "form": form,
            "minutes": settings.PURPOSE_MINUTES,
            "purpose_for": request.POST.get("purpose_for")
            or ("act" if request.method == "POST" else "reading"),
            "carried": [
                (name, value)
                for name in request.POST
                if name not in own
                for value in request.POST.getlist(name)
            ],
        }
        return self.render("assembly/purpose.html", context, status=422 if is_answer else 200)

    def is_first_reading(self, thing: str) -> bool:
        """Whether a reading is to be recorded: the first of `thing` since the purpose was said."""
        return is_first_reading(self.request, thing)

    def note_list_reading(self, what: str) -> None:
        """Record, once an hour, that names and answers of many people are shown, with what was said or goes without."""
        if self.assembly.is_rehearsal or not is_first_list_reading(
            self.request, f"{what}:{self.assembly.pk}"
        ):
            return
        record_reading(
            what=what,
            subject=self.assembly,
            assembly=self.assembly,
            purpose=current_purpose(self.request) or gettext("To work with the list"),
            actor=self.request.user,
            now=self.now,
        )

    def can(self, permission: str) -> bool:
        """Whether this reader has another permission (to show or leave out a button)."""
        return self.request.user.has_perm(permission, self.assembly)

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render a template that extends `assembly/workspace.html`."""
        context = {
            "assembly": self.assembly,
            "current_stage": self.stage,
            "now": self.now,
            "can": _Can(self),
            **(context or {}),
        }
        if "rail" not in context:
            context["rail"] = self.rail()
        return render(self.request, template, context, status=status)

    def rail(self) -> list[tuple[Stage, StageStatus]]:
        """Return the stages that this reader may see, each with how it stands and what is theirs to do."""
        return [
            (stage, stage.status(self.assembly).for_reader(self.can))
            for stage in stages_for(self.request.user, self.assembly)
        ]


class _Can:
    """Lets a template ask `{% if can.edit_targets %}`."""

    def __init__(self, view: AssemblyView) -> None:
        self._view = view

    def __getitem__(self, name: str) -> bool:
        return self._view.can(f"assembly.{name}")


def _refusal(assembly: Assembly) -> list[str]:
    """Say why, where it is not for want of a role."""
    if assembly.state not in OVER:
        return []
    said = gettext(
        "This assembly is over (%(state)s). It is read and kept, and nothing in it is changed any more."
    )
    return [said % {"state": assembly.get_state_display()}]
