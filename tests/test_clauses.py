"""Verbs far from their subjects, and sentences in which another word is the subject than it seems."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor_tools.config import load_project
from editor_tools.english.grammar import Grammar

GRAMMAR = Grammar(load_project(Path(__file__).parents[1]).data["english"])


def mended(text: str) -> str:
    """A text with every fault replaced by what is wanted."""
    for fault in sorted(GRAMMAR.faults(text), key=lambda fault: fault.span, reverse=True):
        assert fault.edit is not None
        start, end = fault.edit.span
        text = text[:start] + fault.edit.text + text[end:]
    return text


FAR = [
    ("The camera module that ships with most of these kits have", "has", "a fixed focus."),
    ("A recent survey of two hundred embedded developers show", "shows", "that C is still ahead."),
    ("Several of the benchmarks that were run on the old firmware has", "have", "been withdrawn."),
    ("The author of both libraries, who works for a start-up in Berlin, maintain", "maintains", "them."),
    ("The price of the modules sold through distributors vary", "varies", "from week to week."),
    ("Researchers at the University of Twente has", "have", "trained a network on a coin cell."),
    ("Support for the three new instructions were", "was", "added in March."),
    ("Models larger than the on-chip memory needs", "need", "to be split."),
    ("The sensor, like most of its rivals, need", "needs", "calibrating once a year."),
    ("The firmware on the older boards refuse", "refuses", "to start."),
    ("A kernel written for one of these cores run", "runs", "on the other as well."),
    ("Tools that help you find the slow layers is", "are", "included."),
    ("Changes to the memory planner has", "have", "reduced the peak by a third."),
    ("Every one of the features announced in June are", "is", "now available."),
    ("What the authors call a surprise have", "has", "been known for years."),
    ("The latency measured on the three phones vary", "varies", "by a factor of two."),
    ("The engineers in charge of the port thinks", "think", "that it will take a year."),
    ("The people behind the project wants", "want", "to raise money."),
    ("The weights, together with the scales, is", "are", "stored in flash."),
    ("More than half of the devices in the field runs", "run", "old firmware."),
    ("Not one of the vendors publish", "publishes", "the numbers."),
    ("Most of the work were", "was", "done by two students."),
    ("Both the size of the model and the time for a step goes", "go", "down."),
    ("The numbers alone makes", "make", "this an unusual report."),
    ("The update is free and do", "does", "not require a new board."),
    ("The library is small and support", "supports", "four backends."),
    ("When the buffer overflow", "overflows", ", the oldest frame is dropped."),
    ("In the second part, the author show", "shows", "how to train it."),
    ("Those who builds", "build", "voice interfaces should read it."),
    ("A firm, the maker of two of these chips, have", "has", "cut its forecast."),
    ("Porting the kernels to the new core were", "was", "easy."),
    ("Quantisation reduce", "reduces", "the size by four."),
    ("The paper compare", "compares", "the two at equal energy."),
    ("Nearly all of the demos was", "were", "the same."),
    ("The fee is low, since the two plans competes", "compete", "for the same users."),
    ("Models are updated over the air, and an update that haven't", "hasn't", "been verified is a risk."),
    ("They may take a few thousand values, all of which comes", "come", "from one table."),
    ("There remains", "remain", "two open questions."),
    ("In the box there is a cable, and there is", "are", "two screws."),
    ("Is", "Are", "there any drivers for the new board?"),
    ("There is", "are", "a lot of boards like this."),
    ("Where is", "are", "the batteries?"),
    ("Has", "Have", "the boards been tested?"),
    ("How is", "are", "the weights stored?"),
    ("Behind the project is", "are", "two brothers from Oslo."),
    ("Neither the cables nor the plug are", "is", "broken."),
    ("Who need", "needs", "this?"),
    ("What we need are", "is", "a better tool."),
    ("The criteria is", "are", "strict."),
    ("Each of them come", "comes", "with a cable."),
    ("Half of the boards was", "were", "returned."),
    ("The rest of the chip are", "is", "dark."),
    ("The first two layers is", "are", "frozen."),
    ("Not all of the users has", "have", "tried it."),
]


@pytest.mark.parametrize("start, wanted, rest", FAR)
def test_a_verb_goes_with_its_subject_however_far(start: str, wanted: str, rest: str) -> None:
    gap = "" if rest.startswith(",") else " "
    right = f"{start.rpartition(' ')[0]} {wanted}".strip() + gap + rest
    assert mended(start + gap + rest) == right
    assert list(GRAMMAR.faults(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Lawyers we spoke to advise companies not to wait until the text is final.",
        "Its surroundings do not matter, and the pliers were never found.",
        "The board has no display, nor do its rivals.",
        "Defaults to none and the kernel default is used.",
        "A driver need not know the layout.",
        "The timer fires when a transfer ends.",
        "The best of the proposals come from students.",
        "The samples cut by this script are short.",
        "Fetch source code for the loader, patch it and build it on the board.",
        "The path is one we are allowed to change.",
        "Note that most landing pages do not say so.",
        "Those which report a fault are kept, but only the engineer who filed it is told.",
        "It looks whether a branch that takes part in its internal merge exists.",
        "Each of the load, run and store phases is timed.",
        "A new scheme lets a small model propose several words at once.",
        "The tool that ran on the very same board as a year ago has become twice as fast.",
        "Her neighbour wanted to know how many of the sheep had come home.",
        "The first phones to use it are expected in May.",
        "The text is kept as it was, provided that a handful of columns is left.",
        "To port the kernels takes a day, and to test them takes a month.",
        "The reviewers insisted that the author publish the traces.",
        "Letting the first and the last layer keep eight bits costs almost nothing.",
        "The sensors sample, the network sorts, and the radio sleeps.",
        "Sixteen kilobytes is all you get, and five milliseconds was the target.",
        "Each board and each cable carries a number.",
        "The jury were unanimous, which has never happened before.",
        "If either of these options is given, the other is not read.",
        "Three Chips and a Funeral is the name of the show.",
        "What we wanted were tools that help, and what helps most is sleep.",
        "It may be treated as a release, as the faults that were found slightly affect users.",
        "As long as they match, the instruction fetch and decode stages are shared.",
        "They always write a file that the tool can read and change.",
        "We use it to read the log, find the fault and write a report.",
        "The team reads the logs, removes what is old and writes a report.",
        "Those within the project that have time help the others.",
        "The next step, once the boards are here, is to measure them.",
        "Errors raised while looking up the host are now shown, and the value is kept.",
        "Pressing enter in the window repeats the last command.",
        "Requests allows you to send headers with ease.",
        "A set of tools that run on the phone is included.",
        "Make sure that the phone and the laptop are on.",
        "It is one of those papers that make you think.",
        "How many bytes a queue can hold depends on the driver.",
    ],
)
def test_who_does_what_is_read_aright(text: str) -> None:
    assert list(GRAMMAR.faults(text)) == []


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("The code was wrote in a weekend.", "The code was written in a weekend."),
        ("The tool has went through three rounds.", "The tool has gone through three rounds."),
        ("They have chose a smaller core.", "They have chosen a smaller core."),
        ("It did not worked on the older phone.", "It did not work on the older phone."),
        ("The layers could not been fused.", "The layers could not be fused."),
        ("This value can specified by the user.", "This value can be specified by the user."),
        ("They can reduced the load.", "They can reduce the load."),
        ("Do the new chips needs a fan?", "Do the new chips need a fan?"),
        ("Can the model runs on a phone?", "Can the model run on a phone?"),
        ("The team has improve the port.", "The team has improved the port."),
        ("The firmware must be update first.", "The firmware must be updated first."),
        ("By using this options one saves time.", "By using this option one saves time."),
        ("Five organisation submitted results.", "Five organisations submitted results."),
        (
            "It keeps fields for each log messages in a file.",
            "It keeps fields for each log message in a file.",
        ),
    ],
)
def test_verbs_of_several_words_and_counted_nouns_are_mended(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert list(GRAMMAR.faults(right)) == []


@pytest.mark.parametrize(
    "text",
    [
        "What it was became clear, and who he was took time to learn.",
        "Does the runtime have what the kernels need?",
        "Which of them did the team use, and what can the others do?",
        "Each supports another set, and those change from time to time.",
        "An MCU with an NPU costs little more than one without.",
        "Reading the two pages side by side makes it clear.",
        "To set a user's options, see this program's settings.",
        "These need further work, and these default to no.",
        "Two level names and several model based methods are known.",
        "They have access to it, and we have support for it.",
    ],
)
def test_verbs_of_several_words_and_counted_nouns_may_be_right(text: str) -> None:
    assert list(GRAMMAR.faults(text)) == []
