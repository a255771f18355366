"""Words of a fault that can be said in every language: text in English that knows how it came about.

The texts lie in ``wording/faults.json``, each in all languages: ``messages`` end in a full stop, ``phrases``
are pieces of them. What a fact brings is said in the same language where it is a phrase itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from editor_tools.typed import Any

ENGLISH = "en"
_ENDS = {"en": (".", "?"), "zh": ("\u3002", "\uff1f")}
_OPEN = ("profile-fault", "example")
"""Messages that end as what they quote does."""


class Said(str):
    """A text, and the key and facts that it was made of."""

    __slots__ = ("facts", "key", "kind")
    key: str
    facts: dict[str, object]
    kind: str


class Several(str):
    """Names in a row, which each language joins in its own way."""

    __slots__ = ("names",)
    names: tuple[str, ...]


_JOINTS = {"en": ", ", "zh": "\u3001"}


def several(names: Iterable[str]) -> Several:
    """Return names as one text."""
    listed = tuple(names)
    made = Several(_JOINTS[ENGLISH].join(listed))
    made.names = listed
    return made


def say(key: str, **facts: object) -> Said:
    """Return the words of a fault, ending in a full stop; KeyError where a fact is missing."""
    return _said("messages", key, facts)


def phrase(key: str, **facts: object) -> Said:
    """Return a piece of such words."""
    return _said("phrases", key, facts)


def has_phrase(key: str) -> bool:
    """Whether there is a phrase of that key."""
    return key in _texts()["phrases"]


def either(*words: str, key: str = "either") -> str:
    """Return several words, one of which is meant."""
    first, *others = words
    for other in others:
        first = phrase(key, one=first, other=other)
    return first


def in_language(text: str, language: str) -> str:
    """Return a text in ``language``: what was said by key anew, names joined anew, all else as it is."""
    if isinstance(text, Several):
        return _JOINTS.get(language, _JOINTS[ENGLISH]).join(
            in_language(name, language) for name in text.names
        )
    return _worded(text.kind, text.key, text.facts, language) if isinstance(text, Said) else text


def _said(kind: str, key: str, facts: dict[str, object]) -> Said:
    made = Said(_worded(kind, key, facts, ENGLISH))
    made.kind, made.key, made.facts = kind, key, facts
    return made


def _worded(kind: str, key: str, facts: dict[str, object], language: str) -> str:
    filled = {
        name: in_language(fact, language) if isinstance(fact, str) else fact for name, fact in facts.items()
    }
    template = _texts()[kind][key]
    text: str = template.get(language, template[ENGLISH]).format(**filled)
    if kind == "phrases":
        return text
    text, ends = text.strip(), _ENDS.get(language, _ENDS[ENGLISH])
    return text if key in _OPEN or text.endswith(ends) else text + ends[0]


@cache
def _texts() -> dict[str, dict[str, dict[str, Any]]]:
    import json

    with open(f"{__file__.removesuffix('said.py')}wording/faults.json", "rb") as file:
        found: dict[str, dict[str, dict[str, Any]]] = json.loads(file.read())
    return found
