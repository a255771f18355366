"""Asking a server over HTTP, with a limit that holds whatever it does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from editor_tools.languagetool.failures import ProofreadingFailedError, TextTooLargeError
from editor_tools.languagetool.java import first_line
from editor_tools.typed import Any

LONGEST = 64 * 2**20
"""Bytes of an answer that are read."""

_STEP = 0.1


def address(given: str) -> str:
    """The address of a server as it is asked: whole, ending in ``/``; raises where it is none."""
    text = given.strip()
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        is_host = bool(parts.hostname) and not any(map(str.isspace, parts.netloc))
        is_one = parts.scheme in ("http", "https") and is_host and parts.port != 0
    except ValueError:  # of brackets that do not fit, or a port that is no number
        parts, is_one = None, False
    if parts is None or not is_one:
        raise ProofreadingFailedError("address", url=without_secrets(given))
    path = parts.path.rstrip("/").removesuffix("/check").removesuffix("/v2")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/", "", ""))


def is_loopback(url: str) -> bool:
    """Whether an address is of this machine."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdigit())


def without_secrets(url: str) -> str:
    """The address as it may be shown: without a name and password, or a query."""
    scheme, slashes, rest = url.partition("://") if "://" in url else ("", "", url)
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


class Line:
    """One server; ``limit`` is how many seconds may pass without an answer."""

    def __init__(self, url: str, limit: float, deadline: float, beat: Callable[[], None]) -> None:
        import requests

        self.url = url
        self.shown = without_secrets(url).rstrip("/")
        self._limit = limit
        self.deadline = deadline
        self._beat = beat
        self._requests = requests
        self._session = requests.Session()
        self._session.trust_env = not is_loopback(url)  # a proxy is for other machines

    def ask(self, url: str, values: dict[str, str] | None, method: str) -> Any:
        """Return the answer, from JSON; raises ProofreadingFailedError."""
        got: list[tuple[int, bytes] | Exception] = []

        def work() -> None:
            try:
                got.append(self._fetched(url, values, method))
            except Exception as error:  # noqa: BLE001 - told by the thread that waits
                got.append(error)

        # A read limit starts anew with each byte: only another thread sees that it drips.
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        while thread.is_alive() and time.monotonic() < self.deadline:
            thread.join(min(_STEP, max(self.deadline - time.monotonic(), 0)))
            if thread.is_alive():
                self._beat()
        if not got:
            raise ProofreadingFailedError("slow", url=self.shown, limit=f"{self._limit:g}")
        answer = self._read(got[0])
        self.deadline = max(self.deadline, time.monotonic() + self._limit)
        return answer

    def _fetched(self, url: str, values: dict[str, str] | None, method: str) -> tuple[int, bytes]:
        left = max(self.deadline - time.monotonic(), 0.05)
        is_post = method == "post"
        with self._session.request(
            method,
            url,
            params=None if is_post else values,
            data=values if is_post else None,
            timeout=(left, left),
            stream=True,
            allow_redirects=False,  # the text is for this server alone
        ) as response:
            body = b""
            for piece in response.iter_content(2**16):
                body += piece
                if len(body) > LONGEST:
                    break
            return response.status_code, body

    def _read(self, got: tuple[int, bytes] | Exception) -> Any:
        if isinstance(got, self._requests.exceptions.Timeout):
            raise ProofreadingFailedError("slow", url=self.shown, limit=f"{self._limit:g}")
        if isinstance(got, self._requests.exceptions.ContentDecodingError):
            raise ProofreadingFailedError("malformed", url=self.shown, said=first_line(str(got)))
        if isinstance(got, (self._requests.exceptions.RequestException, OSError)):
            raise ProofreadingFailedError("unreachable", url=self.shown, said=reason(got))
        if isinstance(got, Exception):
            raise got
        status, body = got
        said = first_line(body[:2000].decode("utf-8", "replace")) or "…"
        if status == 413:
            raise TextTooLargeError("too-large", url=self.shown, said=said)
        if status in (426, 429):
            raise ProofreadingFailedError("busy", url=self.shown, status=status)
        if status != 200:
            raise ProofreadingFailedError("status", url=self.shown, status=status, said=said)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise ProofreadingFailedError("malformed", url=self.shown, said=said) from None


def reason(error: BaseException) -> str:
    """What the system said in the end: its own words are at the bottom of several wrappings."""
    seen: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in seen:
        seen.append(at)
        causes = (at.__cause__, getattr(at, "reason", None), *at.args)
        inner = [one for one in causes if isinstance(one, BaseException)]
        at = inner[0] if inner else at.__context__
    system = [one for one in seen if isinstance(one, OSError) and one.strerror]
    last = system[-1].strerror if system else None
    return first_line(last or str(seen[-1])) or type(error).__name__
