"""Which firms of a table of answers a release counts: each once, as it last answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.messages import Message, Problem, counted
from scoring.release.mailboxes import firm_of_email
from scoring.release.model import ReleaseError
from scoring.sheetwords import normal


@dataclass(frozen=True)
class Firms:
    """The n counted firms of a table, in the order of their keys; rows are positions in the table.

    ``keys``: str (n,); ``latest``: intp (n,), the row of each firm's latest stage; ``first``: that of its first counted
    stage, the same row where it answered once. ``of_row``: intp (rows,), the firm of each row, −1 where it is not
    counted. ``not_counted``: how many firms are left out since they did not agree at their latest stage; ``repeated``:
    how many rows, since the same firm stands at the same stage again; ``one_address``: how many of these are called
    otherwise than the row that counts, and are the same firm by their e-mail address only.
    """

    keys: np.ndarray
    latest: np.ndarray
    first: np.ndarray
    of_row: np.ndarray
    not_counted: int
    repeated: int
    one_address: int = 0

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What was left out, and why."""
        repeated = self.repeated - self.one_address
        told = {
            counted(
                "One firm is left out: it is not marked as counted at its latest stage.",
                "{n} firms are left out: they are not marked as counted at their latest stage.",
                self.not_counted,
            ): self.not_counted,
            counted(
                "One row is left out: the same firm stands at the same stage again, with a later date.",
                "{n} rows are left out: the same firm stands at the same stage again, with a later date.",
                repeated,
            ): repeated,
            counted(
                "One row is left out: another one at the same stage has the same e-mail domain or mailbox, which makes"
                " both one firm. Firms that share it need a ref each.",
                "{n} rows are left out: others at the same stage have the same e-mail domain or mailbox, which makes"
                " them one firm each. Firms that share it need a ref each.",
                self.one_address,
            ): self.one_address,
        }
        return tuple(message for message, n in told.items() if n)


def counted_firms(table: AnswerTable, keys: np.ndarray | None = None) -> Firms:
    """The distinct firms that are counted in a release.

    A firm is its ``ref``, else its e-mail domain (the mailbox at a public provider), else its name, in whatever case.
    Rows of one name have the address that was given first, since at another stage it may lack or be a new one. Its
    latest stage is the one that speaks for it: where that is not ``counted``, the firm is not, for consent given once
    can be taken back. Of several rows of one firm at one stage the one with the latest date is used; where dates do not
    decide, one that does not depend on the order of rows. ``keys``: object (rows,), what makes each row's firm the same
    one instead, None where nothing does. Raises ``ReleaseError`` where a counted row has neither ref nor address nor
    name, or no key, so that nobody could tell next time whether it is the same firm; ``ValueError`` where the keys are
    not of these rows.
    """
    if keys is not None and len(keys) != len(table):
        raise ValueError("the keys are not those of this table")
    said_yes = table.profile["counted"].fillna(False).to_numpy(dtype=bool)
    same = _released_as(table.profile) if keys is None else pd.Series(keys, dtype="string")
    return _firms(table, same, said_yes)


def everybody(table: AnswerTable) -> Firms:
    """All firms of a table that the user owns, whether or not they agreed to be counted: as ``counted_firms``, but by
    ref and name only, since who keeps a table knows which of its rows are one firm."""
    return _firms(table, keys_of(table.profile), np.ones(len(table), dtype=bool))


def keys_of(profile: pd.DataFrame) -> pd.Series:
    """What makes a firm the same one, apart for numbers and names, so that a firm called 17 is not client 17."""
    by_ref, by_name = _named("ref ", profile["ref"]), _named("firm ", profile["firm"])
    return by_ref.fillna(by_name)


def _released_as(profile: pd.DataFrame) -> pd.Series:
    """The same with the e-mail address before the name: whoever has two names for one firm would count twice."""
    by_ref, by_name = _named("ref ", profile["ref"]), _named("firm ", profile["firm"])
    if profile["email"].notna().any():
        address = _named("email ", firm_of_email(profile["email"]))
        by_name = _given_first(address, by_name, profile["stage"]).fillna(address).fillna(by_name)
    return by_ref.fillna(by_name)


