"""Clients, answers and scores as tables, whose columns are called the same in every language: programs read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable, from_blobs
from scoring.instrument import (
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    SingleQuestion,
    TextQuestion,
)
from scoring.profile import PEOPLE, PROFILE, profile_table
from scoring.scores import Scores, published, scores_table
from scoring.template.columns import DONT_KNOW, NOT_APPLICABLE, Column, columns_of
from scoring.trades import SECTIONS, TRADES
from survey.storage.client_assessments import State
from survey.storage.exporting import Finished, ListedClient

DIVISIONS = {trade.id: trade.division for trade in TRADES}
SECTIONS_OF_TRADES = {trade.id: trade.section for trade in TRADES} | {letter: letter for letter in SECTIONS}
TRADE_NAMES = {trade.id: trade.name for trade in TRADES} | SECTIONS
SIZES_OF_PEOPLE = {band.id: band.size for band in PEOPLE}
STAFF_OF_PEOPLE = {band.id: "yes" if band.staff else "no" for band in PEOPLE}

KEPT = ("trade", "people", "sector", "division", "size", "employees", "staff", "country", "region")
"""What a profile may say: as a firm chooses it from lists, or as a sheet has it."""

PLACED = ("sector", "division", "size", "employees", "country", "region")
"""What of it stands in the table of clients as it is."""

NO_EMPLOYEES = 0
"""How a sheet says that nobody is employed: its columns have no other place for it."""


def told_of(instrument: Instrument) -> list[str]:
    """The questions whose codes do not say all that was answered: numbers, of which they keep the band, and words."""
    kinds = (NumberQuestion, TextQuestion)
    return [question.id for question in instrument.questions.values() if isinstance(question, kinds)]


def clients_table(
    clients: Sequence[ListedClient],
    states: Mapping[State, str],
    level_of: Callable[[str, int], str],
    say: Callable[[str], str],
) -> pd.DataFrame:
    """One row for each client. ``states``: words by ``State``; ``level_of``: an instrument's level, by reference and
    position, in words; ``say``: a text of our own in the reader's language."""
    results = [client.result for client in clients]
    columns: dict[str, list[Any]] = {
        "firm": [client.name for client in clients],
        "ref": [client.ref for client in clients],
        "email": [client.email for client in clients],
        "tags": ["; ".join(client.tags) for client in clients],
    }
    profile = _profile([client.profile for client in clients])
    columns["trade"] = [say(TRADE_NAMES[trade]) if trade in TRADE_NAMES else "" for trade in profile["trade"]]
    columns |= {name: profile[name].tolist() for name in PLACED}
    columns |= {
        "state": [states[client.state] for client in clients],
        "instrument": [result.instrument if result else "" for result in results],
        "stage": [result.stage if result else "" for result in results],
        "date": [_day(result.submitted_at) if result else "" for result in results],
        "overall": published(pd.Series([result and result.overall for result in results], dtype="float64")).tolist(),
        "level": [
            level_of(result.instrument, result.level) if result and result.level >= 0 else "" for result in results
        ],
        "created": [_day(client.created_at) for client in clients],
        "archived": [_day(client.archived_at) for client in clients],
    }
    return pd.DataFrame({name: _column(values, name) for name, values in columns.items()})


def answers_table(instrument: Instrument, stages: Sequence[Finished], *, labels: bool = False) -> pd.DataFrame:
    """One row for each finished stage, in the columns of the template, so that the sheet can be uploaded as it is.

    Answers are option ids, or ``labels``. ``stages`` come with what ``told_of`` names. Raises ``ValueError`` as
    ``from_blobs`` does.
    """
    given = _given(stages)
    staff = given.pop("staff")
    given["sector"] = given["division"].where(given["division"] != "", given["sector"])
    given["employees"] = given["employees"].where(given["employees"].notna() | (staff != "no"), NO_EMPLOYEES)
    table = from_blobs(instrument, [stage.codes for stage in stages], given)
    places = {cell: place for place, cell in enumerate(instrument.cells)}
    told = {question: [stage.told[at] for stage in stages] for at, question in enumerate(told_of(instrument))}
    columns: dict[str, Any] = {}
    for column in columns_of(instrument):
        question = instrument.questions.get(column.id.partition(".")[0])
        if question is None:
            columns[column.id] = _column(given[column.id].tolist(), column.id)
        elif isinstance(question, TextQuestion):
            columns[column.id] = _column(told[question.id], column.id)
        else:
            cells = _words(question, column, labels)[table.codes[:, places[column.id]]]
            exact = told.get(question.id)
            columns[column.id] = cells if exact is None else _numbers(exact, cells)
    return pd.DataFrame(columns, index=range(len(stages)))


