"""A small real mail server for tests: one dialogue after another, answers by address, everything kept."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class _Dialogue(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        """Speak as much SMTP as a client needs."""
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT" and (answer := self.server.answer_to(line)):
                self.say(answer)
            elif verb == "DATA":
                self.say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.received.append(message_from_bytes(data))
                if self.server.drops:
                    return
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` maps a part of an address to the answer it gets; `drops` hangs up after it took the message."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.received: list[Message] = []
        self.answers: dict[str, str] = {}
        self.drops = False
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def answer_to(self, line: str) -> str:
        """Return the answer to a recipient, blank for the usual one."""
        return next((answer for part, answer in self.answers.items() if part in line), "")
