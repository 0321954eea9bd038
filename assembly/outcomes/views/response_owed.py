"""One question to a body as the team sees it: its days, wishes for more time, reminders, and what can be done."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.enums_responses import BodyPart, ExtensionState, PublishMode, ResponseState
from assembly.outcomes.forms.owed import DecideTimeForm, ExpectForm, LeadForm, MoreTimeForm
from assembly.outcomes.models import Extension, FormalResponse
from assembly.outcomes.selectors.answer_drafts import draft_of, is_signed_on_paper
from assembly.outcomes.selectors.owed import bodies_to_ask, responses_of, with_countdowns
from assembly.outcomes.services.ask_bodies import change_lead, follow_referral, take_question_back
from assembly.outcomes.services.more_time import ask_for_time, expect_answer, grant_time, refuse_time
from assembly.outcomes.services.response_plan import plan_of
from assembly.outcomes.views.outcomes_base import ResponsesView

UNTOUCHED = (ResponseState.DUE, ResponseState.ACKNOWLEDGED)


class ResponseOwedView(ResponsesView):
    """One answer that is owed or published."""

    permission: ClassVar[str] = "assembly.view_responses"
    post_permission: ClassVar[str | None] = "assembly.manage_responses"
    tab: ClassVar[str] = "responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the answer."""
        self.response: FormalResponse = get_object_or_404(responses_of(self.assembly), pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one act."""
        act = request.POST.get("act", "")
        doings: dict[str, Callable[..., Any]] = {
            "expect": self._expect,
            "time": self._ask_for_time,
            "lead": self._change_lead,
            "follow": self._follow,
            "take_back": self._take_back,
        }
        if act not in doings:
            raise BadRequest
        form = self.form(act, request.POST)
        if not form.is_valid():
            return self.page(act, form, status=422)
        try:
            doings[act](**form.cleaned_data, actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(act, form, status=409)
        messages.success(request, _("It is kept."))
        if act == "take_back":
            return redirect("responses", self.assembly.slug)
        return redirect("response_owed", self.assembly.slug, self.response.pk)

    def _expect(self, **said: Any) -> None:
        expect_answer(response=self.response, **said)

    def _ask_for_time(self, **said: Any) -> None:
        ask_for_time(response=self.response, **said)

    def _change_lead(self, **said: Any) -> None:
        change_lead(recommendation=self.response.recommendation, **said)

    def _follow(self, **said: Any) -> None:
        version = self.response.versions.filter(published_at__isnull=False).exclude(referred_to=None).first()
        if version is None:
            raise BadRequest
        follow_referral(response=self.response, version=version, **said)

    def _take_back(self, **said: Any) -> None:
        take_question_back(response=self.response, **said)

    def form(self, act: str, data: Any = None) -> forms.Form:
        """Return the form of an act."""
        options: dict[str, Any] = {"data": data, "auto_id": f"{act}_%s"}
        if act == "expect":
            return ExpectForm(initial={"expected_on": self.response.expected_on}, **options)
        if act == "time":
            return MoreTimeForm(**options)
        if act == "lead":
            others = bodies_to_ask(self.assembly).exclude(pk=self.response.body_id)
            return LeadForm(bodies=others, **options)
        return forms.Form(**options)

    def page(self, act: str = "", bound: forms.Form | None = None, *, status: int = 200) -> HttpResponse:
        """Render it with the forms of what is possible now."""
        response = with_countdowns([self.response], timezone.localdate(self.now))[0]
        versions = list(response.versions.filter(published_at__isnull=False).select_related("referred_to"))
        wishes = list(response.extensions.order_by("-number"))
        others = list(
            FormalResponse.objects.filter(recommendation=response.recommendation_id)
            .exclude(pk=response.pk)
            .select_related("body")
        )
        names = ["expect"] if response.is_owed else []
        if response.is_owed and not any(wish.state == ExtensionState.ASKED for wish in wishes):
            names.append("time")
        if response.part == BodyPart.LEAD and response.is_owed:
            names.append("lead")
        shown = {name: self.form(name) for name in names}
        if bound is not None and act in shown:
            shown[act] = bound
        asked, plan = {other.body_id for other in others}, plan_of(self.assembly)
        context = {
            "response": response,
            "versions": versions,
            "wishes": wishes,
            "others": others,
            "cleared": draft_of(response) if is_signed_on_paper(response) else None,
            "is_together": plan is not None and plan.mode == PublishMode.TOGETHER and response.is_owed,
            "notices": list(response.notices.all()),
            "forms": shown,
            "bound": bound,
            "referral": next(
                (each for each in versions if each.referred_to_id and each.referred_to_id not in asked), None
            ),
            "can_take_back": response.state in UNTOUCHED and not response.versions.exists(),
        }
        return self.render("outcomes/response_owed.html", context, status=status)


class DecideTimeView(ResponsesView):
    """Grant or refuse a wish for more time."""

    permission: ClassVar[str] = "assembly.manage_responses"
    tab: ClassVar[str] = "responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the wish."""
        found = Extension.objects.filter(response__assembly=self.assembly)
        found = found.select_related("response__recommendation__frozen_version", "response__body")
        self.wish: Extension = get_object_or_404(found, pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask, or lead back where it is decided."""
        if self.wish.state != ExtensionState.ASKED:
            messages.info(request, _("This wish for more time is decided already."))
            return self.back()
        return self.page(DecideTimeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide."""
        form = DecideTimeForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        decide = grant_time if form.cleaned_data["verb"] == "grant" else refuse_time
        try:
            decide(extension=self.wish, reason=form.cleaned_data["reason"], actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is decided."))
        return self.back()

    def back(self) -> HttpResponse:
        """Go to the answer."""
        return redirect("response_owed", self.assembly.slug, self.wish.response_id)

    def page(self, form: DecideTimeForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "wish": self.wish, "response": self.wish.response}
        return self.render("outcomes/extension_decide.html", context, status=status)
