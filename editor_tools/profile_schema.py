"""What a profile (`rules/profiles/*.yaml`, a user's own, or the overrides in brief.yaml) must look like.

`PROFILE` is a spec of `editor_tools.schema`. A profile that extends a shipped one is read with
``partial=True``: required keys may then be missing at every level. A key that is not listed is an
error with a "did you mean".
"""

from __future__ import annotations

from typing import Any

from editor_tools.diagnostic import SEVERITIES
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


def _line_fault(text: Any) -> str:
    """What is wrong with one line of a template."""
    try:
        parse_elements(str(text))
    except TemplateError as error:
        return f"{error} (column {error.column + 1} of the template)"
    return ""


def _form_fault(text: Any) -> str:
    """What is wrong with an entry template."""
    try:
        Template("", str(text), Typography({}))
    except TemplateError as error:
        return f"{error} (column {error.column + 1} of the template)"
    return ""


def _file_fault(text: Any) -> str:
    return (
        ""
        if "{" in str(text)
        else "name the hole that tells issues apart, as in '{date}.md' or 'issue-{number}.md'"
    )


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
    },
    required=("id", "name"),
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

PROFILE = Record(
    {
        "name": Localized(plain=True),
        "language": OneOf("en", "zh"),
        "lookalikes": MapOf(Text()),
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
        "entries": MapOf(Record({"form": Checked(Text(), _form_fault)}, required=("form",))),
        "fields": Record({"colon": Text(), "particles": Text(), "labels": ListOf(FIELD)}),
        "body": Record({"break": Text(empty=True), "indent": Integer(0, 12), "inner-indent": Integer(0, 16)}),
        "skeleton": Text(),
    },
    required=("name", "identity", "title", "sections"),
)
