"""A form that is sent twice writes once.

Pages write a token of their own into each form that makes something (`{% sent_once %}`). The first sending leaves a row
with the token and with where it led, in the transaction of what it wrote; every other is led to the same place.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext

from assembly.models import SentForm

FIELD = "sent_once"
KEPT_FOR = timedelta(days=1)
LEADS_AWAY = (302, 303)
Answer = TypeVar("Answer", bound=HttpResponseBase)


def answered_once(request: HttpRequest, answer: Callable[[], Answer]) -> Answer | HttpResponseRedirect:
    """Return what `answer` gives; where this form has led somewhere before, lead there without asking again.

    Of forms without a token, and of what htmx sends, which is answered with pieces of a page, nothing is kept. Only a
    redirect says that the form did what it is for: after any other answer it can be corrected and sent again.

    Raises:
        BadRequest: the token is none, or came with another account's form, or with that of another page. Without it
            the form would perhaps write a second time.
    """
    said = request.POST.get(FIELD) if request.method == "POST" else None
    if said is None or "HX-Request" in request.headers:
        return answer()
    token = _token(said)
    with transaction.atomic():
        # Two at the same moment: on PostgreSQL the second waits at the unique token until the first has committed,
        # and then finds its row; where the first left none, it goes first itself. On SQLite it waits before that, at
        # the beginning of its transaction, for the only lock there is. No row is seen before its form is done with.
        sent, is_first = SentForm.objects.get_or_create(
            token=token,
            defaults={"account": request.user, "address": request.path, "sent_at": timezone.now()},
        )
        if is_first:
            given = answer()
            if given.status_code in LEADS_AWAY:
                sent.leads_to = given["Location"]
                sent.save(update_fields=["leads_to"])
            else:
                # What the view wrote beside, as that somebody read something, stays.
                sent.delete()
            return given
    if (sent.account_id, sent.address) != (request.user.pk, request.path):
        raise BadRequest
    messages.info(request, gettext("This was sent twice. It is kept once."))
    return HttpResponseRedirect(sent.leads_to)


def forget_sent_forms(now: datetime) -> int:
    """Remove what was kept for a day, and answer how many. Idempotent."""
    return SentForm.objects.filter(sent_at__lte=now - KEPT_FOR).delete()[0]


def _token(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise BadRequest from None
