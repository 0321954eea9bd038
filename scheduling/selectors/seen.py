"""What a page showed of a row, so that a form that others overtook is noticed."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


def seen_of(row: models.Model) -> str:
    """Return a digest of all fields of a row as they stand in memory, "" before it is saved."""
    if row.pk is None:
        return ""
    values: dict[str, Any] = {
        field.attname: field.value_from_object(row) for field in row._meta.concrete_fields
    }
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()
