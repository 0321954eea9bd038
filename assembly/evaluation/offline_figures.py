"""How people read the figures without a screen."""

from django.utils.translation import gettext_lazy as _

from assembly.offline_routes import OfflineRoute, register_offline_routes

_READ = OfflineRoute(
    _("Read how people were chosen, and the figures of the evaluation"),
    _("Ask the team: they print the page, or read it out on the phone."),
    roles=frozenset(),
)
register_offline_routes(
    dict.fromkeys(
        ("public_chosen", "public_evaluation", "public_figures_csv", "public_figures_json", "public_survey"),
        _READ,
    )
)
