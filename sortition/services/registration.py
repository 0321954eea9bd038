"""The registration page: prepare it, open and close it, and take in who registers."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.models import Assembly, User
from assembly.services.record import record_event
from assembly.typed_codes import LETTERS
from sortition.errors import RegistrationClosed
from sortition.models import Category, Registration, RegistrationPage, RegistrationText, Respondent
from sortition.services.respondents_edit import add_respondent

PREFIX, TEST_PREFIX = "W-", "TEST-"
CODE_LENGTH = 6


@transaction.atomic
def prepare_page(*, assembly: Assembly, source: random.Random) -> RegistrationPage:
    """Return the assembly's page, made with a short code of its own where there is none yet."""
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    page = RegistrationPage.objects.filter(assembly=locked).first()
    while page is None:
        code = "".join(source.choice(LETTERS) for _each in range(CODE_LENGTH))
        if not RegistrationPage.objects.filter(code=code).exists():
            page = RegistrationPage.objects.create(assembly=locked, code=code)
    return page


@transaction.atomic
def save_page(
    *,
    page: RegistrationPage,
    asks: Mapping[str, str],
    closes_at: datetime | None,
    language: str,
    words: Mapping[str, str],
    actor: User,
    now: datetime,
) -> None:
    """Keep what the page asks for, when it closes, and its words in one language."""
    page = RegistrationPage.objects.select_for_update(no_key=True).get(pk=page.pk)
    page.asks, page.closes_at = dict(asks), closes_at
    page.save(update_fields=["asks", "closes_at"])
    RegistrationText.objects.update_or_create(page=page, language=language, defaults=dict(words))
    record_event(
        "pool.registration_changed",
        obj=page,
        assembly=page.assembly,
        actor=actor,
        now=now,
        details={"language": language, "closes_at": closes_at.isoformat() if closes_at else ""},
    )


@transaction.atomic
def open_page(*, page: RegistrationPage, actor: User, now: datetime) -> None:
    """Let people register, or again after the page was closed.

    Raises:
        HouseError: words or categories are missing, or the closing date is over.
    """
    page = RegistrationPage.objects.select_for_update(no_key=True).get(pk=page.pk)
    if missing := missing_for_opening(page, now):
        raise HouseError(missing[0], code="registration_incomplete")
    page.opened_at, page.closed_at = page.opened_at or now, None
    page.save(update_fields=["opened_at", "closed_at"])
    record_event("pool.registration_opened", obj=page, assembly=page.assembly, actor=actor, now=now)


@transaction.atomic
def close_page(*, page: RegistrationPage, actor: User, now: datetime) -> None:
    """Let nobody register any more, until it is opened again.

    Raises:
        RegistrationClosed: it is not open.
    """
    page = RegistrationPage.objects.select_for_update(no_key=True).get(pk=page.pk)
    if not page.is_open(now):
        raise RegistrationClosed(_("The page is not open."))
    page.closed_at = now
    page.save(update_fields=["closed_at"])
    record_event("pool.registration_closed", obj=page, assembly=page.assembly, actor=actor, now=now)


def missing_for_opening(page: RegistrationPage, now: datetime) -> list[str]:
    """Return what has to be done before the page can be opened, in sentences. Reads only."""
    missing = []
    if not page.texts.exists():
        missing.append(_("Write the words of the page."))
    if not Category.objects.filter(assembly=page.assembly, values__isnull=False).exists():
        missing.append(_("Enter the categories under Targets: the page asks for them."))
    if page.closes_at is not None and page.closes_at <= now:
        missing.append(_("Choose a closing time that is not over."))
    return missing


@transaction.atomic
def register(
    *,
    page: RegistrationPage,
    token: UUID,
    fields: Mapping[str, Any],
    answers: Mapping[int, int | None],
    language: str,
    is_test: bool,
    now: datetime,
    code: str = "",
) -> Respondent:
    """Take in somebody who registered, once for each token: the same form sent twice is one person.

    A test entry is quarantined for good: it never counts and never can be drawn.

    Raises:
        RegistrationClosed: the page is not open (tests are always possible).
        CodeRefused: the code of the letter is unknown, or the time to answer it is over.
    """
    # The assembly's row is the lock: of the same form sent twice at once, the second finds the first one's entry.
    Assembly.objects.select_for_update(no_key=True).get(pk=page.pk)
    page = RegistrationPage.objects.select_related("assembly").get(pk=page.pk)
    before = Registration.objects.filter(page=page, token=token).select_related("respondent").first()
    if before is not None:
        return before.respondent
    if not is_test and not page.is_open(now):
        raise RegistrationClosed(_("Registration is closed."))
    person = add_respondent(
        assembly=page.assembly,
        fields={**fields, "is_test": is_test},
        answers=answers,
        actor=None,
        now=now,
        prefix=TEST_PREFIX if is_test else PREFIX,
        code=code,
    )
    Registration.objects.create(respondent=person, page=page, token=token, language=language)
    return person
