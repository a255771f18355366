"""Text of others made harmless to show: what steers a terminal or reorders a line is spelt out."""

from __future__ import annotations

import re
from functools import cache

from editor_tools.later import compiled

_STEERING = (
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences, carriage returns
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional marks, embeddings, isolates (UAX 9)
    "\u2028\u2029"  # line and paragraph separators: a finding is one line
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"  # invisible; joiners stay: emoji, some scripts
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates (undecodable file names), tag characters
)


def inert(text: str) -> str:
    r"""Return ``text`` with control, bidirectional and invisible characters written as ``\u....``."""
    # None of them is printable to Python, so most texts need no pattern and no run compiles it in vain.
    return text if text.isprintable() else _pattern().sub(_spelt, text)


@cache
def _pattern() -> re.Pattern[str]:
    return compiled(_STEERING)


def _spelt(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
