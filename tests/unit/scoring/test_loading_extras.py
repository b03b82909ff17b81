"""What an instrument may bring beside its questions: examples by trade, whom to ask, steering, a sample firm."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.answers import AnswerError, answers_of
from scoring.instrument import Ask, Instrument
from scoring.loading import InstrumentError, available, check, load
from scoring.sample import sample_table
from scoring.trades import SECTIONS
from tests.unit.scoring.test_loading import MINIMAL, write

EXAMPLES = """type: single
        example: A shop copies its accounts.
        examples: {F: A roofer's van., B-N: Any firm's office., B-E: A foundry's server., "56": A kitchen's till.}
        ask: {who: it_supplier, text: "When was a copy last read back?"}
"""
QUESTION = MINIMAL.replace("type: single\n", EXAMPLES)

STEERED = """
closing:
  - id: obstacles
    type: multiple
    text: What holds you back?
    scored: false
    options: [{id: time, label: No time}, {id: money, label: No money}]
actions:
  - {id: copies, title: Make copies, summary: Daily., steps: [Begin.], lifts: {backup: daily},
     own_days: {micro: [1, 2]}, price_year: 2026, weeks: 1, owner: The owner, measure: It is read back.,
     themes: [], level: enterprise}
steering:
  - {id: no_time, question: obstacles, option: time, because: "Little time.", dimensions: [tools], actions: [copies],
     days: 0.5, note: "Ask first.", note_on: [copies]}
"""
SAMPLE = """
sample:
  firm: Sample & Co
  profile: {sector: C, employees: 12}
  answers: {backup: daily}
