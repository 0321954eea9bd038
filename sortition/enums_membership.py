"""The choices of the membership record, in the glossary's words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentPurpose(models.TextChoices):
    """What a member is asked to agree to, each on its own."""

    TAKE_PART = "take_part", _("Take part")
    PICTURES = "pictures", _("Photographs and film")
    NAME = "name", _("Name published")
    CONTACT_AFTER = "contact_after", _("Contact after the assembly")
    RESEARCH = "research", _("Data for research")

    @property
    def sentence(self) -> str:
        """Return what the member agrees to, as it is read out to them."""
        return str(_SENTENCES[self])


_SENTENCES = {
    ConsentPurpose.TAKE_PART: _("I take part in the assembly, and my data are used to hold it."),
    ConsentPurpose.PICTURES: _("Photographs and films that show me may be taken and published."),
    ConsentPurpose.NAME: _("My name may be published as that of a member."),
    ConsentPurpose.CONTACT_AFTER: _("I may be written to or called after the assembly is over."),
    ConsentPurpose.RESEARCH: _("Researchers may use my answers, without my name."),
}


class SupportKind(models.TextChoices):
    """What a support need is about."""

    ACCESS = "access", _("Access")
    CARE = "care", _("Care")
    LANGUAGE = "language", _("Language")
    DIET = "diet", _("Diet")
    DIGITAL = "digital", _("Digital provision")
    OTHER = "other", _("Other")


class SupportState(models.TextChoices):
    """The lifecycle of a support need."""

    DECLARED = "declared", _("Declared")
    ARRANGED = "arranged", _("Arranged")
    CONFIRMED = "confirmed_with_member", _("Confirmed with the member")
    MET = "met", _("Met")
    UNMET = "unmet", _("Unmet")


OPEN_NEEDS = (SupportState.DECLARED, SupportState.ARRANGED, SupportState.CONFIRMED)
"""States in which somebody still has something to do."""

SUPPORT_TONES = {
    SupportState.DECLARED: "",
    SupportState.ARRANGED: "active",
    SupportState.CONFIRMED: "active",
    SupportState.MET: "good",
    SupportState.UNMET: "bad",
}


class ContactChannel(models.TextChoices):
    """How a member wishes to be reached."""

    POST = "post", _("Post")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
