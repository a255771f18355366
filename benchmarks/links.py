"""Measure asking for many links: ours, a bare asyncio client as the floor, link checkers that are here.

    python benchmarks/links.py          # 2,000 links on 20 hosts, and 980 in the shape of the issues
    python benchmarks/links.py --links 200 --shaped 0 --runs 1

A server in a process of its own answers on 127.0.0.x over TLS, each answer 50 ms late. Every client is a
process of its own; wall-clock time and peak memory are the process's. Compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
HOSTS = 20
DELAY = 0.05
PAGE = (
    b"<!doctype html><html><head><title>A page of the benchmark</title></head><body><h1 id=a>A page</h1>"
    + b"<p>Some words of an article about a small chip. </p>" * 80
    + b"</body></html>"
)


class Task(NamedTuple):
    """Links to ask for, and what they are called in the table."""

    name: str
    links: list[str]


class Took(NamedTuple):
    """Seconds of a run, its peak memory in MiB, and how many links it found alive."""

    seconds: float
    memory: float
    alive: int


def even(count: int, port: int) -> Task:
    """As many links on each host."""
    links = [f"https://127.0.1.{number % HOSTS + 1}:{port}/page/{number}" for number in range(count)]
    return Task(f"{count} links on {HOSTS} hosts", links)


def shaped(count: int, port: int) -> Task:
    """The links of the issues: 40 % on one host, 32 % on another, the rest on ninety."""
    links = []
    for number in range(count):
        part = number % 100
        host = "127.0.2.1" if part < 40 else "127.0.2.2" if part < 72 else f"127.0.3.{number % 89 + 1}"
        links.append(f"https://{host}:{port}/page/{number}")
    return Task(f"{count} links as in the issues", links)


# The server.


async def _serve(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(
        PAGE
    )

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(DELAY)
                writer.write(head if request.startswith(b"HEAD") else head + PAGE)
                await writer.drain()
                if b"\r\nconnection: close\r\n" in request.lower():
                    writer.close()
                    break
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, ssl=context, backlog=1000)  # noqa: S104 - all of 127/8
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def _certify(folder: Path) -> None:
    import trustme

    authority = trustme.CA()
    hosts = [f"127.0.{block}.{number}" for block in (1, 2, 3) for number in range(1, 100)]
    certificate = authority.issue_cert(*hosts)
    certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))


# The clients; each is run as `python benchmarks/links.py --client NAME FILE`.


async def _bare(links: Sequence[str]) -> int:
    """What asyncio itself can do: connections kept open, answers read and counted, nothing judged."""
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    by_host: dict[tuple[str, int], list[str]] = {}
    for link in links:
        host, _, rest = link.removeprefix("https://").partition("/")
        name, _, port = host.partition(":")
        by_host.setdefault((name, int(port)), []).append(f"/{rest}")
    alive = 0

    async def work(host: str, port: int, paths: list[str]) -> None:
        nonlocal alive
        reader, writer = await asyncio.open_connection(host, port, ssl=context)
        while paths:
            path = paths.pop()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: */*\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            alive += head.startswith(b"HTTP/1.1 200")
        writer.close()

    total = len(by_host)
    per_host = 6 if total == HOSTS else 32
    workers = [
        work(host, port, paths)
        for (host, port), paths in by_host.items()
        for _ in range(min(per_host, len(paths)))
    ]
    await asyncio.gather(*workers)
    return alive


def _native(links: Sequence[str]) -> int:
    sys.path.insert(0, str(ROOT))
    from editor_tools.rulebook import Shipped
    from editor_tools.web.probing import probe
    from editor_tools.web.settings import Settings, reach_of

    shipped = Shipped()
    settings = Settings(
        shipped.part("sites"), shipped.part("data")["url-identity"], reach_of(["127.0.0.0/8"]), pacing=False
    )
    verdicts = probe(links, settings).verdicts.values()
    return sum(verdict.state == "alive" for verdict in verdicts)


def _client(name: str, file: Path) -> int:
    links = file.read_text().split()
    alive = asyncio.run(_bare(links)) if name == "bare" else _native(links)
    sys.stdout.write(f"{alive}\n")
    return 0


# Measuring.


_COUNTS = (re.compile(r"(\d+) OK\b"), re.compile(r"(\d+) links in"), re.compile(r"(\d+)\s*\Z"))
"""How lychee, linkchecker (its errors and the page of links counted in) and ours say how many are alive."""


def _peers() -> Mapping[str, list[str]]:
    """Commands of the link checkers that are here; `FILE` stands for the list of links."""
    found: dict[str, list[str]] = {}
    if lychee := shutil.which("lychee"):
        found["lychee"] = [lychee, "--no-progress", "FILE"]
    if linkchecker := shutil.which("linkchecker"):
        options = ["--no-robots", "--check-extern", "--recursion-level=1", "--no-status"]
        found["linkchecker"] = [linkchecker, "--config=CONFIG", *options, "PAGE"]
    return found


def _run(command: Sequence[str], environment: Mapping[str, str], timeout: float) -> Took | None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return None
    seconds = time.perf_counter() - began
    memory = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    said = done.stdout.decode("utf-8", "replace")
    counts = [int(match[1]) for match in (form.search(said) for form in _COUNTS) if match]
    errors = re.search(r"(\d+) errors? found", said)
    return Took(seconds, memory, counts[0] - 1 - int(errors[1]) if errors else counts[0] if counts else -1)


def _timed(command: Sequence[str], environment: Mapping[str, str], timeout: float) -> Took | None:
    """As `_run`, from a process of its own, so that its memory is no other child's."""
    code = "import json, links, sys; print(json.dumps(links._run(*json.loads(sys.argv[1]))))"
    call = json.dumps([list(command), dict(environment), timeout])
    done = subprocess.run(
        [sys.executable, "-c", code, call],
        cwd=ROOT / "benchmarks",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return Took(*found) if found else None


def measure(task: Task, folder: Path, runs: int, timeout: float) -> dict[str, Took]:
    """Each client's median run; clients take turns, so that a busy minute touches all alike."""
    file = folder / "links.txt"
    file.write_text("\n".join(task.links) + "\n")
    page = folder / "links.html"
    page.write_text("".join(f'<a href="{link}">link</a>\n' for link in task.links))
    config = folder / "linkcheckerrc"
    config.write_text(f"[checking]\nsslverify={folder / 'authority.pem'}\n")
    environment = {**os.environ, "SSL_CERT_FILE": str(folder / "authority.pem"), "BRIEF_OFFLINE": "1"}
    environment |= {"REQUESTS_CA_BUNDLE": environment["SSL_CERT_FILE"]}
    here = [sys.executable, str(Path(__file__).resolve()), "--client"]
    commands = {"bare asyncio": [*here, "bare", str(file)], "brief": [*here, "native", str(file)]}
    for name, command in _peers().items():
        commands[name] = [
            {"FILE": str(file), "PAGE": str(page), "--config=CONFIG": f"--config={config}"}.get(word, word)
            for word in command
        ]
    took: dict[str, list[Took]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            if (found := _timed(command, environment, timeout)) is not None:
                took[name].append(found)
    return {
        name: Took(
            statistics.median(run.seconds for run in found),
            max(run.memory for run in found),
            found[0].alive,
        )
        for name, found in took.items()
        if found
    }


def _table(task: Task, took: Mapping[str, Took]) -> str:
    floor = took["bare asyncio"].seconds
    lines = [f"{task.name}, {DELAY * 1000:.0f} ms each", "", "| client | seconds | × bare | MiB | alive |"]
    lines.append("|---|---:|---:|---:|---:|")
    for name, one in took.items():
        alive = one.alive if one.alive >= 0 else ""
        lines.append(
            f"| {name} | {one.seconds:.2f} | {one.seconds / floor:.2f} | {one.memory:.0f} | {alive} |"
        )
    return "\n".join([*lines, ""])


def main() -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--shaped", type=int, default=980)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=300)
    parser.add_argument("--client", nargs=2, metavar=("NAME", "FILE"))
    parser.add_argument("--serve", type=Path)
    chosen = parser.parse_args()
    if chosen.serve:
        asyncio.run(_serve(chosen.serve))
        return 0
    if chosen.client:
        return _client(chosen.client[0], Path(chosen.client[1]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # linkchecker reads as nobody when it is started by root
        _certify(folder)
        command = [sys.executable, str(Path(__file__).resolve()), "--serve", name]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            for task in (even(chosen.links, port), shaped(chosen.shaped, port)):
                if task.links:
                    print(_table(task, measure(task, folder, chosen.runs, chosen.timeout)))
        finally:
            server.terminate()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
