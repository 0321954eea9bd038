"""A small object store for tests: it keeps what is put, answers signed requests, and remembers which came."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape


class _Talk(BaseHTTPRequestHandler):
    server: "ObjectStore"

    def do_PUT(self) -> None:
        """Keep an object; the library may send it in signed pieces."""
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            data = _joined(data)
        self.server.objects[urlsplit(self.path).path] = data
        self._answer(200, {"ETag": '"x"'})

    def do_DELETE(self) -> None:
        """Forget an object."""
        self.server.objects.pop(urlsplit(self.path).path, None)
        self._answer(204, {})

    def do_HEAD(self) -> None:
        """Say whether an object is there."""
        data = self.server.objects.get(urlsplit(self.path).path)
        self._answer(404 if data is None else 200, {"ETag": '"x"'}, length=len(data or b""))

    def do_GET(self) -> None:
        """Give an object to whoever signed: in the headers, or in the link."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        is_signed = "X-Amz-Signature" in query or "Signature=" in self.headers.get("Authorization", "")
        if is_signed and parts.path.count("/") == 1:
            self._answer(200, {"Content-Type": "application/xml"}, self._listing(parts.path, query))
            return
        data = self.server.objects.get(parts.path) if is_signed else None
        if data is None:
            self._answer(403, {})
            return
        names = {
            "Content-Type": "response-content-type",
            "Content-Disposition": "response-content-disposition",
        }
        headers = {name: query[key][0] for name, key in names.items() if key in query}
        self._answer(200, {"ETag": '"x"', **headers}, data)

    def _listing(self, bucket: str, query: dict[str, list[str]]) -> bytes:
        """List objects below a prefix, and what stands between it and the next slash as folders."""
        prefix = query.get("prefix", [""])[0]
        names = [path.removeprefix(f"{bucket}/") for path in sorted(self.server.objects)]
        below = [name for name in names if name.startswith(prefix)]
        folders = {
            prefix + name.removeprefix(prefix).partition("/")[0] + "/"
            for name in below
            if "/" in name.removeprefix(prefix)
        }
        here = [name for name in below if "/" not in name.removeprefix(prefix)]
        told = [
            f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders)
        ]
        told += [f"<Contents><Key>{escape(each)}</Key><Size>1</Size></Contents>" for each in here]
        return (
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(told)}</ListBucketResult>".encode()
        )

    def _answer(self, status: int, headers: dict[str, str], data: bytes = b"", *, length: int = 0) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(length or len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the signature is the library's)
        """Stay quiet."""


def _joined(chunked: bytes) -> bytes:
    """Return what was sent in pieces, each with its length in hex before it."""
    whole = b""
    while chunked:
        head, _newline, rest = chunked.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if size == 0:
            break
        whole, chunked = whole + rest[:size], rest[size + 2 :]
    return whole


class ObjectStore(ThreadingHTTPServer):
    """Serves on a free port of this machine until it is closed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.objects: dict[str, bytes] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Return the setting that names it."""
        return f"s3+http://key:secret@127.0.0.1:{self.server_address[1]}/evidence?region=eu-west-2"
