from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools import checks, rulebook
from editor_tools.problems import ConfigurationError
from editor_tools.rule import OPTION_KINDS, Rule
from editor_tools.rulebook import Shipped, cache, compile_shipped, places
from editor_tools.rulebook.rules import declared_options
from editor_tools.rulebook.shipped import compile_files, verbs, with_messages
from editor_tools.rulebook.shipped_files import read_shipped_files
from tests import newsletter
from tests.timing import seconds


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout of a test, its check findable, and a cache of its own."""
    folder = newsletter.shipped(tmp_path / "checkout")
    monkeypatch.setattr(places, "PACKAGE", folder / "editor_tools")
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(folder / "checks")])
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    yield folder
    sys.modules.pop(f"editor_tools.checks.{newsletter.VERB}", None)


def told(folder: Path, *changes: tuple[str, str], run: bool = False) -> list[str]:
    """What compiling says about the rule of the checkout with some of its text replaced."""
    text = newsletter.RULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    newsletter.write(folder, {"rules/stop-doubled.yaml": text})
    try:
        parts = compile_files(read_shipped_files(folder / "rules"))
        if run:
            with_messages(parts)
    except ConfigurationError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_rule_that_is_right_compiles_into_two_parts(checkout: Path) -> None:
    parts = compile_files(read_shipped_files(checkout / "rules"))
    (hot,) = parts["rules"]
    rule = Rule(hot)
    assert (rule.id, rule.check, rule.since) == ("stop-doubled", newsletter.VERB, "stops")
    assert rule.options == {"pattern": "。。", "instead": "。", "names": ["a"], "limit": 3}
    assert rule.origin == "rules/stop-doubled.yaml"
    assert not {"rationale", "examples"} & set(hot)
    hand = parts["handbook"]["stop-doubled"]
    assert hand["options"]["pattern"]["en"] == "What is sought."
    assert hand["examples"][0]["line"] == 17
    assert parts["data"]["terms"] == {"TensorFlow": ["tensorflow", "Tensorflow"]}
    assert json.loads(json.dumps(parts)) == parts


@pytest.mark.parametrize(
    "old, new, start, words",
    [
        ("publish: warning", "publish: warnign", "3:25", "Did you mean 'warning'?"),
        ("group: text", "group: txt", "2:1", "Did you mean 'text'?"),
        ("rationale:", "rational:", "15:1", "Did you mean 'rationale'?"),
        ("sought_text_of_a_test", "sought_text_of_test", "5:1", "Did you mean 'sought_text_of_a_test'?"),
        ("since: stops", "since: stop", "4:1", "Did you mean 'stops'?"),
        ("covers: []", "covers: [stop-trebled]", "11:10", "no such rule. Did you mean 'stop-doubled'?"),
        ("covers: []", "covers: [stop-doubled]", "11:10", "does not cover itself"),
        ("{changes: [text]}", "{changes: [titles]}", "12:17", "Use one of: text, targets, breaks, entries"),
        ("“{found}”. Write", "“{found.x}”. Write", "14:15", "no named field"),
        ("“{found}”. Write", "“{0}”. Write", "14:15", "no named field"),
        ("“{found}”. Write", "“{found!r}”. Write", "14:15", "no named field"),
        ("[2, 5, found]", "[2, 5, fund]", "17:5", "Did you mean 'found'?"),
        ("[2, 5, found]", "[0, 5, found]", "20:25", "[line, column, message]"),
        ("zh: 名称。", "fr: 名称。", "9:43", "unknown key 'fr'"),
        ("'。。'", "'(。+)+'", "7:3", "can take very long"),
        ("  - good: |\n      新闻很多。\n", "", "16:1", "no good one"),
        ("fix: {changes: [text]}\n", "", "16:5", "the rule declares no fix"),
        ("- good: |", "- god: |", "24:5", "either 'bad' or 'good'"),
        ("sought_text_of_a_test", "lenght", "5:1", "Use one of: accidental_markup, "),
        ("  limit:", "  limits:", "10:3", "no option 'limits'. Use one of: pattern, instead, names, limit."),
        ("{value: 3,", "{value: three,", "10:3", "'three'. Use a whole number"),
        ("{value: '。。',", "{value: 3,", "7:3", "'3'. Use a regular expression, in quotes"),
        ("{value: '。。',", "{value: {found: '(a'},", "7:21", "no regular expression"),
        ("{value: '。。',", "{value: {fund: '。。'},", "7:21", "Did you mean 'found'?"),
        ("  limit: {value: 3, about: {en: A number., zh: 数目。}}\n", "", "5:1", "needs the option 'limit'"),
    ],
)
def test_what_is_wrong_in_a_rule_is_told_with_its_place(
    checkout: Path, old: str, new: str, start: str, words: str
) -> None:
    lines = told(checkout, (old, new))
    assert any(words in line for line in lines), lines
    assert any(line.startswith(f"rules/stop-doubled.yaml:{start}: ") for line in lines), (start, lines)


def test_all_that_is_wrong_in_all_files_is_told_in_one_run(checkout: Path) -> None:
    newsletter.write(
        checkout,
        {
            "rules/Bad_Name.yaml": newsletter.RULE,
            "rules/profiles/broken.yaml": "extends: nowhere\n",
            "rules/data/word.yaml": "word\n",
        },
    )
    lines = told(checkout, ("group: text", "group: txt"), ("limit:", "limit: {value: 2}\n  limit:"))
    assert [line.split(":")[0] for line in lines] == [
        "rules/Bad_Name.yaml",
        "rules/data/word.yaml",
        "rules/profiles/broken.yaml",
        "rules/stop-doubled.yaml",
        "rules/stop-doubled.yaml",
        "rules/stop-doubled.yaml",
    ]


@pytest.mark.parametrize(
    "old, new, words",
    [
        (
            "[[1, 5, found], [2, 5, found]]",
            "[[1, 5, found]]",
            "expected [1, 5, found], found [1, 5, found], [2",
        ),
        ("[2, 5, found]", "[2, 4, found]", "examples[1] (bad): expected [1, 5, found], [2, 4, found]"),
        (
            "  - good: |\n      新闻很多。",
            "  - good: |\n      新闻很多。。",
            "(good): expected nothing, found [1, 5",
        ),
        ("      没有别的。␣␣", "      没有别的。␣", "line 2: expected '没有别的。␣', found '没有别的。␣␣'"),
        (
            "“{found}”. Write",
            "“{fund}”. Write",
            "names {fund}, which its findings do not tell. Use one of: found.",
        ),
        ("pattern: {value: '。。'", "seen: {value: '。。'", "has no option 'seen'"),
    ],
)
def test_an_example_that_is_not_as_stated_is_told_in_words(
    checkout: Path, old: str, new: str, words: str
) -> None:
    assert any(words in line for line in told(checkout, (old, new), run=True))


def test_examples_that_are_as_stated_show_their_messages(checkout: Path) -> None:
    shown = with_messages(compile_files(read_shipped_files(checkout / "rules")))
    assert shown["stop-doubled"]["examples"][0]["shown"][0] == [
        1,
        5,
        {"en": "Found “。。”. Write one.", "zh": "写成了“。。”。只留一个。"},
    ]


def test_profiles_are_laid_over_what_they_extend(checkout: Path) -> None:
    newsletter.write(
        checkout,
        {
            "rules/profiles/ground.yaml": "abstract: true\nsections: {level: 3}\n"
            "identity: {key: date, file: '{date}'}\n",
            "rules/profiles/second.yaml": "extends: ground\nname: {en: a, zh: b}\n"
            "title: {form: '# x'}\nidentity: {file: '{date}.md'}\n",
        },
    )
    profiles = compile_files(read_shipped_files(checkout / "rules"))["profiles"]
    assert profiles["second"] == {
        "name": {"en": "a", "zh": "b"},
        "title": {"form": "# x"},
        "identity": {"key": "date", "file": "{date}.md"},
        "sections": {"level": 3},
    }


def test_a_checkout_is_compiled_once_and_anew_when_a_file_changes(checkout: Path) -> None:
    first = Shipped()
    assert first.part("rules")[0]["id"] == "stop-doubled"
    again = Shipped()
    assert again.key == first.key
    assert cache.fetch("rules", again.key) == first.part("rules")
    newsletter.write(checkout, {"rules/stop-doubled.yaml": newsletter.RULE.replace("warning", "error")})
    changed = Shipped()
    assert changed.key != first.key
    assert changed.part("rules")[0]["severity"]["publish"] == "error"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"kind":"rules","key":"x","data":[]}', b"\xff"])
def test_a_damaged_cache_is_compiled_anew(checkout: Path, tmp_path: Path, damage: bytes) -> None:
    rules = Shipped().part("rules")
    for file in (tmp_path / "cache" / cache.FOLDER).iterdir():
        file.write_bytes(damage)
    assert Shipped().part("rules") == rules
    assert cache.fetch("rules", Shipped().key) == rules
    assert checkout.is_dir()


def test_a_cache_that_cannot_be_written_is_done_without(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("file").write_text("")
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert Shipped().part("rules")[0]["id"] == "stop-doubled"
    assert checkout.is_dir()


def test_without_cache_nothing_is_read_or_written(checkout: Path, tmp_path: Path) -> None:
    assert Shipped(no_cache=True).part("rules")
    assert not (tmp_path / "cache").exists()
    assert checkout.is_dir()


def test_the_cache_keeps_only_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path))
    for number in range(cache.KEPT + 5):
        cache.store("rules", f"{number}", [])
    assert len(list((tmp_path / cache.FOLDER).iterdir())) == cache.KEPT


def test_a_wheel_reads_its_compiled_files_only(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "editor_tools"
    compile_shipped(package / "_compiled")
    assert sorted(file.name for file in (package / "_compiled").iterdir()) == sorted(
        f"{part}.data" for part in (*rulebook.PARTS, "key", "table-terms", "words-en", "words-zh")
    )
    newsletter.write(tmp_path / "site-packages", {"rules/profiles/foreign.yaml": "somebody: else\n"})
    monkeypatch.setattr(places, "PACKAGE", package)
    shipped = Shipped()
    assert [rule["id"] for rule in shipped.part("rules")] == ["stop-doubled"]
    assert "shown" in shipped.handbook()["stop-doubled"]["examples"][0]
    assert not (tmp_path / "cache").exists()
    assert checkout.is_dir()


def test_compiling_twice_writes_the_same_bytes(checkout: Path, tmp_path: Path) -> None:
    compile_shipped(tmp_path / "one")
    compile_shipped(tmp_path / "two")
    for part in (*rulebook.PARTS, "words-zh"):
        name = f"{part}.data"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert checkout.is_dir()


def test_loading_compiled_rules_is_quick(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        newsletter.write(checkout, {f"rules/rule-{number}.yaml": newsletter.RULE})
    compile_shipped(tmp_path / "wheel" / "_compiled")
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "wheel")

    def load() -> None:
        assert len([Rule(data) for data in Shipped().part("rules")]) == 61

    assert min(seconds(load) for _ in range(20)) < 0.010


def test_the_shipped_rules_compile() -> None:
    compile_files(read_shipped_files(places.rules_folder()))


def test_a_warm_run_imports_no_yaml(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from editor_tools.config import load_project; "
        f"load_project(Path({str(tmp_path)!r})); "
        "slow = {'ruamel', 'ruamel.yaml', 'difflib', 'editor_tools.schema', 'tempfile', 'logging'}; "
        "print(sorted(slow & set(sys.modules)))"
    )
    tmp_path.joinpath(".git").mkdir()
    tmp_path.joinpath("brief.yaml").write_text("language: en\nrules: {}\n")
    command = [sys.executable, "-c", code]
    subprocess.run(command, capture_output=True, check=True)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_code_that_compiles_rules_is_stamped() -> None:
    """Else a checkout whose code changed would go on with what the old code made."""
    code = (
        "import sys\n"
        "from editor_tools.config import compiling\n"
        "from editor_tools.rulebook import places\n"
        "from editor_tools.rulebook.shipped import compile_files, with_messages\n"
        "from editor_tools.rulebook.shipped_files import read_shipped_files\n"
        "with_messages(compile_files(read_shipped_files(places.rules_folder())))\n"
        "ours = [name.split('.') for name in sys.modules if name.startswith('editor_tools.')]\n"
        "print(sorted({name[1] for name in ours if len(name) > 2} - {'cache'} - {*places.COMPILING}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_check_declares_its_options_by_known_kinds() -> None:
    for verb in verbs():
        for option in declared_options(verb).values():
            assert option.kind in OPTION_KINDS or "|" in option.kind, verb