"""


def folder_of(tmp_path: Path, questions: str, **beside: str) -> Path:
    """An instrument folder; ``beside``: the other files by their names, ``de`` being a translation."""
    folder = tmp_path / "minimal" / "v1"
    (folder / "lang").mkdir(parents=True)
    (folder / "questions.yaml").write_text(questions, encoding="utf-8")
    for name, text in beside.items():
        place = folder / "lang" / "de.yaml" if name == "de" else folder / f"{name}.yaml"
        place.write_text(text, encoding="utf-8")
    return folder


def with_part_of_question(text: str) -> str:
    return MINIMAL.replace("type: single", f"type: single\n        {text}")


def messages(path: Path) -> str:
    return "\n".join(str(problem) for problem in check(path))


@pytest.mark.parametrize(
    ("sector", "division", "example"),
    [
        ("I", "56", "A kitchen's till."),  # its division
        ("I", "55", "Any firm's office."),
        ("F", None, "A roofer's van."),  # its section before any range
        ("C", "25", "A foundry's server."),  # the narrower range
        ("B", None, "A foundry's server."),
        ("E", None, "A foundry's server."),
        ("G", "47", "Any firm's office."),
        ("A", None, "A shop copies its accounts."),
        ("O", None, "A shop copies its accounts."),
        (None, None, "A shop copies its accounts."),
    ],
)
def test_the_closest_example_is_shown(tmp_path: Path, sector: str | None, division: str | None, example: str) -> None:
    assert load(write(tmp_path, QUESTION)).questions["backup"].example_in(sector, division) == example


def test_examples_and_whom_to_ask_are_wording(tmp_path: Path) -> None:
    made = load(write(tmp_path, QUESTION))
    assert made.questions["backup"].ask == Ask(who="it_supplier", text="When was a copy last read back?")
    assert made.content_hash == load(write(tmp_path, MINIMAL)).content_hash


@pytest.mark.parametrize("trades", ["xx", "Z", "E-B", "F-F", "B-Z", '"00"', '"34"', "f", "B-E-F"])
def test_examples_for_trades_that_there_are_not_are_refused(tmp_path: Path, trades: str) -> None:
    path = write(
        tmp_path, MINIMAL.replace("type: single", f"type: single\n        examples: {{{trades}: An example.}}")
    )
    (problem,) = check(path)
    assert str(problem).endswith(
        f"line 21, dimensions.tools.questions.backup.examples.{trades.strip(chr(34))}: A group of trades is a NACE "
        "section (F), a range of them (B-E) or a division in quotes (“56”)."
    )


@pytest.mark.parametrize("trades", [*SECTIONS, "A-U", '"01"', '"99"'])
def test_examples_for_every_trade_are_taken(tmp_path: Path, trades: str) -> None:
    path = write(
        tmp_path, MINIMAL.replace("type: single", f"type: single\n        examples: {{{trades}: An example.}}")
    )
    assert check(path) == []


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("examples: {56: A kitchen.}", "backup.examples.56: This must be text; put it in quotes."),
        ('examples: {F: ""}', "backup.examples.F: This must not be empty."),
        ("ask: {who: boss, text: Ask.}", "'it_supplier', 'accountant', 'team' or 'insurer'"),
        ("ask: {who: team}", "ask.text: This is missing."),
    ],
)
def test_each_fault_of_examples_and_asking_has_its_message(tmp_path: Path, extra: str, message: str) -> None:
    assert message in messages(write(tmp_path, with_part_of_question(extra)))


def test_steering_is_read_and_is_no_scoring_content(tmp_path: Path) -> None:
    made = load(write(tmp_path, MINIMAL + STEERED))
    (steer,) = made.steering
    assert (steer.question, steer.option, steer.days, steer.budget) == ("obstacles", "time", 0.5, 1)
    without = load(write(tmp_path, MINIMAL + STEERED[: STEERED.index("steering:")]))
    assert made.content_hash == without.content_hash


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("question: obstacles", "question: gone", "steering.no_time.question: This must be a question that offers"),
        ("option: time", "option: gone", "steering.no_time.option: There is no option “gone”."),
        ("[tools]", "[tools, gone]", "steering.no_time.dimensions.[2]: There is no dimension “gone”."),
        ("actions: [copies]", "actions: [gone]", "steering.no_time.actions.[1]: There is no action “gone”."),
        ("note_on: [copies]", "note_on: [gone]", "steering.no_time.note_on.[1]: There is no action “gone”."),
        (", note_on: [copies]", "", "steering.no_time.note: “note” and “note_on” go together"),
        ('note: "Ask first.", ', "", "steering.no_time.note_on: “note” and “note_on” go together"),
        ("days: 0.5", "days: 0.4", "steering.no_time.days: Input should be greater than or equal to 0.5."),
        ("days: 0.5", "budget: 1.5", "steering.no_time.budget: Input should be less than or equal to 1."),
        ('because: "Little time.", ', "", "steering.no_time.because: This is missing."),
        ("steering:\n", "steering:\n  - {id: no_time, question: obstacles, option: money, because: Dear.}\n",
         "The id “no_time” is used twice."),
    ],
)  # fmt: skip
def test_each_fault_of_steering_has_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert STEERED.count(old) == 1
    path = write(tmp_path, MINIMAL + STEERED.replace(old, new))
    assert message in messages(path)
    with pytest.raises(InstrumentError):
        load(path)


@pytest.mark.parametrize("kind", ["text", "number"])
def test_only_a_question_with_options_can_steer(tmp_path: Path, kind: str) -> None:
    bands = "bands: [{id: few, label: Few, points: 0, upper: 2}, {id: many, label: Many, points: 0, lower: 2}]"
    question = (
        f"\n  - {{id: remark, type: {kind}, text: More., scored: false{', ' + bands if kind == 'number' else ''}}}"
    )
    asked = STEERED.replace("closing:", f"closing:{question}").replace("question: obstacles", "question: remark")
    assert "This must be a question that offers options." in messages(write(tmp_path, MINIMAL + asked))


def test_a_sample_firm_is_a_table_of_one_row(tmp_path: Path) -> None:
    table = sample_table(load(folder_of(tmp_path, MINIMAL, sample=SAMPLE)))
    assert table is not None
    assert answers_of(table, 0) == {"backup": "daily"}
    assert table.profile.loc[0, ["firm", "sector", "size"]].tolist() == ["Sample & Co", "C", "small"]


def test_an_instrument_need_not_have_a_sample(tmp_path: Path) -> None:
    assert sample_table(load(write(tmp_path, MINIMAL))) is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("backup: daily", "backup: weekly", "“weekly” is not an answer to this question."),
        ("backup: daily", "gone: daily", "The questionnaire has no such question."),
        ("sector: C", "sector: nowhere", "“nowhere” is not a NACE section"),
        ("sector: C", "size: large", "12 employees make a firm small, not large."),
        ("  firm: Sample & Co\n", "", "sample.firm: This is missing."),
    ],
)
def test_each_fault_of_a_sample_has_its_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    folder = folder_of(tmp_path, MINIMAL, sample=SAMPLE.replace(old, new))
    (problem,) = check(folder)
    assert problem.place.startswith("sample.yaml, line ")
    assert message in str(problem)
    with pytest.raises(InstrumentError):
        load(folder)


def test_a_sample_that_was_not_checked_is_refused_when_used(tmp_path: Path) -> None:
    content = load(folder_of(tmp_path, MINIMAL, sample=SAMPLE)).model_dump()
    content["sample"]["answers"] = {"backup": "weekly"}
    with pytest.raises(AnswerError, match="“weekly”"):
        sample_table(Instrument.model_validate(content))


GERMAN = """
dimensions:
  tools:
    questions:
      backup:
        example: Ein Laden sichert seine Bücher.
        examples: {F: Der Wagen eines Dachdeckers., "56": Die Kasse einer Küche.}
        ask: {text: "Wann wurde zuletzt eine Kopie gelesen?"}
