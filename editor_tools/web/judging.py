"""From a visit to what an editor wants to know of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.identity import identify
from editor_tools.typed import TYPE_CHECKING, Any
from editor_tools.verdict import Verdict
from editor_tools.web.addresses import Target
from editor_tools.web.failures import DEAD, Failure
from editor_tools.web.sites import Answer, Sign, Sites, fits

if TYPE_CHECKING:
    from editor_tools.web.visiting import Visit

GONE_STATUS = frozenset((400, 404, 410, 414, 422))
"""What a server says of an address that leads nowhere; other refusals may be meant for us alone."""

FINE = frozenset(range(200, 300)) | {304}
RETRIED = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529))


class Judge:
    """Judges by the tables of sites and of identities."""

    def __init__(self, sites: Sites, identity: Mapping[str, Any]) -> None:
        self._sites = sites
        self._identity = identity

    def failed(self, failure: Failure, start: Target) -> Verdict:
        """What a failure says of the link."""
        state = "dead" if failure.reason in DEAD else "unverified"
        if failure.reason == "offline" and not failure.status:
            state = "skipped"
        return Verdict(state, failure.reason, failure.status, "", _shown(failure.detail, start))

    def walled(self, answer: Answer) -> Sign | None:
        """A wall, where there is one: asking again would only meet it again."""
        sign = self._sites.sign(answer)
        return sign if sign is not None and sign.state == "unverified" else None

    def visited(self, start: Target, visit: Visit) -> Verdict:
        """What the end of a way says of the link at its beginning."""
        reply, end = visit.reply, visit.target
        answer = Answer(end, reply.status, reply.headers, reply.page, start if visit.hops else None)
        final = "" if end.url == start.url else end.url
        if reply.status in GONE_STATUS:
            sign = self._sites.sign(answer, specific=True)
            if sign is None or sign.state in ("alive", "gone"):
                return Verdict("dead", "status", reply.status, final, sign.detail if sign else "")
            return Verdict(sign.state, sign.reason, reply.status, final, sign.detail)
        if reply.status not in FINE:
            sign = self._sites.sign(answer)
            if sign is not None and sign.state in ("unverified", "dead"):
                return Verdict(sign.state, sign.reason, reply.status, final, sign.detail)
            site = self._sites.of(end.host)
            if (
                sign is not None
                and sign.state == "gone"
                and site is not None
                and self._sites.sign(answer, specific=True)
            ):
                return Verdict("gone", sign.reason, reply.status, final, sign.detail)
            return Verdict("unverified", "status", reply.status, final)
        if reply.undecodable:
            return Verdict("unverified", "encoding", reply.status, final)
        return self._arrived(start, visit, answer, final)

    def _arrived(self, start: Target, visit: Visit, answer: Answer, final: str) -> Verdict:
        status = answer.status
        sign = self._sites.sign(answer)
        if sign is not None and sign.state != "alive":
            return Verdict(sign.state, sign.reason, status, final, sign.detail)
        if final and sign is None and (strayed := self._strayed(start, visit)) is not None:
            return Verdict(strayed.state, strayed.reason, status, final)
        site = self._sites.of(answer.target.host)
        if sign is None and site is not None and site.unknown:
            return Verdict("unverified", site.unknown, status, final)
        if final and visit.permanent:
            return self._moved(start, visit.target, status)
        return Verdict("alive", "redirected" if final else "", status, final)

    def _strayed(self, start: Target, visit: Visit) -> Sign | None:
        """Whether the way ends at a front door or a login, where something else was asked for."""
        end = visit.target
        site = self._sites.of(start.host)
        if self._sites.is_login(end) and not self._sites.is_login(start):
            state = site.login if site is not None and site.login else self._sites.general.login
            return Sign(state or "unverified", "login")
        if not self._sites.is_home(end) or self._sites.is_front(start) or self._is_same(start, end):
            return None
        origin = self._origin(visit)
        if origin is None:
            return None
        if site is not None and site.home:
            return Sign(site.home, "home")
        related = _related(origin.host, end.host)
        return Sign("gone" if visit.permanent and related else "unverified", "home")

    def _origin(self, visit: Visit) -> Target | None:
        """The first address on the way that means something; None where that is the front door itself."""
        way = [*(hop.target for hop in visit.hops), visit.target]
        for target in way:
            plain = f"{target.scheme}://{target.host}{target.path}"
            if "short" not in identify(plain, self._identity).flags:
                return None if self._sites.is_front(target) else target
        return None

    def _moved(self, start: Target, end: Target, status: int) -> Verdict:
        reason = "renamed" if self._renamed(start, end) else "permanent"
        # Where the way gives a fragment, the reader's is of no use at the new address.
        final = f"{end.url}#{end.fragment}" if end.fragment else end.url
        return Verdict("moved", reason, status, final)

    def _is_same(self, start: Target, end: Target) -> bool:
        return identify(start.url, self._identity).key == identify(end.url, self._identity).key

    def _renamed(self, start: Target, end: Target) -> bool:
        site = self._sites.of(start.host)
        if site is None or site is not self._sites.of(end.host):
            return False
        return any(fits(form, start.bare_path) and fits(form, end.bare_path) for form in site.renames)


def _related(one: str, other: str) -> bool:
    """Whether two hosts are one site's, as far as names tell without a list of all registries."""
    if one == other:
        return True
    if one.replace(".", "").isdigit() or ":" in one:
        return False
    shorter, longer = sorted((one.removeprefix("www."), other.removeprefix("www.")), key=len)
    return (
        longer == shorter
        or (longer.endswith("." + shorter) and "." in shorter)
        or _above(one) == _above(other)
    )


_SECOND = frozenset(("com", "net", "org", "edu", "gov", "ac", "co", "or", "ne"))


def _above(host: str) -> str:
    labels = host.split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SECOND and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])


def _shown(detail: str, start: Target) -> str:
    """What the other side said, without a login that the link may hold."""
    if start.userinfo:
        detail = detail.replace(start.userinfo + "@", "").replace(start.userinfo, "")
    return "".join(char if char.isprintable() else " " for char in detail)[:160]
