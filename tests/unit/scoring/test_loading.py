"""Instrument files: what they may say, and what is said about the ones that are wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from scoring.instrument import Instrument, Quantity, Sectors
from scoring.loading import InstrumentError, available, check, load

INSTRUMENTS = Path(__file__).parents[2] / "instruments"
DOCS = Path(__file__).parents[3] / "docs"

MINIMAL = """
format: 1
id: minimal
version: 1
language: en
title: Minimal
description: One question.
source: Written for the tests.
baseline: high
levels:
  - {id: low, title: Low, meaning: Below half.}
  - {id: high, title: High, meaning: Half or more., bound: 50}
dimensions:
  - id: tools
    title: Tools
    short: Tools
    description: What is in use.
    questions:
      - id: backup
        type: single
        text: Is there a backup?
        options:
          - {id: never, label: Never, points: 0}
          - {id: daily, label: Every day, points: 2}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "instrument.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_of_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (DOCS / "instrument-format.md").read_text(encoding="utf-8")
    example, switches, *_ = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    path = write(tmp_path, example + switches)
    assert [str(problem) for problem in check(path)] == []
    assert load(f"{path}?lists_count=double").questions["lists"].weight == 2


def test_ten_faults_are_ten_problems_each_with_its_line() -> None:
    path = INSTRUMENTS / "ten_faults.yaml"
    marked = [n for n, line in enumerate(path.read_text().splitlines(), 1) if re.search(r"# \d+: ", line)]
    lines = [int(re.search(r"line (\d+)", problem.place)[1]) for problem in check(path)]  # type: ignore[index]
    assert len(lines) == 10
    assert lines == marked


def test_a_sound_file_loads(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL)
    assert check(path) == []
    instrument = load(path)
    assert instrument.reference == "minimal@1"
    assert instrument.cells == ("backup",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: daily", "id: dec1", "A spreadsheet would turn “dec1”"),
        ("label: Every day", "label: N/A", "“N/A” already stands for no answer"),
        ("label: Every day", "label: Don’t know", "“Don’t know” already stands for no answer"),
        ("label: Every day", "label: never", "also names another option"),
        ("id: backup", "id: size", "is a column of every table already"),
        ("points: 2", "points: 0", "No answer to this question earns a point"),
        ("points: 2", "points: .inf", "finite number"),
        ("bound: 50", "bound: high", "This must be a number."),
        (", bound: 50", "", "This level needs a bound."),
        ("language: en", "language: klingon", "is not the code of a language"),
        ("type: single", "type: single\n        show_if: {profile: {size: [tiny]}}", "“tiny” is not a value of “size”"),
        ("type: single", "type: single\n        themes: [C9]", "There is no theme “C9”."),
        ("type: single", "type: single\n        scored: false", "no question that is scored"),
        ("title: Minimal", "title: Minimal\ntitle: Twice", "already given on line 6"),
        ("title: Minimal", "title: &t Minimal\nsource: *t", "aliases"),
        ("title: Minimal", "title: 'Mini\x07mal'", "control character"),
        ("format: 1", "format: [", "not valid YAML"),
    ],
)
def test_each_fault_has_its_message(tmp_path: Path, old: str, new: str, message: str) -> None:
    problems = check(write(tmp_path, MINIMAL.replace(old, new, 1)))
    assert any(message in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_plain_words_stay_words(tmp_path: Path) -> None:
    """YAML 1.1 would read yes as true and a date as a date; a writer of questions means the word."""
    words = MINIMAL.replace("label: Never", "label: yes").replace("id: never", "id: false_alarm")
    option = load(write(tmp_path, words)).questions["backup"].options[0]  # type: ignore[union-attr]
    assert (option.id, option.label) == ("false_alarm", "yes")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "a: [1"])
def test_what_is_no_instrument_is_refused(tmp_path: Path, text: str) -> None:
    assert check(write(tmp_path, text))
    with pytest.raises(InstrumentError):
        load(tmp_path / "instrument.yaml")


def test_a_missing_file_and_an_unknown_name_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstrumentError, match="no such file"):
        load(tmp_path / "nowhere.yaml")
    with pytest.raises(InstrumentError, match=r"Known are: .*sme-readiness@1"):
        load("no-such-instrument")


def test_an_edited_file_is_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL)
    first = load(path)
    path.write_text(MINIMAL.replace("title: Minimal", "title: Minimal, second wording"), encoding="utf-8")
    assert load(path).title == "Minimal, second wording"
    assert load(path).content_hash == first.content_hash


