"""What a profile (`rules/profiles/*.yaml`, a user's own, or the overrides in brief.yaml) must look like.

`PROFILE` is a spec of `editor_tools.schema`. A profile that extends a shipped one is read with
``partial=True``: required keys may then be missing at every level. A key that is not listed is an
error with a "did you mean".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from editor_tools.diagnostic import SEVERITIES
from editor_tools.problems import listed, meant
from editor_tools.profile import IDENTITY_HOLES, SKELETON_HOLE
from editor_tools.said import phrase
from editor_tools.schema import (
    Anything,
    Boolean,
    Checked,
    Date,
    Either,
    Integer,
    ListOf,
    Localized,
    MapOf,
    OneOf,
    Record,
    Text,
)
from editor_tools.template import Template, TemplateError, Typography, parse_elements
from editor_tools.typed import Any


def _line_fault(text: Any) -> str:
    """What is wrong with one line of a template."""
    try:
        parse_elements(str(text))
    except TemplateError as error:
        return phrase("column", fault=error.message, column=error.column + 1)
    return ""


def _form_fault(text: Any) -> str:
    """What is wrong with an entry template."""
    try:
        Template("", str(text), Typography({}))
    except TemplateError as error:
        return phrase("column", fault=error.message, column=error.column + 1)
    return ""


def _file_fault(text: Any) -> str:
    """What is wrong with the form of a file name."""
    if "/" in str(text) or "\\" in str(text):
        return phrase("file-folders")
    if fault := _line_fault(text):
        return fault
    names = re.findall(r"\{([a-z-]+)\}", str(text))
    if not names:
        return phrase("file-no-hole")
    twice = next((name for name in names if names.count(name) > 1), None)
    return _hole_fault(names) or (phrase("hole-twice", hole=f"{{{twice}}}") if twice else "")


def _skeleton_fault(text: Any) -> str:
    """What is wrong with a given skeleton."""
    return _hole_fault(SKELETON_HOLE.findall(str(text)))


def _hole_fault(names: Iterable[str]) -> str:
    for name in names:
        if name not in IDENTITY_HOLES:
            allowed = listed([f"{{{known}}}" for known in IDENTITY_HOLES])
            hint = meant(name, IDENTITY_HOLES)
            return phrase("hole-unknown", hole=f"{{{name}}}", allowed=allowed, meant=hint)
    return ""


_LINE = Checked(Text(), _line_fault)

ERA = Record(
    {"since": Either(Integer(), Date()), "before": OneOf(*SEVERITIES), "about": Localized(plain=True)},
    required=("since",),
)

HEAD_BLOCK = Record(
    {
        "role": OneOf("tagline", "lead", "intro", "briefs", "note"),
        "text": _LINE,
        "group": _LINE,
        "placeholders": ListOf(Text()),
        "counts": ListOf(_LINE),
        "inner": Text(),
        "last": Text(),
    },
    required=("role", "text"),
)

SECTION = Record(
    {
        "id": Text(form=r"[a-z][a-z0-9-]*", example="news"),
        "kind": Text(form=r"[a-z][a-z0-9-]*", example="news"),
        "name": _LINE,
        "aliases": ListOf(Text()),
        "entries": ListOf(Text()),
        "optional": Boolean(),
        "holds": OneOf("entries", "prose"),
        "note": Text(),
        "repeats": Either(Boolean(), Integer(1, 10_000)),
    },
    required=("id", "name"),
)

ENTRY = Record(
    {"form": Checked(Text(), _form_fault), "source-optional-for": ListOf(Text())}, required=("form",)
)

FIELD = Record(
    {
        "label": Text(),
        "role": OneOf("summary", "repository"),
        "value": OneOf("text", "url"),
        "aliases": ListOf(Text()),
    },
    required=("label",),
)

INDEX = Record(
    {
        "file": Text(longest=300),
        "group": OneOf("year", "month", "none"),
        "order": OneOf("newest", "oldest"),
        "columns": Integer(1, 100),
        "heading": Text(empty=True),
        "rule": Text(empty=True),
        "row": Text(form=r"[\s\S]*\{items\}[\s\S]*", example="- {items}"),
        "between": Text(empty=True),
        "item": Text(form=r".*\{path\}.*", example="[{title}]({path})"),
        "empty": Text(empty=True),
    }
)

PROFILE = Record(
    {
        "name": Localized(plain=True),
        "language": OneOf("en", "zh"),
        "lookalikes": MapOf(Text(), key=Text(form=r"\S", example="a single mark such as '|'")),
        "identity": Record(
            {
                "key": OneOf("date", "number"),
                "file": Checked(Text(), _file_fault),
                "step": Integer(1, 3660),
            },
            required=("key", "file"),
        ),
        "eras": MapOf(ERA),
        "front-matter": Record(
            {"kind": OneOf("yaml", "none"), "keys": MapOf(Anything("scalar"))}, required=("kind",)
        ),
        "title": Record({"form": _LINE, "parts": MapOf(Text())}, required=("form",)),
        "head": ListOf(HEAD_BLOCK),
        "sections": Record(
            {
                "level": Integer(1, 6),
                "order": OneOf("fixed", "free"),
                "open": Boolean(),
                "entries": ListOf(Text()),
                "list": ListOf(SECTION),
                "footer": ListOf(Text()),
            }
        ),
        "entries": MapOf(ENTRY),
        "fields": Record({"colon": Text(), "particles": Text(), "labels": ListOf(FIELD)}),
        "body": Record({"break": Text(empty=True), "indent": Integer(0, 12), "inner-indent": Integer(0, 16)}),
        "own-pages": ListOf(Text(form=r"https?://\S+", example="https://example.org/our-newsletter")),
        "index": INDEX,
        "skeleton": Checked(Text(longest=100_000), _skeleton_fault),
    },
    required=("name", "identity", "title", "sections"),
)
