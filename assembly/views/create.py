"""Create an assembly in five questions."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from assembly.forms.assembly import CreateAssemblyForm
from assembly.sent_once import answered_once
from assembly.services.create_assembly import create_assembly


class CreateAssemblyView(LoginRequiredMixin, View):
    """The form of five questions, for platform administrators."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse people who may not create assemblies."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if not request.user.has_perm("assembly.create_assembly"):
            raise PermissionDenied
        return answered_once(request, partial(super().dispatch, request, *args, **kwargs))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        return render(request, "assembly/create.html", {"form": CreateAssemblyForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Create the assembly and open its workspace."""
        form = CreateAssemblyForm(request.POST)
        if not form.is_valid():
            return render(request, "assembly/create.html", {"form": form}, status=422)
        assembly = create_assembly(actor=request.user, now=timezone.now(), **form.answers())
        messages.success(
            request, _("The assembly stands, and you are its organiser. Next, complete its remit.")
        )
        return redirect(assembly)
