"""An authoring and lint toolkit for Markdown newsletters."""

from __future__ import annotations

__version__ = "0.1.0"
