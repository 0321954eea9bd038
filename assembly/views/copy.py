"""Copy an assembly, to rehearse or for the next one."""

import random
import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.forms.copy import REHEARSAL, CopyAssemblyForm
from assembly.services.copy_assembly import copy_assembly
from assembly.views.workspace import AssemblyView


class CopyView(AssemblyView):
    """One page: what comes along, what does not, and a name."""

    permission = "assembly.copy_assembly"
    stage = "overview"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        name = _("Rehearsal: %(name)s") % {"name": self.assembly.name}
        return self.page(self.form(None, {"kind": REHEARSAL, "name": name[:160]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the copy and open it."""
        form = self.form(request.POST, {})
        if not form.is_valid():
            return self.page(form, status=422)
        copy = copy_assembly(
            source=self.assembly,
            name=form.cleaned_data["name"],
            is_rehearsal=form.cleaned_data["kind"] == REHEARSAL,
            actor=request.user,
            chance=random.Random(secrets.randbits(64)),  # noqa: S311 (invented people)
            now=self.now,
        )
        messages.success(request, _("This is the copy. You are its organiser."))
        return redirect(copy)

    def form(self, data: object, initial: dict[str, str]) -> CopyAssemblyForm:
        """Return the form with what this person may make."""
        may_create = self.request.user.has_perm("assembly.create_assembly")
        return CopyAssemblyForm(data, initial=initial, may_create=may_create)

    def page(self, form: CopyAssemblyForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        return self.render("assembly/copy.html", {"form": form}, status=status)
