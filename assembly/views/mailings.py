"""Messages: templates, mailings with their outbox, one message as it is sent."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from assembly.audiences import audience_of
from assembly.enums import MessageState
from assembly.errors import HouseError
from assembly.forms.messages import MailingForm, OutboxFilterForm, TemplateForm
from assembly.models import Mailing, MessageTemplate, OutboxMessage
from assembly.services.mailings import (
    approve_mailing,
    cancel_mailing,
    decide_message,
    save_template,
    write_mailing,
)
from assembly.views.workspace import AssemblyView

PAGE = 50


class MessagesBase(AssemblyView):
    """A page about messages: all of them hold people's names."""

    permission: ClassVar[str] = "assembly.run_messages"
    stage: ClassVar[str] = "messages"

    def mailing(self, number: int) -> Mailing:
        """Find a mailing within the assembly, or answer 404."""
        found = Mailing.objects.select_related("assembly", "created_by", "approved_by")
        return get_object_or_404(found, assembly=self.assembly, number=number)

    def message(self, number: int, position: int) -> OutboxMessage:
        """Find a message within a mailing of the assembly, or answer 404."""
        found = OutboxMessage.objects.select_related("mailing__assembly")
        return get_object_or_404(
            found, mailing__assembly=self.assembly, mailing__number=number, number=position
        )


class MessagesView(MessagesBase):
    """All mailings and templates."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show both lists."""
        figures = {
            "total": Count("messages"),
            "sent": Count("messages", filter=Q(messages__state=MessageState.SENT)),
            "doubts": Count(
                "messages", filter=Q(messages__state__in=[MessageState.UNKNOWN, MessageState.FAILED])
            ),
        }
        mailings = Mailing.objects.filter(assembly=self.assembly).annotate(**figures)
        page = Paginator(mailings.order_by("-number"), PAGE).get_page(request.GET.get("page"))
        templates = list(MessageTemplate.objects.filter(assembly=self.assembly))
        return self.render("assembly/messages.html", {"page": page, "templates": templates})


class TemplateView(MessagesBase):
    """Write a new template or change one."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(TemplateForm(instance=self.load(pk)))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Save the template."""
        form = TemplateForm(request.POST, instance=self.load(pk))
        if not form.is_valid():
            return self.page(form, status=422)
        save_template(template=form.save(commit=False), actor=request.user, now=self.now)
        messages.success(request, _("The template is saved."))
        return redirect("messages", self.assembly.slug)

    def load(self, pk: int | None) -> MessageTemplate:
        """Return the template, or a new one."""
        if pk is None:
            return MessageTemplate(assembly=self.assembly)
        return get_object_or_404(MessageTemplate, assembly=self.assembly, pk=pk)

    def page(self, form: TemplateForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/message_template.html", {"form": form}, status=status)


class NewMailingView(MessagesBase):
    """Choose a template and people; everything is written out, nothing is sent."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(MailingForm(assembly=self.assembly))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write the mailing out."""
        form = MailingForm(request.POST, assembly=self.assembly)
        if form.is_valid():
            try:
                mailing = write_mailing(
                    template=form.cleaned_data["template"],
                    part=form.cleaned_data["part"],
                    actor=request.user,
                    now=self.now,
                )
            except HouseError as refused:
                form.add_error("part", str(refused))
            else:
                return redirect("mailing", self.assembly.slug, mailing.number)
        return self.page(form, status=422)

    def page(self, form: MailingForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/mailing_new.html", {"form": form}, status=status)


class MailingView(MessagesBase):
    """One mailing: its outbox by state, and what can be done."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the mailing."""
        mailing = self.mailing(number)
        found = mailing.messages.defer("body")
        form = OutboxFilterForm(request.GET)
        if form.is_valid():
            if state := form.cleaned_data["state"]:
                found = found.filter(state=state)
            if words := form.cleaned_data["words"]:
                found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
        counts = dict(mailing.messages.order_by().values_list("state").annotate(Count("pk")))
        context = {
            "mailing": mailing,
            "form": form,
            "page": Paginator(found.order_by("number"), PAGE).get_page(request.GET.get("page")),
            "counts": [(MessageState(key).label, n) for key, n in counts.items()],
            "total": sum(counts.values()),
            "part": audience_of(mailing.audience).filters.get(mailing.part, mailing.part),
            "may_stop": mailing.state == "draft" or "pending" in counts,
        }
        return self.render("assembly/mailing.html", context)


class MoveMailingView(MessagesBase):
    """Approve or cancel a mailing."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Do what the button says."""
        mailing = self.mailing(number)
        acts: dict[str, tuple[Any, str]] = {
            "approve": (approve_mailing, _("Approved. The messages leave in the background.")),
            "cancel": (cancel_mailing, _("Cancelled. What has not left is not sent.")),
        }
        if (act := request.POST.get("act", "")) not in acts:
            raise BadRequest
        verb, said = acts[act]
        try:
            verb(mailing=mailing, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said)
        return redirect("mailing", self.assembly.slug, number)


class MessageView(MessagesBase):
    """One message exactly as it is sent, with what became of it."""

    def get(self, request: HttpRequest, number: int, position: int) -> HttpResponse:  # noqa: ARG002
        """Show the message."""
        message = self.message(number, position)
        others = OutboxMessage.objects.filter(mailing=message.mailing_id)
        context = {
            "mailing": message.mailing,
            "message": message,
            "before": others.filter(number__lt=position).order_by("-number").values_list("number").first(),
            "after": others.filter(number__gt=position).order_by("number").values_list("number").first(),
        }
        return self.render("assembly/mailing_message.html", context)

    def post(self, request: HttpRequest, number: int, position: int) -> HttpResponse:
        """Decide about a message that failed or of which nobody knows."""
        message = self.message(number, position)
        if (verb := request.POST.get("act", "")) not in ("settle", "retry"):
            raise BadRequest
        try:
            decide_message(message=message, verb=verb, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your decision is noted."))
        return redirect("mailing_message", self.assembly.slug, number, position)
