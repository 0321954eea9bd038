"""What a copy of an assembly takes over of its recommendations: the themes. Of texts nothing."""

from assembly.copying import register_copier
from assembly.models import Assembly
from assembly.outcomes.models import Theme


def copy_themes(source: Assembly, target: Assembly) -> None:
    """Take over the themes in their order."""
    Theme.objects.bulk_create(
        Theme(assembly=target, position=theme.position, name=theme.name, introduction=theme.introduction)
        for theme in Theme.objects.filter(assembly=source)
    )


register_copier(copy_themes)
