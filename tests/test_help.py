"""What `--help` says: of every command and option, in both languages, laid out for a terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from editor_tools import wording
from editor_tools.cli.main import answer
from editor_tools.cli.parts import translating
from editor_tools.cli.parts.program import program
from editor_tools.source import display_width
from tests.terminal import brief


def commands(group: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            below = group.get_command(context, name)
            assert below is not None
            yield from commands(below, *path, name)


def said() -> dict[str, str]:
    """Each text, and where it is said first."""
    found: dict[str, str] = {}
    program.speak(wording.load("en"))  # another test may have had it speak Chinese
    for path, command in commands(program):
        found.setdefault(translating.plain(command.help or ""), " ".join(path))
        for option in command.get_params(click.Context(command, help_option_names=list(translating.HELP))):
            if isinstance(option, click.Option):
                found.setdefault(translating.plain(option.help or ""), " ".join((*path, option.opts[-1])))
    return found


def test_every_command_and_option_says_what_it_is_for_in_both_languages() -> None:
    english, chinese = said(), translating.texts()
    assert {place: text for text, place in english.items() if not text} == {}
    missing = {place: text for text, place in english.items() if text not in chinese}
    assert missing == {}, "say it in Chinese too, in editor_tools/wording/help.json"
    assert chinese.keys() - english.keys() == set(), "nothing says that: take it out of help.json"


def test_both_languages_name_the_same_things() -> None:
    named = re.compile(r"--[a-z-]+|[A-Z]+_[A-Z_]+|\b[a-z]+\.(?:yaml|severity)|\d{4}-\d\d(?:-\d\d)?|`[^`]+`")
    for english, chinese in translating.texts().items():
        assert sorted(named.findall(english)) == sorted(named.findall(chinese)), english
        assert not re.search("[\u4e00-\u9fff]", english)
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert not re.search("[\u4e00-\u9fff][,;:.!?(]", chinese), "half-width marks behind Chinese"


PATHS = [path for path, _ in commands(program)]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_given_in_chinese_and_fits(tmp_path: Path, path: tuple[str, ...]) -> None:
    result = brief(tmp_path, *path, "-h", BRIEF_LANG="zh", COLUMNS="80")
    assert (result.status, result.err, result.lines[0].startswith("用法：brief")) == (0, "", True)
    assert "显示这份帮助并退出。" in result.out
    assert "-h, --help" in result.out
    for line in result.lines:
        assert display_width(line) <= 80
        assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", line.replace("brief prose", "")), line


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_in_english_fits_too(tmp_path: Path, path: tuple[str, ...]) -> None:
    result = brief(tmp_path, *path, "--help", COLUMNS="80")
    assert (result.status, result.lines[0].startswith("Usage: brief")) == (0, True)
    assert [line for line in result.lines if display_width(line) > 80] == []


GROUPS = [path for path, command in commands(program) if isinstance(command, click.Group)]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_the_language_can_stand_before_each_command(tmp_path: Path, path: tuple[str, ...]) -> None:
    whole = brief(tmp_path, *path, "--help", BRIEF_LANG="zh")
    for at in range(len(path) + 1):
        if path[:at] in GROUPS or at == len(path):
            for option in (["--lang", "zh"], ["--lang=zh"]):
                result = brief(tmp_path, *path[:at], *option, *path[at:], "--help")
                assert (result.status, result.out) == (0, whole.out), (path[:at], option)


def test_the_language_before_a_command_goes_for_all_that_it_says(tmp_path: Path) -> None:
    bare = brief(tmp_path, "--lang", "zh")
    assert (bare.status, bare.out, bare.err.startswith("用法：brief [选项] 命令")) == (2, "", True)
    group = brief(tmp_path, "cache", "--lang=zh")
    assert (group.status, group.err.startswith("用法：brief cache [选项] 命令")) == (2, True)
    assert "没有这个文件或文件夹" in brief(tmp_path, "--lang", "zh", "lint", "no.md").err
    assert "no such file" in brief(tmp_path, "--lang", "zh", "lint", "no.md", "--lang", "en").err
    assert "no such file" in brief(tmp_path, "--lang", "en", "lint", "no.md", BRIEF_LANG="zh").err
    assert "意外的标记" in brief(tmp_path, "rules", "--lang", "zh").out
    assert "没有这个文件或文件夹" in brief(tmp_path, "rules", "--lang", "zh", "test", "no").err
    wrong = brief(tmp_path, "--lang", "zh", "lint", "--nonsense")
    assert wrong.err.startswith("brief lint：没有选项 --nonsense。")
    assert brief(tmp_path, "--lang", "fr", "--help").err.startswith("brief: --lang 'fr'. Use one of: en, zh.")


def test_help_is_english_elsewhere_and_the_option_counts(tmp_path: Path) -> None:
    assert brief(tmp_path, "lint", "--help").lines[0] == "Usage: brief lint [OPTIONS] [PATHS]..."
    assert brief(tmp_path, "lint", "--help", "--lang", "zh").lines[0] == "用法：brief lint [选项] [PATHS]..."
    assert brief(tmp_path, "lint", "--lang=en", "--help", BRIEF_LANG="zh").lines[0].startswith("Usage: ")
    assert brief(tmp_path, BRIEF_LANG="zh").err.startswith("用法：brief [选项] 命令 [参数]...")


def test_one_process_may_be_asked_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    def said_to(*arguments: str) -> str:
        assert answer(list(arguments)) == 0
        return capsys.readouterr().out

    language = os.environ.get("BRIEF_LANG")
    english = said_to("lint", "--help", "--lang", "en"), said_to("--lang", "en", "--help")
    chinese = said_to("lint", "--help", "--lang", "zh"), said_to("--lang", "zh", "--help")
    assert not set(english) & set(chinese)
    assert (said_to("lint", "--help", "--lang", "en"), said_to("--lang", "en", "--help")) == english
    assert (said_to("--lang", "zh", "lint", "--help"), said_to("--help", "--lang", "zh")) == chinese
    assert os.environ.get("BRIEF_LANG") == language
