"""The portfolio as a workbook: overview, heat map, actions, whom to call, and progress, each with charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import pandas as pd
from flask_babel import get_locale
from flask_babel import gettext as _

from reports.firm.answers import maximum
from scoring.portfolio import Paired, Portfolio, most_needed
from scoring.progress import LIMITS
from scoring.scores import published
from scoring.sheetcharts import Chart
from scoring.sheets import Block, Sheet, write_sheets
from survey.consultants.portfolio import calls, summary
from survey.consultants.portfolio.choosing import Chosen
from survey.groups import sectors, sizes
from survey.languages import translations

ALL = 10**9
SCORE, SHARE = "0.0", "0%"


def write(file: IO[bytes], name: str, chosen: Chosen) -> None:
    """Write the workbook of the clients that are asked for; ``name``: the organisation's."""
    parts = (_overview(name, chosen), _heat(chosen), _actions(chosen), _call(chosen), _progress(chosen))
    write_sheets(file, parts)


def _overview(name: str, chosen: Chosen) -> Sheet:
    portfolio, what, number = chosen.portfolio, _("What"), _("Number")
    rows = [
        (_("Clients"), len(chosen.held)),
        (_("of them with a result by this questionnaire"), len(portfolio)),
        (_("of them with a result by another questionnaire only"), int(chosen.held.elsewhere.sum())),
        (_("of them with an assessment that is open"), len(chosen.waiting)),
    ]
    about = [name, chosen.instrument.title, chosen.instrument.reference, *_filters(chosen)]
    return Sheet(
        _("Overview"),
        [
            Block(pd.DataFrame(rows, columns=[what, number]), _("Portfolio")),
            _levels(portfolio),
            _means(portfolio),
        ],
        notes=[text for text in about if text],
    )


def _filters(chosen: Chosen) -> list[str]:
    wanted = chosen.wanted
    named = {
        _("Tag"): wanted.tag,
        _("Sector"): sectors([wanted.sector]).get(wanted.sector, ""),
        _("Size"): sizes([wanted.size] if wanted.size else []).get(wanted.size, ""),
    }
    return [f"{name}: {value}" for name, value in named.items() if value]


def _levels(portfolio: Portfolio) -> Block:
    level, clients, share = _("Level"), _("Clients"), _("Share")
    rows = [(line.title, line.clients, line.share) for line in summary.levels(portfolio)]
    title = _("Clients by level")
    table = pd.DataFrame(rows, columns=[level, clients, share])
    return Block(table, title, {share: SHARE}, charts=[Chart(title, level, [clients], "column")])


def _means(portfolio: Portfolio) -> Block:
    dimension, n, mean, title = _("Dimension"), _("Clients with a score"), _("Mean"), _("Means of the dimensions")
    found = portfolio.dimensions
    titles = [dimension.title for dimension in portfolio.instrument.dimensions]
    columns = {dimension: titles, n: found.count().tolist(), mean: published(found.mean()).tolist()}
    return Block(pd.DataFrame(columns), title, {mean: SCORE}, charts=[Chart(title, dimension, [mean], form=SCORE)])


def _heat(chosen: Chosen) -> Sheet:
    """One row for each client with a result. Dimensions of one scale share the ends of their colours."""
    portfolio, profile = chosen.portfolio, chosen.portfolio.profile
    levels = [*(level.title for level in portfolio.instrument.levels), None]
    names = [dimension.title for dimension in portfolio.instrument.dimensions]
    overall, change = _("Overall"), _("Change")
    columns: dict[str, Any] = {
        _("Client"): profile["firm"],
        _("Your number"): _said(profile["ref"]),
        _("Sector"): profile["sector"].map(sectors(chosen.sectors)),
        _("Size"): profile["size"].map(sizes(chosen.sizes)),
        _("Assessment"): profile["stage"].str.removeprefix("T").astype(int) + 1,
        _("Date"): profile["date"],
        _("Level"): [levels[place] for place in portfolio.level],
        overall: published(portfolio.overall),
        change: published(portfolio.change),
    }
    table = _beside(pd.DataFrame(columns), published(portfolio.dimensions).set_axis(names, axis=1))
    scores = list(table.columns[len(columns) :])
    ends = {maximum(dimension) for dimension in portfolio.instrument.dimensions}
    scale = (0.0, ends.pop()) if len(ends) == 1 else None
    means = _("Means of the dimensions")
    chart = Chart(means, _("Dimension"), [_("Mean")], of=means, form=SCORE)
    forms = dict.fromkeys([overall, *scores], SCORE) | {change: "+0.0;-0.0;0.0"}
    return Sheet(_("Heat map"), [Block(table, "", forms, scores, scale, [chart])])


