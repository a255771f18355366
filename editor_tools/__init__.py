"""An authoring and lint toolkit for Markdown newsletters."""

__version__ = "0.1.0"
