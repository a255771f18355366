"""Suppressions silence something, give a reason, and stand where they leave the rendering alone."""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue
from editor_tools.rule import PROSE, Rule, asked_rule, is_foreign
from editor_tools.said import several
from editor_tools.silencing import concerns, entry_around, is_expired, neighbours
from editor_tools.source import BOM, Span
from editor_tools.suppressions import KEYWORDS, SCOPES, Suppression, end_of_content, is_for_file

_CLOSE = 0.6


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each suppression that cannot be read, silences nothing, or stands where it does harm."""
    for number, one in enumerate(issue.suppressions):
        facts = {"comment": one.span.of(issue.source.text), "keyword": KEYWORDS[one.scope]}
        removal = (Edit(_removable(issue, one), ""),)
        if one.fault:
            words = several(SCOPES)
            yield Finding(one.span, one.fault, {**facts, "keywords": words, "until": one.until})
        elif not one.reason:
            yield Finding(one.span, "reason", facts)
        elif is_expired(one, context):
            yield Finding(one.span, "expired", {**facts, "until": one.until}, removal)
        else:
            yield from _used(issue, context, number, facts)


def _used(issue: Issue, context: Context, number: int, facts: dict[str, str]) -> Iterator[Finding]:
    one = issue.suppressions[number]
    unknown = [place for place, name in enumerate(one.names) if not _is_known(name.text, context)]
    known = (place for place in range(len(one.names)) if place not in unknown)
    unused = [place for place in known if _is_unused(number, place, issue, context)]
    if len(unused) == len(one.names):
        names = several(name.text for name in one.names)
        removal = (Edit(_removable(issue, one), ""),)
        yield Finding(one.span, "unused", {**facts, "names": names}, removal)
        return
    misplaced = _misplaced(issue, context, number, facts)
    if misplaced is not None:
        yield misplaced
        return
    for place in sorted((*unknown, *unused)):
        name = one.names[place]
        if place in unused:
            edits = (Edit(_in_list(issue, one, place), ""),)
            yield Finding(name.span, "unused", {**facts, "names": name.text}, edits)
        else:
            meant = _meant(name.text, context)
            known_as = {**facts, "name": name.span.of(issue.source.text), "meant": meant}
            if meant:
                yield Finding(name.span, "misspelt", known_as, (Edit(name.span, meant),), safe=False)
            else:
                yield Finding(name.span, "unknown", known_as)


def _is_known(name: str, context: Context) -> bool:
    """Whether a rule or group has that name; names of proofreading are not listed anywhere."""
    groups = context.groups
    if not groups or name.startswith("prose/"):
        return True
    return any(concerns(name, rule, group) for rule, group in groups.items())


def _is_unused(number: int, place: int, issue: Issue, context: Context) -> bool:
    """Whether all that a name means was looked for, and nothing found that it silences."""
    judged, groups = context.judged, context.groups
    if judged is None or (number, place) in judged.hits:
        return False
    name = issue.suppressions[number].names[place].text
    meant = {
        rule for rule, group in groups.items() if concerns(name, rule, group) or name.startswith(f"{rule}/")
    }
    meant |= {rule for rule in judged.ran if rule == name}
    return bool(meant & judged.ran) and meant <= judged.ran | judged.settled


def _meant(name: str, context: Context) -> str:
    """The rule or group that is close to a name; a name as LanguageTool has them is one of its rules."""
    from difflib import get_close_matches

    known = [*context.groups, *set(context.groups.values())]
    close = get_close_matches(asked_rule(name).replace("_", "-"), known, n=1, cutoff=_CLOSE)
    if not close and is_foreign(name) and PROSE in context.groups:
        return f"{PROSE}/{name}"
    return close[0] if close else ""


def _removable(issue: Issue, one: Suppression) -> Span:
    """The comment with the blank before it; its whole line where it stands alone there."""
    text, (start, end) = issue.source.text, one.span
    if one.place == "alone":
        index = issue.source.line_index(start)
        line = issue.source.line_span(index)
        if line.of(text).lstrip(BOM).strip() == one.span.of(text):
            begin = line.start + text.startswith(BOM, line.start)
            return Span(begin, issue.source.line_start(index + 1))
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if text[end : end + 1] not in ("", " ", "\t", "\r", "\n", "\\") and start < one.span.start:
        start += 1  # within a line: the words around it stay apart
    return Span(start, end)


def _in_list(issue: Issue, one: Suppression, place: int) -> Span:
    """A name with what parts it from the name before it, or for the first one, from the one behind."""
    names = one.names
    if place:
        return Span(names[place - 1].span.end, names[place].span.end)
    return Span(names[0].span.start, names[1].span.start)


def _misplaced(issue: Issue, context: Context, number: int, facts: dict[str, str]) -> Finding | None:
    """How a suppression stands wrongly; its fix moves it where it speaks of the same place."""
    one = issue.suppressions[number]
    key, goal = _goal(issue, context, number)
    if not key:
        return None
    edits: tuple[Edit, ...] = ()
    if goal is not None:
        comment = one.span.of(issue.source.text)
        edits = _move(issue, one, goal, comment)
    return Finding(one.span, key, facts, edits)


def _goal(issue: Issue, context: Context, number: int) -> tuple[str, int | None]:
    """What is wrong with the place of a suppression (nothing: ``""``), and where it belongs."""
    one = issue.suppressions[number]
    if one.scope == "file":
        fits = one.place == "alone" and is_for_file(issue.text, one, _top(issue))
        return ("", None) if fits else ("file", _top(issue))
    if one.scope == "section":
        return _section_goal(issue, one)
    line = issue.source.line_at(one.span.start)
    if one.scope == "entry" and one.place != "alone" and entry_around(issue, *line) is None:
        return "entry", None
    if not one.place:
        return "", None
    if one.place != "alone":
        return one.place, end_of_content(issue.text, line)
    return "alone", _line_goal(issue, context, number)


def _section_goal(issue: Issue, one: Suppression) -> tuple[str, int | None]:
    section = issue.section_at(one.span.start)
    if section is None:
        return "section", None
    first = issue.source.line_at(section.heading.start)
    stays = first.start <= one.span.start <= first.end or any(
        note.start <= one.span.start <= note.end for note in section.notes
    )
    if stays and not one.place:
        return "", None
    return one.place if stays else "section", end_of_content(issue.text, first)


def _line_goal(issue: Issue, context: Context, number: int) -> int | None:
    """The end of the line that a suppression on its own line speaks of: where it silences, else above it."""
    one = issue.suppressions[number]
    near = [line for line in neighbours(issue, one) if _takes_comment(issue, line)]
    if one.scope == "entry":
        near = [line for line in near if entry_around(issue, *line) is not None]
    hits = context.judged.hits if context.judged is not None else {}
    places = [at for (which, _), at in hits.items() if which == number]
    near.sort(key=lambda line: not any(line.start <= at <= line.end for at in places))
    return end_of_content(issue.text, near[0]) if near else None


def _takes_comment(issue: Issue, line: Span) -> bool:
    """Whether a comment can stand at the end of a line: it is no code, HTML or front matter."""
    matter = issue.matter
    return not (matter is not None and matter.span.overlaps(line)) and not any(
        span.overlaps(line) for span in issue.opaque if span.start <= line.start or span.end >= line.end
    )


def _top(issue: Issue) -> int:
    """Where a suppression of the whole file stands: directly below the front matter."""
    if issue.matter is not None and issue.matter.closed:
        return issue.source.line_start(issue.source.line_index(issue.matter.span.end) + 1)
    return 1 if issue.source.text.startswith(BOM) else 0


def _move(issue: Issue, one: Suppression, goal: int, comment: str) -> tuple[Edit, ...]:
    removed = _removable(issue, one)
    if one.scope == "file":
        if removed.start <= goal < removed.end:
            return ()
        return (Edit(Span(goal, goal), comment + issue.source.newline), Edit(removed, ""))
    text = issue.source.text
    if removed.start <= goal <= one.span.start:  # only the blanks behind it change places with it
        return (Edit(Span(goal, one.span.end), f" {comment}{text[goal : one.span.start]}"),)
    return tuple(sorted((Edit(removed, ""), Edit(Span(goal, goal), f" {comment}"))))
