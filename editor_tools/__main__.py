"""``python -m editor_tools`` is ``brief``; both begin here, so that an interrupt is quiet from the start."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``brief`` and exit with its status; 130 when interrupted, though nothing is imported yet."""
    try:
        from editor_tools.cli.main import main as run

        run(leave=True)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
