"""Where the personal link of an offered seat leads: no account, no script needed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from assembly.limits import connection_of, is_over_limit
from assembly.page_languages import speak_language_known
from sortition.enums_offers import SeatAnswer
from sortition.forms.offers import LinkAnswerForm
from sortition.models import Offer
from sortition.models.offers import MOST_WRONG_ATTEMPTS
from sortition.selectors.offers import link_refusal, offer_of_token, policy_of
from sortition.selectors.registration import language_registered
from sortition.services.offers_answers import answer_by_link

MOST_PER_CONNECTION, WITHIN_SECONDS = 60, 3600
"""A library answers for many people from one connection; a programme would try thousands."""
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


# A page without a referrer sends its forms with the origin “null”, which Django's check would refuse. Nothing is lost:
# no cookie lets anybody in here, but a token of 128 bits and something that only its owner knows.
@method_decorator(csrf_exempt, name="dispatch")
class AnswerView(View):
    """Opening the link shows the assembly's name and a form; only sending the form does anything.

    One answer for all links that do not work: wrong, replaced, expired, locked, or for a seat that has gone on.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send with each answer that the address is a secret."""
        answer = super().dispatch(request, *args, **kwargs)
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the form."""
        offer = offer_of_token(token)
        if offer is None or link_refusal(offer, timezone.now()):
            return self._no_such_link()
        speak_language_known(request, language_registered(offer.seat.respondent_id))
        return self._show(offer, LinkAnswerForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Note the answer, and say what was noted."""
        now, form = timezone.now(), LinkAnswerForm(request.POST)
        if is_over_limit("answer", connection_of(request), most=MOST_PER_CONNECTION, seconds=WITHIN_SECONDS):
            return self._page("sortition/answer_wait.html", status=429)
        offer = offer_of_token(token)
        if offer is None or link_refusal(offer, now):
            return self._no_such_link()
        speak_language_known(request, language_registered(offer.seat.respondent_id))
        if not form.is_valid():
            return self._show(offer, form, status=422)
        noted = answer_by_link(token=token, now=now, **form.cleaned_data)
        if noted.offer is not None:
            return self._noted(noted.offer)
        if not noted.may_try_again:
            return self._no_such_link()
        form.add_error(
            "proof",
            _(
                "This does not fit. Look at your letter or message again: after %(most)d wrong tries the link ends."
            )
            % {"most": MOST_WRONG_ATTEMPTS},
        )
        return self._show(offer, form, status=422)

    def _show(self, offer: Offer, form: LinkAnswerForm, *, status: int = 200) -> HttpResponse:
        context = {"assembly": offer.seat.assembly, "form": form}
        return self._page("sortition/answer.html", context, status=status)

    def _noted(self, offer: Offer) -> HttpResponse:
        context = {
            "assembly": offer.seat.assembly,
            "offer": offer,
            "is_yes": offer.answer == SeatAnswer.YES,
            "phone": policy_of(offer.seat.assembly).phone,
            "has_notice": bool(offer.seat.respondent.email.strip()),
        }
        return self._page("sortition/answer_noted.html", context)

    def _no_such_link(self) -> HttpResponse:
        return self._page("sortition/answer_no_link.html", status=404)

    def _page(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        # Without the token of forms no cookie is set, and pages that say the same are the same to the last letter.
        plain = {} if self.request.user.is_authenticated else {"csrf_token": ""}
        # Choosing a language is a form that needs the token and repeats the address.
        return render(self.request, template, {"languages": [], **plain, **(context or {})}, status=status)
