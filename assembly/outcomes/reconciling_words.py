"""What differs in the reconciliation of a secret vote, in plain sentences."""

from django.utils.translation import gettext_lazy

from assembly.outcomes.counting import reconciling
from assembly.outcomes.counting.faults import Remark

_DIFFERENCES = {
    reconciling.MORE_THAN_MAY_VOTE: gettext_lazy(
        "There are %(votes)s votes, and only %(eligible)s may vote."
    ),
    reconciling.MORE_CAST: gettext_lazy(
        "%(cast)s votes were cast with a code, and %(issued)s codes were given out: %(over)s too many."
    ),
    reconciling.CODES_ASTRAY: gettext_lazy(
        "%(codes)s codes were made, and %(known)s are accounted for: taken, printed, or left over."
    ),
    reconciling.SLIPS_LACKING: gettext_lazy(
        "%(printed)s slips were printed, %(drawn)s drawn and %(returned)s returned unopened: %(lacking)s are missing."
    ),
    reconciling.SLIPS_OVER: gettext_lazy(
        "%(printed)s slips were printed, %(drawn)s drawn and %(returned)s returned unopened: %(over)s too many."
    ),
    reconciling.PAPERS_LACKING: gettext_lazy(
        "%(papers)s ballot papers were given out, and %(urn)s lay in the urn: %(lacking)s are missing."
    ),
    reconciling.PAPERS_OVER: gettext_lazy(
        "%(papers)s ballot papers were given out, and %(urn)s lay in the urn: %(over)s too many."
    ),
    reconciling.NOT_USED: gettext_lazy(
        "%(issued)s codes were given out and %(cast)s were used: %(silent)s did not vote."
    ),
    reconciling.FEW_PAPERS: gettext_lazy(
        "Few papers lay in the urn: %(urn)s. They are added to the votes by code, and nobody is shown them alone."
    ),
}


def difference_words(remark: Remark) -> str:
    """Say where numbers differ."""
    return str(_DIFFERENCES[remark.code]) % remark.params
