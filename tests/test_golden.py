"""Whole reports of an issue with planted defects, as people see them; renewed with `--renew-golden`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import brief

GOLDEN = Path(__file__).parent / "golden"
ISSUE = "tests/newsletters/house/broken/2022-04-12.md"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form, ending", [("full", "txt"), ("grouped", "txt"), ("markdown", "md")])
def test_the_report_is_as_it_was(
    root: Path, request: pytest.FixtureRequest, form: str, ending: str, lang: str
) -> None:
    arguments = ("lint", "--stage", "publish", "--format", form, "--lang", lang, "--no-baseline", ISSUE)
    result = brief(root, *arguments, COLUMNS="100")
    assert (result.status, result.err) == (1, "")
    file = GOLDEN / f"2022-04-12.{form}.{lang}.{ending}"
    if request.config.getoption("--renew-golden"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(result.out.encode())
    assert result.out == file.read_text(encoding="utf-8"), "look at it, then: pytest --renew-golden"
