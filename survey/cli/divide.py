"""``waymark divide``: how far apart the firms of a sheet are, and how much of that lies between groups of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message, counted
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_option,
    labels_option,
    latest_rows,
    rejects_option,
    skip_option,
)
from survey.cli.files import OutputFile, writer_to
from survey.cli.terminal import say, terminal_translations

if TYPE_CHECKING:
    import pandas as pd

    from scoring.answers import AnswerTable
    from scoring.inequality import Divide
    from scoring.scores import Scores
    from scoring.weighting import Weighting

FORMAT = 1
FIELDS = ("sector", "size", "country", "region", "source")


@click.command()
@answers_argument
@instrument_option
@click.option(
    "-o", "--output", default="-", type=OutputFile(".json"), help="A .json file; JSON on standard output by default."
)
@click.option("--by", type=click.Choice(FIELDS), help="Field of the profile whose groups the divide is split by.")
@click.option(
    "--population",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="CSV of firms by size (rows) and sector (columns), to which means are weighted.",
)
@labels_option
@skip_option
@rejects_option
def divide(
    answers: str,
    reference: str,
    output: Path,
    by: str | None,
    population: Path | None,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Tell how far apart the firms in ANSWERS are: for your own table, nothing is withheld or rounded.

    Each firm counts once, as it last answered. What may be published of others' answers is for waymark release.
    """
    from scoring.jsonfile import written
    from scoring.release.population import read_population
    from scoring.scores import score

    people = None if population is None else read_population(population)
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    table = table[latest_rows(table)]
    write = writer_to(output)
    scores = score(table, detail=False)
    found = _divides(scores, _groups(table, by))
    write(written(_rounded(_document(scores, found, by, _weighting(table, people)))))
    _say_divide(found["overall"], scores, by)


def _groups(table: AnswerTable, by: str | None) -> pd.Series | None:
    """The group of each firm; none where no firm has one, which is said."""
    if by is None:
        return None
    if table.profile[by].isna().all():
        say(Message(N_("No firm’s {field} is known, so nothing is split by it."), {"field": by}))
        return None
    return table.profile[by]


def _divides(scores: Scores, groups: pd.Series | None) -> dict[str, Divide]:
    """By measure: of the overall score and of each dimension that lies on 0-100 and that any firm has.

    Raises ``InequalityError`` where no firm has an overall score.
    """
    from scoring.inequality import divide as divided
    from scoring.placing import ON_ONE_SCALE

    found = {"overall": divided(scores, groups)}
    for dimension in scores.instrument.dimensions:
        if dimension.rule in ON_ONE_SCALE and scores.dimensions[dimension.id].notna().any():
            found[dimension.id] = divided(scores, groups, dimension.id)
    return found


def _weighting(table: AnswerTable, people: pd.DataFrame | None) -> Weighting | None:
    """The weights of the firms, none without a population. Says how it was weighted."""
    from scoring.release.population import weighting_of

    if people is None:
        return None
    weighting = weighting_of(table.profile[["size", "sector"]].astype("object"), people)
    for note in weighting.notes:
        say(note)
    return weighting


def _document(scores: Scores, found: dict[str, Divide], by: str | None, weighting: Weighting | None) -> dict[str, Any]:
    instrument = scores.instrument
    measures = {name: _measure(one) for name, one in found.items()}
    if weighting is not None:
        for name, told in measures.items():
            points = scores.overall if name == "overall" else scores.dimensions[name]
            told["mean"] = _mean(points, weighting)
    return {
        "format": FORMAT,
        "instrument": instrument.reference,
        "hash": instrument.content_hash,
        "firms": len(scores),
        "by": by,
        "measures": measures,
        "method": found["overall"].method.render(terminal_translations()),
        "weighting": None if weighting is None else _how_weighted(weighting),
    }


def _measure(found: Divide) -> dict[str, Any]:
    told = {name: value for name, value in asdict(found).items() if name not in ("method", "limits")}
    told |= {"gap": found.gap, "below_share": found.below_share}
    for name, parts in (("theil", found.theil), ("mld", found.mld)):
        if parts is not None:
            told[name] |= {"between_share": parts.between_share}
            if not parts.groups:
                told[name] |= {"within": None, "between": None}
    told["limits"] = [limit.render(terminal_translations()) for limit in found.limits]
    return told


def _mean(points: pd.Series, weighting: Weighting) -> dict[str, Any]:
    """The mean of the firms that have both a score and a weight; a measure that none of them has takes only its own."""
    from scoring.weighting import WeightingError, weighted_mean

    try:
        mean = weighted_mean(points, weighting.weights)
    except WeightingError as error:
        return NOBODY | {"why": error.problems[0].message.render(terminal_translations())}
    return asdict(mean) | {"why": None if mean.why is None else mean.why.render(terminal_translations())}


NOBODY = {"n": 0, "plain": None, "weighted": None, "effective": 0.0, "largest": None}


def _how_weighted(weighting: Weighting) -> dict[str, Any]:
    from scoring.weighting import METHOD, NOT_SHOWN

    translations = terminal_translations()
    return {
        "method": METHOD.render(translations),
        "n": weighting.n,
        "unplaced": weighting.unplaced,
        "trimmed": weighting.trimmed,
        "merges": [merge.message.render(translations) for merge in weighting.merges],
        "limits": [NOT_SHOWN.render(translations)],
    }


def _rounded(value: Any) -> Any:
    """All numbers to 6 decimals: beyond them there is only what sums of floats leave behind."""
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(value, 6) if isinstance(value, float) else value


IN_POINTS = N_("A tenth of them have {p10} points or fewer, a tenth {p90} or more: {gap} points apart (P90 − P10).")
IN_ITEMS = N_("A tenth of them have {p10} items or fewer, a tenth {p90} or more: {gap} items apart (P90 − P10).")


def _say_divide(found: Divide, scores: Scores, by: str | None) -> None:
    baseline = next(level.title for level in scores.instrument.levels if level.id == found.baseline)
    say(counted("One firm has an overall score.", "{n} firms have an overall score.", found.n))
    told = {"gap": f"{found.gap:.1f}", "p10": f"{found.p10:.1f}", "p90": f"{found.p90:.1f}"}
    say(Message(IN_ITEMS if scores.instrument.overall == "count" else IN_POINTS, told))
    below = {"below": found.below, "n": found.n, "share": f"{100 * found.below_share:.0f}", "level": baseline}
    say(Message(N_("Below “{level}”: {below} of {n} firms ({share} %)."), below))
    if by is not None and found.theil is not None and found.theil.between_share is not None:
        share = f"{100 * found.theil.between_share:.0f}"
        say(Message(N_("Between the groups by {field} lies {share} % of Theil’s T."), {"field": by, "share": share}))
    for limit in found.limits:
        say(limit)
