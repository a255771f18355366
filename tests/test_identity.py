"""URLs by the shipped table: which are one thing, which are two, and that nothing raises."""

from __future__ import annotations

import marshal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from editor_tools.identity import Identified, explain, identify, identify_paper
from editor_tools.rulebook.identities import compile_sites
from editor_tools.yamlfile import read_yaml
from tests.timing import seconds

PATH = Path(__file__).resolve().parents[1] / "rules" / "data" / "url-identity.yaml"
TABLE: dict[str, Any] = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
PAIRS = [
    line.split()
    for line in Path(__file__).with_name("url-pairs.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def identified(url: str) -> Identified:
    return identify(url, TABLE)


@pytest.mark.parametrize("wanted, one, other", PAIRS)
def test_labelled_pairs(wanted: str, one: str, other: str) -> None:
    same = identified(one).place == identified(other).place
    assert ("same" if same else "different") == wanted


@pytest.mark.parametrize("name", TABLE["sites"])
def test_examples_of_each_row(name: str) -> None:
    row = TABLE["sites"][name]
    for urls in row.get("same", ()):
        assert len({identified(url).place for url in urls}) == 1, urls
    for urls in row.get("different", ()):
        assert len({identified(url).place for url in urls}) == len(urls), urls


def test_every_row_has_examples_of_both_kinds() -> None:
    bare = [name for name, row in TABLE["sites"].items() if not ("same" in row and "different" in row)]
    assert bare == []


def test_subject_label_and_flags() -> None:
    release = identified("https://github.com/Example/Tool/releases/tag/v1.2")
    assert (release.subject, release.label, release.site) == ("github:example/tool", "Example/Tool", "github")
    assert "repository" not in release.flags
    assert "repository" in identified("https://github.com/Example/Tool").flags
    assert "paper" in identified("https://arxiv.org/abs/2107.12292").flags
    assert "temporary" in identified("https://mp.weixin.qq.com/s?timestamp=1&signature=x").flags
    assert "short" in identified("https://t.cn/A6").flags
    assert identified("https://github.com/features/actions").label == ""
    assert identified("https://github.com/Example").label == ""
    assert identified("https://www.zhihu.com/question/1/answer/2").subject == "zhihu:question/1"
    assert identified("https://example.com:8080/a").site == ""
    assert identified("ftp://example.com/a").site == ""


@pytest.mark.parametrize(
    "text, key",
    [
        ("2107.12292", "arxiv:2107.12292"),
        ("[2107.12292]", "arxiv:2107.12292"),
        (" arXiv:2107.12292v3 ", "arxiv:2107.12292"),
        ("hep-th/9901001v2", "arxiv:hep-th/9901001"),
        ("10.1145/3373376.ABC", "doi:10.1145/3373376.abc"),
        ("doi:10.48550/arXiv.2107.12292", "arxiv:2107.12292"),
    ],
)
def test_a_bare_number_names_a_paper(text: str, key: str) -> None:
    paper = identify_paper(text, TABLE)
    assert paper is not None
    assert paper.key == key
    assert "paper" in paper.flags


@pytest.mark.parametrize(
    "text", ["", "2021", "2113.12345", "MobiSys 2021", "3.14159", "v2.9.0", "2107.122921", "A78"]
)
def test_other_brackets_name_none(text: str) -> None:
    assert identify_paper(text, TABLE) is None


def test_the_number_and_the_link_are_one() -> None:
    paper = identify_paper("2107.12292", TABLE)
    assert paper is not None
    assert paper == identified("https://arxiv.org/pdf/2107.12292v2.pdf")


def test_an_answer_says_which_row_and_form_decided() -> None:
    known, why = explain("https://link.zhihu.com/?target=https%3A//github.com/A/b%3Futm_source%3Dx", TABLE)
    assert known.key == "github:a/b"
    assert why.row == "github"
    assert "{owner}/{repo}" in why.form
    assert why.wrapped == ("link.zhihu.com",)
    assert why.dropped == ("utm_source",)
    assert explain("https://example.com/a?utm_id=1&b=2#top", TABLE)[1] == (
        "",
        "",
        (),
        ("utm_id", "#top"),
        True,
        "example.com",
    )


def test_wrappers_within_wrappers_end() -> None:
    from urllib.parse import quote

    url = "https://example.com/a"
    for _ in range(3):
        url = "https://link.zhihu.com/?target=" + quote(url, safe="")
    assert identified(url).key == "example.com/a"
    for _ in range(30):
        url = "https://link.zhihu.com/?target=" + quote(url, safe="")
        assert identified(url).key


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="htps:/.?#&=%[]@a\u4f60\ud800 ", max_size=60),
        st.builds("https://github.com/{}/{}".format, st.text(max_size=20), st.text(max_size=20)),
        st.builds(
            "https://{}/{}".format,
            st.sampled_from([host for row in TABLE["sites"].values() for host in row["hosts"]]),
            st.text(max_size=30),
        ),
    )
)
def test_any_text_has_an_identity(url: str) -> None:
    first = identified(url)
    assert isinstance(first.key, str)
    known, why = explain(url, TABLE)
    assert first == known or not why.is_address or why.form
    assert identify(url, {}).key == identify(url, {}).key
    identify_paper(url, TABLE)


