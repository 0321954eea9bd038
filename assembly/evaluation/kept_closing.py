"""Close-out certificates are checked with the record."""

from collections.abc import Iterator

from assembly.evaluation.selectors.close_out import changed_certificates
from assembly.models import Assembly
from assembly.record_check import KeptFault, register_kept_check


def _changed_certificates() -> Iterator[KeptFault]:
    for assembly in Assembly.objects.order_by("pk"):
        for fault in changed_certificates(assembly):
            yield KeptFault(f"close-out certificate {fault.number} of {assembly.slug}", fault.code)


register_kept_check("evaluation.close_out", _changed_certificates)
