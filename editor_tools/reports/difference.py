"""A unified diff of a text before and after fixing."""

from __future__ import annotations

from difflib import unified_diff

from editor_tools.inert import inert


def difference(path: str, before: str, after: str, plain: bool) -> str:
    """Return the diff; ``plain`` keeps every character for ``patch``, else it is inert for terminals."""
    shown = inert(path)
    lines = unified_diff(_lines(before), _lines(after), shown, shown)
    return "".join(_ended(line, plain) for line in lines)


def _lines(text: str) -> list[str]:
    """Lines end at LF only, as ``patch`` sees them."""
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _ended(line: str, plain: bool) -> str:
    body = line.removesuffix("\n")
    shown = body if plain else inert(body)
    return f"{shown}\n" if line.endswith("\n") else f"{shown}\n\\ No newline at end of file\n"
