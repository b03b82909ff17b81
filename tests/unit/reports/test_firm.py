"""What a firm's report says: every sentence follows from the answers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

import pytest
from babel import Locale

from reports.firm import Branding, FirmReport
from reports.firm.wording import Words
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.messages import ENGLISH
from scoring.roadmap import RoadmapChoices, plan
from scoring.scores import rounded, score
from tests.unit.reports.conftest import MakeReport, answers_at


def question(report: FirmReport, name: str) -> Any:
    return next(line for dimension in report.dimensions for line in dimension.questions if line.id == name)


def test_the_score_shown_is_the_score(report: FirmReport, instrument: Instrument) -> None:
    assert report.overall is not None
    assert report.overall_shown == rounded(report.overall, instrument)
    assert report.overall_shown in report.headline
    assert report.level in report.headline
    for line in report.dimensions:
        assert line.score is not None
        assert line.shown == rounded(line.score, instrument)


def test_the_points_of_all_questions_make_up_the_score(report: FirmReport) -> None:
    lines = [line for dimension in report.dimensions for line in dimension.questions]
    assert sum(line.points or 0 for line in lines) == pytest.approx(report.overall)
    assert sum(line.possible for line in lines if line.points is not None) == pytest.approx(100)


def test_points_to_the_next_level_are_said(report: FirmReport, instrument: Instrument) -> None:
    assert report.overall is not None
    following = next(level for level in report.levels if level.start > report.overall)
    points = re.match(r"(\d+) points? to “(.*)”", report.to_next)
    assert points is not None
    assert points[2] == following.title
    assert 0 <= int(points[1]) - (following.start - report.overall) < 1


def test_what_was_left_out_is_said_and_never_shown_as_zero(report: FirmReport) -> None:
    assert (question(report, "ai").answer, question(report, "ai").shown) == ("Not for us", "–")
    assert (question(report, "decisions").answer, question(report, "decisions").shown) == ("No answer", "–")
    assert "1 not for you" in next(line for line in report.dimensions if line.id == "processes").left_out
    assert "1 without an answer" in next(line for line in report.dimensions if line.id == "strategy").left_out


def test_not_knowing_earns_nothing_only_where_not_knowing_is_the_risk(report: FirmReport) -> None:
    backup = question(report, "backup")
    assert (backup.answer, backup.points) == ("Don’t know", 0)
    assert backup.shown.startswith("0.0 of ")
    security = next(line for line in report.dimensions if line.id == "security")
    assert security.left_out == "", "it counts, so it is not said to be left out"


def test_gaps_are_where_most_points_are_open_with_the_firms_own_answer_and_the_step_that_helps(
    report: FirmReport, instrument: Instrument
) -> None:
    assert len(report.gaps) == 3
    assert [gap.points for gap in report.gaps] == sorted((gap.points for gap in report.gaps), reverse=True)
    for gap in report.gaps:
        line = question(report, gap.question)
        assert gap.points == pytest.approx(line.possible - line.points)
        assert gap.title == line.text
        assert any(option.label in gap.text for option in instrument.questions[gap.question].options)
        assert gap.action is not None
        assert report.actions[gap.action - 1].title in gap.text


def test_what_works_is_answers_that_earn_three_quarters_from_different_parts(
    make_report: MakeReport, instrument: Instrument
) -> None:
    report = make_report(answers_at(instrument, 0.8))
    assert len({finding.dimension for finding in report.works}) == 3
    for finding in report.works:
        line = question(report, finding.question)
        assert line.points / line.possible >= 0.75


def test_every_action_says_why_in_the_firms_words(report: FirmReport, instrument: Instrument) -> None:
    texts = [asked.text for asked in instrument.questions.values()]
    for action in report.actions:
        if action.gain >= 0.05:
            assert action.because
        for reason in action.because:
            assert any(text in reason for text in texts)


def test_actions_above_the_mark_say_to_check_for_grants(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.4), employees=180)
    noted = [action for action in report.actions if action.grant_note]
    assert noted
    assert len(noted) < len(report.actions)


def test_needs_name_the_step_that_comes_first(make_report: MakeReport, instrument: Instrument) -> None:
    building = [action for action in make_report(answers_at(instrument, 0.1)).actions if action.needs]
    assert building
    for action in building:
        numbers = [int(number) for number in re.findall(r"\(step (\d+)\)", action.needs_shown)]
        assert len(numbers) == len(action.needs)
        assert all(number < action.number for number in numbers)


def test_every_step_stands_in_one_phase_and_is_numbered_in_order(report: FirmReport) -> None:
    assert [action.number for action in report.actions] == list(range(1, len(report.actions) + 1))
    for place, phase in enumerate(report.phases):
        assert all(action.phase == place and phase.start <= action.start < phase.end for action in phase.actions)


def test_totals_are_the_sums_of_the_steps(make_report: MakeReport, instrument: Instrument) -> None:
    answers, choices = answers_at(instrument, 0.3), RoadmapChoices(days_per_month=4, budget=20_000)
    table = table_of(instrument, [answers], [{"employees": 12}])
    steps = plan(table, score(table), choices=choices).steps
    words = Words(Locale.parse("en_GB"), ENGLISH)
    spans = [
        (sum(getattr(step, name)[0] for step in steps), sum(getattr(step, name)[1] for step in steps))
        for name in ("own_days", "outside_days", "cost_once", "cost_monthly")
    ]
    shown = [words.days(spans[0]), words.days(spans[1]), words.money(spans[2]), words.money(spans[3], monthly=True)]
    report = make_report(answers, choices=choices)
    assert [fact.value for fact in report.totals] == shown
    assert [action.running_days for action in report.actions] == [words.days((s.running_days,) * 2) for s in steps]
    assert [action.running_cost for action in report.actions] == [words.money((s.running_cost,) * 2) for s in steps]


def test_a_free_plan_says_so_instead_of_a_sum(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.3), choices=RoadmapChoices(budget=0))
    assert {action.running_cost for action in report.actions} == {"none"}


@pytest.mark.parametrize(
    ("profile", "size"),
    [
        ({"employees": 1}, "One person"),
        ({"employees": 2}, "Fewer than 10 people"),
        ({"employees": 12}, "10 to 49 people"),
    ],
)
def test_a_firm_of_one_is_called_one_person(
    make_report: MakeReport, instrument: Instrument, profile: dict[str, int], size: str
) -> None:
    report = make_report(answers_at(instrument, 0.5), **profile)
    assert size in [fact.value for fact in report.facts]


def test_the_level_that_the_plan_leads_to_is_named(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.2))
    named = re.search(r"could be about [\d.]+ \(“(.+)”\), up from", report.expected)
    assert named is not None
    assert named[1] in {level.title for level in report.levels if not level.current}


def test_rows_of_one_question_are_one_reason(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.5) | {
        "two_step": {"mail": "unprotected", "accounts": "partly", "files": "everyone", "remote": "na", "shop": "na"}
    }
    reasons = [reason for action in make_report(answers).actions for reason in action.because]
    about = [reason for reason in reasons if "second step" in reason]
    assert about
    assert all("E-mail – For nobody; Banking and bookkeeping – For some people" in reason for reason in about)


def test_a_grid_is_told_row_by_row(make_report: MakeReport, instrument: Instrument) -> None:
    line = question(make_report(answers_at(instrument, 0.5) | {"two_step": {"mail": "everyone"}}), "two_step")
    assert [(row.label, row.value) for row in line.rows][:2] == [
        ("E-mail", "For everyone"), ("Banking and bookkeeping", "No answer")
    ]  # fmt: skip
    assert line.answer == "; ".join(f"{row.label} – {row.value}" for row in line.rows)


def test_open_questions_are_listed_to_ask(report: FirmReport, instrument: Instrument) -> None:
    assert instrument.questions["decisions"].text in report.left_open
    assert [item.about for group in report.ask for item in group.items] == [instrument.questions["backup"].text]


def test_contradictions_are_pointed_out(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.5) | {"backup": "restored", "emergency": "no_idea"}
    messages = {one.id: one.message for one in instrument.contradictions}
    assert messages["restore_without_plan"] in make_report(answers).contradictions


def test_without_a_name_it_speaks_to_your_firm(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.5))
    assert report.firm == ""
    assert report.title == "Your firm"
    assert report.headline.startswith("Your firm is at “")


def test_too_little_answered_gives_no_score_and_says_what_would(
    make_report: MakeReport, instrument: Instrument
) -> None:
    answers = dict(list(answers_at(instrument, 0.5).items())[:9])
    report = make_report(answers, firm="Half done")
    assert report.overall is None
    assert report.headline == "No overall score yet for Half done"
    assert report.level == report.to_next == report.expected == ""
    assert "60%" in report.level_meaning
    assert report.scale_note == "Points are shares of the 100 that each part can reach."
    assert all(gap.text.endswith(f" {gap.points:.1f} of the 100 points of its part.") for gap in report.gaps)
    scored = [line for line in report.dimensions if line.score is not None]
    assert scored
    for line in scored:
        assert sum(asked.points or 0 for asked in line.questions) == pytest.approx(line.score)


def test_nothing_answered_reads_well(make_report: MakeReport) -> None:
    report = make_report({})
    assert report.works == report.gaps == report.actions == ()
    assert all((report.no_works, report.no_gaps, report.no_actions))
    assert {line.shown for line in report.dimensions} == {"not scored"}


def test_everything_best_leaves_nothing_to_do(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 1))
    assert report.to_next == "This is the highest level."
    assert report.no_gaps == "Every answer that counts earns all its points: there is no gap to close."
    assert report.actions == ()
    assert {line.sentence for line in report.dimensions} == {"You have all that is asked here."}


def test_everything_worst_still_has_a_first_step(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0))
    assert report.works == ()
    assert report.no_works
    assert report.actions


def test_no_money_for_the_plan_is_said(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.5), choices=RoadmapChoices(days_per_month=0, budget=0))
    assert report.actions == ()
    assert report.no_actions.startswith("Nothing fits within the time and money")
    assert report.later


def test_comments_and_marks_stand_on_their_cards(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.3)
    first = make_report(answers).actions[0].id
    choices = RoadmapChoices(marks={first: "planned"}, comments={first: "Ask <Eva> & Jan"})
    card = next(card for card in make_report(answers, choices=choices).actions if card.id == first)
    assert (card.status, card.status_shown, card.comment) == ("planned", "Planned by you", "Ask <Eva> & Jan")


def test_the_method_names_what_was_computed_by_what(report: FirmReport, instrument: Instrument) -> None:
    assert instrument.reference in report.method[-1]
    assert instrument.content_hash[:12] in report.method[-1]
    assert any("authors’ judgement" in sentence for sentence in report.method)


def test_branding_is_carried(make_report: MakeReport, instrument: Instrument) -> None:
    branding = Branding("Chamber", "#123456", "help@example.org")
    assert make_report(answers_at(instrument, 0.5), branding=branding).branding == branding


TINY = {
    "format": 1, "id": "tiny", "version": 1, "language": "en", "title": "§1", "description": "§2", "source": "§3",
    "levels": [
        {"id": "low", "title": "§4", "meaning": "§5"},
        {"id": "high", "title": "§6", "meaning": "§7", "bound": 50},
    ],
    "baseline": "high",
    "dimensions": [
        {"id": "one", "title": "§8", "short": "§9", "description": "§10", "questions": [
            {"type": "single", "id": "q1", "text": "§11", "na": True, "options": [
                {"id": "no_way", "label": "§12", "points": 0}, {"id": "full", "label": "§13", "points": 4}]},
            {"type": "multiple", "id": "q2", "text": "§14", "none": "§15", "options": [
                {"id": "a", "label": "§16", "points": 1}, {"id": "b", "label": "§17", "points": 1}]},
            {"type": "grid", "id": "q3", "text": "§18", "na": True,
             "rows": [{"id": "r1", "label": "§19"}, {"id": "r2", "label": "§20"}, {"id": "r3", "label": "§21"}],
             "options": [{"id": "no_way", "label": "§22", "points": 0}, {"id": "full", "label": "§23", "points": 4}]},
            {"type": "single", "id": "q4", "text": "§24", "options": [
                {"id": "no_way", "label": "§25", "points": 0}, {"id": "full", "label": "§26", "points": 4}]},
        ]},
    ],
    "actions": [
        {"id": f"act{number}", "title": f"§3{number}", "summary": "§40", "steps": ["§41"], "lifts": lifts,
         "own_days": {"micro": [1, 2]}, "outside_days": {"micro": [0, 0.5]}, "cost_once": {"micro": [0, cost]},
         "cost_monthly": {"micro": [5, 10]}, "price_year": 2025, "weeks": 2, "owner": "§42", "measure": "§43",
         "themes": [], "level": "enterprise", "needs": needs}
        for number, lifts, cost, needs in (
            (1, {"q1": "full"}, 100, []), (2, {"q2": ["a", "b"]}, 6000, ["act1"]),
            (3, {"q3": {"r1": "full", "r2": "full"}}, 90_000_000, []),
        )
    ],
}  # fmt: skip
"""An instrument without a single letter in its texts: whatever letter a report shows comes from somewhere else."""


class Pseudo(NullTranslations):
    """Translates every letter away; placeholders stay."""

    def gettext(self, message: str) -> str:
        return re.sub(r"[^\W\d_](?![^{]*})", "ø", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def texts(value: object) -> Iterator[str]:
    """Every text of a report that is shown; ids and codes are not."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)
    elif dataclasses.is_dataclass(value):
        hidden = {"id", "language", "direction", "instrument", "state", "question", "dimension"}
        for field in dataclasses.fields(value):
            if field.name not in hidden:
                yield from texts(getattr(value, field.name))


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"q1": "no_way", "q2": ["a"], "q3": {"r1": "no_way", "r2": "full", "r3": "na"}},
        {"q1": "full", "q2": ["a", "b"], "q3": {"r1": "full", "r2": "full", "r3": "full"}, "q4": "full"},
        {"q1": "na", "q2": [], "q3": {"r1": "na", "r2": "na", "r3": "na"}, "q4": "no_way"},
        {"q1": "no_way", "q2": [], "q3": {"r1": "no_way", "r2": "no_way", "r3": "no_way"}, "q4": "dk"},
    ],
)
def test_every_word_comes_from_a_catalogue(make_report: MakeReport, answers: dict[str, Any]) -> None:
    report = make_report(
        answers, of=Instrument.model_validate(TINY), locale="zh", translations=Pseudo(), employees=4, sector="10"
    )
    allowed = {report.instrument, report.method[-1]}
    left = [
        text for text in texts(report) if re.search("[A-Za-z]{2}", re.sub(r"\{\w+\}", "", text)) and text not in allowed
    ]
    assert left == []