def scores_of_the_day(instrument: Instrument, stages: Sequence[Finished]) -> pd.DataFrame:
    """One row for each finished stage as ``waymark score`` writes it, with the scores that it had when handed in.

    After them ``instrument`` and ``scorer``: what was asked, and the version of the rules that scored it.
    """
    given = _given(stages)
    profile, _ = profile_table(given)
    # As the organisation has them, also where the reader of sheets would refuse one.
    for name in ("firm", "ref", "email"):
        profile[name] = _column(given[name].tolist(), name)
    extra = pd.DataFrame({
        "instrument": pd.Series([instrument.reference] * len(stages), dtype="str"),
        "scorer": pd.Series([stage.scorer_version for stage in stages], dtype="int64"),
    })  # fmt: skip
    table = AnswerTable(instrument, np.empty((len(stages), 0), dtype=np.int8), profile[list(PROFILE)], extra)
    return scores_table(table, _scores(instrument, stages))


def _scores(instrument: Instrument, stages: Sequence[Finished]) -> Scores:
    names = [dimension.id for dimension in instrument.dimensions]
    dimensions = pd.DataFrame([stage.dimensions for stage in stages], columns=names, dtype="float64")
    ends = {end: pd.DataFrame({"overall": _floats([getattr(s, end) for s in stages])}) for end in ("low", "high")}
    return Scores(
        instrument,
        dimensions=dimensions,
        overall=_floats([stage.overall for stage in stages], "overall"),
        low=ends["low"],
        high=ends["high"],
        level=pd.Series([stage.level for stage in stages], dtype="int8", name="level"),
        dimension_levels=pd.DataFrame(index=range(len(stages))),
        answered=_floats([stage.answered for stage in stages], "answered"),
    )


def _floats(values: Sequence[float | None], name: str | None = None) -> pd.Series:
    return pd.Series(values, dtype="float64", name=name)


def _given(stages: Sequence[Finished]) -> pd.DataFrame:
    """The profile columns in the forms that a sheet may use: who the firm is today, and what it said of itself then."""
    given = _profile([stage.profile for stage in stages]).drop(columns="trade")
    given["firm"] = [stage.name for stage in stages]
    given["ref"] = [stage.ref for stage in stages]
    given["email"] = [stage.email for stage in stages]
    given["stage"] = [stage.stage for stage in stages]
    given["date"] = [_day(stage.submitted_at) for stage in stages]
    given["source"] = [stage.source for stage in stages]
    given["counted"] = ["yes" if stage.counted else "no" for stage in stages]
    return given


def _profile(profiles: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What profiles say, as sheets have it: text, empty where nothing is said, and ``employees`` as a number."""
    said = pd.DataFrame([{name: one.get(name) for name in KEPT} for one in profiles], columns=list(KEPT), dtype=object)
    trade = said["trade"]
    found = {
        "trade": trade,
        "sector": said["sector"].where(_is_said(said["sector"]), trade.map(SECTIONS_OF_TRADES)),
        "division": said["division"].where(_is_said(said["division"]), trade.map(DIVISIONS)),
        "size": said["size"].where(_is_said(said["size"]), said["people"].map(SIZES_OF_PEOPLE)),
        "staff": said["staff"].map(_yes_no).where(_is_said(said["staff"]), said["people"].map(STAFF_OF_PEOPLE)),
        "country": said["country"],
        "region": said["region"],
    }
    table = pd.DataFrame({name: column.where(_is_said(column), "").astype("str") for name, column in found.items()})
    table["employees"] = pd.to_numeric(said["employees"], errors="coerce").astype("Int64")
    return table


def _is_said(column: pd.Series) -> pd.Series:
    return column.notna() & (column != "")


def _yes_no(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _words(question: Any, column: Column, labels: bool) -> np.ndarray:
    """What stands in a cell for each code; those of no answer are negative, and so count from the end."""
    offered = WORDS[type(question)](question, column, labels)
    return np.array([*offered, DONT_KNOW, NOT_APPLICABLE, None], dtype=object)


def _scale_words(question: Any, column: Column, labels: bool) -> Sequence[Any]:
    return column.offered[: len(question.options)] if labels else [option.id for option in question.options]


WORDS: dict[type, Callable[[Any, Column, bool], Sequence[Any]]] = {
    SingleQuestion: _scale_words,
    GridQuestion: _scale_words,
    MultipleQuestion: lambda _question, _column, _labels: (0, 1),
    NumberQuestion: lambda question, _column, _labels: [band.id for band in question.bands],
}


def _numbers(exact: Sequence[Any], cells: np.ndarray) -> np.ndarray:
    """The number where one was given, whole where it is whole; else what the code says."""
    found = cells.copy()
    for row, value in enumerate(exact):
        if isinstance(value, int | float):
            found[row] = int(value) if value == int(value) else value
    return found


def _column(values: Sequence[Any], name: str) -> pd.Series:
    """Text in which the empty is missing; numbers stay numbers."""
    if name in ("overall", "employees"):
        return pd.Series(values, dtype="Int64" if name == "employees" else "float64")
    return pd.Series([value if value not in ("", None) else None for value in values], dtype="str")


def _day(moment: Any) -> str:
    return moment.date().isoformat() if moment else ""
