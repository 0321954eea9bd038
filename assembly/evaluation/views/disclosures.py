"""Freedom-of-information requests: the list, a new one, one with its packs, and what is sent."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.evaluation.documents.disclosure_pack import applied_rules
from assembly.evaluation.documents.disclosure_summary import summary_pdf
from assembly.evaluation.enums_closing import UNDER_WAY, PackState, RequestState
from assembly.evaluation.forms.disclosures import RequestForm, SettleForm
from assembly.evaluation.models import DisclosurePack, DisclosureRequest
from assembly.evaluation.redaction_rules import RULES
from assembly.evaluation.request_lifecycle import REQUEST
from assembly.evaluation.selectors.disclosures import packs_of, requests_of
from assembly.evaluation.services.disclosure_packs import ask_for_pack, note_taken
from assembly.evaluation.services.disclosures import receive_request, settle_request
from assembly.evaluation.views.evaluation_base import EvaluationView
from evidence.views.file_answers import answer_with

PER_PAGE = 25


class DisclosureBase(EvaluationView):
    """A page of the tab Requests."""

    permission: ClassVar[str] = "assembly.make_disclosure"
    tab: ClassVar[str] = "disclosure"


class DisclosuresView(DisclosureBase):
    """All requests, and the rules by which things are left out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        state = request.GET.get("state", "")
        found = requests_of(self.assembly, state=state)
        context = {
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": RequestState.choices,
            "today": timezone.localdate(self.now),
            "rules": RULES,
        }
        return self.render("evaluation/disclosures.html", context)


class DisclosureNewView(DisclosureBase):
    """Enter a request that came by post, by e-mail, by phone or in person."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the request."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        kept = receive_request(
            assembly=self.assembly,
            asked=form.asked(),
            token=form.cleaned_data["token"],
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("The request is kept. Make the pack that answers it."))
        return redirect("evaluation_disclosure_request", self.assembly.slug, kept.number)

    def form(self, data: Any = None) -> RequestForm:
        """Return the form."""
        return RequestForm(data, today=timezone.localdate(self.now))

    def page(self, form: RequestForm, *, status: int = 200) -> HttpResponse:
        """Render it."""
        return self.render("evaluation/disclosure_new.html", {"form": form}, status=status)


class OneDisclosureBase(DisclosureBase):
    """A page about one request."""

    asked: DisclosureRequest

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the request."""
        self.asked = get_object_or_404(requests_of(self.assembly), number=kwargs.pop("number"))
        self.asked.assembly = self.assembly

    def back(self) -> HttpResponse:
        """Go to the request."""
        return redirect("evaluation_disclosure_request", self.assembly.slug, self.asked.number)


class DisclosureView(OneDisclosureBase):
    """One request: what was asked, its packs, and what became of it."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a pack, or note what became of the request."""
        act = request.POST.get("act", "")
        if act == "pack":
            return self.make_pack(request)
        if act not in {verb for _state, verb in REQUEST.moves}:
            raise BadRequest
        form = SettleForm(request.POST, verb=act, today=timezone.localdate(self.now))
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            settle_request(
                request=self.asked,
                verb=act,
                settled_on=form.cleaned_data["settled_on"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is noted."))
        return self.back()

    def make_pack(self, request: HttpRequest) -> HttpResponse:
        """Queue a pack."""
        try:
            site = request.build_absolute_uri("/")
            ask_for_pack(request=self.asked, site=site, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        return self.back()

    def page(self, form: SettleForm | None = None, *, status: int = 200) -> HttpResponse:
        """Render it."""
        packs = list(packs_of(self.asked))
        ready = next((pack for pack in packs if pack.state == PackState.READY), None)
        context = {
            "asked": self.asked,
            "packs": packs,
            "working": next((pack for pack in packs if pack.state in UNDER_WAY), None),
            "ready": ready,
            "rules": applied_rules(ready.contents) if ready else [],
            "verbs": set(REQUEST.verbs_from(self.asked.state)),
            "form": form or SettleForm(today=timezone.localdate(self.now)),
            "is_bound": form is not None,
            "is_late": self.asked.state == RequestState.RECEIVED
            and self.asked.due_on < timezone.localdate(self.now),
        }
        return self.render("evaluation/disclosure.html", context, status=status)


class DisclosureProgressView(OneDisclosureBase):
    """The part of the page that is asked for again and again while a pack is built."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the present truth; at the end the browser loads the whole page anew."""
        working = packs_of(self.asked).filter(state__in=UNDER_WAY).first()
        if working is None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"assembly": self.assembly, "asked": self.asked, "working": working}
        return render(request, "evaluation/disclosure_progress.html", context)


class DisclosureFileView(OneDisclosureBase):
    """A pack as a file."""

    http_method_names: ClassVar = ["get", "head", "options"]
    pack: DisclosurePack

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the pack."""
        super().load_scope(kwargs)
        self.pack = get_object_or_404(packs_of(self.asked), number=kwargs.pop("pack"))
        self.pack.request = self.asked

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with it, or say why there is none yet."""
        if self.pack.state != PackState.READY:
            messages.info(request, _("This pack is not ready."))
            return self.back()
        if request.method == "GET":
            note_taken(pack=self.pack, actor=request.user, now=self.now)
        name = f"{self.assembly.slug}-request-{self.asked.number}-pack-{self.pack.number}.zip"
        return answer_with(self.pack.file, content_type="application/zip", name=name)


class DisclosureSummaryView(OneDisclosureBase):
    """What the newest pack holds and leaves out, on paper for the post; in large print with `?print=large`."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the PDF."""
        pack = packs_of(self.asked).filter(state=PackState.READY).first()
        if pack is None:
            messages.info(request, _("Make the pack first: the letter says what is in it."))
            return self.back()
        pack.request = self.asked
        content = summary_pdf(pack, is_large=request.GET.get("print") == "large")
        name = f"{self.assembly.slug}-request-{self.asked.number}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
