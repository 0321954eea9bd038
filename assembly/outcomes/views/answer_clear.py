"""Read a draft as it would be published, and clear it by name or send it back."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.answer_rules import lacking
from assembly.outcomes.forms.answers import ClearForm, SendBackForm
from assembly.outcomes.lacking_words import lack_words
from assembly.outcomes.models import Official
from assembly.outcomes.selectors.answer_drafts import answer_of, draft_of, promises_of
from assembly.outcomes.selectors.answers import told_about
from assembly.outcomes.selectors.clearing import may_clear
from assembly.outcomes.services.answers_publish import clear_answer
from assembly.outcomes.services.clearing import send_back
from assembly.outcomes.views.answers import AnswerBase


class AnswerClearView(AnswerBase):
    """The draft as the public would read it; it is cleared under a name, or sent back with what is missing."""

    permission: ClassVar[str] = "assembly.clear_responses"
    for_who_clears: ClassVar[bool] = True

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Clear it, or send it back."""
        by = {"response": self.response, "actor": request.user, "now": self.now}
        if request.POST.get("act") == "send_back":
            form: Any = SendBackForm(request.POST)
            if not form.is_valid():
                return self.page(back=form, status=422)
            try:
                address = reverse("answer_draft", args=[self.assembly.slug, self.response.pk])
                page_url = request.build_absolute_uri(address)
                send_back(reason=form.cleaned_data["reason"], page_url=page_url, **by)
            except HouseError as refused:
                form.add_error(None, str(refused))
                return self.page(back=form, status=409)
            messages.success(
                request, _("It is sent back with your words. Whoever drafts gets them in a message.")
            )
            return redirect("answers_owed", self.assembly.slug)
        form = ClearForm(request.POST)
        if not form.is_valid():
            return self.page(clear=form, status=422)
        try:
            clear_answer(**form.cleaned_data, **by)
        except HouseError as refused:
            for each in getattr(refused, "blockers", None) or [refused]:
                form.add_error(None, str(each))
            return self.page(clear=form, status=409)
        messages.success(request, _("The answer is cleared under your name. It can be published now."))
        return redirect("answers_publish", self.assembly.slug)

    def page(
        self, *, clear: ClearForm | None = None, back: SendBackForm | None = None, status: int = 200
    ) -> HttpResponse:
        """Render the draft and both forms."""
        draft = draft_of(self.response)
        lacks, vague = told_about(draft, self.now) if draft else ([], [])
        if clear is None and draft is not None:
            clear = ClearForm(initial={"revision": draft.revision, "name": self._name()})
        context = {
            "response": self.response,
            "recommendation": self.response.recommendation,
            "draft": draft,
            "promises": promises_of(draft) if draft else (),
            "lacks": [lack_words(each) for each in lacking(answer_of(draft), timezone.localdate(self.now))]
            if draft and lacks
            else [],
            "vague": vague,
            "is_own": draft is not None and not may_clear(self.response, draft, self.request.user),
            "clear": clear,
            "back": back or SendBackForm(),
            "bound": next((each for each in (clear, back) if each is not None and each.is_bound), None),
        }
        return self.render("outcomes/answer_clear.html", context, status=status)

    def _name(self) -> str:
        own = Official.objects.filter(body=self.response.body, user=self.request.user).first()
        return f"{self.request.user.name}, {own.office}" if own and own.office else self.request.user.name
