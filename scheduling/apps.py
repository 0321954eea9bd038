"""Start-up of scheduling."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulingConfig(AppConfig):
    """Register the stages Sessions and Tables, what is held about people, and the due-checks."""

    name = "scheduling"
    verbose_name = _("Scheduling")

    def ready(self) -> None:
        """Import what registers itself (apps are not ready before)."""
        from scheduling import (  # noqa: PLC0415
            acts,  # noqa: F401
            acts_money,  # noqa: F401
            acts_plan,  # noqa: F401
            acts_tables,  # noqa: F401
            attendance_record,  # noqa: F401
            attention_attendance,  # noqa: F401
            attention_plan,  # noqa: F401
            audiences_people,  # noqa: F401
            declarations,  # noqa: F401
            declarations_attendance,  # noqa: F401
            declarations_money,  # noqa: F401
            declarations_plan,  # noqa: F401
            declarations_programme,  # noqa: F401
            declarations_tables,  # noqa: F401
            declarations_venues,  # noqa: F401
            due_attendance,  # noqa: F401
            due_plan,  # noqa: F401
            due_tables,  # noqa: F401
            message_dates,  # noqa: F401
            money_record,  # noqa: F401
            offline_attendance,  # noqa: F401
            offline_money,  # noqa: F401
            offline_programme,  # noqa: F401
            offline_public,  # noqa: F401
            offline_tables,  # noqa: F401
            own_cards_sessions,  # noqa: F401
            page_languages,  # noqa: F401
            pages_attendance,  # noqa: F401
            pages_plan,  # noqa: F401
            pages_programme,  # noqa: F401
            parts_public,  # noqa: F401
            plan_record,  # noqa: F401
            programme_record,  # noqa: F401
            published_kinds,  # noqa: F401
            room_wiring,  # noqa: F401
            seating_record,  # noqa: F401
            session_pages_tables,  # noqa: F401
            session_tabs,  # noqa: F401
            stage_money,  # noqa: F401
            stage_programme,  # noqa: F401
            stage_sessions,  # noqa: F401
            stage_tables,  # noqa: F401
            venues_record,  # noqa: F401
        )
        from scheduling.services import copying  # noqa: F401, PLC0415
