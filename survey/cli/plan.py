"""``waymark plan``: the cheapest way of one firm to the next level, and its best plan by quarters."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message
from survey.cli.answers import answers_argument, answers_of, instrument_option, rejects_option, skip_option
from survey.cli.files import OutputFile, writer_to
from survey.cli.measure import row_of
from survey.cli.terminal import say, terminal_translations

if TYPE_CHECKING:
    from scoring.instrument import Instrument
    from scoring.roadmap import RoadmapChoices, Way
    from scoring.roadmap.exact import BestPlan


class Amount(click.FloatRange):
    """A number from 0 up; NaN, which lies below no bound, and infinity are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(terminal_translations().gettext("“{value}” is no number.").format(value=value), param, ctx)
        return found


AMOUNT = Amount(min=0)

METHOD = N_(
    "Days and costs at the middle of each range, monthly costs over all 24 months. The way counts cost plus own days at"
    " EUR {rate} each; the plan counts points of the overall score, within the own days of each quarter and the budget."
)
LIMITS = (
    N_("The answers are the firm’s own; nobody checked them."),
    N_("What actions ask and lead to is the judgement of the authors of the questionnaire."),
    N_("Questions left open, not known or not applicable are never counted on to rise."),
)
"""What neither of the two shows."""

NO_ACTIONS = N_("This questionnaire holds no actions, so there is nothing to plan with.")


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
    if one.instrument.actions:
        _tell_way(one.instrument, way)
        _tell_plan(one.instrument, best)
    else:
        say(Message(NO_ACTIONS))
    write(written(_content(one.instrument, firm, choices, way, best)))


def _content(
    instrument: Instrument, firm: str, choices: RoadmapChoices, way: Way | None, best: BestPlan
) -> dict[str, Any]:
    translations = terminal_translations()

    def note(found: Way | BestPlan) -> str:
        return (found.note if instrument.actions else Message(NO_ACTIONS)).render(translations)

    told = None
    if way is not None:
        told = asdict(way) | {"level": instrument.levels[way.level].id, "note": note(way)}
    return {
        "format": 1,
        "instrument": instrument.reference,
        "hash": instrument.content_hash,
        "firm": firm,
        "day_rate": choices.day_rate,
        "way": told,
        "plan": asdict(best) | {"note": note(best)},
        "method": Message(METHOD, {"rate": f"{choices.day_rate:.10g}"}).render(translations),
        "limits": [Message(limit).render(translations) for limit in LIMITS],
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
    if best.scores is None:
        say(Message(N_("The firm has no overall score, so none is told: the plan goes by what was answered.")))
    for quarter in range(len(best.days)):
        say(_quarter(best, quarter))
        for task in best.tasks:
            if task.done == quarter:
                click.echo(f"  {instrument.actions_by_id[task.action].title}", err=True)
    say(best.note)


def _quarter(best: BestPlan, quarter: int) -> Message:
    """The heading of a quarter, counted from 0."""
    if best.scores is None:
        return Message(N_("Quarter {n}:"), {"n": quarter + 1})
    told = {"n": quarter + 1, "score": f"{best.scores[quarter]:.1f}"}
    return Message(N_("Quarter {n}, then a score of {score}:"), told)
