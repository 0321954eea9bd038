"""Reminders: what is planned, what was written for which date, a new one, an end to one."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from assembly.audiences import audience_of
from assembly.errors import HouseError
from assembly.forms.reminders import ReminderForm
from assembly.message_dates import Occasion, message_date, occasions_of
from assembly.models import MessageTemplate, Reminder
from assembly.permissions import OVER
from assembly.reminder_days import next_day
from assembly.services.reminders import cancel_reminder, plan_reminder
from assembly.views.mailings import PAGE, MessagesBase


@dataclass(frozen=True, slots=True)
class _Row:
    """A reminder as the list shows it."""

    reminder: Reminder
    date: str
    part: str
    next_on: date | None


class RemindersView(MessagesBase):
    """All reminders, those that are planned first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        found = Reminder.objects.filter(assembly=self.assembly).select_related("template")
        page = Paginator(found.prefetch_related("runs__mailing").order_by("-state", "-pk"), PAGE).get_page(
            request.GET.get("page")
        )
        occasions = {key: occasions_of(key, self.assembly) for key in {each.date_key for each in page}}
        context = {
            "page": page,
            "rows": [self._row(each, occasions[each.date_key]) for each in page],
            "has_template": MessageTemplate.objects.filter(assembly=self.assembly).exists(),
            "is_over": self.assembly.state in OVER,
        }
        return self.render("assembly/reminders.html", context)

    def _row(self, reminder: Reminder, occasions: list[Occasion]) -> _Row:
        what = message_date(reminder.date_key)
        done = {run.occasion for run in reminder.runs.all()}
        return _Row(
            reminder=reminder,
            date=str(what.label) if what else reminder.date_key,
            part=str(audience_of(reminder.template.audience).part_label(reminder.part)),
            next_on=next_day(reminder, occasions, done, timezone.localdate(self.now)),
        )


class NewReminderView(MessagesBase):
    """Plan a reminder."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the form."""
        return self.page(self.form(None))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan it."""
        form = self.form(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                plan_reminder(
                    template=given["template"],
                    part=given["part"],
                    channel=given["channel"],
                    date_key=given["date_key"],
                    days=given["days"],
                    is_before=given["side"] == "before",
                    sends_unseen=given["sends_unseen"],
                    actor=request.user,
                    now=self.now,
                )
            except HouseError as refused:
                form.add_error("days", str(refused))
            else:
                messages.success(request, _("The reminder is planned."))
                return redirect("reminders", self.assembly.slug)
        return self.page(form, status=422)

    def form(self, data: object) -> ReminderForm:
        """Return the form for this assembly's templates and dates."""
        return ReminderForm(data, assembly=self.assembly, today=timezone.localdate(self.now))

    def page(self, form: ReminderForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        return self.render("assembly/reminder_new.html", {"form": form}, status=status)


class CancelReminderView(MessagesBase):
    """Write a reminder no more."""

    http_method_names: ClassVar = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel it."""
        reminder = get_object_or_404(
            Reminder.objects.select_related("assembly"), assembly=self.assembly, pk=pk
        )
        try:
            cancel_reminder(reminder=reminder, actor=request.user, now=self.now)
        except HouseError as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The reminder is cancelled. What was written already stays."))
        return redirect("reminders", self.assembly.slug)
