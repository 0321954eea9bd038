"""How a file is told beside its link: what it is, how large, how many pages; and languages by their names."""

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.languages import language_name
from evidence.models import StoredFile

register = template.Library()
register.filter("language_name", language_name)
_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


@register.simple_tag
def file_facts(file: StoredFile) -> str:
    """Say what whoever opens a link is about to get: “PDF, 3 pages, 1.2 MB”."""
    major, _slash, minor = file.content_type.partition("/")
    words = {"video": _("film"), "audio": _("sound"), "text": _("plain text")}
    told = [_KINDS.get(file.content_type) or words.get(major, minor)]
    if file.pages:
        told.append(ngettext("%(n)s page", "%(n)s pages", file.pages) % {"n": file.pages})
    return ", ".join([*told, filesizeformat(file.size)])
