"""Gateways of text messages for tests: one that remembers, and one that answers as it is told."""

from typing import ClassVar


class RecordingGateway:
    """Keep what was sent, for all instances together; raise what `answers` has for a number."""

    sent: ClassVar[list[tuple[str, str, str]]] = []
    answers: ClassVar[dict[str, Exception]] = {}

    @classmethod
    def forget(cls) -> None:
        """Begin anew."""
        cls.sent.clear()
        cls.answers.clear()

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Keep the message."""
        self.sent.append((number, text, reference))
        if number in self.answers:
            raise self.answers[number]
