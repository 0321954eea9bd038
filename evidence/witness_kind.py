"""How witnesses are called as subjects of personal data, and as the origin of people."""

WITNESS_KIND = "witness"
