"""``python -m editor_tools`` is ``brief``."""

from editor_tools.cli.main import main

if __name__ == "__main__":
    main()
