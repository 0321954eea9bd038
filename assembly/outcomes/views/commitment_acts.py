"""What the team's and the officials' page of one commitment share: its history, the report form, and evidence."""

from typing import Any

from django.utils import timezone

from assembly.outcomes.forms.commitments import DisputeForm, FindingForm, ProofForm, ReportForm
from assembly.outcomes.late_days import late_since
from assembly.outcomes.models import Commitment
from assembly.outcomes.selectors.commitments import open_steps, possible_successors, proofs_of, reports_of
from assembly.outcomes.services.progress_reports import report_progress
from assembly.outcomes.services.proofs import confirm_commitment, dispute_commitment, supply_proof
from assembly.views.workspace import AssemblyView


class CommitmentActs(AssemblyView):
    """A page of one commitment."""

    commitment: Commitment
    is_own = False
    """Whether those who answer for the body report, or the team enters what they said."""

    def form(self, act: str, data: Any = None, files: Any = None) -> Any:
        """Return the form of an act."""
        today, options = timezone.localdate(self.now), {"data": data, "auto_id": f"{act}_%s"}
        if act == "report":
            return ReportForm(
                commitment=self.commitment,
                steps=open_steps(self.commitment),
                successors=possible_successors(self.commitment, today),
                is_own=self.is_own,
                today=today,
                **options,
            )
        if act == "proof":
            return ProofForm(files=files, **options)
        if act == "confirm":
            return FindingForm(**options)
        return DisputeForm(can_reopen=self.commitment.state == "delivered", **options)

    def do(self, act: str, form: Any) -> None:
        """Do what a valid form says.

        Raises:
            HouseError: it is refused.
        """
        by = {"commitment": self.commitment, "actor": self.request.user, "now": self.now}
        if act == "report":
            report_progress(said=form.said(), seen=form.cleaned_data["seen"], **by)
        elif act == "proof":
            supply_proof(shown=form.shown(), **by)
        elif act == "confirm":
            confirm_commitment(shown=form.shown(), **by)
        else:
            dispute_commitment(shown=form.shown(), reopens=form.cleaned_data.get("reopens", False), **by)

    def history(self) -> dict[str, Any]:
        """Return what the page shows of the commitment."""
        today = timezone.localdate(self.now)
        steps = list(self.commitment.milestones.order_by("position"))
        for step in steps:
            step.is_late = step.reached_on is None and late_since(step.due_on, today) is not None
        return {
            "commitment": self.commitment,
            "steps": steps,
            "reports": reports_of(self.commitment),
            "proofs": proofs_of(self.commitment),
        }
