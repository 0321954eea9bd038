"""Makers of registration pages and of what people send from them."""

import uuid
from typing import Any

from assembly.models import Assembly
from sortition.models import Category, RegistrationPage, RegistrationText
from tests.factories import NOON
from tests.factories_targets import make_targets

WORDS = {
    "introduction": "⟪Riverbend talks about its air.⟫",
    "eligibility": "⟪I live in Riverbend and am 16 or older.⟫",
    "dates": "⟪four Saturdays from 6 March⟫",
    "consent": "⟪I agree to take part.⟫",
    "other_ways": "⟪Call 0117 496 0000.⟫",
    "thanks": "⟪The lottery is on 1 April.⟫",
}


def make_registration_page(assembly: Assembly, **fields: Any) -> RegistrationPage:
    """Make an open page with words in English, and a category to ask about."""
    if not Category.objects.filter(assembly=assembly).exists():
        make_targets(assembly, **{"⟪Age⟫": {"⟪16 to 29⟫": (1, 9), "⟪30 and over⟫": (1, 9)}})
    options: dict[str, Any] = {"opened_at": NOON, "code": f"c{assembly.pk}"} | fields
    page = RegistrationPage.objects.create(assembly=assembly, **options)
    RegistrationText.objects.create(page=page, language="en", **WORDS)
    return page


def filled_in(assembly: Assembly, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends for somebody called Ada who answers the first value of everything."""
    answers = {
        f"category_{category.pk}": category.values.first().pk
        for category in Category.objects.filter(assembly=assembly)
    }
    sent = {
        "token": str(uuid.uuid4()),
        "first_name": "Ada",
        "last_name": "Quill",
        "email": "ada@quill.example",
        "phone": "0117 4960123",
        "can_attend": "yes",
        "is_eligible": "on",
        "consents": "on",
        **answers,
        **changes,
    }
    return {name: value for name, value in sent.items() if value is not None}
