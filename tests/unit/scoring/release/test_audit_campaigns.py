"""Campaigns that share firms: their releases are audited together, whatever their numbers and names."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from scoring.release.audit import audit
from scoring.release.audit.disclosed import disclosed_by, told
from scoring.release.model import ALL, OVERALL, Published, ReleaseError
from scoring.release.passing import passed
from tests.unit.scoring.release.build_cases import SMALL, firms, in_groups, published
from tests.unit.scoring.roadmap_cases import instrument

VALUES = np.random.default_rng(0).uniform(5, 95, 31)
KEYS = [f"firm {place:05d}" for place in range(31)]


def some(n: int, campaign: str = "Guild", *history: Published) -> Published:
    """A release of the first of 31 firms; by default of another campaign than ``published`` makes it of."""
    return published(firms(VALUES[:n], keys=KEYS[:n]), *history, campaign=campaign)


@pytest.mark.parametrize("campaign", ["Guild", "Chamber 2026"])
def test_first_releases_of_two_campaigns_one_firm_apart_are_found(campaign: str) -> None:
    """Either alone passes. Both have number 1, and two campaigns may even have one name."""
    first, second = some(30, campaign), some(31, "Chamber 2026")
    assert audit([first], SMALL, accounts=0).passed
    assert audit([second], SMALL, accounts=0).passed
    for both in ([first, second], [second, first]):
        audited = audit(both, SMALL, accounts=0)
        assert {(one.fields, one.measure, one.what) for one in audited.findings} == {(ALL, OVERALL, "determined")}
        assert (audited.n, audited.releases) == (31, 2)


def test_campaigns_without_a_firm_in_common_tell_nothing_of_each_other() -> None:
    others = published(firms(VALUES, keys=[f"other {place}" for place in range(31)]), campaign="Guild")
    audited = audit([others, some(30)], SMALL, accounts=0)
    assert (audited.findings, audited.n) == ((), 61)


def test_the_same_firms_in_two_campaigns_are_the_same_unknowns() -> None:
    audited = audit([some(30), some(30, "Chamber 2026")], SMALL, accounts=0)
    assert (audited.findings, audited.n) == ((), 30)


def test_a_repeated_cell_is_that_of_its_own_campaign() -> None:
    """Release 2 of the guild repeats its first, of 30 firms, and not the first of the chamber, of 20."""
    first = some(30)
    second = some(31, "Guild", first)
    assert {cell.number for table in second.release.tables for cell in table.cells} == {1}
    disclosed = disclosed_by([some(20, "Chamber 2026"), first, second], SMALL)
    assert {source: int((codes >= 0).sum()) for source, codes in disclosed.codes.items()} == {
        (0, ALL): 20,
        (1, ALL): 30,
    }
    with pytest.raises(ValueError, match="release 1 of “Guild”"):
        audit([some(20, "Chamber 2026"), second], SMALL)


def test_an_account_of_another_campaign_reads_this_release_too() -> None:
    """It sees thirty firms of forty there, which are all firms but one here."""
    more = np.append(VALUES[:30], np.linspace(20, 80, 10))
    other = published(firms(more, keys=[*KEYS[:30], *"abcdefghij"]), campaign="Guild")
    last = some(31, "Chamber 2026")
    assert audit([other, last], SMALL, accounts=0).passed
    seen = dataclasses.replace(other, snapshot=dataclasses.replace(other.snapshot, viewers=(np.arange(30),)))
    audited = audit([seen, last], SMALL, accounts=0)
    assert {(one.viewer, one.what, one.firms) for one in audited.findings} == {("account", "determined", 1)}


def test_a_firm_that_sees_itself_in_another_campaign_works_out_its_only_neighbour() -> None:
    other, last = some(29), some(31, "Chamber 2026")
    seen = dataclasses.replace(other, snapshot=dataclasses.replace(other.snapshot, own_link=True))
    assert audit([other, last], SMALL, accounts=0).passed
    audited = audit([seen, last], SMALL, accounts=0)
    assert {(one.viewer, one.what, one.firms) for one in audited.findings} == {("firm", "determined", 2)}
    assert audited.viewers["firm"] == 29


def test_what_gives_a_firm_away_beside_another_campaign_is_held_back() -> None:
    last = some(31, "Chamber 2026")
    assert passed([], last, SMALL).published == last
    result = passed([], last, SMALL, [[some(30)]])
    assert {(one.fields, one.measure) for one in result.held_back} == {(ALL, OVERALL)}
    assert result.published.release.tables == ()
    assert result.earlier == ()


def test_what_tells_of_nobody_beside_another_campaign_stays_as_it_is() -> None:
    sectors = in_groups({"F": 15, "G": 16})
    last = published(firms(VALUES, keys=KEYS, sector=sectors))
    other = published(firms(VALUES, keys=KEYS, sector=sectors), campaign="Guild")
    assert passed([], last, SMALL, [[other], [other]]).published == last


def test_a_campaign_of_another_instrument_cannot_be_laid_beside() -> None:
    with pytest.raises(ReleaseError) as caught:
        passed([], some(31), instrument([], version=2), [[some(30, "Chamber 2026")]])
    assert [str(problem) for problem in caught.value.problems] == [
        "Chamber 2026: This campaign is of another questionnaire, small@1, or of other scoring of it: firms that are in"
        " both cannot be compared."
    ]


def changed(n: int, campaign: str, changes: np.ndarray) -> Published:
    """Such a release in which some firms have a change; their digests are of that too."""
    digests = np.arange(n, dtype=np.uint64) + np.where(np.isnan(changes[:n]), 0, 1000).astype(np.uint64)
    snapshot = firms(VALUES[:n], keys=KEYS[:n], more={"change": changes[:n]}, digests=digests)
    return published(snapshot, campaign=campaign)


def test_a_firm_is_the_same_where_only_one_campaign_knows_what_it_answered_before() -> None:
    none, ten = np.full(31, np.nan), np.append(np.linspace(-5, 5, 11), np.full(20, np.nan))
    for first, second in ((none, ten), (ten, none)):
        both = [changed(30, "Guild", first), changed(31, "Chamber 2026", second)]
        audited = audit(both, SMALL, accounts=0, measures=[OVERALL])
        assert audited.n == 31
        assert {(one.measure, one.what, one.firms) for one in audited.findings} == {(OVERALL, "determined", 1)}
        assert audit(both, SMALL, accounts=0, measures=["change"]).passed


def test_a_change_is_told_of_the_firms_that_have_it_in_that_release() -> None:
    """The chamber knows the changes of 11 firms, the guild of 14, which makes three by the difference."""
    ten = np.append(np.linspace(-5, 5, 14), np.full(17, np.nan))
    few = np.where(np.arange(31) < 11, ten, np.nan)
    disclosed = disclosed_by([changed(30, "Guild", ten), changed(31, "Chamber 2026", few)], SMALL)
    about = told(disclosed, "change")
    assert [int((block.codes >= 0).sum()) for block in about.knowledge.blocks] == [14, 11]
    assert (len(about.firms), int(about.last.sum())) == (14, 11)


def test_two_changes_behind_the_same_answers_are_of_two_unknowns() -> None:
    one, other = np.linspace(-5, 5, 31), np.linspace(5, -5, 31)
    releases = [changed(30, "Guild", one), changed(31, "Chamber 2026", other)]
    snapshot = releases[1].snapshot
    releases[1] = dataclasses.replace(
        releases[1], snapshot=dataclasses.replace(snapshot, digests=snapshot.digests + np.uint64(5000))
    )
    assert disclosed_by(releases, SMALL).n == 61
