"""What of the built-in instrument a firm is asked and reads: for the tests of its content and of its words."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.instrument import Dimension, GridQuestion, Instrument, NumberQuestion, Question, ReferenceProfile, Theme


def scored(instrument: Instrument) -> list[Question]:
    return [question for dimension in instrument.dimensions for question in dimension.questions]


def shown(instrument: Instrument, size: str, staff: str) -> list[Question]:
    """The scored questions that a firm of this kind is asked; all conditions here look at the profile alone."""
    profile = {"size": size, "staff": staff}
    return [
        question
        for question in scored(instrument)
        if question.show_if is None
        or all(profile[field] in accepted for field, accepted in question.show_if.profile.items())
    ]


def labels(question: Question) -> list[str]:
    if isinstance(question, NumberQuestion):
        return [band.label for band in question.bands]
    rows = [row.label for row in question.rows] if isinstance(question, GridQuestion) else []
    return rows + [option.label for option in getattr(question, "options", [])]


def sentences(instrument: Instrument) -> Iterator[str]:
    """Every text of the instrument that is a sentence of its own, so not the labels that questions may share."""
    for question in instrument.questions.values():
        yield from (question.text, question.help, question.example, *question.examples.values())
        yield from [question.ask.text] if question.ask else []
    for steer in instrument.steering:
        yield from filter(None, (steer.because, steer.note))
    for action in instrument.actions:
        yield from (action.title, action.summary, *action.steps, action.measure)
    titled: list[Theme | ReferenceProfile | Dimension] = [*instrument.themes, *instrument.reference_profiles]
    for entry in (*titled, *instrument.dimensions):
        yield from (entry.title, entry.description)
    yield from (theme.programme for theme in instrument.themes)
    yield from (level.meaning for level in instrument.levels)
    yield from (contradiction.message for contradiction in instrument.contradictions)


def words(text: str) -> int:
    return len(text.split())
