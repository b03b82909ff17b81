"""How firms stand in each challenge that the questionnaire names, reckoned from published shares of answers only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reports.sector.basis import basis
from reports.sector.columns import everyone, points_column, row_id
from reports.sector.comparing import TOLD_FROM
from reports.sector.expected import weights
from reports.sector.figures import NONE, count_cell, number_cell
from reports.sector.heat import how_shaded, shade_of
from reports.sector.naming import corner
from reports.sector.told import Group, Told
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.comparable import LEAST_COMMON
from scoring.instrument import Instrument, Theme
from scoring.release import model

BY = ("size", "sector")


@dataclass(frozen=True)
class Standing:
    """The mean of the questions of one theme, 0 to 100; None where too few of them are known.

    ``known`` of ``questions`` entered, by their ids.
    """

    mean: float | None
    known: frozenset[str]
    questions: int


def challenges(told: Told) -> Section | None:
    """None where the instrument names no challenge, or no answers are published."""
    themes = themes_of(told.instrument, "challenge")
    if told.everyone is None or all(standing(told, theme, told.everyone).mean is None for theme in themes):
        return None
    by = [_by_group(told, field, themes) for field in BY if any(one.cell for one in told.groups(field))]
    return Section(
        "challenges",
        told.gettext("The challenges"),
        lead=(basis(told), how_made(told)),
        findings=_findings(told, themes),
        exhibits=(_of_all(told, themes), *by),
    )


def themes_of(instrument: Instrument, kind: str) -> tuple[Theme, ...]:
    return tuple(theme for theme in instrument.themes if theme.kind == kind)


def standing(told: Told, theme: Theme, cell: model.Cell, among: frozenset[str] | None = None) -> Standing:
    """How the firms of a cell stand in a theme, by the questions that every firm is asked: with others groups of firms
    would be compared by different questions.

    ``among``: questions that are to be compared; the cell must know 80 % of their weight, as firms are compared at all.
    """
    weight, scores = weights(told.instrument), told.question_scores(cell)
    asked = [name for name in weight if theme.id in told.instrument.questions[name].themes]
    core = [name for name in asked if told.instrument.questions[name].show_if is None] or asked
    known = frozenset(name for name in core if name in scores and (among is None or name in among))
    total = sum(weight[name] for name in known)
    if among is None:
        needed = told.instrument.required_share * sum(weight[name] for name in core)
    else:
        needed = LEAST_COMMON * sum(weight[name] for name in among)
    if not total or total < needed - 1e-9:
        return Standing(None, known, len(asked))
    return Standing(100 * sum(weight[name] * scores[name] for name in known) / total, known, len(asked))


def how_made(told: Told) -> str:
    return told.gettext(
        "Each figure is the mean of the questions that speak to the challenge, from 0 to 100, reckoned from shares of"
        " answers that are published in steps of 5 %: it may be off by some points, and says “about” for that. Only"
        " questions that every firm is asked are counted; one may speak to several challenges."
    )


def _findings(told: Told, themes: tuple[Theme, ...]) -> tuple[str, ...]:
    """The challenge where firms stand lowest comes first; each with how many questions it rests on."""
    if told.everyone is None:
        return ()
    found = [(one, theme) for theme in themes if (one := standing(told, theme, told.everyone)).mean is not None]
    return tuple(_finding(told, one, theme) for one, theme in sorted(found, key=lambda pair: pair[0].mean or 0.0))


def _finding(told: Told, found: Standing, theme: Theme) -> str:
    template = told.ngettext(
        "“{theme}”: firms stand at about {mean} of 100, by {known} of {n} question. {description}",
        "“{theme}”: firms stand at about {mean} of 100, by {known} of {n} questions. {description}",
        found.questions,
    )
    number = told.words.number
    return template.format(
        theme=theme.title, mean=number(found.mean or 0.0), known=number(len(found.known)), n=number(found.questions),
        description=theme.description,
    ).strip()  # fmt: skip


def _of_all(told: Told, themes: tuple[Theme, ...]) -> Exhibit:
    _ = told.gettext
    return Exhibit(
        "challenges",
        _("How all responding firms stand in each challenge"),
        _("Challenge"),
        (
            points_column(told, "mean", _("Mean, about"), "mean"),
            Column("known", _("Questions known"), "count"),
            Column("asked", _("Questions asked"), "count"),
        ),
        tuple(_row_of_all(told, theme) for theme in themes),
        "bars",
    )


def _row_of_all(told: Told, theme: Theme) -> Row:
    found = standing(told, theme, told.everyone) if told.everyone else Standing(None, frozenset(), 0)
    mean = number_cell(told.words, found.mean)
    counts = (count_cell(told.words, len(found.known)), count_cell(told.words, found.questions))
    return Row(theme.id, named(told, theme), (mean, *counts), theme.description)


def named(told: Told, theme: Theme) -> str:
    """“C1 · Data security and privacy”."""
    return told.gettext("{id} · {title}").format(id=theme.id, title=theme.title)


def _by_group(told: Told, field: str, themes: tuple[Theme, ...]) -> Exhibit:
    _ = told.gettext
    titles = {"size": _("The challenges by size"), "sector": _("The challenges by sector")}
    groups = (everyone(told), *told.groups(field))
    return Exhibit(
        f"challenges-{field}",
        titles[field],
        corner(told.words, field),
        tuple(points_column(told, theme.id, named(told, theme), "mean") for theme in themes),
        tuple(_row(told, group, themes) for group in groups),
        "heat",
        about=how_shaded(told),
        notes=(
            _(
                "A group has no figure where less than 80 % of what is known of all firms is known of it, so that alike"
                " is compared with alike; answers of fewer than {n} firms are not reckoned with."
            ).format(n=told.words.number(TOLD_FROM)),
        ),
    )


def _row(told: Told, group: Group, themes: tuple[Theme, ...]) -> Row:
    cells = tuple(_cell(told, group, theme) for theme in themes)
    return Row(row_id(group), group.title, cells, strong=not group.id)


def _cell(told: Told, group: Group, theme: Theme) -> Cell:
    if group.cell is None or told.everyone is None:
        return NONE
    among = standing(told, theme, told.everyone).known
    mean = standing(told, theme, group.cell, among).mean
    cell = number_cell(told.words, mean)
    return cell if cell.value is None else replace(cell, shade=shade_of(told, cell.value))
