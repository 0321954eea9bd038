"""The story's items of evidence in their order, and what was said and written about them on their way."""

from assembly.demo.evidence_air import ABOUT_AIR
from assembly.demo.evidence_choices import ABOUT_CHOICES
from assembly.demo.evidence_heating import ABOUT_HEATING
from assembly.demo.evidence_traffic import ABOUT_TRAFFIC

_ORDER = (
    "streets",
    "law",
    "road",
    "supply",
    "lungs",
    "heat",
    "nothing",
    "app",
    "zone",
    "gave_up",
    "studies",
    "buses",
    "pumps",
    "shops",
    "sharing",
    "night",
    "ships",
)
_ALL = ABOUT_AIR | ABOUT_TRAFFIC | ABOUT_HEATING | ABOUT_CHOICES
PAPERS = {key: _ALL[key] for key in _ORDER}
"""The items in the order of their numbers on each day. A fit one without summary waits for plain language."""

CORRECTION = (
    "In winter 41 in 100 parts of fine dust come from stoves and 24 from traffic; we had written 51 and 14."
)
WITHDRAWN = (
    "Its maker tells us that the figures of three streets are those of another city. "
    "The others could not be checked."
)
OBJECTION = (
    "“Most studies” sounds surer than it is. Say how many found what, and that most looked at two years only."
)
OBJECTION_SETTLED = (
    "The text now gives the numbers, and says in its last paragraph how long the studies lasted."
)
NIGHT_OBJECTION = (
    "The trial had eleven vans for six weeks. Please say so, and whether anybody was asked who lives there."
)
ON_PAPER = (
    "Rev. Paul Adeyemi",
    "Read on paper. Fair to both sides. I would have liked a word on church halls.",
)
