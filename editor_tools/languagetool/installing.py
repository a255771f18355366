"""Getting LanguageTool: from a folder, an archive, Maven or by download; put in place in one step.

A copy is complete where the server in it answers in the languages that are asked for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from editor_tools.languagetool.failures import ProofreadingFailedError
from editor_tools.languagetool.java import confirm, end_group, find_java, telling_line
from editor_tools.languagetool.places import (
    HOME,
    MARKER,
    SERVER_JAR,
    Installation,
    data_folder,
    version_of,
)
from editor_tools.languagetool.rule_sets import RuleSet
from editor_tools.typed import Any

VERSION = "6.8"
MAVEN = "maven"
DOWNLOAD_SIZE, MAVEN_SIZE = 260_000_000, 110_000_000
"""Bytes that are fetched, about: the whole of LanguageTool, or what Chinese and English need of it."""

_LANGUAGES = ("zh", "en", "es", "ca", "pt")
"""The first two are asked for; a table in the server's code asks for the others."""
_MAVEN_LIMIT = 900.0
_LARGEST = 2 * 2**30
"""Bytes that an archive may grow to."""
_CHUNK = 2**16
_CORE = "libs/languagetool-core.jar"
# A sentence with one slip each: a wrong character in a word, and a verb that does not agree.
_TRIALS = {
    "zh": "\u6211\u5df2\u7ecf\u6d88\u6bc1\u4e86\u6240\u6709\u6587\u4ef6\u3002",
    "en": "This are a test of the server.",
}

Tell = Callable[[str, Mapping[str, object]], None]
"""Gets the key of a text, and its facts."""


def install(source: str, sets: Mapping[str, RuleSet], limit: float, tell: Tell) -> Installation:
    """Get LanguageTool from ``source``: a path, ``maven``, or nothing for the download.

    Java is looked at first. Raises ProofreadingFailedError; what was there before then stays.
    """
    java = confirm(find_java())
    tell("java", {"path": java.path, "version": java.major})
    home = data_folder()
    if home is None:
        raise ProofreadingFailedError("no-home", variable=HOME)
    if (home / SERVER_JAR).is_file():
        raise ProofreadingFailedError("is-copy", path=home, variable=HOME)
    with _staging(home) as stage:
        if source == MAVEN:
            copy = _from_maven(stage, tell)
        elif source:
            copy = _from_path(Path(source), stage, tell)
        else:
            copy = _from_archive(_downloaded(home, tell), stage, tell)
        version = version_of(copy)
        _look_through(copy)
        tell("trying", {"version": version})
        _try_out(Installation(copy, version), sets, limit)
        _mark(copy, version)
        placed = _put_in_place(copy, home / f"LanguageTool-{version}", version)
        if not source:
            _archive(home).unlink(missing_ok=True)
        return placed


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder beside the place where the copy will be, on the same file system."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    except OSError as error:
        raise ProofreadingFailedError("home", path=home, said=error.strerror or str(error)) from error
    try:
        yield stage
    except OSError as error:
        raise ProofreadingFailedError("home", path=home, said=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _from_path(source: Path, stage: Path, tell: Tell) -> Path:
    if source.is_dir():
        folder = _server_folder(source)
        if folder is None:
            raise ProofreadingFailedError("no-copy", path=source, jar=SERVER_JAR)
        tell("copying", {"path": folder, "size": _size(folder)})
        copy = stage / (folder.name if folder.name.startswith("LanguageTool-") else "copy")
        shutil.copytree(folder, copy)
        return copy
    if source.is_file():
        return _from_archive(source, stage, tell)
    raise ProofreadingFailedError("no-path", path=source)


def _server_folder(folder: Path) -> Path | None:
    """The folder itself or the one below it that holds a server."""
    places = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
    return next((place for place in places if (place / SERVER_JAR).is_file()), None)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _from_archive(source: Path, stage: Path, tell: Tell) -> Path:
    tell("unpacking", {"path": source, "size": source.stat().st_size})
    unpacked = stage / "unpacked"
    try:
        with ZipFile(source) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST:
                raise ProofreadingFailedError("archive", path=source, said="> 2 GiB")
            archive.extractall(unpacked)  # leaves out drives and `..`, and makes no links
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise ProofreadingFailedError("archive", path=source, said=str(error)) from error
    copy = _server_folder(unpacked)
    if copy is None:
        raise ProofreadingFailedError("no-copy", path=source, jar=SERVER_JAR)
    return copy


def pom() -> str:
    """What Maven is asked for: the server without its list of all languages, and the languages needed."""
    group = "<groupId>org.languagetool</groupId>"
    server = (
        f"<dependency>{group}<artifactId>languagetool-server</artifactId><version>{VERSION}</version>"
        f"<exclusions><exclusion>{group}<artifactId>language-all</artifactId></exclusion></exclusions>"
        "</dependency>"
    )
    languages = "".join(
        f"<dependency>{group}<artifactId>language-{code}</artifactId><version>{VERSION}</version></dependency>"
        for code in _LANGUAGES
    )
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        "<groupId>brief</groupId><artifactId>languagetool</artifactId><version>1</version>"
        f"<packaging>pom</packaging><dependencies>{server}{languages}</dependencies></project>"
    )


