"""Why nothing was proofread: one reason each, told in the reader's words by whoever shows it."""

from __future__ import annotations


class ProofreadingFailedError(Exception):
    """``reason`` is the end of a key of the wording, ``facts`` what its text names."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts


class TextTooLargeError(ProofreadingFailedError):
    """A server takes no text of that size."""
