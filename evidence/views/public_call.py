"""The call for submissions, for anybody without an account: what is asked for, the form, and what became of it."""

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from assembly.errors import HouseError
from assembly.limits import connection_of, is_over_limit
from assembly.views.public_base import PublicView
from evidence.call_lifecycle import SUBMISSION
from evidence.enums import CallState
from evidence.forms.calls import SubmissionForm, last_day
from evidence.models import Call, Receipt, Submission
from evidence.selectors.calls import call_of, is_open, submission_of_token
from evidence.services.submissions import send_submission, withdraw_submission
from evidence.views.public_base import page_of

MOST_PER_CONNECTION, WITHIN_SECONDS = 30, 3600
"""A library sends for many people from one connection; a programme would send thousands."""
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class PublicCallView(PublicView):
    """What is asked for, and the form to send something in."""

    here: ClassVar[str] = "evidence"
    is_cached: ClassVar[bool] = False
    call: Call

    def load(self) -> None:
        """Find the call; a draft is nobody's business."""
        call = call_of(self.assembly)
        if call is None or call.state == CallState.DRAFT:
            raise Http404
        self.call = call

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the call."""
        return self.show(SubmissionForm(call=self.call))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG002
        """Take something in, and lead to the receipt."""
        # Before the form is looked at: looking at files is what costs.
        limit = {"most": MOST_PER_CONNECTION, "seconds": WITHIN_SECONDS}
        if is_over_limit("submission", connection_of(request), **limit):
            return self.show(SubmissionForm(request.POST, call=self.call), status=429, is_over_limit=True)
        if not is_open(self.call, self.now):
            return self.show(SubmissionForm(call=self.call), status=409)
        if SubmissionForm(request.POST, call=self.call).is_trapped:
            # A programme gets an answer like a person's, and nothing is kept.
            return redirect("public_submission", uuid.uuid4())
        form = SubmissionForm(request.POST, request.FILES, call=self.call)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            submission = send_submission(
                call=self.call,
                sent=form.sent(),
                token=form.cleaned_data["token"],
                page=page_of(request),
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.show(form, status=409)
        return redirect("public_submission", submission.token)

    def show(self, form: SubmissionForm, *, status: int = 200, is_over_limit: bool = False) -> HttpResponse:
        """Render the page."""
        context = {
            "call": self.call,
            "form": form,
            "is_open": is_open(self.call, self.now),
            "last_day": last_day(self.call),
            "is_over_limit": is_over_limit,
        }
        return self.render("evidence/public_call.html", context, status=status)


# A page without a referrer sends its forms with the origin “null”, which Django's check would refuse. Nothing is lost:
# no cookie lets anybody in here, but an address with 122 random bits.
@method_decorator(csrf_exempt, name="dispatch")
class PublicSubmissionView(View):
    """The receipt: what became of a submission, for whoever has its secret link; who has it may take it back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send with each answer that the address is a secret."""
        try:
            answer = super().dispatch(request, *args, **kwargs)
        except Http404:
            answer = render(request, "evidence/public_submission.html", {"submission": None}, status=404)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    def get(self, request: HttpRequest, token: UUID) -> HttpResponse:
        """Show how it stands."""
        return self.show(request, self.submission(token))

    def post(self, request: HttpRequest, token: UUID) -> HttpResponse:
        """Take it back."""
        submission = self.submission(token)
        try:
            withdraw_submission(submission=submission, actor=None, now=timezone.now())
        except HouseError as refused:
            return self.show(request, self.submission(token), refused=str(refused), status=409)
        return self.show(request, self.submission(token))

    def submission(self, token: UUID) -> Submission:
        """Find it; nobody guesses 122 bits, however often they try."""
        found = submission_of_token(token)
        if found is None:
            raise Http404
        return found

    def show(
        self, request: HttpRequest, submission: Submission, *, refused: str = "", status: int = 200
    ) -> HttpResponse:
        """Render it."""
        can_take_back = "withdraw" in SUBMISSION.verbs_from(submission.state) and submission.erased_at is None
        context = {
            "submission": submission,
            "assembly": submission.call.assembly,
            "can_take_back": can_take_back,
            "refused": refused,
            "has_receipt": Receipt.objects.filter(submission=submission).exists(),
            "link": request.build_absolute_uri(request.path),
        }
        return render(request, "evidence/public_submission.html", context, status=status)
