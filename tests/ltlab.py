"""A laboratory of what goes wrong with LanguageTool: fake Javas on the PATH, and a server that misbehaves.

Run as a script it prints, for each failure, what an editor sees: ``python tests/ltlab.py``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[1]

SLIP = "错字"
"""What the server of the laboratory objects to."""

ISSUE = f"""# 短讯 (2022-03-01)：甲/乙

这里有一处{SLIP}，\U0001f600别处也有{SLIP}。

What stands here is all in English.
"""
BEHAVIOURS = frozenset(
    "ok 413 413-long 429 500 html no-matches odd-match slow drip dies".split()
    + "redirect no-chinese cut huge trial".split()
)


class Handler(BaseHTTPRequestHandler):
    """Answers as LanguageTool does, or as the behaviour has it."""

    behaviour = "ok"
    asked: list[dict[str, str]]
    version = "6.8"
    sign = ""

    def do_GET(self) -> None:
        if self.path == "/v2/healthcheck":
            self._send(200, b"OK")
        elif self.path == "/v2/info":
            self._send(200, json.dumps({"software": {"version": self.version}}).encode())
        elif self.path == "/v2/languages":
            codes = ["en", "en-US"] if self.behaviour == "no-chinese" else ["zh", "zh-CN", "en", "en-US"]
            self._send(200, json.dumps([{"code": one, "longCode": one} for one in codes]).encode())
        else:
            self._send(404, b"Error: no such page")

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        values = {name: found[0] for name, found in parse_qs(self.rfile.read(size).decode()).items()}
        self.asked.append(values)
        getattr(self, "_as_" + self.behaviour.replace("-", "_"), self._as_status)(values["text"])

    def _as_ok(self, text: str) -> None:
        self._send(200, json.dumps(answer(text, self.version)).encode())

    def _as_trial(self, text: str) -> None:
        """Object to the beginning of any text."""
        found = answer(SLIP, self.version)
        found["matches"][0]["context"]["text"] = text
        self._send(200, json.dumps(found).encode())

    def _as_status(self, _text: str) -> None:
        self._send(int(self.behaviour), b"Error: as the laboratory wants it\nmore")

    def _as_413_long(self, text: str) -> None:
        if len(text) > 30:
            self._send(413, b"Error: Your text exceeds the limit of 30 characters")
        else:
            self._as_ok(text)

    def _as_html(self, _text: str) -> None:
        self._send(200, b"<html>Welcome to the hotel</html>")

    def _as_no_matches(self, _text: str) -> None:
        self._send(200, b'{"software": {"version": "6.8"}}')

    def _as_odd_match(self, _text: str) -> None:
        self._send(200, b'{"software": {"version": "6.8"}, "matches": [{"offset": "x"}]}')

    def _as_slow(self, _text: str) -> None:
        time.sleep(30)

    def _as_drip(self, _text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            for _ in range(200):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return

    def _as_dies(self, _text: str) -> None:
        if threading.main_thread().name == "fake-java":
            os._exit(1)
        self.connection.shutdown(socket.SHUT_RDWR)

    def _as_redirect(self, _text: str) -> None:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _as_cut(self, _text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"matches": [')
        self.close_connection = True

    def _as_huge(self, _text: str) -> None:
        self._send(200, b"[" * 3_000_000)

    def _as_no_chinese(self, text: str) -> None:
        self._as_ok(text)

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if self.sign:
            self.send_header("Access-Control-Allow-Origin", self.sign)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


def answer(text: str, version: str) -> dict[str, Any]:
    """What LanguageTool would say of slips, in its form; offsets count UTF-16 units."""
    matches = []
    at = text.find(SLIP)
    while at >= 0:
        offset = len(text[:at].encode("utf-16-le")) // 2
        matches.append(
            {
                "message": "这里写错了。",
                "replacements": [{"value": "对字"}],
                "offset": offset,
                "length": len(SLIP),
                "context": {"text": text, "offset": offset, "length": len(SLIP)},
                "sentence": text,
                "rule": {
                    "id": "SLIP",
                    "subId": "1",
                    "issueType": "misspelling",
                    "category": {"id": "CAT1", "name": "x"},
                },
            }
        )
        at = text.find(SLIP, at + 1)
    return {"software": {"name": "LanguageTool", "version": version}, "matches": matches}


class Lab(NamedTuple):
    """A server in this process: its address, and what it was asked."""

    url: str
    asked: list[dict[str, str]]
    kind: type[Handler]


@contextmanager
def serving(behaviour: str = "ok", version: str = "6.8") -> Iterator[Lab]:
    """A server on a loopback port."""
    asked: list[dict[str, str]] = []
    kind = type("Behaving", (Handler,), {"behaviour": behaviour, "asked": asked, "version": version})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Lab(f"http://127.0.0.1:{server.server_address[1]}/", asked, kind)
    finally:
        server.shutdown()
        server.server_close()


def hope_for(patch: pytest.MonkeyPatch, lab: Lab) -> None:
    """Have a server of ours take the port of another for free, when it is first started."""
    from editor_tools.languagetool import server

    free = server._free_port
    hopes = [int(lab.url.rstrip("/").rpartition(":")[2])]
    patch.setattr(server, "_free_port", lambda: hopes.pop() if hopes else free())


VERSION_17 = 'openjdk version "17.0.1" 2021-10-19'
JAVAS: Mapping[str, str] = {
    "old": """
        if [ "$1" = -version ]; then echo 'openjdk version "11.0.2" 2019-01-15' >&2; exit 0; fi
        echo 'Error: java.lang.UnsupportedClassVersionError: class file version 61.0' >&2; exit 1""",
    "ancient": """
        if [ "$1" = -version ]; then echo 'java version "1.8.0_292"' >&2; exit 0; fi
        exit 1""",
    "odd": "echo 'Unable to locate a Java Runtime.'; exit 0",
    "failing": "exit 127",
    "crashing": f"""
        if [ "$1" = -version ]; then echo '{VERSION_17}' >&2; exit 0; fi
        echo 'Error: Could not find or load main class org.languagetool.server.HTTPServer' >&2; exit 1""",
    "hanging": f"""
        if [ "$1" = -version ]; then echo '{VERSION_17}' >&2; exit 0; fi
        idle & idle""",
    "mute": "idle",
}
"""Scripts that stand for ``java``, by what is wrong with them."""

IDLE = f"""idle() {{ {sys.executable} -IS -c 'import time; time.sleep(987)' "$0"; }}"""
"""What such a script may do: nothing, for long, in a process that names the script, and so whose it is."""


def java(folder: Path, body: str) -> Path:
    """Write a ``java`` into ``folder``, with what such scripts need beside it; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "java"
    script.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{IDLE}\n{body}\n", encoding="utf-8")
    script.chmod(0o755)
    return folder


