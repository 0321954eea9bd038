"""The letters of a mailing, as one PDF."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from assembly.documents.letters import Letter, LetterRefused, LetterSender, check_letter, write_letters
from assembly.errors import HouseError
from assembly.models import OutboxMessage


class MailingLetters:
    """The PDF, and by primary key which letters are in it and why others cannot be printed."""

    def __init__(
        self,
        messages: Iterable[OutboxMessage],
        *,
        sender: LetterSender,
        today: date,
        text_of: Callable[[OutboxMessage], str],
    ) -> None:
        """Print what can be printed; `pdf` is empty where that is nothing.

        text_of: the text of a letter as it leaves, or a `HouseError` where it can no longer leave.

        Raises:
            LetterRefused: the sender cannot be printed.
        """
        self.printed: list[int] = []
        self.misprints: dict[int, str] = {}
        self.pdf = b""
        self._text_of = text_of
        out = BytesIO()
        try:
            write_letters(out, self._letters(messages, today), sender=sender)
        except LetterRefused as refused:
            if refused.code != "no_letter":
                raise
        else:
            self.pdf = out.getvalue()

    def _letters(self, messages: Iterable[OutboxMessage], today: date) -> Iterator[Letter]:
        for message in messages:
            try:
                letter = letter_of(message, self._text_of(message), today)
                check_letter(letter)
            except HouseError as refused:
                self.misprints[message.pk] = str(refused)
            else:
                self.printed.append(message.pk)
                yield letter


def letter_of(message: OutboxMessage, text: str, today: date) -> Letter:
    """Return a message as a letter; its number is printed on it, for people who call about it."""
    language = message.language or settings.LANGUAGE_CODE
    text = "\n".join(text.splitlines())
    with override(language):
        day = date_format(today, "j F Y")
    return Letter(
        address=tuple(message.address.splitlines()),
        subject=message.subject,
        paragraphs=tuple(part.strip("\n") for part in text.split("\n\n") if part.strip()),
        language=language,
        date=day,
        reference=f"{message.mailing.number}-{message.number}",
    )