@pytest.mark.parametrize(
    ("rule", "headline", "questions"),
    [
        ("count", "Your firm is at “§6”: 2 of 4 items", "2.0 of 2.0"),  # q2 and q4 are full
        ("sum", "Your firm is at “§6”: 14 of 22 points", "2.0 of 2.0"),  # 0 + 2 + 8 + 4 of 4 + 2 + 12 + 4
        ("minimum", "Your firm is at “§6”: 67 of 100 points", "25.0 of 25.0"),  # its one part: (0 + 1 + 2/3 + 1) / 4
    ],
)
def test_other_rules_count_on_their_own_scale(
    make_report: MakeReport, rule: str, headline: str, questions: str
) -> None:
    """Earned of possible: q1 0 of 4, q2 2 of 2, q3 two of three rows with 4 each, q4 4 of 4."""
    tiny = Instrument.model_validate(TINY)
    dimension = tiny.dimensions[0].model_copy(update={"rule": "mean" if rule == "minimum" else rule})
    bounds = {"count": 2, "sum": 10, "minimum": 50}
    levels = [tiny.levels[0], tiny.levels[1].model_copy(update={"bound": bounds[rule]})]
    of = tiny.model_copy(update={"overall": rule, "dimensions": [dimension], "levels": levels})
    answers = {"q1": "no_way", "q2": ["a", "b"], "q3": {"r1": "full", "r2": "full", "r3": "no_way"}, "q4": "full"}
    report = make_report(answers, of=of)
    assert report.headline == headline
    assert question(report, "q2").shown == questions
