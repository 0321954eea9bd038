"""Invitation waves: the list with the forecast, a new file, the plan of a wave."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.sent_once import answered_once
from assembly.views.workspace import AssemblyView
from sortition.errors import WaveRefused
from sortition.exports_pool import CSV, table_file
from sortition.exports_waves import rejected_address_rows
from sortition.forms.pool_uploads import UploadForm
from sortition.forms.waves import MOST_STRATA, AddressColumnsForm, ForecastForm, WaveSizeForm
from sortition.models import AddressFile, InvitationWave
from sortition.selectors.monitor import pool_monitor
from sortition.selectors.waves import answers_another_way, areas_of, responses_by_wave, waves_of
from sortition.selectors.waves_forecast import advice, forecast, observed_rate
from sortition.selectors.waves_plan import plan_of, read_address_file, share_out
from sortition.services.waves import (
    draw_wave,
    keep_address_file,
    match_address_columns,
    record_rejected_export,
)
from sortition.views.pool_import_base import file_answer
from sortition.views.runs import system_chance

USUAL = {"more": 1000, "low": "3", "middle": "4", "high": "5"}
SHOWN_REJECTED = 20


class WavesView(AssemblyView):
    """All waves, what they brought, and what another one may bring: figures alone."""

    permission: ClassVar[str] = "assembly.view_pool_figures"
    stage: ClassVar[str] = "pool"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list and the forecast."""
        waves = list(waves_of(self.assembly))
        form = ForecastForm(request.GET) if request.GET else ForecastForm(USUAL)
        context: dict[str, Any] = {
            "waves": waves,
            "another_way": answers_another_way(self.assembly) if waves else 0,
            "form": form if request.GET else ForecastForm(initial=USUAL),
        }
        if form.is_valid():
            context |= self.outlook(waves, form)
        return self.render("sortition/waves.html", context)

    def outlook(self, waves: list[InvitationWave], form: ForecastForm) -> dict[str, Any]:
        """Return who would be missing after another wave."""
        monitor = pool_monitor(self.assembly, self.now)
        observed = observed_rate(responses_by_wave(waves))
        rates = (*form.rates(), *([observed] if observed else []))
        found = forecast(
            monitor.values, letters=form.cleaned_data["more"], rates=rates, in_pool=monitor.in_pool
        )
        return {
            "found": found,
            "rates": rates[:3],
            "observed": observed,
            "more": form.cleaned_data["more"],
            "advice": advice(found, areas_of(waves), observed or rates[1]),
        }


class NewWaveView(AssemblyView):
    """Upload a file of addresses, or go on with one."""

    permission: ClassVar[str] = "assembly.run_waves"
    stage: ClassVar[str] = "pool"
    is_sent_once: ClassVar[bool] = False

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file and go on to its columns."""
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        return answered_once(request, partial(self.keep, form))

    def keep(self, form: UploadForm) -> HttpResponse:
        """Keep what was read."""
        source = keep_address_file(
            assembly=self.assembly,
            file_name=form.cleaned_data["file"].name,
            data=form.data_bytes,
            table=form.table,
            actor=self.request.user,
            now=self.now,
        )
        return redirect("wave_plan", self.assembly.slug, source.pk)

    def page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        """Render the form with the files that are kept."""
        files = (
            AddressFile.objects.filter(assembly=self.assembly).exclude(file="").select_related("created_by")
        )
        return self.render("sortition/wave_new.html", {"form": form, "files": files[:10]}, status=status)


class AddressFileView(AssemblyView):
    """What concerns one kept file of addresses."""

    permission: ClassVar[str] = "assembly.run_waves"
    stage: ClassVar[str] = "pool"

    def load(self, pk: int) -> AddressFile:
        """Return the file, which must be this assembly's and still be kept."""
        files = AddressFile.objects.select_related("assembly", "created_by").exclude(file="")
        return get_object_or_404(files, assembly=self.assembly, pk=pk)


class RejectedAddressesView(AddressFileView):
    """The rows that no letter can go to, with the reason, to be put right. The export is recorded."""

    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the export and answer with the file."""
        source = self.load(pk)
        read = read_address_file(source)
        data = table_file(rejected_address_rows(source, read), CSV, _("Rejected rows"))
        record_rejected_export(
            source=source, rows=len(read.rejected), purpose=self.purpose, actor=request.user, now=self.now
        )
        return file_answer(data, CSV, f"{self.assembly.slug}-rejected-addresses")


class WavePlanView(AddressFileView):
    """Columns, sizes and the draw, on one page: nothing is drawn before the button is pressed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002
        """Show how the file is read, and how the letters would be shared out."""
        source = self.load(pk)
        return self.page(source, AddressColumnsForm(source=source))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Match the columns, or draw."""
        source = self.load(pk)
        if request.POST.get("act") == "draw":
            return self.draw(source)
        form = AddressColumnsForm(request.POST, source=source)
        if not form.is_valid():
            return self.page(source, form, status=422)
        match_address_columns(source=source, columns=form.cleaned_data)
        return redirect("wave_plan", self.assembly.slug, pk)

    def draw(self, source: AddressFile) -> HttpResponse:
        """Draw the wave and go to its page."""
        try:
            strata = [name for name, _addresses, _letters in plan_of(source).strata]
            form = WaveSizeForm(self.request.POST, strata=strata)
            if not form.is_valid():
                return self.page(source, AddressColumnsForm(source=source), sizes=form, status=422)
            wave = draw_wave(
                source=source,
                letters=form.cleaned_data["letters"],
                favoured=form.cleaned_data["favoured"],
                favoured_share=form.favoured_share(),
                actor=self.request.user,
                now=self.now,
                chance=system_chance(),
            )
        except HouseError as refused:
            messages.error(self.request, str(refused))
            return redirect("wave_plan", self.assembly.slug, source.pk)
        messages.success(self.request, _("Wave %(number)d is drawn.") % {"number": wave.number})
        return redirect("wave", self.assembly.slug, wave.number)

    def page(
        self,
        source: AddressFile,
        columns: AddressColumnsForm,
        *,
        sizes: WaveSizeForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the page; with a number of letters in the address it shows their shares."""
        plan = plan_of(source)
        strata = [name for name, _addresses, _letters in plan.strata]
        asked = self.request.GET or None
        form = sizes or WaveSizeForm(asked, strata=strata)
        is_planned = False
        if form.is_valid():
            given = form.cleaned_data
            try:
                plan = share_out(
                    plan,
                    given["letters"],
                    favoured=given["favoured"],
                    favoured_share=form.favoured_share(),
                )
                is_planned = True
            except WaveRefused as refused:
                form.add_error("letters", str(refused))
        context = {
            "source": source,
            "columns": columns,
            "plan": plan,
            "form": form,
            "is_planned": is_planned,
            "may_favour": 1 < len(strata) <= MOST_STRATA,
            "shown": plan.strata[:MOST_STRATA],
            "rejected": plan.read.rejected[:SHOWN_REJECTED],
        }
        return self.render("sortition/wave_plan.html", context, status=status)
