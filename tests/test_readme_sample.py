"""What the READMEs show of a run is what a run says. Renew with `python -m tests.test_readme_sample`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from editor_tools.cli.main import program

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "tests/newsletters/house/broken"
FILE = "2022-04-12.md"
PAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
SAMPLE = re.compile(r"(?<=<!-- sample:start -->\n).*?(?=<!-- sample:end -->)", re.DOTALL)


def sample(language: str) -> str:
    """The command and all it prints, as a Markdown block."""
    arguments = ["lint", "--lang", language, "--stage", "publish", "--format", "concise", FILE]
    result = CliRunner().invoke(program, arguments)
    assert result.exception is None, result.output
    return f"```console\n$ cd {FOLDER}\n$ brief lint --stage publish {FILE}\n{result.stdout}```\n"


@pytest.mark.parametrize("page", PAGES)
def test_the_sample_is_what_a_run_says(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / FOLDER)
    found = SAMPLE.search((ROOT / page).read_text(encoding="utf-8"))
    assert found is not None
    assert found.group() == sample(PAGES[page]), "Renew it with `python -m tests.test_readme_sample`."


if __name__ == "__main__":
    import os

    os.chdir(ROOT / FOLDER)
    for page, language in PAGES.items():
        text = (ROOT / page).read_text(encoding="utf-8")
        before, after = SAMPLE.split(text)
        (ROOT / page).write_text(before + sample(language) + after, encoding="utf-8")
