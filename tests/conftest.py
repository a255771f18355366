"""What every test stands on: no network, no clock, a cache of its own, and the real texts where they are."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("BRIEF_CORPUS", ROOT.parent / "shared" / "corpus"))

LANGUAGETOOL = Path(os.environ["BRIEF_TEST_LT"]) if os.environ.get("BRIEF_TEST_LT") else None
"""A copy of LanguageTool (or the folder around it) for the tests that start a real server."""
NEEDS_LANGUAGETOOL = bool(os.environ.get("BRIEF_TEST_LT_REQUIRED"))

for variable in [name for name in os.environ if name.startswith("BRIEF_")]:
    if not variable.startswith(("BRIEF_TEST_", "BRIEF_CORPUS")):
        del os.environ[variable]  # what the user of this machine prefers
for variable in ("DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "OBJECT_DIRECTORY", "COMMON_DIR"):
    os.environ.pop(f"GIT_{variable}", None)  # of the repository of a hook that runs us
for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
    os.environ.pop(variable, None)
os.environ["LANG"] = "C.UTF-8"
os.environ["BRIEF_OFFLINE"] = "1"
os.environ["BRIEF_PROSE"] = "off"  # the tests of proofreading say what they want

# `ci` finds the same examples every time; `dev` looks further with each run. Neither judges speed here:
# a deadline fails on a busy machine, and time is measured by tests made for it.
BUSY = [HealthCheck.too_slow]
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True, suppress_health_check=BUSY)
settings.register_profile("dev", deadline=None, suppress_health_check=BUSY)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> object:
    """Compiled rules of a test run go to a folder of that run, not into the user's cache."""
    with tempfile.TemporaryDirectory(prefix="brief-cache-", ignore_cleanup_errors=True) as folder:
        for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "BRIEF_CACHE_DIR"):
            os.environ[variable] = folder
        yield folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real texts; a test that asks for it is skipped where there is none."""
    if not CORPUS.is_dir():
        pytest.skip("no corpus: tests on real texts need ../shared/corpus (or BRIEF_CORPUS)")
    return CORPUS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for ``corpus_file`` once for each real Markdown text."""
    if "corpus_file" not in metafunc.fixturenames:
        return
    files = sorted(CORPUS.glob("*/*.md")) if CORPUS.is_dir() else []
    names = [file.relative_to(CORPUS).as_posix() for file in files]
    if files:
        metafunc.parametrize("corpus_file", files, ids=names)
    else:
        skip = pytest.mark.skip(reason="no corpus: needs ../shared/corpus (or BRIEF_CORPUS)")
        metafunc.parametrize("corpus_file", [pytest.param(CORPUS, marks=skip, id="no-corpus")])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a real LanguageTool where there is none; fail where there must be one."""
    if LANGUAGETOOL is not None:
        return
    if NEEDS_LANGUAGETOOL:
        raise pytest.UsageError("BRIEF_TEST_LT_REQUIRED is set, but BRIEF_TEST_LT names no LanguageTool")
    skip = pytest.mark.skip(reason="no LanguageTool: needs Java 17 and BRIEF_TEST_LT, the folder of a copy")
    for item in items:
        if item.get_closest_marker("languagetool") is not None:
            item.add_marker(skip)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the real texts, or a real LanguageTool, were not there."""
    if LANGUAGETOOL is None:
        terminalreporter.section("NO LANGUAGETOOL", sep="!")
        terminalreporter.line("The tests against a real server did not run: set BRIEF_TEST_LT; see .ci/run.")
    if not CORPUS.is_dir():
        terminalreporter.section("NO CORPUS", sep="!")
        terminalreporter.line("The tests on real texts did not run: ../shared/corpus is missing.")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew-golden` writes the reports of `tests/golden/` anew; review them as a diff."""
    parser.addoption("--renew-golden", action="store_true", help="write the golden files anew")