def _given_first(address: pd.Series, by_name: pd.Series, stage: pd.Series) -> pd.Series:
    """For each row the address that its name had at the earliest stage with one; NA for none."""
    rows = pd.DataFrame({"name": by_name, "address": address, "stage": _stages(stage)}).dropna()
    first = rows.sort_values(["stage", "address"]).drop_duplicates("name").set_index("name")["address"]
    found: pd.Series = by_name.map(first).astype("string")
    return found


def _named(word: str, column: pd.Series) -> pd.Series:
    names = column.map(normal, na_action="ignore").astype("string")
    return (word + names).where(names != "", pd.NA)


def _firms(table: AnswerTable, keys: pd.Series, said_yes: np.ndarray) -> Firms:
    """The firms with these keys, of which those are counted that said yes at last."""
    _refuse_nameless(said_yes & pd.isna(keys).to_numpy())
    firm, names = pd.factorize(keys, sort=True)
    rows, left_out, instead = _one_per_stage(table, firm)
    last = np.flatnonzero(np.diff(firm[rows], append=-1))
    agreed = said_yes[rows[last]]
    number = np.full(len(names) + 1, -1, dtype=np.intp)
    number[firm[rows[last[agreed]]]] = np.arange(int(agreed.sum()))
    eligible = rows[said_yes[rows] & (number[firm[rows]] >= 0)]
    first = eligible[np.diff(firm[eligible], prepend=-1) != 0]
    latest = rows[last[agreed]]
    found = np.asarray(names, dtype=object)[firm[latest]]
    one_address = _called_otherwise(table, left_out, instead)
    return Firms(found, latest, first, number[firm], int((~agreed).sum()), len(left_out), one_address)


def _called_otherwise(table: AnswerTable, rows: np.ndarray, instead: np.ndarray) -> int:
    """How many rows have another number or name than the row that stands for them."""
    one, other = (keys_of(table.profile.iloc[at]).fillna("").to_numpy(dtype=object) for at in (rows, instead))
    return int((one != other).sum())


def _refuse_nameless(nameless: np.ndarray) -> None:
    if n := int(nameless.sum()):
        message = counted(
            "One counted firm has neither a name nor a number of its own. Give it one.",
            "{n} counted firms have neither a name nor a number of their own. Give them one.",
            n,
        )
        raise ReleaseError([Problem("firm", message)])


def _one_per_stage(table: AnswerTable, firm: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows by firm and stage, one for each; and the others with the one that stands for each. Without a firm: none."""
    named = np.flatnonzero(firm >= 0)
    stage = _stages(table.profile["stage"])
    order = named[np.lexsort((stage[named], firm[named]))]
    repeats = (np.diff(firm[order], prepend=-1) == 0) & (np.diff(stage[order], prepend=-1) == 0)
    if repeats.any():
        order = order[np.lexsort((*_ties(table, order, repeats), stage[order], firm[order]))]
    last = np.append(~repeats[1:], True)[: len(order)]
    stands = order[last][np.cumsum(last) - last]
    return order[last], order[~last], stands[~last]


def _stages(column: pd.Series) -> np.ndarray:
    """The number of each stage; T0 where none is given."""
    places, stages = pd.factorize(column)
    numbers = np.array([int(str(stage)[1:]) for stage in stages] + [0], dtype=np.intp)
    found: np.ndarray = numbers[places]
    return found


def _ties(table: AnswerTable, order: np.ndarray, repeats: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least first: what decides between rows of one firm at one stage, first their content and above it their date."""
    among = repeats | np.append(repeats[1:], False)
    content, date = np.zeros(len(order), dtype=np.uint64), np.zeros(len(order), dtype=np.intp)
    profile = table.profile.iloc[order[among]].reset_index(drop=True)
    cells = pd.DataFrame(table.codes[order[among]])
    content[among] = pd.util.hash_pandas_object(pd.concat([profile.astype("string"), cells], axis=1), index=False)
    date[among] = pd.factorize(profile["date"].fillna(""), sort=True)[0]
    return content, date
