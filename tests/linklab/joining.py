"""A proxy that joins its clients to what they ask for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def joining(lines: list[str], allowed: str) -> Iterator[int]:
    """A proxy that joins whoever knows the login to what is asked for; notes what it is asked."""

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):  # a client may go at any time
            head = b""
            while b"\r\n\r\n" not in head:
                if not (data := client.recv(65536)):
                    return
                head += data
            line = head.decode().partition("\r\n")[0]
            lines.append(line)
            if allowed not in head.decode():
                client.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", int(line.split()[1].rpartition(":")[2]))) as there:
                client.sendall(b"HTTP/1.1 200 Joined\r\n\r\n")
                back = threading.Thread(target=_pass, args=(there, client), daemon=True)
                back.start()
                _pass(client, there)
                back.join()

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def _pass(one: socket.socket, other: socket.socket) -> None:
    """Hand on what comes from one to the other, until either has gone; then both are let go."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
