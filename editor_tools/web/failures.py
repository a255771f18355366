"""Why a URL got no answer that can be judged."""

from __future__ import annotations

import errno
import ssl


class Failure(Exception):  # noqa: N818 - an outcome of asking, told to editors as such
    """One try that came to nothing; ``retry`` says whether another may do better."""

    def __init__(self, reason: str, detail: str = "", *, retry: bool = False, status: int = 0) -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail
        self.retry = retry
        self.status = status


class SettingsError(Exception):
    """A setting of the environment that cannot be followed: ``variable`` and what is wrong with it."""

    def __init__(self, variable: str, value: str, problem: str) -> None:
        super().__init__(f"{variable}: {value}: {problem}")
        self.variable = variable
        self.value = value
        self.problem = problem


DEAD = frozenset((
    "malformed", "no-host", "refused", "protocol", "redirect-loop", "redirects", "location", "address",
    "tls-expired", "tls-host", "tls-self-signed", "tls-not-yet", "tls-revoked", "tls-none",
))  # fmt: skip
"""Reasons for which a link fails for readers too; after the others nothing can be said."""

OURS = frozenset(("address", "inner", "port", "offline"))
"""Reasons of the guard: `address` as the link or a redirect has it, so that no reader gets there either;
`inner` what a name resolves to here, which a proxy's or a company's resolver may have made up."""

NETWORK = frozenset(("no-host", "resolution", "unreachable"))
"""Reasons that may be our own network's."""

_UNREACHABLE = frozenset((
    errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL,
    errno.EAFNOSUPPORT, errno.EACCES, errno.EPERM,
))  # fmt: skip


def of_connecting(error: OSError) -> Failure:
    """What it means that no connection came about."""
    if isinstance(error, ssl.SSLError):
        return of_tls(error)
    number = error.errno
    text = (error.strerror or str(error)).strip()
    if number == errno.ECONNREFUSED or isinstance(error, ConnectionRefusedError):
        return Failure("refused", retry=True)
    if number in _UNREACHABLE:
        return Failure("unreachable", text, retry=True)
    if number == errno.ETIMEDOUT or isinstance(error, TimeoutError):
        return Failure("timeout", retry=True)
    return Failure("reset", "", retry=True)


_VERIFYING = {
    9: "tls-not-yet",
    10: "tls-expired",
    18: "tls-self-signed",
    19: "tls-authority",
    20: "tls-authority",
    21: "tls-authority",
    23: "tls-revoked",
    27: "tls-authority",
    62: "tls-host",
    64: "tls-host",
}
"""OpenSSL's X509_V_ERR_ numbers. An issuer that is not found may be one that the server should have sent and
that browsers know or fetch, or a company's own: only a certificate that vouches for itself is surely none."""

_PLAIN = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG")


def of_tls(error: ssl.SSLError) -> Failure:
    """What is wrong with the encrypted connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = _VERIFYING.get(error.verify_code, "tls")
        return Failure(reason, error.verify_message or "")
    if error.reason in _PLAIN or "record layer failure" in str(error).lower():
        return Failure("tls-none")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Failure("reset", retry=True)
    return Failure("tls", (error.reason or "").replace("_", " ").lower())
