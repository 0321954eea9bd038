"""The table of people on the panel."""

from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assembly.templatetags.look import badge
from sortition.enums import RespondentState
from sortition.selectors.panel import PanelPerson

ONE_LINE = {"td": {"class": "nowrap"}}


class PanelTable(tables.Table):
    """Seat, person, how to reach them (shortened), and whether they still hold the seat."""

    caption = _("People on the panel")

    seat = tables.Column(verbose_name=_("Seat"), attrs={"th": {"class": "num"}, "td": {"class": "num"}})
    name = tables.Column(verbose_name=_("Name"), accessor="respondent", order_by=("respondent__last_name",))
    reference = tables.Column(verbose_name=_("Id"), accessor="respondent__reference", attrs=ONE_LINE)
    answers = tables.Column(verbose_name=_("Answers"), orderable=False)
    email = tables.Column(verbose_name=_("E-mail address"), accessor="respondent__email")
    phone = tables.Column(
        verbose_name=_("Phone"), accessor="respondent__phone", orderable=False, attrs=ONE_LINE
    )
    state = tables.Column(verbose_name=_("State"), accessor="row__state")

    class Meta:
        order_by = "seat"
        empty_text = _("Nobody on the panel matches.")
        attrs: ClassVar = {"class": "compact"}

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slug = slug

    def render_name(self, record: PanelPerson) -> SafeString | str:
        """Link to the membership record, which the erased do not have."""
        person = record.respondent
        if person.state == RespondentState.ERASED:
            return str(person)
        return format_html('<a href="{}">{}</a>', reverse("member", args=[self.slug, person.pk]), person)

    def render_answers(self, value: dict[str, str]) -> str:
        """Say the answers in the order of the categories."""
        return ", ".join(value.values())

    def render_state(self, record: PanelPerson) -> SafeString:
        """Draw the state as a badge."""
        return badge(record.row.get_state_display(), record.row.tone)

    def render_email(self, value: str) -> SafeString | str:
        """Show the first letter only."""
        return f"{value[:1]}…@…"

    def render_phone(self, value: str) -> str:
        """Show the last two digits only."""
        return f"… {value[-2:]}"


class PanelContactsTable(PanelTable):
    """The same with addresses and numbers in full."""

    def render_email(self, value: str) -> SafeString | str:
        """Link the address."""
        return format_html('<a href="mailto:{}">{}</a>', value, value)

    def render_phone(self, value: str) -> str:
        """Show the number."""
        return value
