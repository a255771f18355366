"""How a misused command line is told: one line, in the language of the run, and none of click's own words."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from editor_tools.cli.parts.program import program
from editor_tools.cli.parts.usage import usage_line
from editor_tools.wording import load
from tests.terminal import FAULTY, brief, environment, put

Path = tuple[str, ...]


def commands(
    command: click.Command, path: Path, above: click.Context | None
) -> Iterator[tuple[Path, click.Command]]:
    """Yield each command, the groups too, with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, parent=above, info_name=path[-1] if path else "brief")
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name), context)


def misuses(command: click.Command) -> Iterator[list[str]]:
    """Yield what no command line may hold behind the name of a command."""
    yield ["--nonsense"]
    yield ["-Z"]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    if isinstance(command, click.Group):
        yield ["nonsense"]
    elif all(one.nargs == 1 for one in arguments):
        yield ["x"] * (len(arguments) + 1)
        yield ["x"] * (len(arguments) + 2)
    if any(one.required for one in arguments):
        yield []
    for option in command.params:
        if not isinstance(option, click.Option):
            continue
        name = option.opts[-1]
        if option.is_flag:
            yield [f"{name}=1"]
            continue
        if option.name != "schema":  # whose value may be left out
            yield [name]
        if not isinstance(option.type, (click.types.StringParamType, click.Path)):
            yield [name, "nonsense"]
            yield [name, ""]


EVERY = dict(commands(program, (), None))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_no_misuse_is_told_in_the_words_of_click(path: Path) -> None:
    english, chinese = load("en"), load("zh")
    for wrong in misuses(EVERY[path]):
        arguments = [*path, *wrong]
        with pytest.raises(click.UsageError) as caught:
            program.main(arguments, prog_name="brief", standalone_mode=False)
        line = usage_line(caught.value, chinese, arguments)
        plain = re.sub(r"`[^`]*`|'[^']*'|^brief[a-z ]*", "", line)
        assert re.search("[\\u4e00-\\u9fff]", plain), line
        assert not re.search(r"[A-Za-z]+ [a-z]+", plain), line
        assert usage_line(caught.value, english, arguments).startswith(" ".join(["brief", *path]))


def test_what_is_said_of_values_and_of_words_too_many() -> None:
    told = {
        ("stats", "a"): "brief stats: 'a' is more than it takes.",
        ("explain", "terms", "a\nb", "c"): "brief explain: 'a\\u000ab c' is more than it takes.",
        ("lint", "--fix=yes"): "brief lint: --fix takes no value.",
        ("lint", "--format"): "brief lint: --format needs a value.",
        ("prose", "stop", "now"): "brief prose stop: 'now' is more than it takes.",
    }
    for arguments, said in told.items():
        with pytest.raises(click.UsageError) as caught:
            program.main(list(arguments), prog_name="brief", standalone_mode=False)
        assert usage_line(caught.value, load("en"), arguments).startswith(said)


def test_the_whole_command_says_it_in_chinese(tmp_path: pathlib.Path) -> None:
    result = brief(tmp_path, "stats", "a", "--lang", "zh")
    assert (result.status, result.out) == (2, "")
    assert result.err == "brief stats：多出了 'a'。用法见 `brief stats --help`。\n"


@pytest.mark.parametrize(
    "command, what",
    [
        (("lint", "--since"), "--since needs a value."),
        (("check", "--since"), "--since needs a value."),
        (("links", "--site"), "--site needs a value."),
        (("links", "--only"), "--only needs a value."),
        (("stats", "--svg"), "--svg needs a value."),
        (("prose", "setup", "--from"), "--from needs a value."),
        (("lint", "--today"), "--today needs a value."),
        (("lint", "--cache-dir"), "--cache-dir needs a value."),
        (("lint", "--ignore"), "--ignore names no rule. Name one, or leave --ignore out."),
        (("lint", "-", "--stdin-filename"), "--stdin-filename needs a value."),
        (("check", "--server"), "--server needs a value."),
        (("check", "--prose-limit"), "--prose-limit needs a value."),
        (("links", "--allow-network"), "--allow-network needs a value."),
        (("baseline", "--check", "--today"), "--today needs a value."),
        (("index", "--write"), "FILE is empty. Fill it in or leave it out."),
        (("rules", "test"), "DIR is empty. Fill it in or leave it out."),
        (("config",), "RULE is empty. Fill it in or leave it out."),
        (("explain",), "ID is missing."),
        (("new",), "DATE is empty. Fill it in or leave it out."),
    ],
)
@pytest.mark.parametrize("nothing", ["", " "])
def test_an_empty_word_stands_for_nothing(
    tmp_path: pathlib.Path, command: tuple[str, ...], what: str, nothing: str
) -> None:
    """A variable of the shell that is not set is no wish for the usual."""
    result = brief(tmp_path, *command, nothing)
    name = " ".join(word for word in command if word.isalpha())
    assert result == (2, "", f"brief {name}: {what} `brief {name} --help` shows how.\n")
    assert [path.name for path in tmp_path.iterdir()] == []


@pytest.mark.parametrize("command", ["lint", "check", "links"])
def test_a_device_is_no_file(tmp_path: pathlib.Path, command: str) -> None:
    """`/dev/zero` never ends."""
    if not pathlib.Path("/dev/zero").exists():
        pytest.skip("needs such a device")
    result = brief(tmp_path, command, "/dev/zero", "--format", "concise")
    assert result.status == 2
    assert "/dev/zero: a device, no file." in result.err
    assert "这是设备" in brief(tmp_path, command, "/dev/zero", "--lang", "zh").err


@pytest.mark.skipif(os.name == "nt", reason="a current folder cannot be removed there")
@pytest.mark.parametrize("command", ["lint", "config", "new", "cache status", "--lang en find a"])
def test_a_current_folder_that_is_gone_is_no_fault_of_ours(tmp_path: pathlib.Path, command: str) -> None:
    script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" -m editor_tools "$@"'
    done = subprocess.run(
        ["sh", "-c", script, sys.executable, *command.split()],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The current folder is no longer there. Change to one that is.\n"


def test_what_opens_no_network_is_named_by_where_it_was_written(tmp_path: pathlib.Path) -> None:
    put(tmp_path, "issues/2022-03-01.md", FAULTY + "\n[甲](https://example.com/)\n")
    said = "'x' is no network. Write it like 10.0.0.0/8 or 127.0.0.1.\n"
    assert brief(tmp_path, "links", "--allow-network", "x").err == f"--allow-network {said}"
    assert brief(tmp_path, "links", BRIEF_ALLOW_NETWORK="x").err == f"BRIEF_ALLOW_NETWORK {said}"
