"""What of the closing the database refuses to change; a migration lays it."""

from assembly.kept_rows import Refusal, differs

TABLE = "evaluation_closeoutcertificate"
MESSAGE = "a certificate that was issued is kept as it is"
REFUSALS = (
    Refusal("close_out_no_update", TABLE, "UPDATE"),
    Refusal("close_out_no_delete", TABLE, "DELETE"),
    # A pack that was handed out stays what it was; its request may still be erased with the assembly.
    Refusal(
        "disclosure_pack_no_update",
        "evaluation_disclosurepack",
        "UPDATE",
        "OLD.state = 'ready' AND " + differs("state", "file", "sha256", "contents", "asked_at", "number"),
    ),
)
