"""An issue's date or number is the same wherever it is stated, is possible, and is its own."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.issue import Issue
from editor_tools.later import compiled, later
from editor_tools.profile import Identity, Profile, parse_date
from editor_tools.rule import Rule
from editor_tools.source import Span

_DAY = later(r"\d{4}\D{1,2}\d{1,2}\D{1,2}\d{1,2}(?!\d)|(?<!\d)\d{8}(?!\d)")
_NUMBER = later(r"\d{1,9}")
_NO_FILE = ("", "-")
"""What stands for the path of a text that is no file."""
_PLACEHOLDERS = {"date": "YYYY-MM-DD", "number": "N", "year": "YYYY", "month": "YYYY-MM"}


class _Place:
    """A place in the text that states a date or a number."""

    __slots__ = ("kind", "span", "text")

    def __init__(self, kind: str, span: Span, text: str) -> None:
        self.kind = kind
        self.span = span
        self.text = text


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Judge the file's name, then each place in the text against it."""
    name = issue.path.rsplit("/", 1)[-1]
    if name not in _NO_FILE:
        yield from _name(issue, context, name)
    named = _named(issue.profile, name)
    for place in _places(issue):
        finding = _compared(issue, context, place, name, named)
        if finding is not None:
            yield finding


def _name(issue: Issue, context: Context, name: str) -> Iterator[Finding]:
    """The name is such as issues have, and what it states exists.

    A file without a date in its name is taken for an issue only where it lies beside others. Findings
    stand at the top, for there is no place in the text for them.
    """
    profile = issue.profile
    top = Span(0, 0)
    if not profile.is_issue_name(name):
        is_issue = issue.title is not None and issue.title.fits
        among_issues = _DAY.search(name) is not None or bool(_others(context))
        if is_issue and among_issues and not _is_state_of_issue(profile, name):
            yield Finding(top, "file-name", _facts(profile, name))
        return
    identity = profile.identity_of_name(name)
    if identity is None:
        yield Finding(top, "file-impossible", _facts(profile, name))
    elif profile.identity_key == "date" and profile.file_name(identity) != name:
        yield Finding(top, "file-form", _facts(profile, name) | {"expected": profile.file_name(identity)})


def _facts(profile: Profile, name: str) -> dict[str, str]:
    """The name of the file, and the form of such names as people read it."""
    form = profile.file_form.rsplit("/", 1)[-1]
    shown = compiled(r"\{([a-z]+)\}").sub(lambda hole: _PLACEHOLDERS.get(hole[1], hole[0]), form)
    return {"file": name, "form": shown}


def _is_state_of_issue(profile: Profile, name: str) -> bool:
    """Whether a word was put between an issue's name and its ending on purpose (``….draft.md``)."""
    pieces = name.split(".")
    return len(pieces) > 2 and profile.is_issue_name(f"{pieces[0]}.{pieces[-1]}")


def _named(profile: Profile, name: str) -> Identity | None:
    """What the file's name states; also that of a state of an issue."""
    if _is_state_of_issue(profile, name):
        pieces = name.split(".")
        name = f"{pieces[0]}.{pieces[-1]}"
    return profile.identity_of_name(name)


def _places(issue: Issue) -> Iterator[_Place]:
    """Date and number of the title and of the front matter."""
    for key in ("date", "number"):
        value = issue.front_matter.get(key)
        if value is not None and value.text:
            yield _Place(key, value.span, value.text)
    if issue.title is None:
        return
    parts = [part for part in issue.title.parts if part.name in ("date", "number")]
    for part in parts:
        yield _Place(part.name, part.span, part.text)
    if not parts:
        yield from _unread(issue, issue.title.text)


def _unread(issue: Issue, title: Span) -> Iterator[_Place]:
    """The date in a title that does not read as its form says."""
    match = _DAY.search(issue.text, *title) if "{date" in issue.profile.title_form else None
    if match is not None:
        yield _Place("date", Span(*match.span()), match.group())


def _compared(
    issue: Issue, context: Context, place: _Place, name: str, named: Identity | None
) -> Finding | None:
    stated = _stated(place)
    facts = {"found": place.text, "file": name}
    if stated is None:
        if place.kind == "date" and _DAY.match(place.text) and place.text not in name:
            return Finding(place.span, "impossible", facts)
        return None
    wanted = getattr(named, place.kind, None)
    if wanted is None or wanted == getattr(stated, place.kind):
        return None
    facts["expected"] = wanted.isoformat() if place.kind == "date" else str(wanted)
    if issue.profile.identity_key == place.kind and stated.text in _others(context):
        return Finding(place.span, "of-another", {**facts, "other": issue.profile.file_name(stated)})
    return Finding(place.span, "differs" if place.kind == "date" else "number-differs", facts)


def _others(context: Context) -> frozenset[str]:
    """The identities of the issues around this one."""
    return context.identities | {near.identity for near in context.earlier or ()}


def _stated(place: _Place) -> Identity | None:
    """What a place states; None for an impossible date and for what is none."""
    if place.kind == "number":
        match = _NUMBER.fullmatch(place.text.strip())
        return Identity(None, int(match.group()), str(int(match.group()))) if match else None
    day = parse_date(place.text)
    return Identity(day, None, day.isoformat()) if day is not None else None
