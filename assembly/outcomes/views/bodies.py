"""Bodies: the list, one of them with its officials, and how it is reached."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.errors import ChangedMeanwhile, HouseError
from assembly.outcomes.documents.body_letters import body_letter
from assembly.outcomes.forms.bodies import BodyForm
from assembly.outcomes.models import Body, StandIn
from assembly.outcomes.selectors.officials import officials_with_role
from assembly.outcomes.selectors.owed import bodies_with_figures, responses_of, with_countdowns
from assembly.outcomes.services.bodies import add_body, change_body, set_body_active
from assembly.outcomes.views.outcomes_base import ResponsesView
from scheduling.selectors.seen import seen_of

PER_PAGE = 25


class BodiesView(ResponsesView):
    """The bodies, with what they owe."""

    permission: ClassVar[str] = "assembly.view_responses"
    tab: ClassVar[str] = "bodies"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        found = bodies_with_figures(self.assembly, timezone.localdate(self.now))
        search = request.GET.get("search", "")[:100].strip()
        if search:
            found = found.filter(name__icontains=search)
        page = Paginator(found.order_by("-is_active", "name"), PER_PAGE).get_page(request.GET.get("page"))
        return self.render("outcomes/bodies.html", {"page": page, "search": search})


class BodyNewView(ResponsesView):
    """Enter a body."""

    permission: ClassVar[str] = "assembly.manage_responses"
    tab: ClassVar[str] = "bodies"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 (the signature is Django's)
        """Show the form."""
        return self.page(BodyForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it."""
        form = BodyForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            body = add_body(assembly=self.assembly, facts=form.facts(), actor=request.user, now=self.now)
        except HouseError as refused:
            form.add_error("name", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("The body is entered. Name who answers for it."))
        return redirect("body", self.assembly.slug, body.pk)

    def page(self, form: BodyForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/body_form.html", {"form": form}, status=status)


class OneBodyView(ResponsesView):
    """A page about one body."""

    tab: ClassVar[str] = "bodies"
    permission: ClassVar[str] = "assembly.manage_responses"
    body: Body

    def load_scope(self, kwargs: dict[str, Any]) -> None:
        """Load the body."""
        self.body = get_object_or_404(Body, assembly=self.assembly, pk=kwargs.pop("pk"))
        self.body.assembly = self.assembly

    def back(self) -> HttpResponse:
        """Go to the body."""
        return redirect("body", self.assembly.slug, self.body.pk)

    def render(
        self, template: str, context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Render with the body."""
        return super().render(template, {"body": self.body, **(context or {})}, status=status)


class BodyView(OneBodyView):
    """Contact, officials and stand-ins of a body, and what it owes; set it inactive or take it up again."""

    permission: ClassVar[str] = "assembly.view_responses"
    post_permission: ClassVar[str | None] = "assembly.manage_responses"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show it."""
        today = timezone.localdate(self.now)
        with_role = set(officials_with_role(self.body).values_list("pk", flat=True))
        officials = list(self.body.officials.select_related("user"))
        for each in officials:
            each.can_sign_in = each.pk in with_role
        stand_ins = StandIn.objects.filter(official__body=self.body, until_on__gte=today)
        context = {
            "officials": officials,
            "stand_ins": list(stand_ins.select_related("official__user", "stands_in__user")),
            "responses": with_countdowns(responses_of(self.assembly).filter(body=self.body), today),
        }
        return self.render("outcomes/body.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Say whether it can be asked."""
        is_active = request.POST.get("act") == "take_up"
        set_body_active(body=self.body, is_active=is_active, actor=request.user, now=self.now)
        messages.success(request, _("It can be asked again.") if is_active else _("It can be asked no more."))
        return self.back()


class BodyEditView(OneBodyView):
    """Change what a body is called and how it is reached."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(BodyForm(instance=self.body, initial={"seen": seen_of(self.body)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; where somebody was faster, show what they wrote beside it."""
        form = BodyForm(request.POST, instance=self.body)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            change_body(
                body=self.body,
                facts=form.facts(),
                seen=form.cleaned_data["seen"],
                actor=request.user,
                now=self.now,
            )
        except ChangedMeanwhile as refused:
            fresh = Body.objects.get(pk=self.body.pk)
            data = request.POST.copy()
            data["seen"] = seen_of(fresh)
            form = BodyForm(data, instance=self.body)
            form.add_error(None, str(refused))
            return self.page(form, fresh=fresh, status=409)
        except HouseError as refused:
            form.add_error("name", str(refused))
            return self.page(form, status=409)
        messages.success(request, _("It is kept."))
        return self.back()

    def page(self, form: BodyForm, *, fresh: Body | None = None, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("outcomes/body_form.html", {"form": form, "fresh": fresh}, status=status)


class BodyLetterView(OneBodyView):
    """The letter with which a body is asked, to be printed; in large print with `?print=large`."""

    permission: ClassVar[str] = "assembly.enter_responses"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the PDF, or say that nothing is owed."""
        owed = [each for each in responses_of(self.assembly).filter(body=self.body) if each.is_owed]
        if not owed:
            messages.info(request, _("This body owes no answer: there is nothing to ask in a letter."))
            return self.back()
        page = request.build_absolute_uri("/")
        try:
            content = body_letter(
                self.body,
                owed,
                page=page,
                today=timezone.localdate(self.now),
                is_large=request.GET.get("print") == "large",
            )
        except HouseError as refused:
            messages.error(request, str(refused))
            return self.back()
        name = f"{self.assembly.slug}-body-{self.body.pk}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
