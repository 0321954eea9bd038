"""All clashes of all sessions; letting one stand with a reason, and counting it again."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assembly.views.workspace import AssemblyView
from scheduling.forms.plan import AcceptForm
from scheduling.models import AcceptedClash, Session
from scheduling.selectors.clashes import ToldClash, told_clashes
from scheduling.selectors.plan_programme import plan_of
from scheduling.services.plan_clashes import accept_clash, take_acceptance_back
from scheduling.views.plan_board import plan_address


class ClashesView(AssemblyView):
    """The list, by session."""

    permission: ClassVar[str] = "assembly.view_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what is to be cleared, or what may stand; of all sessions or of one."""
        plan = plan_of(self.assembly)
        shows_accepted = request.GET.get("show") == "accepted"
        number = request.GET.get("session", "")
        chosen = int(number) if number.isdecimal() else None
        groups: dict[Session | None, list[ToldClash]] = {}
        for clash in told_clashes(plan):
            session = plan.sessions.get(min(clash.session_keys, default=0))
            is_asked = chosen is None or any(
                plan.sessions[key].number == chosen for key in clash.session_keys
            )
            if is_asked and bool(clash.acceptance) == shows_accepted:
                groups.setdefault(session, []).append(clash)
        order = {key: place for place, key in enumerate(plan.sessions)}
        context = {
            "groups": sorted(groups.items(), key=lambda pair: order[pair[0].pk] if pair[0] else len(order)),
            "total": sum(len(found) for found in groups.values()),
            "sessions": list(plan.sessions.values()),
            "chosen": chosen,
            "shows_accepted": shows_accepted,
        }
        return self.render("scheduling/clashes.html", context)


class ClashAcceptView(AssemblyView):
    """Say why one clash may stand."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the reason."""
        return self._page(self._clash(request.GET.get("key", "")), AcceptForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the reason, if the clash is still that one."""
        clash = self._clash(request.POST.get("key", ""))
        form = AcceptForm(request.POST)
        if clash is None:
            return self._page(None, form, status=409)
        if not form.is_valid():
            return self._page(clash, form, status=422)
        accept_clash(
            assembly=self.assembly,
            key=clash.key,
            sentence=str(clash.sentence),
            reason=form.cleaned_data["reason"],
            actor=request.user,
            now=self.now,
        )
        messages.success(request, _("The clash may stand. It is shown with your reason."))
        return redirect(self._back(clash))

    def _clash(self, key: str) -> ToldClash | None:
        self.plan = plan_of(self.assembly)
        return next((each for each in told_clashes(self.plan) if each.key == key), None)

    def _back(self, clash: ToldClash | None) -> str:
        if clash is None or not clash.session_keys:
            return reverse("clashes", args=[self.assembly.slug])
        return plan_address(self.assembly, self.plan.sessions[min(clash.session_keys)])

    def _page(self, clash: ToldClash | None, form: AcceptForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"clash": clash, "form": form, "back": self._back(clash)}
        return self.render("scheduling/clash_accept.html", context, status=status)


class ClashTakeBackView(AssemblyView):
    """Count a clash again."""

    permission: ClassVar[str] = "assembly.edit_sessions"
    stage: ClassVar[str] = "sessions"
    http_method_names: ClassVar = ["post"]
    accepted: AcceptedClash

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load what was accepted."""
        rows = AcceptedClash.objects.filter(assembly=self.assembly).select_related("assembly")
        self.accepted = get_object_or_404(rows, pk=kwargs.pop("pk"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the acceptance back."""
        take_acceptance_back(accepted=self.accepted, actor=request.user, now=self.now)
        messages.success(request, _("The clash counts again."))
        return redirect("clashes", self.assembly.slug)
