"""Where LanguageTool lies on this machine, and where its servers leave word of themselves."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from editor_tools.cache.place import cache_place, users_folder
from editor_tools.later import later
from editor_tools.typed import NamedTuple

HOME = "BRIEF_LT_HOME"
"""The variable that names another folder for LanguageTool, or one in which it lies already."""

LOOPBACK = "127.0.0.1"
"""Where servers of ours listen."""

SERVER_JAR = "languagetool-server.jar"
MARKER = "brief-install.json"
"""Written last into an installation of ours: its version and files."""

_NAME = later(r"LanguageTool-(\d+(?:\.\d+)*)")
_VERSION = re.compile(rb"(?:^|\n)version=([^\r\n]+)")


class Installation(NamedTuple):
    """A copy of LanguageTool."""

    folder: Path
    version: str

    @property
    def class_path(self) -> str:
        """What Java is given: the release has its rules beside the jars, Maven's copy in them."""
        places = (self.folder / SERVER_JAR, self.folder / "libs" / "*", self.folder)
        return os.pathsep.join(map(str, places))


def data_folder() -> Path | None:
    """The user's folder for LanguageTool, which need not exist; None where the system names no place."""
    if chosen := os.environ.get(HOME):
        return Path(chosen).absolute()
    ours = users_folder("XDG_DATA_HOME", ("Library", "Application Support"), (".local", "share"))
    return Path(ours, "languagetool") if ours is not None else None


def _home() -> Path | None:
    """The user's own folder; None where there is none, or it would be another for each working directory."""
    home = Path(os.path.expanduser("~"))
    return home if home.is_absolute() else None


def installation() -> Installation | None:
    """The copy of LanguageTool to use: ours, the newest first, else the one of language-tool-python."""
    folder = data_folder()
    for found in (_below(folder), _below(_of_client())):
        if found is not None:
            return found
    return None


def _of_client() -> Path | None:
    """Where language-tool-python keeps its copies."""
    if os.environ.get(HOME):
        return None
    named = os.environ.get("LTP_PATH")
    if named:
        return Path(named)
    home = _home()
    return home / ".cache" / "language_tool_python" if home is not None else None


def _below(folder: Path | None) -> Installation | None:
    if folder is None:
        return None
    try:
        if (folder / SERVER_JAR).is_file():
            return Installation(folder, version_of(folder))
        found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
        whole = [path for path in found if (path / SERVER_JAR).is_file()]
    except OSError:
        return None
    newest = max(whole, key=_release, default=None)
    return Installation(newest, version_of(newest)) if newest is not None else None


def _release(folder: Path) -> tuple[int, ...]:
    match = _NAME.fullmatch(folder.name)
    return tuple(map(int, match[1].split("."))) if match is not None else ()


def version_of(folder: Path) -> str:
    """The version of a copy: as its marker, its name or its jars say; ``unknown`` where none does."""
    try:
        said = json.loads((folder / MARKER).read_text(encoding="utf-8"))["version"]
        if isinstance(said, str) and said:
            return said
    except (OSError, ValueError, TypeError, KeyError):
        pass
    if match := _NAME.fullmatch(folder.name):
        return match[1]
    return _said_by_jar(folder) or "unknown"


def _said_by_jar(folder: Path) -> str:
    from zipfile import BadZipFile, ZipFile

    for jar in (folder / "libs" / "languagetool-core.jar", folder / SERVER_JAR):
        try:
            with ZipFile(jar) as archive:
                names = [name for name in archive.namelist() if name.endswith("/pom.properties")]
                ours = [name for name in names if "org.languagetool/languagetool-" in name]
                found = [_VERSION.search(archive.read(name)) for name in ours]
        except (OSError, BadZipFile, RuntimeError):
            continue
        version = next((match[1].decode("ascii", "replace").strip() for match in found if match), "")
        if version:
            return version
    return ""


def run_folder() -> Path | None:
    """The user's private folder for what runs at the moment, made where there is none.

    None where there is no place, or where others than this user could have written there.
    """
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    if named.startswith("/") and sys.platform != "win32":
        folder = Path(named, "brief")
    else:
        cache = cache_place()
        if cache is None:
            return None
        folder = Path(cache, "run")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if is_private(folder) else None


def is_private(path: Path) -> bool:
    """Whether a file or folder is this user's, and nobody else may write there."""
    if sys.platform == "win32":  # the user's own folders are
        return path.exists()
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not found.st_mode & 0o022 and not path.is_symlink()
