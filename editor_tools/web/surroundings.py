"""What the environment says of proxies, authorities and credentials, by the usual variables."""

from __future__ import annotations

import os
import ssl
from contextlib import suppress
from pathlib import Path

from editor_tools.typed import NamedTuple
from editor_tools.web.addresses import AddressError, Target, read
from editor_tools.web.failures import SettingsError
from editor_tools.web.guard import Network, networks, read_address
from editor_tools.web.settings import NETRC

_BUNDLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def trust() -> ssl.SSLContext:
    """The authorities that are believed: the system's, or those that the environment names."""
    variable, file = next(((name, os.environ[name]) for name in _BUNDLES if os.environ.get(name)), ("", ""))
    folder = os.environ.get("SSL_CERT_DIR") or None
    try:
        if os.path.isdir(file):
            context = ssl.create_default_context(capath=file)
        elif file:
            context = ssl.create_default_context(cafile=file, capath=folder)
        else:
            context = ssl.create_default_context()
            _supplement(context)
    except (OSError, ssl.SSLError) as error:
        problem = (
            error.strerror if isinstance(error, FileNotFoundError | PermissionError) else "no certificates"
        )
        raise SettingsError(variable, file, problem or "unreadable") from None
    # Python 3.13 asks for more than browsers do.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.set_alpn_protocols(["http/1.1"])
    return context


def authorities() -> str:
    """The same authorities as text, for a program that takes them from one file; empty where there are none.

    Those of a folder are read by nobody before they are wanted, so that the context does not have them.
    """
    texts = [ssl.DER_cert_to_PEM_cert(one) for one in trust().get_ca_certs(binary_form=True)]
    named = next((os.environ[name] for name in _BUNDLES if os.environ.get(name)), "")
    usual = "" if named else ssl.get_default_verify_paths().capath or ""
    for folder in filter(os.path.isdir, (named, os.environ.get("SSL_CERT_DIR") or usual)):
        for file in sorted(Path(folder).iterdir()):
            with suppress(OSError, UnicodeDecodeError):
                text = file.read_text("ascii")
                texts += [text] if "-----BEGIN CERTIFICATE-----" in text else []
    return "\n".join(dict.fromkeys(texts))


def _supplement(context: ssl.SSLContext) -> None:
    """Take the bundle of `certifi`, if it is there, where the system keeps none."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile or paths.capath or context.cert_store_stats()["x509_ca"]:
        return
    try:
        import certifi
    except ImportError:
        return
    context.load_verify_locations(certifi.where())


class Proxies:
    """Which proxy a request goes through, by ``http_proxy``, ``https_proxy``, ``all_proxy``, ``no_proxy``."""

    def __init__(self) -> None:
        self._of = {scheme: self._read(scheme) for scheme in ("http", "https")}
        passed = (_variable("no_proxy")[1]).replace(",", " ").lower().split()
        self._all_passed = "*" in passed
        self._names = tuple(name.lstrip("*").lstrip(".") for name in passed)
        self._networks = tuple(network for name in passed for network in _network(name))

    @staticmethod
    def _read(scheme: str) -> tuple[str, Target] | None:
        variable, value = _variable(f"{scheme}_proxy")
        if not value:
            variable, value = _variable("all_proxy")
        if not value:
            return None
        text = value if "://" in value else f"http://{value}"
        shown = text.rpartition("@")[2]
        try:
            target = read(text)
        except AddressError:
            raise SettingsError(variable, shown, "not the address of an HTTP proxy") from None
        return text.rstrip("/"), target

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the proxies: given by the user, so no business of the guard's."""
        return frozenset(found[1].host for found in self._of.values() if found)

    def of(self, target: Target) -> str | None:
        """The address of the proxy for a request; None where it goes straight."""
        found = self._of[target.scheme]
        return None if found is None or self._passes(target) else found[0]

    def _passes(self, target: Target) -> bool:
        if self._all_passed:
            return True
        host, port = target.host, f":{target.port}"
        for name in self._names:
            bare = name.removesuffix(port)
            if host == bare or host.endswith("." + bare):
                return True
        address = read_address(host)
        return address is not None and any(
            address in network for network in self._networks if network.version == address.version
        )


def _variable(name: str) -> tuple[str, str]:
    for written in (name, name.upper()):
        if value := os.environ.get(written, "").strip():
            return written, value
    return name, ""


def _network(text: str) -> tuple[Network, ...]:
    try:
        return networks([text]) if "/" in text else ()
    except ValueError:
        return ()


class Login(NamedTuple):
    """A name and a password."""

    name: str
    password: str


class Credentials:
    """Logins by host, from the file that ``BRIEF_NETRC`` names.

    None without it: an issue's links choose what is asked, and `~/.netrc` was not written for them.
    """

    def __init__(self) -> None:
        self._file = os.environ.get(NETRC, "")
        self._book = self._read() if self._file else None

    def _read(self) -> object:
        import netrc

        try:
            return netrc.netrc(self._file)
        except netrc.NetrcParseError as error:
            raise SettingsError(NETRC, self._file, f"line {error.lineno} is no line of a netrc") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(NETRC, self._file, getattr(error, "strerror", None) or "unreadable") from None

    def of(self, host: str) -> Login | None:
        """The login for exactly this host; there is no default for all others."""
        hosts = getattr(self._book, "hosts", {})
        found = hosts.get(host)
        return Login(found[0] or found[1] or "", found[2] or "") if found else None
