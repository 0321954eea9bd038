"""What of a message is made at the moment at which it leaves, such as a personal link, and kept nowhere."""

from datetime import datetime

from assembly.audiences import audience_of
from assembly.models import OutboxMessage
from assembly.placeholders import fill_known, placeholders_in


def text_that_leaves(message: OutboxMessage, now: datetime) -> str:
    """Return a message's text as it leaves, on whatever way.

    Raises:
        HouseError: what has to be made can no longer be made for this person.
    """
    late = audience_of(message.mailing.audience).late
    if late is None or not placeholders_in(message.body):
        return message.body
    return fill_known(message.body, late(message.about_id, now))
