"""Decision rules: their list with the presets, making, changing and deleting one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.counting.presets import ASKS_FOR_MINORITY, PRESETS
from assembly.outcomes.enums import RulePreset
from assembly.outcomes.forms.decision_rules import RuleForm
from assembly.outcomes.models import DecisionRule
from assembly.outcomes.selectors.votes import rule_of, rules_of, voters_of
from assembly.outcomes.services.decision_rules import delete_rule, save_rule
from assembly.outcomes.views.outcomes_base import RecommendationsView
from assembly.outcomes.vote_words import rule_words


class _RulesBase(RecommendationsView):
    """A page about decision rules."""

    permission: ClassVar[str] = "assembly.run_ballots"
    tab: ClassVar[str] = "decision_rules"

    def explained(self, rule: DecisionRule) -> list[str]:
        """Return a rule in sentences, shown with how many may vote here."""
        voters = voters_of(self.assembly, self.now)
        return rule_words(rule_of(rule), voters=voters, asks_for_minority=rule.invites_minority)


class DecisionRulesView(_RulesBase):
    """All rules, and the presets that are not taken up yet."""

    permission: ClassVar[str] = "assembly.view_recommendations"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        voters = voters_of(self.assembly, self.now)
        rules = list(rules_of(self.assembly))
        taken = {rule.preset for rule in rules}
        context = {
            "rules": [
                (rule, rule_words(rule_of(rule), voters=voters, asks_for_minority=rule.invites_minority))
                for rule in rules
            ],
            "presets": [
                (
                    key,
                    RulePreset(key).label,
                    rule_words(rule, voters=voters, asks_for_minority=key in ASKS_FOR_MINORITY),
                )
                for key, rule in PRESETS.items()
                if key not in taken
            ],
            "own": RulePreset.OWN,
        }
        return self.render("outcomes/decision_rules.html", context)


class DecisionRuleNewView(_RulesBase):
    """Make a rule of a preset."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form filled with the preset."""
        preset = request.GET.get("preset", RulePreset.MAJORITY_PRESENT)
        if preset not in RulePreset.values:
            raise Http404
        return self.page(RuleForm.of_preset(preset))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_rule(
                assembly=self.assembly,
                rule=None,
                name=form.cleaned_data["name"],
                preset=form.cleaned_data["preset"],
                fields=form.fields_of_rule(),
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error("name", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The rule is kept. It can be changed until a ballot under it is opened."))
        return redirect("decision_rules", self.assembly.slug)

    def page(self, form: RuleForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/decision_rule.html", {"form": form}, status=status)


class DecisionRuleView(_RulesBase):
    """Change or delete a rule; one that is fixed is shown."""

    permission: ClassVar[str] = "assembly.view_recommendations"
    post_permission: ClassVar[str | None] = "assembly.run_ballots"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load it."""
        self.rule: DecisionRule = get_object_or_404(rules_of(self.assembly), pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page(RuleForm.of_rule(self.rule))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the changes, or delete it."""
        if request.POST.get("act") == "delete":
            return self.delete_it(request)
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            save_rule(
                assembly=self.assembly,
                rule=self.rule,
                name=form.cleaned_data["name"],
                preset=form.cleaned_data["preset"],
                fields=form.fields_of_rule(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except HouseError as refused:
            form.add_error(None, str(refused))
            fresh = RuleForm.of_rule(self.rule)
            form.data = form.data.copy()
            form.data["seen"] = fresh.initial["seen"]
            return self.page(form, status=409, is_overtaken=refused.code == "stale")
        messages.success(request, _("The rule is changed."))
        return redirect("decision_rules", self.assembly.slug)

    def delete_it(self, request: HttpRequest) -> HttpResponse:
        """Delete it where nothing is asked under it."""
        try:
            delete_rule(rule=self.rule, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
            return redirect("decision_rule", self.assembly.slug, self.rule.pk)
        messages.success(request, _("The rule is deleted."))
        return redirect("decision_rules", self.assembly.slug)

    def page(self, form: RuleForm, *, status: int = 200, is_overtaken: bool = False) -> HttpResponse:
        """Render it."""
        context = {
            "form": form,
            "rule": self.rule,
            "sentences": self.explained(self.rule),
            "is_overtaken": is_overtaken,
            "may_change": self.rule.fixed_at is None and self.can("assembly.run_ballots"),
        }
        return self.render("outcomes/decision_rule.html", context, status=status)
