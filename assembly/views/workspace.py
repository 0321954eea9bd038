"""The base of every page below `/assemblies/<slug>/`: scope first, then permission, then the view."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from assembly.models import Assembly
from assembly.permissions import roles_of
from assembly.recent_sign_in import ask_again_unless_recent
from assembly.stages import Stage, StageStatus, stages_for


class AssemblyView(View):
    """Load the assembly, ask for the permission, render inside the workspace.

    Signed-out visitors get the sign-in page whether or not the assembly exists; signed-in strangers get 404;
    people of the assembly without the permission get 403. `permission` is asked for every method,
    `post_permission` for writes if it differs. Where `needs_recent_sign_in`, whoever signed in long ago is asked
    again who they are: before writes, and before downloads of views that take no writes.
    """

    permission: ClassVar[str]
    post_permission: ClassVar[str | None] = None
    needs_recent_sign_in: ClassVar[bool] = False
    stage: ClassVar[str] = ""
    assembly: Assembly

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer strangers before the view sees the request."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        assembly = Assembly.objects.filter(slug=kwargs.pop("slug")).first()
        if assembly is None or not roles_of(request.user, assembly):
            raise Http404
        needed = [self.permission]
        if request.method not in ("GET", "HEAD", "OPTIONS") and self.post_permission:
            needed.append(self.post_permission)
        if not request.user.has_perms(needed, assembly):
            raise PermissionDenied
        is_write = request.method not in ("GET", "HEAD", "OPTIONS")
        if self.needs_recent_sign_in and (is_write or not hasattr(self, "post")):
            ask_again_unless_recent(request)
        self.assembly = assembly
        self.now = timezone.now()
        return super().dispatch(request, *args, **kwargs)

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
