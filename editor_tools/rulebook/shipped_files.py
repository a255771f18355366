"""The files of the shipped rules as bytes; light, for a warm run in a checkout needs their hash."""

from __future__ import annotations

import os

from editor_tools.problems import ConfigurationError, Problem
from editor_tools.rulebook.files import YamlFile, content, read_folder
from editor_tools.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from editor_tools.paths import StrPath


class Files(NamedTuple):
    """The shipped files, each folder in order of name."""

    rules: list[YamlFile]
    profiles: list[YamlFile]
    data: list[YamlFile]

    def content(self) -> list[str | bytes]:
        """What a fingerprint is made of."""
        return content((*self.rules, *self.profiles, *self.data))


def read_shipped_files(folder: StrPath) -> Files:
    """Return the files of the shipped rules; raises ConfigurationError where one cannot be read."""
    problems: list[Problem] = []
    files = Files(
        read_folder(os.fspath(folder), "rules", problems),
        read_folder(os.path.join(folder, "profiles"), "rules/profiles", problems),
        read_folder(os.path.join(folder, "data"), "rules/data", problems),
    )
    if problems:
        raise ConfigurationError(problems)
    return files
