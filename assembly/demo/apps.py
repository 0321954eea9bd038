"""Start-up of the demonstration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """An app without tables: personas, mailbox, files to try."""

    name = "assembly.demo"
    label = "demo"
    verbose_name = _("Demonstration")
