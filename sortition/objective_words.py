"""What a run claims to be best possible in, in words, by its objective."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sortition.enums import Objective

PROVEN: dict[str, Any] = {
    Objective.LEXIMIN: _(
        "Proven best possible: no lottery gives the worst-off a higher chance, nor the next worst-off after them."
    ),
    Objective.MAXIMIN: _("Proven best possible: no lottery gives the worst-off a higher chance."),
    Objective.NASH: _(
        "Proven best possible in its own way: no lottery gives a higher product of everybody’s chances. Another may "
        "give the worst-off more."
    ),
    Objective.GOLDILOCKS: _(
        "Proven best possible in its own way: no lottery keeps the lowest and the highest chance nearer to the middle. "
        "Another may give the worst-off more."
    ),
}
"""What the certificate of a proven run says."""

AIMS: dict[str, Any] = {
    Objective.LEXIMIN: _(
        "The lottery gives those with the lowest chance as high a chance as possible, then the next lowest, and so on. "
        "It is proven that no other lottery could have raised the lowest chance."
    ),
    Objective.MAXIMIN: _(
        "The lottery gives those with the lowest chance as high a chance as possible. It is proven that no other "
        "lottery could have raised it."
    ),
    Objective.NASH: _(
        "The lottery makes the product of everybody’s chances as large as possible, which is proven. It does not give "
        "the worst-off the highest chance that they could have."
    ),
    Objective.GOLDILOCKS: _(
        "The lottery keeps chances from being very low or very high, as well as possible, which is proven. It does not "
        "give the worst-off the highest chance that they could have."
    ),
}
"""What is said to people who are no auditors about a proven run."""

BOUND_ON_LOWEST = (Objective.LEXIMIN, Objective.MAXIMIN)
"""The certificate's bound is one on the lowest chance; that of the others is on a figure of their own."""
