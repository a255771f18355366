"""``python -m editor_tools`` is ``brief``; both begin here, so that an interrupt is quiet from the start."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``brief`` and exit with its status; 130 when interrupted, though nothing is imported yet."""
    try:
        _hasten_imports()
        from editor_tools.cli.main import main as run

        run(leave=True)
    except KeyboardInterrupt:
        sys.exit(130)


def _hasten_imports() -> None:
    try:
        from editor_tools import importing
    except ImportError:  # another Python than we know
        return
    importing.hasten(sys.modules["editor_tools"])


if __name__ == "__main__":
    main()