SWITCHES = """
switches:
  best:
    default: two
    values:
      two: {}
      four: {questions: {backup: {options: {daily: {points: 4}}}}}
"""


def test_switches_choose_between_named_variants(tmp_path: Path) -> None:
    path = write(tmp_path, MINIMAL + SWITCHES)
    plain, switched = load(path), load(f"{path}?best=four")
    assert plain.questions["backup"].max_points == 2
    assert switched.questions["backup"].max_points == 4
    assert (plain.reference, switched.reference) == ("minimal@1?best=two", "minimal@1?best=four")
    assert plain.content_hash != switched.content_hash
    with pytest.raises(InstrumentError, match=r"“best=six” is not a switch.*best=two, best=four"):
        load(f"{path}?best=six")


def test_every_value_of_a_switch_is_checked(tmp_path: Path) -> None:
    broken = SWITCHES.replace("points: 4", "points: -4")
    assert any("earns a point" in str(problem) for problem in check(write(tmp_path, MINIMAL + broken)))


def test_the_hash_holds_the_scoring_content_and_not_the_wording(tmp_path: Path) -> None:
    original = load(write(tmp_path, MINIMAL)).content_hash
    reworded = MINIMAL.replace("Every day", "Each working day").replace("Is there a backup?", "Do you keep copies?")
    assert load(write(tmp_path, reworded)).content_hash == original
    for old, new in [("points: 2", "points: 3"), ("bound: 50", "bound: 51"), ("id: daily", "id: weekly"),
                     ("short: Tools", "short: Tools\n    weight: 2"), ("baseline: high", "baseline: low")]:  # fmt: skip
        assert load(write(tmp_path, MINIMAL.replace(old, new))).content_hash != original, new


def test_an_overlay_translates_wording_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "minimal" / "v1"
    (folder / "lang").mkdir(parents=True)
    (folder / "questions.yaml").write_text(MINIMAL, encoding="utf-8")
    overlay = folder / "lang" / "de.yaml"
    overlay.write_text(
        "title: Klein\ndimensions: {tools: {questions: {backup: {options: {never: {label: Nie}}}}}}\n", encoding="utf-8"
    )
    german = load("minimal", folder=tmp_path, language="de")
    assert german.title == "Klein"
    assert german.questions["backup"].options[0].label == "Nie"  # type: ignore[union-attr]
    assert german.content_hash == load("minimal", folder=tmp_path).content_hash
    overlay.write_text("dimensions: {tools: {questions: {backup: {weight: 2}}}}\ntitel: Klein\n", encoding="utf-8")
    assert len(check(folder)) == 2


def test_the_newest_version_is_taken_and_an_older_one_can_be_named(tmp_path: Path) -> None:
    for version in (1, 2, 10):
        folder = tmp_path / "minimal" / f"v{version}"
        folder.mkdir(parents=True)
        (folder / "questions.yaml").write_text(MINIMAL.replace("version: 1", f"version: {version}"), encoding="utf-8")
    assert load("minimal", folder=tmp_path).version == 10
    assert load("minimal@2", folder=tmp_path).version == 2
    assert [entry.reference for entry in available(tmp_path) if entry.reference.startswith("minimal")] == [
        "minimal@1", "minimal@2", "minimal@10"]  # fmt: skip


def test_quantities_fall_back_to_the_nearest_smaller_size() -> None:
    days = Quantity(small=[1, 2], medium=[5, 8], per_person=[0.5, 1])
    assert days.for_firm("small", 10) == (1 + 5, 2 + 10)
    assert days.for_firm("large", 400) == (5 + 200, 8 + 400)
    assert days.for_firm("micro", 2) == (1 + 1, 2 + 2)


def test_sectors_fit_by_section_or_division() -> None:
    assert Sectors(only=["C", "49"]).fits("H", "49")
    assert not Sectors(only=["C", "49"]).fits("G", "47")
    assert not Sectors(excluded=["G"]).fits("G", "47")
    assert Sectors(only=["C"]).fits(None, None), "an unknown sector shuts nothing out"


def test_the_published_schema_is_the_models() -> None:
    published = json.loads((DOCS / "instrument.schema.json").read_text(encoding="utf-8"))
    assert published["$defs"] == Instrument.model_json_schema()["$defs"]


@pytest.mark.parametrize("reference", [entry.reference for entry in available()])
def test_the_published_schema_accepts_every_built_in_instrument(reference: str) -> None:
    schema = json.loads((DOCS / "instrument.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(load(reference).model_dump(mode="json"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"format": 1})
