"""How people read what was learnt, and add to it, without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.enums import Role
from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read what was learnt"),
    _("Ask the team by phone or by post: they send it on paper, in large print if you wish."),
    roles=frozenset(),
)
_SAY = OfflineRoute(
    _("Say what the next assembly should know"),
    _("Tell the team in person, by phone or on paper: they write it down without your name."),
    "learning_new",
    roles=frozenset({Role.MEMBER, Role.WITNESS, Role.OFFICIAL}),
)
_COMPARE = OfflineRoute(
    _("Compare assemblies"),
    _("Ask the team by phone or by post: they send the tables on paper."),
    roles=frozenset(),
)
register_offline_routes(
    {
        "public_learning": _SAY,
        **dict.fromkeys(
            ("public_learning_edition", "public_learning_file", "public_case", "public_case_csv"), _READ
        ),
        **dict.fromkeys(
            (
                "comparison",
                "comparison_csv",
                "comparison_json",
                "public_comparison",
                "public_comparison_csv",
                "public_comparison_json",
            ),
            _COMPARE,
        ),
    }
)