def serving_java(behaviour: str) -> str:
    """The body of a ``java`` that serves."""
    return f"""
        if [ "$1" = -version ]; then echo '{VERSION_17}' >&2; exit 0; fi
        for last; do [ "$before" = --allow-origin ] && sign=$last; before=$last; done
        exec {sys.executable} {Path(__file__)} --serve "$last" {behaviour} "$sign" "$0\""""


def processes(folder: Path, part: str = "") -> list[str]:
    """The command lines with ``part`` that name a place in the folder: of keepers, Javas, and their children.

    Whatever else runs on this machine, other tests of ours among it, is not looked at.
    """
    listed = subprocess.run(
        ["/bin/ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listed.splitlines() if f"{folder}{os.sep}" in line and part in line]


def until_none(folder: Path, part: str = "", patience: float = 60.0) -> None:
    """Wait until all such processes have ended: what is killed is still listed for a moment."""
    deadline = time.monotonic() + patience
    while left := processes(folder, part):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


@contextmanager
def nobody() -> Iterator[int]:
    """A port of 127.0.0.1 that refuses: bound and not listening, so that nobody else gets it meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def copy_of_languagetool(folder: Path) -> Path:
    """A folder that looks like a copy of LanguageTool."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "languagetool-server.jar").write_bytes(b"")
    return folder


class Case(NamedTuple):
    """A failure: what is wrong, with Java or with a server named by ``--server``, and what must be said."""

    name: str
    said: str
    java: str = ""
    server: str = ""
    limit: str = "10"
    is_set_up: bool = True


CASES = (
    Case("LanguageTool not set up", "is not set up; run brief prose setup", is_set_up=False),
    Case("no Java", "no Java was found; install Java 17", java="none"),
    Case("Java 11", "is Java 11, too old; install Java 17", java="old"),
    Case("Java 8", "is Java 8, too old", java="ancient"),
    Case("odd java -version", "does not say a version (Unable to locate a Java Runtime.)", java="odd"),
    Case("java fails at once", "does not say a version", java="failing"),
    Case(
        "crashing jar", "ended at once (status 1: Error: Could not find or load main class", java="crashing"
    ),
    Case("hanging JVM", "was not ready within 2 s", java="hanging", limit="2"),
    Case("hanging JVM, hardly waited for", "was not ready within 0.4 s", java="hanging", limit="0.4"),
    Case("JVM hangs, even for its version", "was not ready within 2 s", java="mute", limit="2"),
    Case("server dies while asked", "ended while it was asked", java="serve:dies"),
    Case("server of ours answers 500", "answered 500 (Error: as the laboratory wants it)", java="serve:500"),
    Case("server does not answer in time", "did not answer within 8 s", java="serve:slow", limit="8"),
    Case("server drips", "did not answer within 2 s", server="drip", limit="2"),
    Case("dead server", "cannot be reached (Connection refused)", server="none"),
    Case("unknown host, offline", "BRIEF_OFFLINE is set", server="http://no-such-host.invalid:1/"),
    Case("no address", "is no address of a server", server="http:///"),
    Case("another machine, offline", "BRIEF_OFFLINE is set", server="https://192.0.2.1/"),
    Case("413", "takes no text of this length (413", server="413"),
    Case("429", "answers no more questions for now (429)", server="429"),
    Case("500", "answered 500 (Error: as the laboratory wants it)", server="500"),
    Case("redirect", "answered 302", server="redirect"),
    Case("answer is a web page", "does not answer as LanguageTool does (<html>", server="html"),
    Case("answer without matches", "does not answer as LanguageTool does", server="no-matches"),
    Case("match without a place", "does not answer as LanguageTool does", server="odd-match"),
    Case("answer cut short", "cannot be reached", server="cut"),
    Case("endless nesting", "does not answer as LanguageTool does", server="huge"),
    Case("server without Chinese", "does not know the language zh-CN", server="no-chinese"),
)


class Saw(NamedTuple):
    """What a command left behind, and how long it took."""

    status: int
    out: str
    err: str
    seconds: float


def environment(folder: Path, case: Case | None = None) -> dict[str, str]:
    """The environment of a command in the laboratory: nothing of the user's, and the Java of the case."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "BRIEF_", "LTP_"))
    }
    kept.pop("JAVA_HOME", None)
    for name in ("cache", "run", "data", "home"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    ours = {
        "BRIEF_CACHE_DIR": str(folder / "cache"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "XDG_DATA_HOME": str(folder / "data"),
        "HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "BRIEF_TODAY": "2022-03-10",
        "BRIEF_OFFLINE": "1",
    }
    if case is not None:
        ours["PATH"] = str(folder / "bin")
        (folder / "bin").mkdir(exist_ok=True)
        if case.java and case.java != "none":
            body = serving_java(case.java[6:]) if case.java.startswith("serve:") else JAVAS[case.java]
            java(folder / "bin", body)
        if case.is_set_up:
            ours["BRIEF_LT_HOME"] = str(copy_of_languagetool(folder / "LanguageTool-6.8"))
    return kept | ours


def run(folder: Path, *arguments: str, environment: Mapping[str, str], text: str = ISSUE) -> Saw:
    """Run ``brief`` on one issue."""
    issue = folder / "issues" / "2022-03-01.md"
    issue.parent.mkdir(exist_ok=True)
    issue.write_text(text, encoding="utf-8")
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "editor_tools", *arguments],
        cwd=folder,
        capture_output=True,
        env=dict(environment),
        check=False,
        timeout=120,
        stdin=subprocess.DEVNULL,
    )
    taken = time.monotonic() - begun
    return Saw(done.returncode, done.stdout.decode(), done.stderr.decode(), taken)


@contextmanager
def address(case: Case) -> Iterator[str]:
    """The address that the case has for ``--server``; empty where it names none."""
    if case.server in BEHAVIOURS:
        with serving(case.server) as lab:
            yield lab.url
    elif case.server == "none":
        with nobody() as port:
            yield f"http://127.0.0.1:{port}/"
    else:
        yield case.server


def met(case: Case, folder: Path, *more: str, select: str = "prose") -> Saw:
    """What an editor sees who meets the failure."""
    with address(case) as url:
        named = ["--server", url] if url else []
        arguments = ["lint", "--select", select, "--prose-limit", case.limit, *named, *more]
        return run(folder, *arguments, "issues/2022-03-01.md", environment=environment(folder, case))


def _table() -> None:
    say = sys.stdout.write
    say("| failure | seconds | exit: auto, required | what the editor saw |\n|---|---|---|---|\n")
    for case in CASES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            saw = met(case, Path(name), "--prose", "auto")
            required = met(case, Path(name), "--prose", "required")
            lines = [one for one in saw.err.splitlines() if "Prose not checked" in one]
            line = (lines or [saw.err.strip()])[0].replace(name, "…")
            say(f"| {case.name} | {saw.seconds:.1f} | {saw.status}, {required.status} | {line} |\n")
            sys.stdout.flush()


def _serve(port: int, behaviour: str, sign: str) -> None:
    threading.main_thread().name = "fake-java"
    kind = type("Behaving", (Handler,), {"behaviour": behaviour, "asked": [], "sign": sign})
    ThreadingHTTPServer(("127.0.0.1", port), kind).serve_forever()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        _serve(int(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        _table()
