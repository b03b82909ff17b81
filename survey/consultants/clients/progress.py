"""A client over time: what it reached by dimension at each finished assessment, and what it did in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from scoring.instrument import Instrument
from survey.consultants.clients.wording import change_shown, score_shown
from survey.consultants.files.making import as_answered
from survey.storage import portfolios
from survey.storage.portfolios import Reached, Series


@dataclass(frozen=True)
class Line:
    """A dimension, or the overall score, at each stage; ``change``: from the first to the last."""

    title: str
    scores: Sequence[str]
    change: str


@dataclass(frozen=True)
class Done:
    """What was marked as done after a stage, before the next."""

    stage: str
    actions: Sequence[str]


@dataclass(frozen=True)
class OverTime:
    """The stages of one series by one instrument, its first line the overall score."""

    title: str
    stages: Sequence[str]
    lines: Sequence[Line]
    done: Sequence[Done]


def over_time(client_id: int) -> list[OverTime]:
    """Of every series with two stages that can be compared, the one last handed in first."""
    found = [
        (series, as_answered(series.instrument, series.content_hash)) for series in portfolios.series_of(client_id)
    ]
    return [_over_time(series, instrument) for series, instrument in found if instrument]


def _over_time(series: Series, instrument: Instrument) -> OverTime:
    stages = series.stages
    overall = _line(_("Overall"), [stage.overall for stage in stages], instrument)
    dimensions = [
        _line(dimension.title, [stage.dimensions[place] for stage in stages], instrument)
        for place, dimension in enumerate(instrument.dimensions)
    ]
    done = (Done(_name(stage), _titles(stage.done, instrument)) for stage in stages[:-1])
    return OverTime(
        title=instrument.title,
        stages=[_name(stage) for stage in stages],
        lines=[overall, *dimensions],
        done=[one for one in done if one.actions],
    )


def _line(title: str, scores: Sequence[float | None], instrument: Instrument) -> Line:
    shown = [score_shown(score, instrument) for score in scores]
    return Line(title, shown, change_shown(scores[-1], scores[0], instrument))


def _name(stage: Reached) -> str:
    return str(_("Assessment %(number)s", number=int(stage.stage.removeprefix("T")) + 1))


def _titles(actions: Sequence[str], instrument: Instrument) -> list[str]:
    known = instrument.actions_by_id
    return [known[action].title for action in actions if action in known]
