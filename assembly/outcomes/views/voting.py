"""Where votes are cast: a code, the questions, a last look, a receipt. The page knows no one, and keeps nothing.

Whoever comes is nobody here (`NobodyMiddleware`), no cookie is set, and the code travels in the bodies of forms alone.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from assembly.errors import HouseError
from assembly.limits import connection_of, is_over_limit
from assembly.outcomes.counting.rules import RANKED
from assembly.outcomes.forms.voting import CodeForm, VoteForm
from assembly.outcomes.models import Ballot
from assembly.outcomes.rehearsal_codes import ballot_to_rehearse
from assembly.outcomes.secret_codes import fresh_receipt, shown_code
from assembly.outcomes.selectors.votes import questions_of, rule_of
from assembly.outcomes.services.cast_vote import ballot_of_code, cast_vote, receipt_of
from assembly.outcomes.vote_words import rule_words

MOST_WRONG, WITHIN_SECONDS = 300, 600
"""A hall votes from one connection. Right codes always pass: nobody can shut the others out by typing wrong ones."""
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


# A page without a referrer sends its forms with the origin “null”, which Django's check would refuse. Nothing is lost:
# no cookie lets anybody in here, but a code that only its owner knows; and so no cookie needs to be set.
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class VoteView(View):
    """One address for all steps: what was typed goes from step to step in the form, and ends with the receipt.

    On a shared device (`is_shared`) the last page leads the next person to the start.
    """

    is_shared = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Speak the language that was chosen on the page, and let nothing be kept on the way."""
        chosen = request.POST.get("language") or request.GET.get("language")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        answer = super().dispatch(request, *args, **kwargs)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Ask for the code."""
        return self.page("outcomes/vote_code.html", {"form": CodeForm()})

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        """Go one step on: from the code to the questions, to the last look, to the receipt."""
        typed = CodeForm(request.POST)
        if not typed.is_valid():
            return self.refused(typed)
        code = typed.cleaned_data["code"]
        draft = ballot_to_rehearse(code)
        try:
            return self.walk(draft or ballot_of_code(code=code), code, is_rehearsal=draft is not None)
        except HouseError as refused:
            return self.not_open(typed, refused)

    @sensitive_variables()
    def walk(self, ballot: Ballot, code: str, *, is_rehearsal: bool) -> HttpResponse:
        """Do the step that the form is for; what is not filled in as it can be is shown again."""
        step, questions = self.request.POST.get("step", ""), questions_of(ballot)
        if step not in ("look", "change", "cast"):
            return self.ask(ballot, code, VoteForm(questions=questions), is_rehearsal=is_rehearsal)
        form = VoteForm(self.request.POST, questions=questions)
        is_whole = form.is_valid()
        if not is_whole or step == "change":
            return self.ask(ballot, code, form, is_rehearsal=is_rehearsal, status=200 if is_whole else 422)
        if step == "look":
            context = {"ballot": ballot, "code": code, "form": form, "is_rehearsal": is_rehearsal}
            return self.page("outcomes/vote_look.html", context)
        receipt = (
            _dummy_receipt() if is_rehearsal else shown_code(cast_vote(code=code, choices=form.chosen()))
        )
        return self.thank(ballot, receipt, is_rehearsal=is_rehearsal)

    @sensitive_variables()
    def not_open(self, typed: CodeForm, refused: HouseError) -> HttpResponse:
        """Show the receipt again to whoever sent their vote twice; else say why the code does not open anything."""
        code = typed.cleaned_data["code"]
        if refused.code == "no_such_code" and (receipt := receipt_of(code=code)):
            return self.page("outcomes/vote_again.html", {"receipt": shown_code(receipt)})
        connection = connection_of(self.request)
        if is_over_limit("vote", connection, most=MOST_WRONG, seconds=WITHIN_SECONDS):
            typed.add_error(None, _("Too many wrong codes came from this connection. Wait ten minutes."))
            return self.refused(typed, status=429)
        typed.add_error("code", str(refused))
        return self.refused(typed)

    @sensitive_variables()
    def refused(self, typed: CodeForm, *, status: int = 422) -> HttpResponse:
        """Ask for the code again."""
        return self.page("outcomes/vote_code.html", {"form": typed}, status=status)

    @sensitive_variables()
    def ask(
        self, ballot: Ballot, code: str, form: VoteForm, *, is_rehearsal: bool, status: int = 200
    ) -> HttpResponse:
        """Show the questions."""
        asked = [
            {
                "question": question,
                "fields": fields,
                "is_ranked": question.kind == RANKED,
                "rule_words": rule_words(
                    rule_of(question.rule), asks_for_minority=question.rule.invites_minority
                ),
            }
            for question, fields in form.asked
        ]
        context = {
            "ballot": ballot,
            "code": code,
            "form": form,
            "asked": asked,
            "is_rehearsal": is_rehearsal,
        }
        return self.page("outcomes/vote_questions.html", context, status=status)

    @sensitive_variables()
    def thank(self, ballot: Ballot, receipt: str, *, is_rehearsal: bool) -> HttpResponse:
        """Show the receipt, once."""
        found = reverse("public_vote", args=[ballot.assembly.slug, ballot.number])
        context = {
            "ballot": ballot,
            "receipt": receipt,
            "is_rehearsal": is_rehearsal,
            "result_page": self.request.build_absolute_uri(found),
        }
        return self.page("outcomes/vote_receipt.html", context)

    def page(self, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Render a page; without the token of forms, so that no cookie is set."""
        start = reverse("vote_room" if self.is_shared else "vote")
        shared = {
            "csrf_token": "",
            "languages": [],
            "start": start,
            "is_shared": self.is_shared,
            "language": get_language(),
            "spoken": [
                (code, get_language_info(code)["name_local"].capitalize())
                for code, _name in settings.LANGUAGES
            ],
        }
        return render(self.request, template, {**shared, **context}, status=status)


def _dummy_receipt() -> str:
    """Return what looks like a receipt and is none."""
    return f"TRY-{shown_code(fresh_receipt())}"
