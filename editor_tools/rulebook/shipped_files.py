"""The files of the shipped rules as bytes; light, for a warm run in a checkout needs their hash."""

from __future__ import annotations

from pathlib import Path

from editor_tools.problems import ConfigurationError, Problem
from editor_tools.rulebook.files import YamlFile, content, read_folder
from editor_tools.typed import NamedTuple


class Files(NamedTuple):
    """The shipped files, each folder in order of name."""

    rules: list[YamlFile]
    profiles: list[YamlFile]
    data: list[YamlFile]

    def content(self) -> list[str | bytes]:
        """What a fingerprint is made of."""
        return content((*self.rules, *self.profiles, *self.data))


def read_shipped_files(folder: Path) -> Files:
    """Return the files of the shipped rules; raises ConfigurationError where one cannot be read."""
    problems: list[Problem] = []
    files = Files(
        read_folder(folder, "rules", problems),
        read_folder(folder / "profiles", "rules/profiles", problems),
        read_folder(folder / "data", "rules/data", problems),
    )
    if problems:
        raise ConfigurationError(problems)
    return files
