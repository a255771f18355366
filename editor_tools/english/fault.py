"""A fault of a sentence, before a rule makes a finding of it."""

from __future__ import annotations

from editor_tools.edits import Edit
from editor_tools.source import Span
from editor_tools.typed import NamedTuple


class Fault(NamedTuple):
    """The key of a message, the words it is about, and what is to be written where that is plain."""

    message: str
    span: Span
    edit: Edit | None = None
