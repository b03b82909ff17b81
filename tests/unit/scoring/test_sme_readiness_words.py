"""The words of the built-in instrument: few, plain, from the reader's own trade, and with a way on for every answer."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from scoring.instrument import Instrument
from scoring.loading import load
from scoring.questions import DONT_KNOW, NOT_APPLICABLE
from scoring.roadmap import plan
from scoring.sample import sample_table
from scoring.scores import score
from tests.unit.scoring.sme_readiness_cases import labels, scored, sentences, shown, words

TRADES = {"A", "B-E", "F", "G", "H", "I", "J-N", "O-U"}


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load("sme-readiness@1")


# All texts


def test_no_sentence_is_used_twice(instrument: Instrument) -> None:
    assert [text for text, times in Counter(sentences(instrument)).items() if times > 1] == []


def test_no_text_is_empty_or_left_unfinished(instrument: Instrument) -> None:
    unfinished = re.compile(r"\b(TODO|TBD|FIXME|lorem|xxx)\b|\s{2,}|^\s|\s$", re.IGNORECASE)
    assert [text for text in sentences(instrument) if not text or unfinished.search(text)] == []


def test_money_and_brands_stay_out_of_the_texts(instrument: Instrument) -> None:
    telling = re.compile(r"€|\bEUR\b|\beuros?\b|\bGDPR\b|\bMicrosoft\b|\bGoogle\b|\bWhatsApp\b|\bExcel\b|\bChatGPT\b")
    assert [text for text in sentences(instrument) if telling.search(text)] == []


# Questions and labels


def test_every_question_has_one_line_of_help_and_an_everyday_example(instrument: Instrument) -> None:
    for question in instrument.questions.values():
        assert 3 <= words(question.help) <= 32, question.id
        assert 6 <= words(question.example) <= 32, question.id


def test_a_question_can_be_read_aloud_in_one_breath(instrument: Instrument) -> None:
    assert {q.id: words(q.text) for q in instrument.questions.values() if words(q.text) > 20} == {}


@pytest.mark.parametrize(
    ("size", "staff", "most"), [("micro", "no", 1800), ("micro", "yes", 1900), ("small", "yes", 2200)]
)
def test_there_is_no_more_to_read_than_a_quarter_of_an_hour_allows(
    instrument: Instrument, size: str, staff: str, most: int
) -> None:
    asked = [*shown(instrument, size, staff), *instrument.closing]
    assert sum(words(" ".join((question.text, question.help, *labels(question)))) for question in asked) <= most


def test_labels_fit_a_phone(instrument: Instrument) -> None:
    texts = [label for question in instrument.questions.values() for label in labels(question)]
    assert [text for text in texts if len(text) > 56] == []
    assert [d.short for d in instrument.dimensions if len(d.short) > 20] == []


def test_a_label_can_be_understood_by_itself_in_a_report_or_sheet(instrument: Instrument) -> None:
    texts = [label for question in instrument.questions.values() for label in labels(question)]
    assert [text for text in texts if text.startswith(("That", "Also", "And "))] == []


# Examples by trade, and whom to ask


def test_an_example_stands_ready_for_every_group_of_trades_or_all_but_the_one_of_the_general_example(
    instrument: Instrument,
) -> None:
    for question in scored(instrument):
        assert len(TRADES - set(question.examples)) <= 1, question.id
        assert set(question.examples) <= TRADES, question.id


def test_examples_are_one_sentence_that_can_be_taken_in_at_a_glance(instrument: Instrument) -> None:
    examples = [text for question in scored(instrument) for text in question.examples.values()]
    assert [text for text in examples if not 10 <= words(text) <= 28] == []
    assert [text for text in examples if re.search(r"[.?!] [A-Z]", text) or text[-1] not in ".:”0123456789"] == []


def test_examples_of_one_question_tell_different_stories(instrument: Instrument) -> None:
    """No two have half of their longer words in common, as they would if only the trade's name were changed."""
    for question in scored(instrument):
        for one, other in combinations((question.example, *question.examples.values()), 2):
            told, retold = (
                {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3} for text in (one, other)
            )
            assert len(told & retold) < 0.5 * min(len(told), len(retold)), (one, other)


def test_whoever_does_not_know_is_told_whom_to_ask_and_what(instrument: Instrument) -> None:
    assert {question.id for question in scored(instrument) if question.ask} == {
        question.id for question in scored(instrument) if question.dk != "no"
    }
    asks = {question.id: question.ask.text for question in scored(instrument) if question.ask}
    assert {name: text for name, text in asks.items() if not 8 <= words(text) <= 50} == {}
    assert {name: text for name, text in asks.items() if not 1 <= text.count("?") <= 2} == {}


# What the answers at the end change


def test_every_answer_at_the_end_steers_the_plan_in_one_way(instrument: Instrument) -> None:
    offered = [(q.id, option.id) for q in instrument.closing for option in getattr(q, "options", [])]
    assert [(steer.question, steer.option) for steer in instrument.steering] == offered
    for steer in instrument.steering:
        assert steer.dimensions or steer.actions, steer.id
        assert 8 <= words(steer.because) <= 25, steer.id


def test_little_time_and_little_money_halve_the_plan_and_nothing_else_does(instrument: Instrument) -> None:
    factors = {steer.option: (steer.days, steer.budget) for steer in instrument.steering}
    assert {option: pair for option, pair in factors.items() if pair != (1, 1)} == {"time": (0.5, 1), "money": (1, 0.5)}


def test_help_that_the_firm_would_use_is_noted_on_the_actions_it_suits(instrument: Instrument) -> None:
    for steer in instrument.steering:
        assert bool(steer.note) == (steer.question == "help_wanted"), steer.id


def test_a_wish_for_help_moves_forward_that_help_and_no_purchase(instrument: Instrument) -> None:
    """That a grant would be welcome makes no machine more useful: dear actions carry the note alone."""
    for steer in (steer for steer in instrument.steering if steer.question == "help_wanted"):
        assert steer.actions, steer.id
        assert not steer.dimensions, steer.id
        for name in steer.actions:
            assert sum(instrument.actions_by_id[name].cost_once.for_firm("small", 12)) / 2 <= 2_000, (steer.id, name)


# The sample firm


def test_the_sample_firm_answers_all_it_is_asked_and_stands_in_the_middle(instrument: Instrument) -> None:
    sample, table = instrument.sample, sample_table(instrument)
    assert sample is not None
    assert table is not None
    assert table.profile["employees"].iat[0] == 12
    asked = {question.id for question in (*shown(instrument, "small", "yes"), *instrument.closing)}
    assert set(sample.answers) == asked
    assert {DONT_KNOW, NOT_APPLICABLE} <= set(table.codes[0].tolist())
    assert 20 <= score(table).overall.iat[0] < 60


def test_the_sample_firms_plan_shows_something_in_every_phase(instrument: Instrument) -> None:
    table = sample_table(instrument)
    assert table is not None
    assert {step.phase for step in plan(table, score(table)).steps} == {0, 1, 2, 3}
