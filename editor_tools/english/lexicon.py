"""What the lists of a table say of each word, in the form in which `Words` looks it up.

It is made when the tables are compiled: in each run it would take as long as reading some paragraphs.
"""

from __future__ import annotations

from collections.abc import Mapping

from editor_tools.english.words import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    BASE,
    BE_FOR_MANY,
    BE_FOR_ONE,
    CLAUSE,
    CLOSED,
    DETERMINER,
    EITHER,
    FINITE,
    FIRST,
    KINDS,
    MANY,
    MASS,
    NUMBER,
    OF_GRAMMAR,
    OF_MANY,
    OF_ONE,
    ONE,
    PAST,
    PREPOSITION,
    PRETERITE,
    PRONOUN,
    SELDOM_NOUN,
    SELDOM_VERB,
    THIRD,
    UNMARKED,
    split,
)
from editor_tools.typed import Any

_OPEN = {
    "nouns": ONE,
    "verbs": BASE,
    "nouns-and-verbs": ONE | BASE,
    "nouns-seldom-verbs": ONE | BASE | SELDOM_VERB,
    "verbs-seldom-nouns": ONE | BASE | SELDOM_NOUN,
    "adjectives": ADJECTIVE,
    "masses": ONE | MASS,
    "past-too": UNMARKED | PAST,
    "either": EITHER | ONE,
}
_LONG_LISTS = frozenset(
    ("nouns", "verbs", "nouns-and-verbs", "nouns-seldom-verbs", "verbs-seldom-nouns", "adjectives", "masses")
)
"""Lists that nothing but the kinds of words is read from."""
_CLOSED = {
    "determiners": DETERMINER,
    "prepositions": PREPOSITION,
    "adverbs": ADVERB,
    "pronouns": PRONOUN,
    "clauses": CLAUSE,
    "modals": AUXILIARY,
    "pasts": PAST | PRETERITE,
    "auxiliaries": AUXILIARY,
    "numbers": NUMBER,
    "others": 0,
}


def kinds_of(table: Mapping[str, Any]) -> dict[str, int]:
    """Return what each listed word may be, as bits."""
    known: dict[str, int] = {}
    for name, bits in _OPEN.items():
        words = dict.fromkeys(split(table.get(name, "")), bits)
        for word in known.keys() & words.keys():
            words[word] |= known[word]
        known.update(words)
    for word in split(table.get("adjectives", "")):
        if word.endswith("ed"):
            known[word] |= PAST
    for many in table.get("plurals", {}).values():
        known[many] = known.get(many, 0) | MANY | (THIRD if known.get(many[:-1], 0) & BASE else 0)
    for past in table.get("participles", {}).values():
        known[past] = known.get(past, 0) & ~CLOSED | PAST
    for name, bits in _CLOSED.items():
        for word in split(table.get(name, "")):
            known[word] = (known[word] if known.get(word, 0) & CLOSED else 0) | bits | CLOSED
    for forms, number in ((BE_FOR_MANY, OF_MANY), (BE_FOR_ONE, OF_ONE)):
        known.update(dict.fromkeys(forms, FINITE | CLOSED | number))
    return known


def with_kinds(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with what its words may be in the place of the long lists that say it.

    It is done when the tables are compiled: in each run it would take as long as reading some paragraphs.
    """
    kept = {name: value for name, value in table.items() if name not in _LONG_LISTS}
    return {**kept, KINDS: _packed(kinds_of(table))}


def _packed(kinds: Mapping[str, int]) -> dict[str, Any]:
    """Words of grammar as they are, the others in few texts, by how they begin: a lint looks up a hundred."""
    packed: dict[str, Any] = {OF_GRAMMAR: {}}
    for word, kind in kinds.items():
        if kind & CLOSED:
            packed[OF_GRAMMAR][word] = kind
        else:
            packed[word[:FIRST]] = f"{packed.get(word[:FIRST], '')} {word}={kind} "
    return packed
