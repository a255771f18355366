"""The words of the interface: complete in both languages, and filled by name only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor_tools import wording
from editor_tools.rule import LANGUAGES
from tests.terminal import CLEAN, brief, put

HOLE = re.compile(r"\{([a-z_]+)\}")


def keys(language: str) -> dict[str, str]:
    import json

    file = Path(wording.__file__).with_suffix("") / f"{language}.json"
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_all_languages_have_the_same_keys_in_the_same_order() -> None:
    first, *others = (list(keys(language)) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_a_text_names_the_same_facts_in_every_language() -> None:
    first, *others = (keys(language) for language in LANGUAGES)
    for other in others:
        for key, text in first.items():
            if not key.endswith(".one"):
                assert set(HOLE.findall(text)) == set(HOLE.findall(other[key])), key


def test_every_key_in_the_code_exists_and_every_text_is_used() -> None:
    package = Path(wording.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(package.rglob("*.py")))
    written = {key for match in re.finditer(r"\"([a-z]+(?:[.-][a-z-]+)*)\"", code) for key in [match[1]]}
    families = {match[1] for match in re.finditer(r"f\"([a-z]+)\.\{", code)}
    unused = [
        key
        for key in keys("en")
        if key not in written
        and key.rsplit(".", 1)[0] not in written
        and key.split(".", 1)[0] not in families | {"error", "warning", "info"}
    ]
    assert unused == []


def test_holes_are_filled_by_name_and_by_nothing_else() -> None:
    words = wording.Words("en", {"a": "{x} {y} {x.real}"})
    assert words("a", x="{y}") == "{y} {y} {x.real}"


def test_names_in_a_row_are_joined_as_each_language_does() -> None:
    from editor_tools.engine import render
    from editor_tools.said import in_language, several

    names = several(["a", "b", "c"])
    assert (names, in_language(names, "zh")) == ("a, b, c", "a\u3001b\u3001c")
    assert render("{x}.", {"x": names}, "en") == "a, b, c."
    assert render("{x}", {"x": names}, "zh") == "a\u3001b\u3001c"


@pytest.mark.parametrize(
    "arguments, config",
    [
        (("lint", "--format", "xx"), ""),
        (("lint", "--select", "link-dead,link-moved"), ""),
        (("lint", "--select", "lnk-dead"), ""),
        (("explain", "links"), ""),
        (("nothing",), ""),
        (("lint",), "rulez: 1\n"),
        (("lint",), "rules: {text: loud}\n"),
        (("lint",), "rules: {spelling: {allowed: x}}\n"),
        (("lint", "--select", "suppression-unused"), ""),
        (("check", "--offline", "--prose", "off", "--select", "hard-break"), ""),
    ],
)
def test_chinese_puts_its_own_mark_between_names(
    tmp_path: Path, arguments: tuple[str, ...], config: str
) -> None:
    put(tmp_path, "brief.yaml", config)
    put(tmp_path, "issues/2022-03-01.md", f"{CLEAN}\n一句。<!-- brief: alow terms: x -->\n")
    result = brief(tmp_path, *arguments, "--lang", "zh")
    assert "\u3001" in result.out + result.err
    assert not re.search("[a-z], [a-z]", result.out + result.err)


def test_one_and_many() -> None:
    words = wording.load("en")
    assert [words.count("error", number) for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]


@pytest.mark.parametrize(
    "wishes, locale, language",
    [
        (["zh", "en"], "en_US.UTF-8", "zh"),
        ([None, "", "ZH-Hans"], "en_US.UTF-8", "zh"),
        (["fr", None], "zh_CN.UTF-8", "zh"),
        ([None], "C.UTF-8", "en"),
        ([None], None, "en"),
    ],
)
def test_the_first_wish_that_we_speak_wins(
    wishes: list[str | None], locale: str | None, language: str
) -> None:
    assert wording.choose(wishes, locale) == language


def test_words_pass_between_processes() -> None:
    import pickle

    words = pickle.loads(pickle.dumps(wording.load("zh")))  # noqa: S301 - our own bytes
    assert words("separator") == wording.load("zh")("separator")
