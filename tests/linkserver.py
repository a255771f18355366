"""A web server on loopback for the tests of `brief links`: the name of a path says what it answers."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = b"<!doctype html><html><head><title>t</title></head><body><h1 id='here'>There</h1></body></html>"

DELETED = (
    "<!doctype html><html><head><title>提示</title></head><body><p>该页面不存在</p></body></html>".encode()
)


class Server(ThreadingHTTPServer):
    """Counts what it is asked for, by path; ``agents`` are the names of those who asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.released = threading.Event()

    @property
    def url(self) -> str:
        """The address of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        agent = self.headers.get("User-Agent", "")
        self.server.asked[self.path] += 1
        self.server.agents.add(agent)
        kind = self.path.strip("/").partition("/")[0].partition("?")[0]
        is_second = "LinkChecker" in agent
        if self.path.startswith("http://github.com/"):  # asked as a proxy
            self._as_hosting_site(self.path.removeprefix("http://github.com"))
            return
        if kind == "slow":
            self.server.released.wait(30)
        if kind == "moved":
            self._answer(301, b"", Location=self.path.replace("/moved", "/ok", 1))
        elif self.path.startswith("/index/index.html"):
            self._answer(301, b"", Location=self.path.replace("index.html", "", 1))
        elif kind == "elsewhere":
            self._answer(301, b"", Location="/ok/else")
        elif kind == "inward":
            self._answer(302, b"", Location="http://169.254.169.254/latest")
        elif kind == "available":
            closest = {"available": True, "url": "http://web.archive.org/web/20210305/" + self.path[15:]}
            found = {"closest": closest} if "never" not in self.path else {}
            self._answer(200, json.dumps({"archived_snapshots": found}).encode())
        elif kind == "deleted":
            self._answer(200, DELETED)
        elif kind == "refusing" and not is_second:
            self._answer(404, b"not for you")
        elif kind.isdigit():
            self._answer(int(kind), b"<html><body>refused</body></html>")
        else:
            self._answer(200, PAGE)

    def _as_hosting_site(self, path: str) -> None:
        """One repository, renamed from early-lab/kit to later-lab/kit."""
        if path == "/early-lab/kit":
            self._answer(301, b"", Location="http://github.com/later-lab/kit")
        else:
            self._answer(200 if path == "/later-lab/kit" else 404, PAGE)

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server that answers until the block is left."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
