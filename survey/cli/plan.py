"""``waymark plan``: the cheapest way of one firm to the next level, and its best plan by quarters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message
from survey.cli.answers import answers_argument, answers_of, instrument_option, rejects_option, skip_option
from survey.cli.files import OutputFile, writer_to
from survey.cli.measure import row_of
from survey.cli.terminal import say

if TYPE_CHECKING:
    from scoring.instrument import Instrument
    from scoring.roadmap import RoadmapChoices, Way
    from scoring.roadmap.exact import BestPlan

AMOUNT = click.FloatRange(min=0)


@click.command()
@answers_argument
@instrument_option
@click.option("--firm", required=True, metavar="NAME", help="The firm as written in ANSWERS.")
@click.option("--stage", help="Which of its assessments, such as T1; default the latest.")
@click.option("--days", type=AMOUNT, help="Own working days a month; default by its size and answers.")
@click.option("--budget", type=AMOUNT, help="EUR over 24 months; default by its size and answers.")
@click.option("--day-rate", type=AMOUNT, default=350.0, show_default=True, help="EUR that an own day counts for.")
@click.option("--time-limit", type=AMOUNT, default=60.0, show_default=True, help="Seconds for each of the two.")
@click.option("-o", "--output", default="-", type=OutputFile(".json"), help="A .json file; - for standard output.")
@skip_option
@rejects_option
def plan(
    answers: str,
    reference: str,
    firm: str,
    stage: str | None,
    days: float | None,
    budget: float | None,
    day_rate: float,
    time_limit: float,
    output: Path,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Plan for one firm in ANSWERS: the cheapest way to its next level, and the best plan by quarters."""
    from scoring.jsonfile import written
    from scoring.roadmap import RoadmapChoices
    from scoring.roadmap.exact import best_plan, cheapest_way
    from scoring.scores import score

    table = answers_of(answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects)
    row = row_of(table, firm, stage)
    one = table[row : row + 1]
    choices = RoadmapChoices(days_per_month=days, budget=budget, day_rate=day_rate)
    write = writer_to(output)
    scores = score(one)
    way = cheapest_way(one, scores, choices=choices, time_limit=time_limit)
    best = best_plan(one, scores, choices=choices, time_limit=time_limit)
    _tell_way(one.instrument, way)
    _tell_plan(one.instrument, best)
    write(written(_content(one.instrument, firm, choices, way, best)))


def _content(
    instrument: Instrument, firm: str, choices: RoadmapChoices, way: Way | None, best: BestPlan
) -> dict[str, Any]:
    told = None
    if way is not None:
        told = asdict(way) | {"level": instrument.levels[way.level].id, "note": str(way.note)}
    return {
        "format": 1,
        "instrument": instrument.reference,
        "hash": instrument.content_hash,
        "firm": firm,
        "day_rate": choices.day_rate,
        "way": told,
        "plan": asdict(best) | {"note": str(best.note)},
    }


def _tell_way(instrument: Instrument, way: Way | None) -> None:
    if way is None:
        say(Message(N_("There is no level above that of the firm, or it has none.")))
        return
    level = instrument.levels[way.level].title
    if way.reached:
        text = N_("The cheapest way to “{level}”: {days} own days and EUR {cost} over 24 months.")
    else:
        text = N_(
            "Even all that fits the firm does not reach “{level}”: {days} own days and EUR {cost} over 24 months."
        )
    say(Message(text, {"level": level, "days": f"{way.own_days:.1f}", "cost": f"{way.cost:,.0f}"}))
    for step in way.steps:
        click.echo(f"  {instrument.actions_by_id[step].title}", err=True)
    if way.find_out:
        say(Message(N_("To find out first:")))
        for question in way.find_out:
            click.echo(f"  {instrument.questions[question].text}", err=True)
    say(way.note)


def _tell_plan(instrument: Instrument, best: BestPlan) -> None:
    text = N_("The best plan by quarters: {days} own days and EUR {cost} over 24 months.")
    say(Message(text, {"days": f"{best.own_days:.1f}", "cost": f"{best.cost:,.0f}"}))
    for quarter, score in enumerate(best.scores):
        say(Message(N_("Quarter {n}, then a score of {score}:"), {"n": quarter + 1, "score": f"{score:.1f}"}))
        for task in best.tasks:
            if task.done == quarter:
                click.echo(f"  {instrument.actions_by_id[task.action].title}", err=True)
    say(best.note)
