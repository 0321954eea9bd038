"""What a copy of an assembly takes over of its call for submissions: the words. Of what was sent in nothing."""

from assembly.copying import register_copier
from assembly.models import Assembly
from evidence.models import Call


def copy_call(source: Assembly, target: Assembly) -> None:
    """Take over title, text, and whether files are taken, as a draft without a last day."""
    for call in Call.objects.filter(assembly=source):
        Call.objects.create(assembly=target, title=call.title, text=call.text, takes_files=call.takes_files)


register_copier(copy_call)
