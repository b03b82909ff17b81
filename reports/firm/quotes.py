"""A firm's answers quoted in a sentence: what it chose, what is in place already, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

from reports.firm.answered import Answered
from scoring.instrument import GridQuestion, MultipleQuestion, NumberQuestion, Option

FIRM_SHARE = 0.75
"""An answer stands firmly from this share of its points on: the authors' judgement, the fourth step of five."""


def strength(firm: Answered, name: str) -> str:
    """What is in place, in a sentence; "" where the answer holds nothing that stands firmly."""
    question = firm.instrument.questions[name]
    if isinstance(question, MultipleQuestion):
        return _ticked(firm, question)
    if isinstance(question, GridQuestion):
        return _rows(firm, question, firm_rows(firm, question))
    return chosen(firm, name)


def weakness(firm: Answered, name: str) -> str:
    """What is not in place yet, in a sentence."""
    question = firm.instrument.questions[name]
    if isinstance(question, MultipleQuestion):
        return _not_ticked(firm, question)
    if isinstance(question, GridQuestion):
        return _rows(firm, question, _weakest_rows(firm, question)) or chosen(firm, name)
    return chosen(firm, name)


def chosen(firm: Answered, name: str) -> str:
    """The whole answer as it was given, cut where it runs long."""
    _ = firm.words.translations.gettext
    typed = isinstance(firm.instrument.questions[name], NumberQuestion)  # and its band is not what the firm said
    template = _("Your answer: {answer}.") if typed else _("You answered “{answer}”.")
    return template.format(answer=firm.short_answer(name))


def ticks(firm: Answered, question: MultipleQuestion) -> tuple[list[Option], list[Option]]:
    """The options that earn points and are worth having: those chosen, and the others."""
    answer = firm.answers.get(question.id)
    named = answer if isinstance(answer, (list, tuple, set, frozenset)) else ()
    good = (option for option in question.options if not option.exclusive and not option.adverse)
    earning = [option for option in good if question.points(option) > 0]
    return [one for one in earning if one.id in named], [one for one in earning if one.id not in named]


def _ticked(firm: Answered, question: MultipleQuestion) -> str:
    """Says how many of all only from half of them on: it is said to encourage."""
    _ = firm.words.translations.gettext
    found, absent = ticks(firm, question)
    if not found:
        return ""
    template = _("You ticked: {items}.")
    if len(found) >= len(absent):
        template = _("You ticked {n} of {all}: {items}.")
    return template.format(
        n=firm.words.number(len(found)),
        all=firm.words.number(len(found) + len(absent)),
        items=firm.words.some([option.label for option in found]),
    )


def _not_ticked(firm: Answered, question: MultipleQuestion) -> str:
    _ = firm.words.translations.gettext
    found, absent = ticks(firm, question)
    if not absent:
        return chosen(firm, question.id)
    template = _("You did not tick: {items}.") if found else _("You ticked none of the {n}.")
    return template.format(n=firm.words.number(len(absent)), items=firm.words.some([option.label for option in absent]))


def row_shares(firm: Answered, question: GridQuestion) -> dict[str, float]:
    """Row → points earned of possible, 0 to 1, for the rows that count."""
    answer = firm.answers.get(question.id)
    left_out = firm.reasons[question.id].left_out
    points = {option.id: question.points(option) for option in question.options}
    rows = answer if isinstance(answer, Mapping) else {}
    return {
        row.id: points.get(str(rows[row.id]), 0.0) / question.max_points
        for row in question.rows
        if row.id in rows and row.id not in left_out
    }


def firm_rows(firm: Answered, question: GridQuestion) -> list[str]:
    """The rows that stand firmly, in the order asked."""
    return [row for row, share in row_shares(firm, question).items() if share >= FIRM_SHARE]


def _weakest_rows(firm: Answered, question: GridQuestion) -> list[str]:
    """Rows with something to gain, those furthest behind first."""
    shares = {row: share for row, share in row_shares(firm, question).items() if share < 1}
    return sorted(shares, key=lambda row: shares[row])


def _rows(firm: Answered, question: GridQuestion, names: list[str]) -> str:
    """Rows with what was answered for each; the answer said once where it is the same for all."""
    _ = firm.words.translations.gettext
    if not names:
        return ""
    told = dict(firm.words.rows(question, firm.answers.get(question.id)))
    labels = {row.id: row.label for row in question.rows}
    answers = [told[labels[name]] for name in names]
    if len(set(answers)) == 1:
        return _("You answered “{answer}” for: {rows}.").format(
            answer=answers[0], rows=firm.words.some([labels[name] for name in names])
        )
    pairs = [firm.words.pair(labels[name], answer) for name, answer in zip(names, answers, strict=True)]
    return _("You answered: {rows}.").format(rows=firm.words.some(pairs))
