"""What became of each question for each firm, the unscored ones too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.answers import AnswerTable
from scoring.conditions import shown
from scoring.instrument import GridQuestion, Question, TextQuestion, cells_of
from scoring.scores import Scores, State


@dataclass(frozen=True)
class Replies:
    """The answers of n firms with their scores, and ``states``: int8 (n,) of ``State`` by question id, in the order
    asked. A scored question has the state that its score was made with; see ``Scores.states``.

    ``cells``: where each question stands among ``table.codes``; a text question has no cells.
    """

    table: AnswerTable
    scores: Scores
    states: Mapping[str, np.ndarray]
    cells: Mapping[str, slice]

    def __len__(self) -> int:
        return len(self.table)

    def codes(self, question: str) -> np.ndarray:
        """The codes of one question as answered, int8 (cells, n), hidden or not."""
        codes: np.ndarray = self.table.codes[:, self.cells[question]].T
        return codes

    def is_shown(self, question: str) -> np.ndarray:
        """Whether each firm was asked, bool (n,)."""
        asked: np.ndarray = self.states[question] != State.HIDDEN
        return asked


def replies(table: AnswerTable, scores: Scores) -> Replies:
    """What became of each question. Raises ``ValueError`` for scores without detail or of other answers."""
    if scores.states is None:
        raise ValueError("quality needs scores with detail")
    if len(scores) != len(table) or scores.instrument.content_hash != table.instrument.content_hash:
        raise ValueError("the scores are not those of these answers")
    cells, visible = _cells(table), shown(table)
    states = {
        name: scores.states[name].to_numpy()
        if question.scored
        else np.where(visible[name].to_numpy(), _unscored(table, question, cells[name]), np.int8(State.HIDDEN))
        for name, question in table.instrument.questions.items()
    }
    return Replies(table, scores, states, cells)


def _cells(table: AnswerTable) -> dict[str, slice]:
    found: dict[str, slice] = {}
    start = 0
    for name, question in table.instrument.questions.items():
        stop = start + len(cells_of(question))
        found[name] = slice(start, stop)
        start = stop
    return found


def _unscored(table: AnswerTable, question: Question, cells: slice) -> np.ndarray:
    """The state of a question that has no score, hidden or not: a grid is answered with any of its rows."""
    if isinstance(question, TextQuestion):
        return _texts(table, question.id)
    codes = table.codes[:, cells].T
    if not isinstance(question, GridQuestion):
        alone: np.ndarray = np.minimum(codes[0], 0)
        return alone
    absent = np.where((codes == State.BLANK).any(axis=0), State.BLANK, State.DONT_KNOW)
    absent = np.where((codes == State.NOT_APPLICABLE).all(axis=0), State.NOT_APPLICABLE, absent)
    return np.where((codes >= 0).any(axis=0), State.ANSWERED, absent).astype(np.int8)


def _texts(table: AnswerTable, name: str) -> np.ndarray:
    states: np.ndarray = np.full(len(table), State.BLANK, dtype=np.int8)
    if name in table.extra:
        written = table.extra[name].fillna("").astype("str").str.strip() != ""
        states[written.to_numpy(dtype=bool)] = State.ANSWERED
    return states
