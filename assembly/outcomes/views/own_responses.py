"""Members read what was answered, rate it, and say back what is unclear or wrong."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.errors import HouseError
from assembly.outcomes.forms.voices import ConcernForm, RateForm
from assembly.outcomes.models import ResponseVersion
from assembly.outcomes.selectors.voices import answers_for_member, own_concerns, shown_ratings
from assembly.outcomes.services.concerns import raise_concern
from assembly.outcomes.services.ratings import rate_answer
from assembly.selectors import member_of
from assembly.views.workspace import AssemblyView


class OwnResponsesBase(AssemblyView):
    """A page for members; facilitators read what members read."""

    permission: ClassVar[str] = "assembly.read_recommendations"
    stage: ClassVar[str] = "own_responses"

    def load_scope(self, kwargs: dict[str, Any]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Find out who the reader is."""
        self.person = member_of(self.assembly, self.request.user)


class OwnResponsesView(OwnResponsesBase):
    """All published answers, and what one said back."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show them."""
        context = {
            "person": self.person,
            "answers": list(answers_for_member(self.assembly, self.person)),
            "concerns": list(own_concerns(self.person)) if self.person else [],
        }
        return self.render("outcomes/own_responses.html", context)


class OwnResponseView(OwnResponsesBase):
    """One answer: read it, rate it, say something back."""

    post_permission: ClassVar[str | None] = "assembly.say_back"

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the answer that stands now."""
        super().load_scope(kwargs)
        found = answers_for_member(self.assembly, self.person)
        self.version: ResponseVersion = get_object_or_404(found, response__pk=kwargs.pop("pk"))

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Rate, or say something back."""
        act = request.POST.get("act", "")
        if act not in ("rate", "concern"):
            raise BadRequest
        form = self.form(act, request.POST)
        if self.person is None or not form.is_valid():
            return self.page(act, form, status=422)
        if request.POST.get("version") != str(self.version.pk):
            form.add_error(
                None,
                _("A revised version of this answer has come. Read it, and send what you think of it now."),
            )
            return self.page(act, form, status=409)
        try:
            if act == "rate":
                score = form.cleaned_data["score"]
                rate_answer(version=self.version, person=self.person, score=score, now=self.now)
            else:
                raised = form.raised(self.person)
                raise_concern(version=self.version, raised=raised, actor=None, now=self.now)
        except HouseError as refused:
            form.add_error(None, str(refused))
            return self.page(act, form, status=409)
        kept = (
            _("Your rating is kept.")
            if act == "rate"
            else _("It is with the team. You see here what becomes of it.")
        )
        messages.success(request, kept)
        return redirect("own_response", self.assembly.slug, self.version.response_id)

    def form(self, act: str, data: Any = None) -> Any:
        """Return the form of an act."""
        if act == "rate":
            score = self.version.own_score  # type: ignore[attr-defined]
            return RateForm(data, initial={"score": score}, auto_id="rate_%s")
        return ConcernForm(data, auto_id="concern_%s")

    def page(self, act: str = "", bound: Any = None, *, status: int = 200) -> HttpResponse:
        """Render it."""
        shown = {name: self.form(name) for name in ("rate", "concern")}
        if bound is not None:
            shown[act] = bound
        concerns = own_concerns(self.person).filter(response=self.version.response_id) if self.person else []
        context = {
            "person": self.person,
            "version": self.version,
            "ratings": shown_ratings(self.version),
            "concerns": list(concerns),
            "forms": shown,
            "bound": bound,
        }
        return self.render("outcomes/own_response.html", context, status=status)
