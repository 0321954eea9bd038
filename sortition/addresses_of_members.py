"""Where members live, told to the apps that write to them."""

from collections.abc import Collection

from assembly.postal_addresses import register_addresses
from sortition.enums import RESPONDENT_KIND
from sortition.models import Respondent
from sortition.postal_address import address_lines_of


def _addresses(keys: Collection[int]) -> dict[int, tuple[str, ...]]:
    return {each.pk: address_lines_of(each) for each in Respondent.objects.filter(pk__in=keys)}


register_addresses(RESPONDENT_KIND, _addresses)
