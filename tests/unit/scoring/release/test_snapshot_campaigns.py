"""The snapshot of a campaign: its own lists and questions beside what every firm is asked, and no names."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from scoring.release.campaigns import pseudonymous
from scoring.release.firms import counted_firms
from scoring.release.model import NOT_STATED
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from tests.unit.scoring.release.snapshot_cases import AGREED, named, snapshot, table

SALT = b"sixteen bytes, or more"

TWICE = [
    *named("Sun", "Moon", sector="F", region="North"),
    ({"firm": "Sun", "stage": "T1", "sector": "F", **AGREED}, {}),
]
"""Sun, Moon, and Sun once more."""


def marks(*values: int, name: str = "own-q1.yes") -> pd.DataFrame:
    return pd.DataFrame({name: values}, dtype=np.int8)


class TestOwnLists:
    def test_an_entry_stands_in_place_of_the_profile_and_the_latest_row_speaks_for_a_firm(self):
        own = pd.DataFrame({"sector": ["bakers", "millers", "cooks"], "group": ["north", None, ""]})
        found = snapshot(*TWICE, fields=own).fields
        assert found["sector"].tolist() == ["millers", "cooks"]
        assert found["group"].tolist() == [NOT_STATED, NOT_STATED]
        assert found["region"].tolist() == ["North", NOT_STATED]

    def test_without_lists_there_is_no_group(self):
        assert "group" not in snapshot(*TWICE).fields

    @pytest.mark.parametrize("own", [{"size": ["a"] * 3}, {"sector": ["a"] * 2}])
    def test_other_fields_and_other_rows_are_refused(self, own: dict[str, list[str]]):
        with pytest.raises(ValueError, match="own fields are sector, region, group"):
            snapshot(*TWICE, fields=pd.DataFrame(own))


class TestOwnQuestions:
    def test_their_marks_stand_beside_the_others_as_the_latest_row_has_them(self):
        assert snapshot(*TWICE, choices=marks(1, -1, 0)).marks["own-q1.yes"].tolist() == [-1, 0]

    def test_a_question_that_comes_or_goes_changes_no_firm(self):
        """Else a body that drops a question would have every cell computed again, and with it one firm's change."""
        before, after = snapshot(*TWICE), snapshot(*TWICE, choices=marks(1, 1, 1))
        assert (before.digests == after.digests).all()

    @pytest.mark.parametrize("wrong", [marks(1, 0), marks(1, 0, 2), marks(1, 0, 1, name="rung.l0")])
    def test_other_marks_are_refused(self, wrong: pd.DataFrame):
        with pytest.raises(ValueError, match="marks of own questions"):
            snapshot(*TWICE, choices=wrong)


class TestKeys:
    def test_a_campaign_says_itself_what_makes_a_firm_the_same_one(self):
        answers = table(*TWICE)
        firms = counted_firms(answers, np.array(["vat 2", "vat 1", "vat 1"], dtype=object))
        assert (firms.keys.tolist(), firms.latest.tolist()) == (["vat 1", "vat 2"], [2, 0])
        with pytest.raises(ValueError, match="not those of this table"):
            counted_firms(answers, np.array(["vat 2"], dtype=object))

    def test_pseudonyms_are_the_order_of_the_firms_and_all_else_goes_with_them(self):
        rows = named(*(f"Firm {place}" for place in range(30)))
        answers = table(*[(profile, {"rung": f"l{place % 5}"}) for place, (profile, _) in enumerate(rows)])
        plain = snapshot_of(answers, score(answers), accounts=[np.array([3, 4, 20])], own_link=True)
        found = pseudonymous(plain, SALT)
        assert sorted(found.keys) == found.keys.tolist()
        assert all(len(key) == 64 for key in found.keys)
        assert not {*found.keys} & {*plain.keys}
        at = np.array([found.keys.tolist().index(key) for key in _pseudonyms(plain.keys)])
        assert (found.digests[at] == plain.digests).all()
        assert found.scores.iloc[at].reset_index(drop=True).equals(plain.scores)
        assert found.marks.iloc[at].reset_index(drop=True).equals(plain.marks)
        assert sorted(at[plain.viewers[0]]) == found.viewers[0].tolist()

    def test_the_same_salt_gives_the_same_names_and_a_short_one_is_refused(self):
        one = snapshot(*TWICE)
        assert pseudonymous(one, SALT).keys.tolist() == pseudonymous(one, SALT).keys.tolist()
        assert set(pseudonymous(one, SALT[:16]).keys).isdisjoint(pseudonymous(one, SALT).keys)
        with pytest.raises(ValueError, match="at least 16 bytes"):
            pseudonymous(one, b"short")


def _pseudonyms(keys: np.ndarray) -> list[str]:
    """By the definition of HMAC (RFC 2104) over SHA-256."""
    padded = SALT.ljust(64, b"\0")
    inner, outer = bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)
    return [hashlib.sha256(outer + hashlib.sha256(inner + str(key).encode()).digest()).hexdigest() for key in keys]
