"""Where the public meets what was learnt: an entry of the navigation, a teaser, and a section of the evaluation."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assembly.evaluation.learning_outline import summary_parts
from assembly.evaluation.public_sections import register_section
from assembly.evaluation.selectors.comparison import public_assemblies_with_learning
from assembly.evaluation.selectors.learning import editions_of, has_learning
from assembly.models import Assembly
from assembly.public_site import PublicLink, PublicPage, Teaser, register_public_link, register_public_page


def learning_section(assembly: Assembly, now: datetime) -> dict[str, Any] | None:  # noqa: ARG001 (the registry's signature)
    """Return the summary of the newest edition; None before there is one."""
    edition = editions_of(assembly).first()
    if edition is None:
        return None
    return {
        "assembly": assembly,
        "learning_edition": edition,
        "learning_parts": summary_parts(edition.content),
        "learning_entries": len(edition.content["entries"]),
    }


def learning_teaser(assembly: Assembly, now: datetime) -> Teaser | None:  # noqa: ARG001
    """Return the beginning of what was learnt."""
    edition = editions_of(assembly).first()
    if edition is None:
        return None
    words = edition.content["summary"]
    text = words["learnt"] or words["advice"] or words["did"]
    return (
        "evaluation/public_learning_teaser.html",
        {"assembly": assembly, "learning_edition": edition, "learning_text": text},
    )


register_section(40, "evaluation/public_learning_section.html", learning_section)
register_public_page(
    PublicPage(
        key="learning",
        label=_("What was learnt"),
        order=85,
        url_name="public_learning",
        is_there=has_learning,
        teaser=learning_teaser,
    )
)
register_public_link(
    PublicLink(
        label=_("Compare assemblies"),
        url_name="public_comparison",
        is_there=lambda: public_assemblies_with_learning().count() > 1,
    )
)
