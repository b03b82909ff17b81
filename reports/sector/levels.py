"""How many firms are at which level; adjacent levels stand together where they are published together."""

from __future__ import annotations

from collections.abc import Sequence

from reports.sector.basis import basis
from reports.sector.columns import everyone, repeated_note, row_about, row_id, share_column
from reports.sector.comparing import may_be_off
from reports.sector.figures import fraction, share_cell, share_told
from reports.sector.told import Group, Told, firms_in
from reports.sector.values import Cell, Column, Exhibit, Row, Section
from scoring.release.model import LevelShare

Stretch = tuple[str, ...]


def levels(told: Told) -> Section | None:
    """None where no distribution over levels is published."""
    if told.everyone is None or not told.everyone.levels:
        return None
    by_size = _by_size(told)
    return Section(
        "levels",
        told.gettext("Levels"),
        lead=(basis(told),),
        findings=tuple(filter(None, (_largest(told),))),
        exhibits=(_of_all(told), *([by_size] if by_size else [])),
    )


def _largest(told: Told) -> str:
    """The level at which most firms are, where no other comes near."""
    shares = sorted(told.everyone.levels if told.everyone else (), key=lambda one: -fraction(one.share))
    n = firms_in(told.everyone) or told.release.n
    if len(shares) < 2 or not n:
        return ""
    first, second = (fraction(one.share) for one in shares[:2])
    if first - second <= may_be_off(first, n) + may_be_off(second, n):
        return ""
    template = told.gettext("{share} of the responding firms are at “{level}”, more than at any other level.")
    return template.format(share=share_told(told.words, shares[0].share), level=_title(told, shares[0].levels))


def _title(told: Told, stretch: Stretch) -> str:
    titles = {one.id: one.title for one in told.instrument.levels}
    if len(stretch) == 1:
        return titles[stretch[0]]
    return told.gettext("{first} to {last}").format(first=titles[stretch[0]], last=titles[stretch[-1]])


def _of_all(told: Told) -> Exhibit:
    shares = told.everyone.levels if told.everyone else ()
    merged = any(len(one.levels) > 1 for one in shares)
    return Exhibit(
        "levels",
        told.gettext("Share of all responding firms at each level"),
        told.gettext("Level"),
        (share_column("share", told.gettext("Share of firms")),),
        tuple(_row_of_all(told, one) for one in shares),
        "bars",
        notes=(_together(told),) if merged else (),
    )


def _row_of_all(told: Told, one: LevelShare) -> Row:
    meanings = {level.id: level.meaning for level in told.instrument.levels}
    about = meanings[one.levels[0]] if len(one.levels) == 1 else ""
    return Row("-".join(one.levels), _title(told, one.levels), (share_cell(told.words, one.share),), about)


def _together(told: Told) -> str:
    return told.gettext("Levels at which fewer than five firms are stand together with the one beside them.")


def _by_size(told: Told) -> Exhibit | None:
    """By the stretches that all rows have in common; None where that leaves one."""
    groups = [group for group in (everyone(told), *told.groups("size")) if group.cell and group.cell.levels]
    stretches = _common(told, groups)
    if len(groups) < 2 or len(stretches) < 2:
        return None
    rows = [_row(told, group, stretches) for group in groups]
    return Exhibit(
        "levels-size",
        told.gettext("Share of firms at each level, by size"),
        told.gettext("Size"),
        tuple(_column(told, stretch) for stretch in stretches),
        tuple(rows),
        "stack",
        notes=(*_notes(told, groups, stretches), *repeated_note(told, tuple(groups))),
    )


def _common(told: Told, groups: Sequence[Group]) -> tuple[Stretch, ...]:
    """The stretches between the cuts that every group has."""
    ids = [level.id for level in told.instrument.levels]
    ends = [{one.levels[-1] for one in group.cell.levels} for group in groups if group.cell]
    cuts = [place for place, name in enumerate(ids, start=1) if all(name in each for each in ends)]
    return tuple(tuple(ids[start:end]) for start, end in zip([0, *cuts], cuts, strict=False))


def _column(told: Told, stretch: Stretch) -> Column:
    return share_column("-".join(stretch), _title(told, stretch))


def _row(told: Told, group: Group, stretches: Sequence[Stretch]) -> Row:
    shares = group.cell.levels if group.cell else ()
    cells = tuple(_cell(told, [one for one in shares if set(one.levels) <= set(stretch)]) for stretch in stretches)
    return Row(row_id(group), group.title, cells, row_about(told, group), strong=not group.id)


def _cell(told: Told, parts: Sequence[LevelShare]) -> Cell:
    """A published share, or several added up, which is about right."""
    if len(parts) == 1:
        return share_cell(told.words, parts[0].share)
    total = min(5 * round(20 * sum(fraction(one.share) for one in parts)), 100)
    shown = told.gettext("≈ {share}").format(share=told.words.percent(total / 100))
    return Cell(shown, float(total))


def _notes(told: Told, groups: Sequence[Group], stretches: Sequence[Stretch]) -> tuple[str, ...]:
    _ = told.gettext
    merged = (_together(told),) if any(len(stretch) > 1 for stretch in stretches) else ()
    added = any(len(group.cell.levels) > len(stretches) for group in groups if group.cell)
    sums = (_("With ≈ stand sums of published shares, each of which is rounded to steps of 5 %."),) if added else ()
    left_out = [group for group in told.groups("size") if group.cell is None or not group.cell.levels]
    few = (_("Sizes with too few firms for levels are left out."),) if left_out else ()
    return (*merged, *sums, *few)
