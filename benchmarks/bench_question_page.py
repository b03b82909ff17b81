"""Drawing a page of 8 questions with 6 choices and a note each: our macro against WTForms' own widgets and labels.

Rendering only: the same bound form is drawn both ways, in turn, and the median of the ratios is printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_babel import Babel

import survey
from scoring.instrument import SingleQuestion
from survey.forms import AssessmentForm, build_form

QUESTIONS, OPTIONS = 8, 4  # with "don't know" and "leave open" that makes 6 choices
GOAL = 5.0

MACRO = '{% from "macros/questions.html" import questions %}{{ questions(form, {}) }}'
WIDGETS = """{% for q in form.questions %}{% set field, note = form["q_" ~ q.id], form["n_" ~ q.id] -%}
{{ field.label }}{{ field }}{{ form["r_" ~ q.id] }}{{ note.label }}{{ note }}{{ form["rn_" ~ q.id] }}{% endfor %}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    app = Flask("bench", template_folder=str(Path(survey.__path__[0]) / "templates"))
    app.config.update(WTF_CSRF_ENABLED=False)
    Babel(app)
    with app.test_request_context():
        form = example_form()
        macro, widgets = (app.jinja_env.from_string(template) for template in (MACRO, WIDGETS))
        timings = compare(rounds, lambda: macro.render(form=form), lambda: widgets.render(form=form))
    fast_ms, slow_ms = (statistics.median(times) * 1000 for times in zip(*timings, strict=True))
    ratio = statistics.median(slow / fast for fast, slow in timings)
    print(f"a page of {QUESTIONS} questions x {OPTIONS + 2} choices, median of {rounds} interleaved rounds")
    print(f"  our macro              {fast_ms:7.2f} ms")
    print(f"  WTForms' own widgets   {slow_ms:7.2f} ms   {ratio:.1f} x as long (goal: at least {GOAL:g} x)")


def example_form() -> AssessmentForm:
    questions = [
        SingleQuestion(
            type="single",
            id=f"question_{number}",
            text="How do you usually decide what to buy or change?",
            options=[
                {"id": f"option_{n}", "label": f"An answer of usual length, number {n}", "points": n}
                for n in range(OPTIONS)
            ],
        )
        for number in range(QUESTIONS)
    ]
    chosen, notes = ({question.id: text for question in questions} for text in ("option_1", "See the folder."))
    return build_form(questions, notes=True).of(chosen, {}, notes)


def compare(rounds: int, *ways: Callable[[], str]) -> list[tuple[float, ...]]:
    """Seconds for each way in each round, the ways taking turns."""
    for way in ways:
        way()
    return [tuple(seconds(way) for way in ways) for _ in range(rounds)]


def seconds(way: Callable[[], str]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
