"""Who carries a message out of the house: the mail server or the gateway of text messages, with the same answers."""

import smtplib
from typing import Protocol

import structlog
from django.core.mail import EmailMessage, get_connection

from assembly.enums import MailingChannel
from assembly.gateways import SmsRefused, sms_gateway
from assembly.models import OutboxMessage

_TEMPORARY = range(400, 500)
_log = structlog.get_logger(__name__)


class CarrierAway(Exception):  # noqa: N818 (errors are named for what happened)
    """It cannot be reached; nothing was handed over."""


class CarrierRefused(Exception):  # noqa: N818
    """It surely has not taken the message; `is_temporary` where it may later."""

    def __init__(self, reason: str, *, is_temporary: bool) -> None:
        super().__init__(reason)
        self.reason = reason[:300]
        self.is_temporary = is_temporary


class CarrierSilent(Exception):  # noqa: N818
    """The line broke while they were talking: it may have taken the message."""


class Carrier(Protocol):
    """Something that takes messages one by one."""

    def open(self) -> None:
        """Make sure that it can be reached, or raise `CarrierAway`. Called before each message."""

    def carry(self, message: OutboxMessage, text: str) -> None:
        """Hand a message over with the text that leaves, or raise `CarrierRefused` or `CarrierSilent`."""

    def close(self) -> None:
        """End the connection; never raises."""


class MailCarrier:
    """The mail server, over one connection for many messages."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def open(self) -> None:
        """Connect, unless connected."""
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise CarrierAway(type(error).__name__) from error

    def carry(self, message: OutboxMessage, text: str) -> None:
        """Send an e-mail under the name that was made for it beforehand."""
        mail = EmailMessage(
            message.subject,
            text,
            None,
            [message.email],
            headers={"Message-ID": message.message_id},
            connection=self._connection,
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise CarrierSilent(type(error).__name__) from error
        except ValueError as error:
            # An address or header that cannot be written; nothing has reached the server.
            raise CarrierRefused(type(error).__name__, is_temporary=False) from error

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        try:
            self._connection.close()
        except (OSError, smtplib.SMTPException) as error:
            _log.info("mail_server_left", error=type(error).__name__)


class SmsCarrier:
    """The gateway of text messages."""

    def open(self) -> None:
        """Find the gateway; it connects for each message."""
        try:
            self._gateway = sms_gateway()
        except ConnectionRefusedError as error:
            raise CarrierAway("no gateway") from error

    def carry(self, message: OutboxMessage, text: str) -> None:
        """Send a text message."""
        try:
            self._gateway.send(number=message.phone, text=text, reference=message.message_id)
        except SmsRefused as error:
            raise CarrierRefused(error.reason, is_temporary=error.is_temporary) from error
        except ConnectionRefusedError as error:
            raise CarrierRefused(type(error).__name__, is_temporary=True) from error
        except OSError as error:
            raise CarrierSilent(type(error).__name__) from error

    def close(self) -> None:
        """Nothing stays open."""


def carrier_of(channel: str) -> Carrier:
    """Return who carries the messages of a mailing that go by themselves."""
    return SmsCarrier() if channel == MailingChannel.SMS else MailCarrier()


def _refusal(code: int, answer: bytes | str) -> CarrierRefused:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return CarrierRefused(f"{code} {text}", is_temporary=code in _TEMPORARY)
