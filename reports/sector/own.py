"""The body's own questions, which count in no score: how many gave each answer, of all and by size."""

from __future__ import annotations

from reports.sector.basis import basis
from reports.sector.columns import coarse_note, n_column, share_column
from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import NONE, count_cell, fraction, share_cell
from reports.sector.told import Group, Told
from reports.sector.values import Cell, Exhibit, Row, Section
from scoring.release.model import Answered, Choice


def own(told: Told) -> Section | None:
    """None where the body asked nothing of its own, or nothing of it is published."""
    asked = [choice for choice in told.release.choices if _published(told, choice)]
    if not asked:
        return None
    return Section(
        "own",
        _title(told),
        lead=(
            basis(told),
            told.gettext("Asked by the body that called, beside the questionnaire; these answers count in no score."),
        ),
        findings=tuple(sentence for choice in asked if (sentence := _most_given(told, choice))),
        exhibits=tuple(_exhibit(told, choice) for choice in asked),
    )


def _title(told: Told) -> str:
    if not told.called.host:
        return told.gettext("The body’s own questions")
    return told.gettext("Questions of {host}").format(host=told.called.host)


def _mark(group: Group, choice: Choice, option: str) -> Answered | None:
    return group.cell.marks.get(f"{choice.id}.{option}") if group.cell else None


def _everyone(told: Told) -> Group:
    return Group((), told.title((), ()), told.everyone)


def _published(told: Told, choice: Choice) -> bool:
    return any(_mark(_everyone(told), choice, option) for option in choice.options)


def _most_given(told: Told, choice: Choice) -> str:
    """The answer that most gave, where it is one."""
    known = {option: mark for option in choice.options if (mark := _mark(_everyone(told), choice, option))}
    ranked = sorted(known, key=lambda option: -fraction(known[option].share))
    if len(ranked) > 1 and known[ranked[0]].share == known[ranked[1]].share:
        return ""
    template = told.gettext("“{question}”: most often “{answer}” was answered ({share}, n about {n}).")
    first = known[ranked[0]]
    if first.n < TOLD_FROM:
        return ""
    share, n = share_cell(told.words, first.share).shown, told.words.number(first.n)
    return template.format(question=choice.text, answer=choice.options[ranked[0]], share=share, n=n)


def _exhibit(told: Told, choice: Choice) -> Exhibit:
    sizes = [group for group in told.groups("size") if any(_mark(group, choice, one) for one in choice.options)]
    columns = (
        share_column("all", told.title((), ())),
        n_column(told),
        *(share_column(f"size-{group.id[0]}", group.title) for group in sizes),
    )
    rows = tuple(_row(told, choice, option, sizes) for option in choice.options)
    marks = [_mark(group, choice, option) for group in (_everyone(told), *sizes) for option in choice.options]
    notes = coarse_note(told, [mark.n for mark in marks if mark])
    return Exhibit(choice.id, choice.text, told.gettext("Answer"), columns, rows, "bars", notes=notes)


def _row(told: Told, choice: Choice, option: str, sizes: list[Group]) -> Row:
    mark = _mark(_everyone(told), choice, option)
    cells = [_cell(told, mark), count_cell(told.words, mark.n) if mark else NONE]
    cells += [_cell(told, _mark(group, choice, option)) for group in sizes]
    return Row(option, choice.options[option], tuple(cells))


def _cell(told: Told, mark: Answered | None) -> Cell:
    return share_cell(told.words, mark.share) if mark else NONE
