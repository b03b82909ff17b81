"""The annex: how unequal scores are, and how well the questions of each part hang together."""

from __future__ import annotations

from reports.sector.columns import everyone, row_about, row_id
from reports.sector.figures import NONE, count_cell, number_cell
from reports.sector.told import Group, Told
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.release.model import Polarisation

BY = ("size", "sector")


def annex(told: Told) -> Section | None:
    """None where neither inequality nor reliability is published."""
    parts = [(_inequality(told), _of_inequality(told)), (_reliability(told), _of_reliability(told))]
    kept = [(exhibit, words) for exhibit, words in parts if exhibit]
    if not kept:
        return None
    return Section(
        "annex",
        told.gettext("Inequality and reliability"),
        lead=tuple(sentence for _exhibit, words in kept for sentence in words),
        findings=tuple(filter(None, (_between(told),))),
        exhibits=tuple(exhibit for exhibit, _words in kept),
        annex=True,
    )


def _of_inequality(told: Told) -> tuple[str, ...]:
    _ = told.gettext
    return (
        _(
            "Gini and Theil’s T measure how unequally scores are spread over firms: 0 where all have the same, and more"
            " the further they lie apart. They take a score of 0 for nothing at all, which a scale of readiness does"
            " not really have: so the share below a level and the gap P90 − P10 come first in this report."
        ),
        _(
            "Theil’s T can be divided up: into inequality between sectors, which is there even if all firms of a sector"
            " were alike, and within them. The share between counts only sectors that are published."
        ),
    )


def _polarisation(group: Group) -> Polarisation | None:
    return group.cell.polarisation if group.cell else None


def _inequality(told: Told) -> Exhibit | None:
    groups = [everyone(told), *(group for field in BY for group in told.groups(field))]
    known = [group for group in groups if _polarisation(group)]
    if not known:
        return None
    _ = told.gettext
    return Exhibit(
        "inequality",
        _("How unequal overall scores are"),
        _("Firms"),
        (Column("gini", _("Gini")), Column("theil", _("Theil’s T")), Column("between", _("Share between sectors"))),
        tuple(_inequality_row(told, group) for group in known),
        notes=(_("From 40 firms on; to two decimals."),),
    )


def _inequality_row(told: Told, group: Group) -> Row:
    parts = _polarisation(group)
    values = (parts.gini, parts.theil, parts.between_share) if parts else (None, None, None)
    return Row(
        row_id(group),
        group.title,
        tuple(number_cell(told.words, value, 2) for value in values),
        row_about(told, group),
        strong=not group.id,
    )


def _between(told: Told) -> str:
    parts = _polarisation(everyone(told))
    if parts is None or parts.between_share is None or parts.by != "sector":
        return ""
    percent = told.words.percent
    template = told.gettext(
        "About {between} of the inequality of scores lies between sectors, the rest, {within}, between firms of the"
        " same sector."
    )
    return template.format(between=percent(parts.between_share), within=percent(1 - parts.between_share))


def _of_reliability(told: Told) -> tuple[str, ...]:
    _ = told.gettext
    return (
        _(
            "Cronbach’s alpha and McDonald’s omega say how well the questions of a part go together, from 0 to 1. They"
            " speak of these questions among these firms, never of one firm."
        ),
        _(
            "Most parts are partly checklists: a firm that has one thing need not have the next, and each is worth"
            " having by itself. There a low coefficient is no failure; it says that the part is a list, not one trait."
        ),
    )


def _reliability(told: Told) -> Exhibit | None:
    known = told.everyone.reliability if told.everyone else {}
    rows = tuple(
        Row(one.id, one.title, _coefficients(told, one.id)) for one in told.instrument.dimensions if one.id in known
    )
    if not rows:
        return None
    _ = told.gettext
    return Exhibit(
        "reliability",
        _("How well the questions of each part hang together"),
        _("Part"),
        (Column("alpha", _("Alpha")), Column("omega", _("Omega")), Column("n", _("Firms"), "n", _("firms"))),
        rows,
        notes=(_("Of firms that answered all questions of the part. No omega below three questions."),),
    )


def _coefficients(told: Told, dimension: str) -> tuple[Cell, ...]:
    found = told.everyone.reliability.get(dimension) if told.everyone else None
    if found is None:
        return (NONE,) * 3
    alpha, omega = (number_cell(told.words, value, 2) for value in (found.alpha, found.omega))
    return alpha, omega, count_cell(told.words, found.n)
