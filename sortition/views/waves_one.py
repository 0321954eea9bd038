"""One invitation wave: who answered, its letters, the post, what leaves the house."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.views.workspace import AssemblyView
from sortition.enums import WaveState
from sortition.exports_pool import CSV, table_file
from sortition.exports_waves import mailing_rows
from sortition.forms.waves import LetterForm, PostedForm
from sortition.models import InvitationWave, RegistrationPage, WaveLetters
from sortition.pictures_monitor import grid_steps, growth_picture
from sortition.selectors.waves import answers_to, waves_of
from sortition.services.waves import cancel_wave, land_wave, post_wave, record_wave_export
from sortition.services.waves_print import want_letters
from sortition.views.pool_import_base import file_answer
from sortition.wave_lifecycle import WAVE


class OneWaveView(AssemblyView):
    """A page about one wave of this assembly."""

    permission: ClassVar[str] = "assembly.run_waves"
    stage: ClassVar[str] = "pool"

    def load(self, number: int) -> InvitationWave:
        """Find the wave within the assembly, or answer 404."""
        return get_object_or_404(waves_of(self.assembly), number=number)

    def back(self, number: int) -> HttpResponse:
        """Go to the wave's page."""
        return redirect("wave", self.assembly.slug, number)

    def show(self, wave: InvitationWave, form: PostedForm, *, status: int = 200) -> HttpResponse:
        """Render the wave's page."""
        context = {
            "wave": wave,
            "form": form,
            "printed": WaveLetters.objects.filter(wave=wave).first(),
            "strata": wave.design["strata"],
            "is_printing": wave.print_wanted_at is not None,
            "percentage": _percentage(wave),
        }
        if wave.state in (WaveState.POSTED, WaveState.LANDED):
            answers = answers_to(wave)
            totals = [period.together for period in answers.periods]
            picture = growth_picture(totals, grid_steps(max(totals, default=1)))
            context |= {
                "answers": answers,
                "picture": picture,
                "ticks": [(answers.periods[at].begin, line) for at, line in picture.ticks],
            }
        return self.render("sortition/wave.html", context, status=status)


class WaveView(OneWaveView):
    """Figures for everybody who may see the pool's; what can be done for those who run waves."""

    permission: ClassVar[str] = "assembly.view_pool_figures"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG002
        """Show the wave."""
        wave = self.load(number)
        today = timezone.localdate(self.now)
        return self.show(wave, PostedForm(initial={"posted_on": today, "answer_by": wave.answer_by}))


class WaveProgressView(OneWaveView):
    """How far printing has come: a part of the page that asks again by itself."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Answer with the progress; when it is over the whole page is loaded again."""
        wave = self.load(number)
        context = {"assembly": self.assembly, "wave": wave, "percentage": _percentage(wave)}
        answer = render(request, "sortition/wave_progress.html", context)
        if wave.print_wanted_at is None:
            answer["HX-Refresh"] = "true"
        return answer


class WaveMoveView(OneWaveView):
    """Post, land or cancel."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Move the wave; what is not possible is said on its page."""
        wave, act = self.load(number), request.POST.get("act")
        form = PostedForm(request.POST)
        if act == "post" and not form.is_valid():
            return self.show(wave, form, status=422)
        try:
            if act == "post":
                days = form.cleaned_data
                post_wave(wave=wave, actor=request.user, now=self.now, **days)
            elif act == "land":
                land_wave(wave=wave, actor=request.user, now=self.now)
            else:
                cancel_wave(wave=wave, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        return self.back(number)


class WavePrintView(OneWaveView):
    """What the letters say; sending the form prints them."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the form, filled with the words of the wave before."""
        wave = self.load(number)
        if "print" not in WAVE.verbs_from(wave.state):
            messages.info(request, _("The letters of this wave can no longer be printed."))
            return self.back(number)
        before = waves_of(self.assembly).filter(number__lt=number).exclude(subject="").first()
        return self.page(wave, LetterForm.of(wave, before))

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Keep the words and queue the printing."""
        wave, page = self.load(number), self.registration_page()
        form = LetterForm(request.POST)
        if page is None or not form.is_valid():
            return self.page(wave, form, status=422)
        link = request.build_absolute_uri(reverse("register_short", args=[page.code]))
        try:
            want_letters(wave=wave, link_base=link, actor=request.user, now=self.now, **form.cleaned_data)
        except HouseError as refused:
            messages.error(request, str(refused))
        return self.back(number)

    def page(self, wave: InvitationWave, form: LetterForm, *, status: int = 200) -> HttpResponse:
        """Render the form; without a page to lead to there is nothing to print."""
        context: dict[str, Any] = {"wave": wave, "form": form, "page": self.registration_page()}
        return self.render("sortition/wave_print.html", context, status=status)

    def registration_page(self) -> RegistrationPage | None:
        """Return the page to which the letters lead."""
        return RegistrationPage.objects.filter(assembly=self.assembly).first()


class WaveLettersView(OneWaveView):
    """The letters as one PDF. The download is recorded, so it is a POST."""

    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Record the download and answer with the file."""
        wave = self.load(number)
        printed = WaveLetters.objects.filter(wave=wave).first()
        if printed is None:
            raise Http404
        record_wave_export(wave=wave, kind="letters", purpose=self.purpose, actor=request.user, now=self.now)
        with printed.pdf.open("rb") as file:
            answer = HttpResponse(file.read(), content_type="application/pdf")
        name = f"{self.assembly.slug}-wave-{number}.pdf"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class MailingListView(OneWaveView):
    """Addresses and codes for a printer's own letters. The export is recorded."""

    needs_recent_sign_in: ClassVar[bool] = True
    needs_purpose: ClassVar[bool] = True
    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Record the export and answer with the file."""
        wave = self.load(number)
        page = RegistrationPage.objects.filter(assembly=self.assembly).first()
        link = request.build_absolute_uri(reverse("register_short", args=[page.code])) if page else ""
        data = table_file(mailing_rows(wave, link), CSV, _("Wave %(number)d") % {"number": number})
        record_wave_export(wave=wave, kind="list", purpose=self.purpose, actor=request.user, now=self.now)
        return file_answer(data, CSV, f"{self.assembly.slug}-wave-{number}")


def _percentage(wave: InvitationWave) -> int:
    return 100 * wave.print_done // wave.letters if wave.letters else 0
