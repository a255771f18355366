"""The handbook of rules as Markdown, from compiled data only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from editor_tools.later import later
from editor_tools.reports.excerpt import folded
from editor_tools.rule import GROUPS, LANGUAGES, STAGES
from editor_tools.typed import Any
from editor_tools.wording import load

RENEW = "brief rules handbook --write"
PAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
"""Pages of the repository that show the table of rules, with their languages."""
_TABLE = later(r"(?<=<!-- rules:start -->\n).*?(?=<!-- rules:end -->)", re.DOTALL)
_FIX_WORDS = {"fix": "readme.fix", "fix!": "readme.fix-unsafe"}
BLANK = "␣"

_INTRODUCTION = f"""# Rules

This file is generated from the rule files beside it. Renew it with `{RENEW}`.

Severities are those of a draft and of publication. A rule that names a convention under *since* judges \
issues from the time on that the newsletter's profile gives for it. A fix marked `!` is made \
with `--unsafe-fixes` alone. In examples `{BLANK}` is a blank at the end of a line.
"""


def handbook(rules: Sequence[Mapping[str, Any]], hands: Mapping[str, Mapping[str, Any]]) -> str:
    """Return `rules/README.md`: a table of all rules by group, then each rule with its examples."""
    groups = list(dict.fromkeys(rule["group"] for rule in sorted(rules, key=_order)))
    pieces = [_INTRODUCTION, rule_table(rules)]
    for group in groups:
        pieces.append(f"\n## {group.capitalize()}\n")
        members = sorted((rule for rule in rules if rule["group"] == group), key=lambda rule: rule["id"])
        pieces += ["\n".join(_chapter(rule, hands[rule["id"]])) for rule in members]
    return "\n".join(pieces).rstrip("\n") + "\n"


def rule_table(rules: Sequence[Mapping[str, Any]]) -> str:
    """Return the table of rules, in the order of their groups and ids."""
    rows = [
        "| rule | finds | | draft | publish | since | fix |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for rule in sorted(rules, key=_order):
        names = [_cell(rule["name"][language]) for language in LANGUAGES]
        stages = [rule["severity"][stage] for stage in STAGES]
        since = f"`{rule['since']}`" if rule.get("since") else ""
        cells = [f"[{rule['id']}](#{rule['id']})", *names, *stages, since, _fix_mark(rule)]
        rows.append("|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|")
    return "\n".join(rows) + "\n"


def with_table(page: str, rules: Sequence[Mapping[str, Any]], language: str) -> str:
    """Return a page with the table of rules, in its language, between the marks that it has for it."""
    words = load(language)
    header = [words(f"readme.{name}") for name in ("rule", "finds", "severity", "fix")]
    rows = [header, ["---"] * len(header)]
    for rule in sorted(rules, key=_order):
        stages = [words(f"severity.{rule['severity'][stage]}") for stage in STAGES]
        finds = _cell(rule["name"][language])
        fix = words(_FIX_WORDS[mark]) if (mark := _fix_mark(rule)) else ""
        rows.append(
            [f"[{rule['id']}](rules/README.md#{rule['id']})", finds, " / ".join(dict.fromkeys(stages)), fix]
        )
    table = "".join("|" + "|".join(f" {cell} " if cell else " " for cell in row) + "|\n" for row in rows)
    return _TABLE.sub(lambda _: f"\n{table}\n", page, count=1)


def _order(rule: Mapping[str, Any]) -> tuple[int, str]:
    return (GROUPS.index(rule["group"]), rule["id"])


def _fix_mark(rule: Mapping[str, Any]) -> str:
    return "" if not rule.get("changes") else "fix" if rule.get("safe", True) else "fix!"


def _chapter(rule: Mapping[str, Any], hand: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {rule['id']}\n"
    yield "  \n".join(f"**{_inline(rule['name'][language])}**" for language in LANGUAGES) + "\n"
    for language in _distinct(hand["rationale"]):
        paragraphs = hand["rationale"][language].strip().split("\n")
        yield "\n".join(map(folded, paragraphs)) + "\n"
    if rule["covers"]:
        links = (f"[{other}](#{other.partition('/')[0]})" for other in rule["covers"])
        yield "Takes the place of: " + ", ".join(links) + "\n"
    if rule.get("changes"):
        kind = "safe" if rule.get("safe", True) else "unsafe"
        yield f"Fix ({kind}): changes {', '.join(rule['changes'])}.\n"
    for example in hand["examples"]:
        yield from _example(rule, example)
    yield from _options(rule, hand)


def _example(rule: Mapping[str, Any], example: Mapping[str, Any]) -> Iterator[str]:
    kind = "bad" if "bad" in example else "good"
    yield f"{kind.capitalize()}{_given(example)}:\n"
    yield _fenced(example[kind])
    if kind == "bad":
        for line, column, texts in shown_messages(rule, example):
            for language in _distinct(texts):
                yield f"- {line}:{column} {_inline(texts[language])}"
        yield ""
    if "fixed" in example:
        yield "Fixed:\n"
        yield _fenced(example["fixed"])


def _given(example: Mapping[str, Any]) -> str:
    given = example.get("given", {})
    words = [f"{name} `{given[name]}`" for name in ("profile", "path", "today", "stage") if name in given]
    words += [f"after `{name}`" for part in ("earlier", "archive") for name in given.get(part, ())]
    words += [
        f"`{name}` {'exists' if there else 'is missing'}" for name, there in given.get("targets", {}).items()
    ]
    words += [f"`{url}` is {facts['state']}" for url, facts in given.get("links", {}).items()]
    proofs = [given.get(name, {}) for name in ("prose", "spelling", "typography", "characters")]
    matches = [one for looked in proofs for found in looked.values() for one in found]
    words += [f"proofreading says `{one['rule']}`" for one in matches]
    return f" ({', '.join(words)})" if words else ""


def shown_messages(
    rule: Mapping[str, Any], example: Mapping[str, Any]
) -> list[tuple[int, int, Mapping[str, str]]]:
    """What an example shows; before it was run, the messages with their fields unfilled."""
    if "shown" in example:
        return [(line, column, texts) for line, column, texts in example["shown"]]
    return [(line, column, rule["message"][key]) for line, column, key in example["at"]]


def _options(rule: Mapping[str, Any], hand: Mapping[str, Any]) -> Iterator[str]:
    if not rule["options"]:
        return
    yield "Options:\n"
    for name, value in rule["options"].items():
        about = hand["options"].get(name, {})
        words = " ".join(about[language].strip() for language in _distinct(about))
        yield f"- `{name}` ({_code(value)}): {words}"
    yield ""


def _code(value: Any) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False)
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _distinct(texts: Mapping[str, str]) -> list[str]:
    """The languages of different texts: a user's rule may say the same in all."""
    seen: dict[str, str] = {}
    for language in LANGUAGES:
        if language in texts:
            seen.setdefault(texts[language], language)
    return list(seen.values())


def _fenced(text: str) -> str:
    """A text as a code block, with blanks at line ends visible and a fence longer than any inside."""
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    shown = re.sub(r" +$", lambda blanks: BLANK * len(blanks[0]), text.rstrip("\n"), flags=re.MULTILINE)
    return f"{fence}markdown\n{shown}\n{fence}\n"


def _cell(text: str) -> str:
    return _inline(text).replace("|", "\\|")


def _inline(text: str) -> str:
    r"""Text that Markdown would read as markup, made plain: ``[]()`` stays ``[]()``."""
    return re.sub(r"([\\`*_\[\]<>~])", r"\\\1", " ".join(text.split()))
