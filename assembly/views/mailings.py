"""Messages: templates, mailings with their outbox, one message as it is sent."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.audiences import audience_of
from assembly.enums import LETTER_STATES, MailingState, MessageChannel, MessageState
from assembly.errors import HouseError
from assembly.forms.messages import MailingForm, OutboxFilterForm, PostedForm, SenderForm, TemplateForm
from assembly.models import Mailing, MessageTemplate, OutboxMessage
from assembly.models.messages import OutboxQuerySet
from assembly.services.mailings import (
    approve_mailing,
    cancel_mailing,
    decide_message,
    save_template,
    write_mailing,
)
from assembly.sms_text import sms_length
from assembly.views.workspace import AssemblyView

PAGE = 50
NAMED = 12
"""How many of the people whom a mailing does not reach its page names; the list below has them all."""


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
            "total": Count("messages", filter=~Q(messages__state=MessageState.UNREACHED)),
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
        save_template(template=form.save(commit=False), texts=form.texts(), actor=request.user, now=self.now)
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
                    channel=form.cleaned_data["channel"],
                    after=form.cleaned_data["after"],
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


class MailingPage(MessagesBase):
    """What shows the page of one mailing, with the forms of its letters."""

    def page(
        self,
        mailing: Mailing,
        *,
        sender_form: SenderForm | None = None,
        posted_form: PostedForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Render the mailing with its outbox, narrowed as the address says."""
        form = OutboxFilterForm(self.request.GET)
        found = _narrowed(mailing, form)
        by_state = list(mailing.messages.order_by().values_list("channel", "state").annotate(Count("pk")))
        counts = {(channel, state): number for channel, state, number in by_state}
        letters = counts.get((MessageChannel.LETTER, MessageState.PENDING), 0)
        is_open = mailing.state == MailingState.APPROVED and bool(letters)
        printed = mailing.messages.letters().filter(state=MessageState.PENDING, claimed_at__isnull=False)
        context = {
            "mailing": mailing,
            "form": form,
            "page": Paginator(found.order_by("number"), PAGE).get_page(self.request.GET.get("page")),
            "counts": _told(counts),
            "total": sum(number for (_way, state), number in counts.items() if state != "unreached"),
            "part": audience_of(mailing.audience).part_label(mailing.part),
            "sms": mailing.messages.aggregate(most=Max("parts"), parts=Sum("parts")),
            "unreached": counts.get((MessageChannel.NONE, MessageState.UNREACHED), 0),
            "unreached_names": self._unreached_names(mailing),
            "letters": letters if is_open else 0,
            "printed": printed.count() if is_open else 0,
            "sender_form": sender_form or SenderForm(initial={"sender": self._sender_lines(mailing)}),
            "posted_form": posted_form or PostedForm(initial={"posted_on": timezone.localdate(self.now)}),
            "may_stop": mailing.state == MailingState.DRAFT
            or any(state == MessageState.PENDING for _way, state in counts),
        }
        return self.render("assembly/mailing.html", context, status=status)

    def back(self, number: int) -> HttpResponse:
        """Go to the mailing's page."""
        return redirect("mailing", self.assembly.slug, number)

    def _unreached_names(self, mailing: Mailing) -> list[OutboxMessage]:
        unreached = mailing.messages.filter(state=MessageState.UNREACHED).defer("body")
        return list(unreached.order_by("number")[:NAMED])

    def _sender_lines(self, mailing: Mailing) -> str:
        """Return the lines that the assembly's letters had last."""
        if mailing.sender_lines:
            return mailing.sender_lines
        earlier = Mailing.objects.filter(assembly=self.assembly).exclude(sender_lines="").order_by("-number")
        return earlier.values_list("sender_lines", flat=True).first() or ""


class MailingView(MailingPage):
    """One mailing: its outbox by state, and what can be done."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG002
        """Show the mailing."""
        return self.page(self.mailing(number))


def _narrowed(mailing: Mailing, form: OutboxFilterForm) -> OutboxQuerySet:
    """Return the messages of a mailing that the filter lets through."""
    found = mailing.messages.defer("body")
    if form.is_valid():
        if state := form.cleaned_data["state"]:
            found = found.filter(state=state)
        if words := form.cleaned_data["words"]:
            held = Q(name__icontains=words) | Q(email__icontains=words)
            found = found.filter(held | Q(address__icontains=words) | Q(phone__icontains=words))
    return found


def _told(counts: dict[tuple[str, str], int]) -> list[tuple[str, int]]:
    """Return the figures of the outbox by their names: letters that wait or left have names of their own."""
    told: dict[str, int] = {}
    for (channel, key), number in counts.items():
        state = MessageState(key)
        label = LETTER_STATES.get(state, state.label) if channel == MessageChannel.LETTER else state.label
        told[str(label)] = told.get(str(label), 0) + number
    return list(told.items())


class MoveMailingView(MessagesBase):
    """Approve or cancel a mailing."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Do what the button says."""
        mailing = self.mailing(number)
        acts: dict[str, tuple[Any, str]] = {
            "approve": (approve_mailing, _("Approved. What goes by itself leaves in the background.")),
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
            "sms_length": sms_length(message.body) if message.parts else None,
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