def _from_maven(stage: Path, tell: Tell) -> Path:
    program = shutil.which("mvn")
    if program is None:
        raise ProofreadingFailedError("no-maven")
    tell("maven", {"size": MAVEN_SIZE})
    copy = stage / f"LanguageTool-{VERSION}"
    (stage / "pom.xml").write_text(pom(), encoding="utf-8")
    offline = ["-o"] if os.environ.get("BRIEF_OFFLINE") else []
    command = [program, *offline, "-B", "-q", "-f", str(stage / "pom.xml"), "dependency:copy-dependencies"]
    command += ["-Dmdep.stripVersion=true", "-DincludeScope=runtime", f"-DoutputDirectory={copy / 'libs'}"]
    process = subprocess.Popen(  # noqa: S603 - the user's own Maven
        command,
        cwd=stage,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        data, _ = process.communicate(timeout=_MAVEN_LIMIT)
    except BaseException as error:
        end_group(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise ProofreadingFailedError("maven", said=f"> {_MAVEN_LIMIT:.0f} s") from error
        raise
    if process.returncode:
        said = telling_line(data.decode("utf-8", "replace").replace("[ERROR]", "error:"))
        raise ProofreadingFailedError("maven", said=said or process.returncode)
    jar = copy / "libs" / SERVER_JAR
    if not jar.is_file():
        raise ProofreadingFailedError("no-copy", path=copy, jar=SERVER_JAR)
    shutil.move(jar, copy / SERVER_JAR)
    return copy


def _archive(home: Path) -> Path:
    """Where the release is kept until it is in place."""
    return home / f"LanguageTool-{VERSION}.zip"


def _downloaded(home: Path, tell: Tell) -> Path:
    """The release, fetched from where language-tool-python gets it; an interrupted download goes on."""
    if os.environ.get("BRIEF_OFFLINE"):
        raise ProofreadingFailedError("download-offline")
    try:
        from language_tool_python.download_lt import EXPECTED_DOWNLOAD_SHA256, LocalLanguageTool
    except ImportError as error:
        raise ProofreadingFailedError("extra") from error
    release = LocalLanguageTool.from_version_name(VERSION)
    whole = _archive(home)
    part = whole.with_suffix(".zip.part")
    if not whole.is_file():
        _fetch(release.download_url, part, tell)
        part.replace(whole)
    wanted = os.environ.get("LTP_DOWNLOAD_SHA256") or EXPECTED_DOWNLOAD_SHA256.get(VERSION, "")
    found = _sum_of(whole)
    if found != wanted:
        whole.unlink()
        raise ProofreadingFailedError("sum", url=release.download_url)
    return whole


def _fetch(url: str, part: Path, tell: Tell) -> None:
    import requests

    have = part.stat().st_size if part.is_file() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=30) as answer:
            if have and answer.status_code == 416:  # there is no more than we have
                return
            answer.raise_for_status()
            goes_on = answer.status_code == 206
            size = int(answer.headers.get("Content-Length") or 0) + (have if goes_on else 0)
            tell(
                "going-on" if goes_on else "download",
                {"url": url, "size": size or DOWNLOAD_SIZE, "have": have},
            )
            done, due = (have if goes_on else 0), time.monotonic()
            with part.open("ab" if goes_on else "wb") as file:
                for piece in answer.iter_content(_CHUNK):
                    file.write(piece)
                    done += len(piece)
                    if time.monotonic() >= due:
                        tell("part", {"have": done, "size": size or DOWNLOAD_SIZE})
                        due = time.monotonic() + 0.5
            if size and done < size:
                raise ProofreadingFailedError("download", url=url, said=f"{done} < {size}")
    except requests.exceptions.RequestException as error:
        from editor_tools.languagetool.line import reason

        raise ProofreadingFailedError("download", url=url, said=reason(error)) from error


def _sum_of(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _look_through(copy: Path) -> None:
    """Every jar of the copy is whole, and those without which nothing starts are there."""
    jars = sorted(copy.rglob("*.jar"))
    names = {jar.relative_to(copy).as_posix() for jar in jars}
    for needed in (SERVER_JAR, _CORE):
        if needed not in names:
            raise ProofreadingFailedError("no-copy", path=copy.name, jar=needed)
    for jar in jars:
        try:
            with ZipFile(jar) as archive:
                archive.namelist()
        except (BadZipFile, OSError) as error:
            raise ProofreadingFailedError("archive", path=jar.name, said=str(error)) from error


def _try_out(copy: Installation, sets: Mapping[str, RuleSet], limit: float) -> None:
    """Have the server in the copy find one slip in each language."""
    from editor_tools.languagetool.line import Line
    from editor_tools.languagetool.server import start

    try:
        from editor_tools.languagetool.tool import Tool
    except ImportError:
        return  # setting up needs no client; who asks later is told that it is missing
    deadline = time.monotonic() + limit
    server = start(copy, limit)
    try:
        line = Line(server.url, limit, deadline, lambda: None)
        for language, trial in _TRIALS.items():
            if language not in sets:
                continue
            code = sets[language].code
            try:
                tool = Tool(sets[language], line)
            except ValueError as error:
                raise ProofreadingFailedError("language", url=line.shown, code=code) from error
            if not tool.matches(trial, ""):
                raise ProofreadingFailedError("finds-nothing", code=code)
    finally:
        server.close()


def _mark(copy: Path, version: str) -> None:
    files = {path.relative_to(copy).as_posix(): path.stat().st_size for path in sorted(copy.rglob("*.jar"))}
    text = json.dumps({"version": version, "files": files}, indent=1)
    (copy / MARKER).write_text(text, encoding="utf-8")


def missing_files(copy: Installation) -> Sequence[str]:
    """What a copy of ours had when it was set up and has no more; nothing is known of other copies."""
    try:
        files: Any = json.loads((copy.folder / MARKER).read_text(encoding="utf-8"))["files"]
        return [name for name, size in files.items() if not _has(copy.folder / name, size)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ()


def _has(path: Path, size: object) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _put_in_place(copy: Path, place: Path, version: str) -> Installation:
    old = Path(tempfile.mkdtemp(prefix=".old-", dir=place.parent))
    try:
        if place.exists():
            place.replace(old / place.name)
        try:
            copy.replace(place)
        except OSError:
            if (old / place.name).exists():
                (old / place.name).replace(place)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
    if sys.platform != "win32":
        with suppress(OSError):
            place.chmod(0o755)
    return Installation(place, version)