@pytest.mark.parametrize(
    "url",
    [
        "https://dawn.cs.stanford.edu](https://dawn.cs.stanford.edu)",
        "https://[::1",
        "https://[v1.x]/a",
        "http://",
        "https://%zz/%zz?%zz=%zz#%zz",
        "https://a..b/..",
        "https://xn--a/",
        "https://" + "\u4f60" * 300 + ".cn",
        "\ud800",
    ],
)
def test_damaged_urls_have_an_identity(url: str) -> None:
    assert identified(url).key


def test_no_path_makes_a_pattern_hang() -> None:
    for row in TABLE["sites"].values():
        for host in row["hosts"]:
            name = host.replace("{", "").replace("}", "")
            for piece in ("/a", "/1", "-0", "/content", "/a-0123456789ab", "/paper", ".", "a", "%2F"):
                url = f"https://{name}/content" + piece * (4000 // len(piece))
                assert seconds(partial(identified, url)) < 1.0, url[:80]


def faults(text: str) -> list[str]:
    node, problems = read_yaml(text, "sites.yaml")
    assert node is not None
    compile_sites(node, problems)
    return [str(problem) for problem in problems]


def test_a_row_with_an_example_that_does_not_hold_does_not_compile() -> None:
    (fault,) = faults(
        "sites:\n"
        "  a:\n"
        "    hosts: [a.example]\n"
        "    forms: [{path: '/{id}', key: 'a:x'}]\n"
        "    different:\n"
        "      - [https://a.example/1, https://a.example/2]\n"
    )
    assert fault.startswith("sites.yaml:6:")
    assert "are two things by this list" in fault


def test_faults_of_a_row_are_told_where_they_are() -> None:
    row = "sites:\n  a:\n    hosts: [a.example]\n"
    assert "nothing fills" in faults(row + "    forms: [{path: '/{id}', key: 'a:{ix}'}]\n")[0]
    assert "sites.yaml:4:" in faults(row + "    forms: [{path: '/(', key: 'a:x'}]\n")[0]
    assert "either a key or a target" in faults(row + "    forms: [{path: '/a'}]\n")[0]
    assert "decode" in faults(row + "    forms: [{path: '/{b}', decode: {c: [b, d]}, key: 'a:{c}'}]\n")[0]
    assert "also in the row" in faults(row + "  b:\n    hosts: [a.example]\n")[0]
    assert "unknown key" in faults(row + "    pth: a\n")[0]


def test_the_shipped_table_compiles_and_leaves_its_examples_behind() -> None:
    node, problems = read_yaml(PATH.read_text(encoding="utf-8"), "url-identity.yaml")
    assert node is not None
    table = compile_sites(node, problems)
    assert problems == []
    rows = [marshal.loads(row) for row in table["sites"].values()]  # noqa: S302 - our own
    assert all("same" not in row and "different" not in row for row in rows)
    for _, one, other in PAIRS:
        assert identify(one, table) == identify(one, TABLE)
        assert identify(other, table) == identify(other, TABLE)


URLS = sorted({url for _, *pair in PAIRS for url in pair if url.startswith("http")})


@pytest.mark.parametrize("url", URLS)
def test_what_never_matters(url: str) -> None:
    place = identified(url).place
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if ":" not in host and "@" not in host:
        assert identified(f"{'https' if scheme == 'http' else 'http'}://{rest}").place == place
        assert identified(f"{scheme}://{host.upper()}{slash}{path}").place == place
    page, sign, anchor = url.partition("#")
    mark = "&" if "?" in page else "?"
    if "//" not in path and "%2F%2F" not in path:
        assert identified(f"{page}{mark}utm_source=x&spm=1.2{sign}{anchor}").place == place
    assert identified(f"  {url}\n").place == place
