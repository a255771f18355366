"""How well texts are proofread: labels and injected errors are where they say, most findings are right."""

from __future__ import annotations

import hashlib

import pytest

from benchmarks import prose_quality as quality

corpus = pytest.mark.skipif(not quality.CORPUS.is_dir(), reason="the corpus is no part of the project")


@pytest.fixture(scope="module")
def proofread() -> quality.Proofread:
    return quality.proofreader()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@corpus
def test_labels_stand_where_they_say() -> None:
    for one in quality.labels():
        line = quality.text_of(one.file).split("\n")[one.line - 1]
        assert digest(line[one.column - 1 :][: one.length]) == one.digest, one
    assert len(quality.labelled_files()) == 15


def test_injected_errors_stand_where_they_say() -> None:
    injections = quality.injections()
    assert len(injections) >= 60
    for one in injections:
        if quality.is_at_hand(one.file):
            text = quality.text_of(one.file)
            assert digest(text[one.offset - 4 : one.offset + one.length + 4]) == one.digest, one
            assert text[one.offset : one.offset + one.length] != one.replacement, one


@corpus
def test_nine_findings_in_ten_are_right(proofread: quality.Proofread) -> None:
    tally = quality.tallied(proofread, "all")
    right, wrong = tally.right.total(), tally.wrong.total()
    assert right > 100
    assert right / (right + wrong) >= 0.9


def test_four_injected_errors_in_five_are_found(proofread: quality.Proofread) -> None:
    found, of = quality.recalled(proofread, "all").barred
    assert of > 50
    assert found / of >= 0.8
