"""The balance of the evidence: by pictures and tables, and as files."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.balance import DIMENSIONS
from evidence.balance_words import DIMENSION_NAMES, rule_words
from evidence.documents.balance import balance_pdf
from evidence.exports_balance import balance_csv
from evidence.selectors.balance import Account, Ledger, ledger_of
from evidence.views.evidence_base import EvidenceView

_BARS = (("for", "k-for"), ("neutral", "k-abstain"), ("against", "k-against"), ("", "k-quota"))
"""How positions stand beside one another in a bar."""


class _BalanceBase(EvidenceView):
    """Counts for those who look at balance; no names."""

    permission: ClassVar[str] = "assembly.view_balance"
    tab: ClassVar[str] = "balance"

    def ledger(self) -> Ledger:
        """Return the ledger as it stands."""
        return ledger_of(self.assembly, _("Whole assembly"))


class BalanceView(_BalanceBase):
    """Who comes, per topic and per session, and what lacks."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show pictures, tables and gaps."""
        ledger = self.ledger()
        longest = max(account.coming.total for account in ledger.accounts) or 1
        context = {
            "ledger": ledger,
            "stands": [(account, _bar(account, longest)) for account in ledger.accounts],
            "groups": [
                ("assembly", "", [_shown(ledger.whole)]),
                ("topics", _("Topic by topic"), [_shown(account) for account in ledger.topics]),
                ("sessions", _("Session by session"), [_shown(account) for account in ledger.sessions]),
            ],
            "rules": rule_words(),
        }
        return self.render("evidence/balance.html", context)


def _bar(account: Account, longest: int) -> list[dict[str, Any]]:
    """Return the pieces of a bar: role of the colour, where it begins and how long it is, in hundredths."""
    pieces, begin = [], 0
    for value, role in _BARS:
        many = account.coming.of("position", value)
        if many:
            pieces.append({"role": role, "x": 100 * begin / longest, "width": 100 * many / longest})
        begin += many
    return pieces


def _shown(account: Account) -> dict[str, Any]:
    total = account.coming.total or 1
    tables = [
        (
            DIMENSION_NAMES[name],
            [
                {"label": label, "coming": coming, "invited": invited, "width": 100 * coming / total}
                for label, coming, invited in account.rows(name)
            ],
        )
        for name in DIMENSIONS
    ]
    return {"account": account, "key": f"{account.kind}-{account.key}", "tables": tables}


class BalanceFileView(_BalanceBase):
    """The ledger as CSV."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Answer with the file."""
        return _download(
            balance_csv(self.ledger()), "text/csv; charset=utf-8", f"{self.assembly.slug}-balance.csv"
        )


class BalancePaperView(_BalanceBase):
    """The ledger as PDF, also in large print."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the file."""
        content = balance_pdf(
            self.ledger(),
            assembly=self.assembly.name,
            now=self.now,
            link=request.build_absolute_uri(reverse("balance", args=[self.assembly.slug])),
            is_large=request.GET.get("print") == "large",
        )
        return _download(content, "application/pdf", f"{self.assembly.slug}-balance.pdf")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
