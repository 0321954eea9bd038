"""What is kept beside an import: what the next one remembers, how categories are worked out, what stood before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assembly.models import Assembly
from sortition.enums import DerivationKind
from sortition.models.pool import PoolImport
from sortition.models.targets import Category


class ImportMemory(models.Model):
    """What an assembly has learnt about its files: the committed decisions on columns, values and declarations."""

    assembly = models.OneToOneField(Assembly, models.CASCADE, primary_key=True, related_name="import_memory")
    columns = models.JSONField(default=dict)
    """As in an import, for every heading that was ever committed."""
    values = models.JSONField(default=dict)
    """As in an import."""
    declarations = models.JSONField(default=dict)
    """As in the last committed import."""
    derived = models.JSONField(default=dict)
    """As in an import."""
    learnt_from = models.ForeignKey(PoolImport, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.assembly}: import memory"


class Derivation(models.Model):
    """How the value of a category is worked out from a column: an age on a day, or the longest postcode prefix."""

    category = models.OneToOneField(Category, models.CASCADE, primary_key=True, related_name="derivation")
    kind = models.CharField(max_length=10, choices=DerivationKind.choices)
    on = models.DateField(_("age on"), null=True, blank=True)
    prefixes = models.JSONField(default=dict, blank=True)
    """Prefix (capitals, single spaces) → pk of the value."""
    file_name = models.CharField(max_length=255, blank=True)
    """The file that the prefixes came from."""

    def __str__(self) -> str:
        return f"{self.category}: {self.get_kind_display()}"


class ImportTrace(models.Model):
    """What an import wrote and what stood there before, so that it can be undone: gzipped JSON."""

    pool_import = models.OneToOneField(PoolImport, models.CASCADE, primary_key=True, related_name="trace")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pool_import}: trace"
