"""How the pages of honoraria, claims and payments are reached."""

from typing import Any

from assembly.models import Assembly
from tests.factories_money import make_claim, make_honoraria, make_own_claim, make_payable
from tests.factories_people import make_members


def _honoraria(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_honoraria(assembly).number}


def _claim(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_claim(make_members(assembly, 1)[0]).number}


def _receipt(assembly: Assembly) -> dict[str, Any]:
    claim = make_claim(make_members(assembly, 1)[0])
    return {"number": claim.number, "pk": claim.receipts.get().pk}


def _payment(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_payable(assembly).number}


def _person(assembly: Assembly) -> dict[str, Any]:
    return {"pk": make_members(assembly, 1)[0].pk}


def _own_claim(assembly: Assembly) -> dict[str, Any]:
    return {"number": make_own_claim(assembly).number}


def _own_receipt(assembly: Assembly) -> dict[str, Any]:
    claim = make_own_claim(assembly)
    return {"number": claim.number, "pk": claim.receipts.get().pk}


EXAMPLES_MONEY = {
    "payments": lambda assembly: make_payable(assembly) and {},
    "honoraria": _honoraria,
    "claims": lambda assembly: _claim(assembly) and {},
    "claim": _claim,
    "claim_receipt": _receipt,
    "payment": _payment,
    "payment_export": _payment,
    "pay_details": _person,
    "own_claim": _own_claim,
    "own_receipt": _own_receipt,
}