def _beside(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Two tables of the same rows; a dimension that is called as a column before it gets a number behind its name."""
    taken: list[str] = list(left.columns)
    for name in right.columns:
        number = 2
        unique = name
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.append(unique)
    return pd.concat([left, right], axis=1).set_axis(taken, axis=1)


def _actions(chosen: Chosen) -> Sheet:
    action, clients, share, of = _("Action"), _("Clients that need it"), _("Share"), _("of")
    points, each = _("Points for all of them together"), _("Points each, on average")
    found, titles = most_needed(chosen.portfolio), chosen.instrument.actions_by_id
    table = pd.DataFrame({
        action: [titles[one].title for one in found["action"]],
        clients: found["n"],
        of: len(chosen.portfolio),
        share: found["share"],
        each: published(found["each"]),
        points: published(found["points"]),
    })  # fmt: skip
    chart = Chart(_("Actions that would bring most"), action, [points], rows=summary.TOP, form=SCORE)
    return Sheet(_("Actions"), [Block(table, "", {share: SHARE, each: SCORE, points: SCORE}, charts=[chart])])


def _call(chosen: Chosen) -> Sheet:
    """Every client of the four lists; who is on two of them stands there twice."""
    lists = [calls.call_list(chosen, name, 0, ALL) for name in calls.LISTS]
    which, clients = _("List"), _("Clients")
    counts = pd.DataFrame([(one.title, one.total) for one in lists], columns=[which, clients])
    points = _("Points")
    rows = [(one.title, called.firm, called.reason, called.points) for one in lists for called in one.clients]
    table = _numbers(pd.DataFrame(rows, columns=[which, _("Client"), _("Why"), points]))
    charts = [Chart(_("Whom to call"), which, [clients])]
    blocks = [Block(counts, _("Whom to call"), charts=charts), Block(table, _("Clients"), {points: SCORE})]
    return Sheet(_("Call"), blocks, [f"{one.title}: {one.about}" for one in lists])


def _progress(chosen: Chosen) -> Sheet:
    words = translations(get_locale())
    pairs = chosen.portfolio.paired
    blocks = [_pairs(pairs), *(_dimensions(one, chosen.portfolio) for one in pairs)]
    none = [] if pairs else [_("No client has a result at two assessments yet.")]
    return Sheet(_("Progress"), blocks, [*none, *(limit.render(words) for limit in LIMITS)])


def _pairs(pairs: Sequence[Paired]) -> Block:
    stages, before, after = _("Assessments"), _("Mean before"), _("Mean after")
    columns = {
        stages: [summary.stages_named(one.first, one.second) for one in pairs],
        _("Clients with both"): [one.n for one in pairs],
        before: [one.before for one in pairs],
        after: [one.after for one in pairs],
        _("Mean change"): [one.change for one in pairs],
        _("95 % from"): [one.low for one in pairs],
        _("to"): [one.high for one in pairs],
        _("improved"): [one.improved for one in pairs],
        _("the same"): [one.same for one in pairs],
        _("worse"): [one.worse for one in pairs],
        _("actions marked as done"): [one.done for one in pairs],
    }
    title = _("Clients with a result at both assessments")
    forms = dict.fromkeys(list(columns)[2:7], SCORE)
    chart = Chart(_("Mean overall, before and after"), stages, [before, after], "column", form=SCORE)
    return Block(_numbers(pd.DataFrame(columns)), title, forms, charts=[chart])


def _dimensions(one: Paired, portfolio: Portfolio) -> Block:
    dimension, before, after = _("Dimension"), _("Mean before"), _("Mean after")
    columns = {
        dimension: [dimension.title for dimension in portfolio.instrument.dimensions],
        _("Clients with both"): one.dimensions["n"].tolist(),
        before: one.dimensions["before"].tolist(),
        after: one.dimensions["after"].tolist(),
        _("Mean change"): one.dimensions["change"].tolist(),
    }
    title = summary.stages_named(one.first, one.second)
    chart = Chart(title, dimension, [before, after], form=SCORE)
    return Block(_numbers(pd.DataFrame(columns)), title, dict.fromkeys(list(columns)[2:], SCORE), charts=[chart])


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its floats to the decimals of files."""
    floats = table.select_dtypes(np.floating)
    return table.assign(**{str(name): published(column) for name, column in floats.items()})


def _said(column: pd.Series) -> pd.Series:
    return column.where(column != "", None)
