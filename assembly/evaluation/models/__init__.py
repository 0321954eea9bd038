"""Tables of the evaluation."""

from assembly.evaluation.models.close_out import CloseOutCertificate, FollowUp
from assembly.evaluation.models.disclosures import DisclosurePack, DisclosureRequest

__all__ = ["CloseOutCertificate", "DisclosurePack", "DisclosureRequest", "FollowUp"]
