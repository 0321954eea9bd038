"""What a copy of an assembly takes over of its evidence: the topics. Of witnesses nothing."""

from assembly.copying import register_copier
from assembly.models import Assembly
from evidence.models import Topic


def copy_topics(source: Assembly, target: Assembly) -> None:
    """Take over the topics in their order."""
    Topic.objects.bulk_create(
        Topic(assembly=target, number=topic.number, title=topic.title, description=topic.description)
        for topic in Topic.objects.filter(assembly=source)
    )


register_copier(copy_topics)
