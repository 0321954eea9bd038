"""The demonstration's pages: who to be, what was sent, files to try."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assembly.demo.guard import demo_only
from assembly.demo.mailbox import sent_messages
from assembly.demo.personas import BY_KEY, PERSONAS
from assembly.demo.try_files import FILES
from assembly.models import Assembly, User
from assembly.selectors import assemblies_visible_to


@demo_only
@require_safe
def personas(request: HttpRequest) -> HttpResponse:
    """List the personas with a button each, and the files to try."""
    assemblies = Assembly.objects.order_by("created_at", "pk")
    return render(
        request,
        "demo/personas.html",
        {"personas": PERSONAS, "assemblies": assemblies, "files": FILES.values()},
    )


@demo_only
@require_http_methods(["GET", "POST"])
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a persona: by button, or by link for pictures of pages."""
    if key not in BY_KEY:
        raise Http404
    user = get_object_or_404(User, email=BY_KEY[key].email)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    visible = assemblies_visible_to(user).order_by("created_at", "pk")
    assembly = visible.filter(slug=BY_KEY[key].story).first() or visible.first()
    if assembly is None:
        return redirect("home")
    runs_it = user.has_perm("assembly.view_workspace", assembly)
    return redirect("overview" if runs_it else "own_home", assembly.slug)


@demo_only
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show every message that was sent."""
    messages = sent_messages(Path(settings.EMAIL_FILE_PATH))
    return render(request, "demo/mailbox.html", {"sent": messages})


@demo_only
@require_safe
def try_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 (the signature is Django's)
    """Hand out one of the spreadsheets to try the import with."""
    if name not in FILES:
        raise Http404
    file = FILES[name]
    disposition = f'attachment; filename="{file.name}"'
    return HttpResponse(file.content(), content_type=file.type, headers={"Content-Disposition": disposition})