steering: {no_time: {because: Wenig Zeit., note: Erst fragen.}}
sample: {firm: Muster & Co}
"""


def test_an_overlay_translates_examples_asking_steering_and_the_sample(tmp_path: Path) -> None:
    folder_of(tmp_path, QUESTION + STEERED, sample=SAMPLE, de=GERMAN)
    plain, german = load("minimal", folder=tmp_path), load("minimal", folder=tmp_path, language="de")
    asked = german.questions["backup"]
    assert [asked.example_in(*who) for who in (("F",), ("I", "56"), ("A",), ("C",))] == [
        "Der Wagen eines Dachdeckers.",
        "Die Kasse einer Küche.",
        "Ein Laden sichert seine Bücher.",
        "A foundry's server.",
    ]
    assert asked.ask == Ask(who="it_supplier", text="Wann wurde zuletzt eine Kopie gelesen?")
    (steer,) = german.steering
    assert (steer.because, steer.note, steer.days) == ("Wenig Zeit.", "Erst fragen.", 0.5)
    assert (german.sample and german.sample.firm, german.sample and german.sample.answers) == (
        "Muster & Co", {"backup": "daily"},
    )  # fmt: skip
    assert german.content_hash == plain.content_hash


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("F: Der Wagen", "G: Der Wagen", "dimensions.tools.questions.backup.examples.G"),
        ("ask: {", "ask: {who: team, ", "dimensions.tools.questions.backup.ask.who"),
        ("because: Wenig Zeit.", "days: 0.7", "steering.no_time.days"),
        ("because: Wenig Zeit.", "actions: []", "steering.no_time.actions"),
        ("because: Wenig Zeit.", "note_on: []", "steering.no_time.note_on"),
        ("{no_time:", "{gone:", "steering.gone"),
        ("{firm: Muster & Co}", "{answers: {backup: never}}", "sample.answers.backup"),
        ("{firm: Muster & Co}", "{profile: {sector: F}}", "sample.profile.sector"),
    ],
)
def test_what_an_overlay_may_not_change(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in GERMAN
    folder = folder_of(tmp_path, QUESTION + STEERED, sample=SAMPLE, de=GERMAN.replace(old, new))
    (problem,) = check(folder)
    assert place in problem.place


@pytest.mark.parametrize("reference", [entry.reference for entry in available()])
def test_a_sample_of_a_built_in_instrument_answers_every_question_it_is_asked(reference: str) -> None:
    table = sample_table(load(reference))
    if table is not None:
        assert len(answers_of(table, 0)) >= 0.9 * len(table.instrument.questions)
