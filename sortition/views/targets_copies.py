"""Take over the targets of another assembly or of a template; keep these as a template."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from sortition.forms.targets_copies import CopyForm, TemplateForm
from sortition.quota_files import FIELDS
from sortition.selectors.targets import has_binding_run
from sortition.selectors.targets_copies import rows_from, sources_for
from sortition.services.targets_templates import save_template
from sortition.views.targets_files import Upload, UploadView


class CopyPageView(UploadView):
    """The page with both forms."""

    def copy_form(self, data: object = None) -> CopyForm:
        """Return the form with what this person may see."""
        assemblies, templates = sources_for(self.request.user, self.assembly)
        return CopyForm(data, assemblies=assemblies, templates=templates)

    def copy_page(self, form: CopyForm, template: TemplateForm, *, status: int = 200) -> HttpResponse:
        """Render both forms."""
        context = {
            "form": form,
            "template_form": template,
            "is_frozen": has_binding_run(self.assembly),
        }
        return self.render("sortition/targets_copy.html", context, status=status)


class CopyTargetsView(CopyPageView):
    """Choose a source and look at what would change, on the way that a file takes."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the forms."""
        return self.copy_page(self.copy_form(), TemplateForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what would change, or ask about names first."""
        form = self.copy_form(request.POST)
        if not form.is_valid():
            return self.copy_page(form, TemplateForm(), status=422)
        source = form.sources[form.cleaned_data["source"]]
        fields = FIELDS if source.seats == self.assembly.seats else ("share",)
        rows = rows_from(source, self.assembly)
        words = _("Targets taken over. Nothing is written yet.")
        return self.ask_or_preview(Upload(source.name, rows, fields, False, words))


class SaveTemplateView(CopyPageView):
    """Keep the targets under a name."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep them."""
        form = TemplateForm(request.POST)
        if not form.is_valid():
            return self.copy_page(self.copy_form(), form, status=422)
        try:
            template = save_template(
                assembly=self.assembly, name=form.cleaned_data["name"], actor=request.user, now=self.now
            )
        except HouseError as refusal:
            form.add_error(None, str(refusal))
            return self.copy_page(self.copy_form(), form, status=409)
        messages.success(request, _("The template “%(name)s” is kept.") % {"name": template.name})
        return redirect("targets", self.assembly.slug)
