"""The stage Tables: sessions with their plans, who has met, rules; and one's own table."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.selectors import person_of
from assembly.views.workspace import AssemblyView
from scheduling.enums_tables import PlanState, RuleKind
from scheduling.errors import SeatingRefused
from scheduling.forms.tables import RuleForm
from scheduling.models import SeatingRule
from scheduling.selectors.seating import acquaintance_of, rules_of, tables_of
from scheduling.selectors.sessions import sessions_of
from scheduling.services.seating_rules import keep_rule, remove_rule


class TablesView(AssemblyView):
    """All sessions and whether they have a plan; how many have met; the rules, for staff."""

    permission = "assembly.view_tables"
    stage = "tables"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        sessions = list(sessions_of(self.assembly).prefetch_related("seating_plans"))
        rows = [(session, _plan_that_counts(session)) for session in sessions]
        # Who is kept from whom is private: facilitators and observers do not read it.
        shows_rules = self.can("assembly.view_session_needs")
        if shows_rules:
            self.note_list_reading("tables.list_read")
        context = {
            "rows": rows,
            "known": acquaintance_of(self.assembly),
            "shows_rules": shows_rules,
            "rules": rules_of(self.assembly) if shows_rules else [],
        }
        return self.render("scheduling/tables.html", context)


def _plan_that_counts(session: Any) -> Any:
    plans = {plan.state: plan for plan in reversed(session.seating_plans.all())}
    return plans.get(PlanState.IN_USE) or plans.get(PlanState.DRAFT)


class RuleView(AssemblyView):
    """A rule for tables: a new one, or one to change."""

    permission = "assembly.seat_tables"
    stage = "tables"
    rule: SeatingRule | None = None

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the rule that the address names."""
        if "pk" in kwargs:
            self.rule = get_object_or_404(rules_of(self.assembly), pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        self.note_list_reading("tables.list_read")
        return self._page(RuleForm(assembly=self.assembly, rule=self.rule))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the rule."""
        form = RuleForm(request.POST, assembly=self.assembly, rule=self.rule)
        if not form.is_valid():
            return self._page(form, status=422)
        given = form.cleaned_data
        try:
            keep_rule(
                assembly=self.assembly,
                rule=self.rule,
                kind=RuleKind(given["kind"]),
                people=list(given["people"]),
                reason=given["reason"],
                since=given["since"],
                until=given["until"],
                actor=request.user,
                now=self.now,
            )
        except SeatingRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=409)
        messages.success(request, _("The rule is saved. It counts for plans made from now on."))
        return redirect("tables", self.assembly.slug)

    def _page(self, form: RuleForm, status: int = 200) -> HttpResponse:
        return self.render("scheduling/seating_rule.html", {"form": form, "rule": self.rule}, status=status)


class RuleRemoveView(AssemblyView):
    """Take a rule away."""

    permission = "assembly.seat_tables"
    stage = "tables"
    http_method_names: ClassVar = ["post", "options"]

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the rule."""
        self.rule = get_object_or_404(rules_of(self.assembly), pk=kwargs.pop("pk"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remove it."""
        remove_rule(rule=self.rule, actor=request.user, now=self.now)
        messages.success(request, _("The rule is gone. Plans that stand are not changed."))
        return redirect("tables", self.assembly.slug)


class MyTablesView(AssemblyView):
    """Where the reader sits, session by session: those to come first, then the last one before."""

    permission = "assembly.view_programme"
    stage = "my_tables"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one's own tables, and nobody else's."""
        if not self.can("assembly.view_own_table"):
            # Whoever sits at no table has no line of their own for this page in the rail.
            self.stage = ""
        person = person_of(self.assembly, request.user)
        seated = tables_of(person) if person else []
        context = {
            "coming": [own for own in seated if own.session.ends_at > self.now],
            "past": [own for own in seated if own.session.ends_at <= self.now][::-1],
        }
        return self.render("scheduling/my_tables.html", context)
