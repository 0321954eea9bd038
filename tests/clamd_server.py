"""A scanner for tests that speaks as ClamAV's server does, and finds the word EICAR."""

import socketserver
import struct
import threading

SCANNER = "assembly.malware.ClamdScanner"
"""What the setting `MALWARE_SCANNER` names."""


class _Scan(socketserver.StreamRequestHandler):
    server: "ClamdServer"

    def handle(self) -> None:
        """Read the pieces, answer with what was found."""
        self.rfile.read(len(b"zINSTREAM\0"))
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.server.sizes.append(len(data))
        self.wfile.write(b"stream: Eicar-Test FOUND\0" if b"EICAR" in data else b"stream: OK\0")


class ClamdServer(socketserver.ThreadingTCPServer):
    """Serves on a free port of this machine until it is closed; `sizes` are those of what it looked at."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Scan)
        self.sizes: list[int] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"
