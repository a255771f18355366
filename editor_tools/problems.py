"""Faults of configuration, profiles and rules: where they are, and the one place of their wording.

A problem reads `rules/empty-link.yaml:3:1: severity 'eror'. Use one of: error, warning, info, off.`
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from editor_tools.inert import inert
from editor_tools.typed import NamedTuple

SHOWN = 60
"""Code points of a quoted value that a message shows."""

_TEMPLATES = {
    # reading YAML
    "yaml": "not readable as YAML: {reason}. Mend the line, or put the text in quotes",
    "yaml-control": "character {code} is not allowed in YAML. Remove it",
    "too-long": "the file has {size} characters. At most {limit} are read",
    "too-deep": "nested more than {limit} levels deep. Flatten it",
    "too-big": "holds more than {limit} values with its aliases written out. Shorten it",
    "documents": "a second document begins here. Keep one document in a file: remove '---'",
    "tag": "tag {found}. Tags are not used here: remove it",
    "anchor-twice": "anchor {found} is given twice. Name each once",
    "alias": "alias {found} stands before the end of its anchor. Write the value out",
    "key-kind": "a list or a map as a key. Use text",
    "key-text": "key {found} is not text. Put it in quotes",
    "duplicate-key": "{found} is given twice (first in line {line}). Keep one",
    "not-utf8": "not UTF-8 at byte {byte}. Save the file as UTF-8",
    "unreadable": "cannot be read ({reason}). Mend its permissions or remove it",
    # schemas
    "unknown-key": "unknown key {found}. Use one of: {allowed}.{meant}",
    "no-key": "unknown key {found}. No keys belong here",
    "missing": "{where} lacks {keys}. Add it",
    "one-of": "{where} {found}. Use one of: {allowed}.{meant}",
    "kind": "{where} is {found}. Use {wanted}",
    "empty": "{where} is empty. Fill it in or remove it",
    "long": "{where} has {size} characters. Use at most {limit}",
    "form": "{where} {found}. Write it like {example}",
    "range": "{where} {found}. Use a number from {least} to {most}",
    "date": "{where} {found} is no date. Write it as YYYY-MM-DD",
    "pattern": "{where} {found}: {reason}",
    # rules
    "file-name": "file name {found}. A rule's file is named by its id: small letters, digits and '-'",
    "verb": "check {found}: no such check. Use one of: {allowed}.{meant}",
    "unknown-option": "check {check} has no option {found}.{allowed}{meant}",
    "option-missing": "check {check} needs the option {found}. Add it",
    "braces": "{where}: {found} is no named field. Write fields as {{name}} and no other braces",
    "era": "since {found}: the profile has no such era.{meant}",
    "covers": "covers {found}: no such rule.{meant}",
    "covers-self": "covers {found}: a rule does not cover itself. Remove it",
    "message-key": "{where} names message {found}, which the rule does not have.{meant}",
    "no-example": "examples hold no {kind} one. Add an example that is {kind}",
    "position": "{where} is not a finding. Write it as [line, column, message], counted from 1",
    "hit": "{where} is not a finding. Write it as [line, rule], the line counted from 1",
    "fixed-no-fix": "{where} shows a fixed text, but the rule declares no fix. Add `fix: {{changes: […]}}`",
    "taken": "a shipped rule has this id. Name the file differently",
    "given-profile": "{where} {found}: no such profile.{meant}",
    "table": "a table is a map or a list. This file is {found}",
    "example": "{text}",
    # .brief-baseline.yaml
    "baseline-row": "not a row of the baseline. Remove the line, or run `brief baseline`",
    "baseline-merge": "a merge was not finished here. Keep the lines of both sides and remove this one",
    # brief.yaml
    "profile": "profile {found}: no such shipped profile.{meant} A path of your own ends in .yaml",
    "extends": "{where} {found}: a profile extends a shipped one. Use one of: {allowed}.{meant}",
    "outside": "{where} {found} leads out of the repository. Name a place inside it",
    "no-path": "{where} {found}: no such {kind}. Check the spelling",
    "special-file": "{found} is not a plain file. Put a plain file there",
    "too-many": "{where} holds more than {limit} files. Keep fewer rules",
    "rule-twice": "rule {found} is also in {other}. Rename one of them",
    "rule-or-group": "rules: {found} is neither a rule nor a group.{meant}",
    "no-option": "rule {rule} has no option {found}.{allowed}{meant}",
    "option-kind": "option {where} is {found}. Use {wanted}, like its default",
    "group-option": "{found} is a group: only `severity` can be set for it",
    "profile-fault": "{reason}",
    "template": "entries {found}: the profile has no such template.{allowed}{meant}",
    "section-twice": "id {found}: an earlier section has it. Name each section differently",
    "file-hole": "file {found}: issues are told apart by their {by}, so the name needs {hole}. Add it",
    "skeleton-hole": "skeleton: {found} is not known where the {by} tells issues apart. Use: {allowed}",
    "extend-cycle": "extend {found} comes back to a file that extends it: {chain}. Remove one of the links",
    "extend-form": "extend {found}. Name a YAML file, as in 'shared/brief.yaml'",
    "override-everywhere": "{where} says neither where nor when. Add files, since or before; or use `rules`",
    "override-empty": "{where}: since {since} is not before {before}. No issue lies between them",
    "override-bound": "{where} is {found}. The {by} tells issues apart here: use {wanted}",
    "set-form": "{found}. Write it like RULE.OPTION=VALUE or RULE.severity=off",
}

_NO_FULL_STOP = ("profile-fault", "example")


class Problem(NamedTuple):
    """One fault; line and column count from 1 (columns in code points). ``str()`` is one line."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{inert(self.path)}:{self.line}:{self.column}: {self.message}"


class ConfigurationError(Exception):
    """The configuration, a profile or rules cannot be used; ``problems`` says all that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def say(key: str, **facts: object) -> str:
    """Return the words of a fault, ending in a full stop; KeyError where a fact is missing."""
    text = _TEMPLATES[key].format(**facts).strip()
    return text if key in _NO_FULL_STOP or text.endswith((".", "?")) else f"{text}."


def quote(value: object) -> str:
    """Return a value found in a file, short, harmless to show, in single quotes."""
    text = str(value)
    return f"'{inert(text if len(text) <= SHOWN else text[: SHOWN - 1] + '…')}'"


def meant(found: str, known: Iterable[str]) -> str:
    """Return ` Did you mean '…'?` where one of ``known`` is close to ``found``, else nothing."""
    from difflib import get_close_matches

    names = {name.casefold(): name for name in known}
    close = get_close_matches(found[:SHOWN].casefold(), names, n=1, cutoff=0.6)
    return f" Did you mean '{names[close[0]]}'?" if close else ""


def listed(words: Sequence[str]) -> str:
    """Return names for a sentence, a long list cut short."""
    return ", ".join(words if len(words) <= 30 else [*words[:30], "…"])
