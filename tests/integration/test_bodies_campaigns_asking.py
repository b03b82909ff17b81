"""What a body asks in its own terms: lists, questions, quotas, and the population that figures are weighted to."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from flask import Flask

from survey.bodies.campaigns.lines import read_entries, shown_entries
from survey.storage.campaigns.values import Entry, Quota
from survey.storage.database import writing
from survey.storage.models import ReleaseRow, now
from tests.integration.chamber import Chamber, chamber
from tests.integration.pages import Page

TRADES = "Bakers = C\nJoiners = c\nShops=G"


@pytest.fixture
def body(app: Flask) -> Chamber:
    return chamber(app)


def saved(body: Chamber, path: str, changes: Mapping[str, str | Sequence[str] | None], action: str = "") -> Page:
    return body.adviser.send(body.get(path), changes, action=action or path)


def uploaded(body: Chamber, data: bytes, name: str) -> Page:
    page = body.get("/settings/population")
    address, values = page.form("/population/file")
    response = body.adviser.client.post(address, data={**values, "table": (io.BytesIO(data), name)})
    return body.adviser._arrive(address, response)


def test_lists_are_typed_one_entry_on_a_line(body: Chamber) -> None:
    given = {"sector": TRADES, "region": "Upper valley = at-7\nThe rest", "group": "Guild = north\n\nGuild 2"}
    assert saved(body, "/settings/lists", given).status == 200
    kept = body.kept().lists
    assert [(one.id, one.means) for one in kept.sector] == [("bakers", "C"), ("joiners", "C"), ("shops", "G")]
    assert kept.region == (Entry("upper_valley", "Upper valley", "AT-7"), Entry("the_rest", "The rest"))
    assert [one.name for one in kept.group] == ["Guild = north", "Guild 2"]


def test_every_fault_of_a_list_has_its_line_and_says_what_to_write(body: Chamber) -> None:
    wrong = {"sector": "Bakers\n\nJoiners = Z\nbakers = C\n= F", "region": "North = AT-99"}
    page = saved(body, "/settings/lists", wrong)
    assert page.status == 422
    assert list(page.faults()) == [
        "Line 1: “Bakers” needs the letter of a NACE section, by which the questions adapt. "
        "Write, for example: Bakers = C",
        "Line 3: “Z” is no NACE section. Write one of the letters A to U.",
        "Line 4: “bakers” stands on line 1 already. Remove one of them.",
        "Line 5: There is no name. Write one before the code.",
        "Line 1: “AT-99” is no code of a region in ISO 3166-2, such as AT-3.",
    ]
    many = "\n".join(f"Group {n}" for n in range(41))
    assert "There are 41 entries; at most 40 fit." in saved(body, "/settings/lists", {"group": many}).faults()


def test_an_entry_keeps_its_id_under_another_name_and_in_another_place(app: Flask) -> None:
    before = (Entry("bakers", "Bakers", "C"), Entry("shops", "Shops", "G"))
    with app.test_request_context():
        read, faults = read_entries("shops = G\nBakers -> Bakeries = C\nBakers! = I", "sector", before)
        assert not faults
        assert [one.id for one in read] == ["shops", "bakers", "bakers_2"]
        assert [one.name for one in read] == ["shops", "Bakeries", "Bakers!"]
        assert read_entries(shown_entries(read), "sector", read) == (read, [])
        for line in ("Smiths -> Bakeries = C", "Bakers = C\nBakers -> Bakeries = C"):
            assert len(read_entries(line, "sector", before)[1]) == 1


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("2027", "group_2027"),
        ("Other", "group_other"),
        ("协会", "group"),
        ("May 5", "may_5"),
        ("=1+1", "group_1_1"),
        ("Ö&Ä", "o_a"),
    ],
)
def test_ids_are_no_numbers_dates_or_formulas(app: Flask, name: str, made: str) -> None:
    with app.test_request_context():
        assert [one.id for one in read_entries(name, "group", ())[0]] == [made]


def test_what_firms_may_have_chosen_is_not_dropped(body: Chamber) -> None:
    """Not even where nobody has: whether a firm has begun, a body does not learn by trying."""
    saved(body, "/settings/lists", {"sector": TRADES})
    body.open()
    page = saved(body, "/settings/lists", {"sector": "Bakers = C\nShops = I"})
    assert page.status == 422
    assert list(page.faults()) == [
        "“Joiners” cannot be dropped: firms may have chosen it. Write it again; or, if it is only to be called "
        "otherwise, write: Joiners -> new name",
        "“Shops” stays “G”: firms may have chosen it.",
    ]
    saved(body, "/settings/lists", {"sector": f"{TRADES}\nSmiths = C".replace("Joiners", "Joiners -> Carpenters")})
    assert [(one.id, one.name) for one in body.kept().lists.sector][1] == ("joiners", "Carpenters")
    assert "counted under" not in body.get("/settings/lists").text
    with body.app.app_context(), writing() as session:
        session.add(ReleaseRow(campaign_id=body.kept().id, number=1, day=now().date(), data=b"", snapshot=b""))
    assert "counted under “other”" in body.get("/settings/lists").text


def test_a_colleagues_lists_are_shown_and_not_overwritten(body: Chamber) -> None:
    old = body.get("/settings/lists")
    saved(body, "/settings/lists", {"group": "North"})
    page = body.adviser.send(old, {"group": "South"}, action="/lists")
    assert page.status == 409
    assert "North" in page.text
    assert body.adviser.send(page, action="/lists").status == 200
    assert [one.name for one in body.kept().lists.group] == ["South"]
    body.open()
    old = body.get("/settings/lists")
    saved(body, "/settings/lists", {"group": "South\nEast"})
    assert body.adviser.send(old, {"group": "South\nWest"}, action="/lists").status == 409


def asked(body: Chamber, text: str, options: str, kind: str = "single") -> Page:
    return saved(body, "/settings/questions/add", {"text": text, "kind": kind, "options": options})


def test_questions_are_added_changed_moved_and_removed(body: Chamber) -> None:
    asked(body, "Why?", "For fun\nFor money")
    asked(body, "How?", "By hand\nBy machine\n\nNot at all", "multiple")
    why, how = body.kept().questions
    assert (why.id, how.id, how.kind) == ("q1", "q2", "multiple")
    assert [(one.id, one.text) for one in how.options] == [
        ("by_hand", "By hand"), ("by_machine", "By machine"), ("not_at_all", "Not at all")
    ]  # fmt: skip
    saved(body, "/settings/questions/of/q2", {"options": "By machine\nBy foot"})
    assert [one.id for one in body.kept().questions[1].options] == ["by_machine", "by_foot"]
    page = body.get("/settings/questions")
    seen = page.form("/settings/questions")[1]["seen"]
    body.adviser.send(page, {"do": "up", "question": "q2", "seen": seen}, action="/questions")
    assert [one.id for one in body.kept().questions] == ["q2", "q1"]
    assert body.adviser.send(page, {"do": "remove", "question": "q2"}, action="/questions").status == 409
    body.adviser.send(body.get("/settings/questions"), {"do": "remove", "question": "q2"}, action="/questions")
    assert [one.id for one in body.kept().questions] == ["q1"]


def test_a_question_needs_words_and_from_two_to_ten_answers(body: Chamber) -> None:
    page = asked(body, " ", "One", "text")
    assert list(page.faults().values()) == ["#text", "#kind", "#options"]
    for options in ("Yes\nyes", "\n".join(f"Answer {n}" for n in range(11)), f"{'x' * 121}\nNo"):
        assert list(asked(body, "Why?", options).faults().values()) == ["#options"]
    for number in range(5):
        asked(body, f"Why {number}?", "So\nNot so")
    assert "at most 5 questions" in body.get("/settings/questions/add").text
    assert len(body.kept().questions) == 5


def test_once_firms_can_begin_only_the_words_of_a_question_are_mended(body: Chamber) -> None:
    asked(body, "Why?", "For fun\nFor money")
    body.open()
    one = "/settings/questions/of/q1"
    assert list(saved(body, one, {"options": "For fun"}).faults().values()) == ["#options"]
    saved(body, one, {"text": "Why at all?", "options": "For the fun of it\nFor money", "kind": "multiple"})
    [kept] = body.kept().questions
    assert (kept.text, kept.kind) == ("Why at all?", "single")
    assert [(option.id, option.text) for option in kept.options] == [
        ("for_fun", "For the fun of it"),
        ("for_money", "For money"),
    ]
    page = body.get("/settings/questions")
    assert "Remove" not in page.text
    _address, values = body.get("/settings/quotas").form("/quotas")
    assert asked(body, "How?", "By hand\nBy machine").status == 200
    given = {"csrf_token": values["csrf_token"], "do": "remove", "question": "q1"}
    listed = body.get("/settings/questions").form("/questions")[1]
    assert body.adviser.client.post(body.address("/settings/questions"), data={**listed, **given}).status_code == 409
    assert len(body.kept().questions) == 2


def test_quotas_are_numbers_by_sector_and_size(body: Chamber) -> None:
    """In groups of NACE sections, or in the body's own sectors."""
    page = saved(body, "/settings/quotas", {"n-B-E-micro": "x", "n-F-small": "-4"})
    assert list(page.faults().values()) == ["#n-B-E-micro", "#n-F-small"]
    saved(body, "/settings/quotas", {"n-B-E-micro": "1,200", "n-F-small": "0"})
    assert body.kept().quotas == (Quota("B-E", "micro", 1200),)
    saved(body, "/settings/lists", {"sector": TRADES})
    saved(body, "/settings/quotas", {"n-bakers-large": "5"})
    assert body.kept().quotas == (Quota("bakers", "large", 5),)


def test_a_population_is_typed_without_gaps_and_removed(body: Chamber) -> None:
    page = saved(body, "/settings/population", {"n-F-micro": "300", "n-A-small": "7"}, "/population")
    faulty = [one.get("id") for one in page.root.iter("input") if one.get("aria-invalid")]
    assert faulty == ["n-A-micro", "n-F-small"]
    full = {"n-F-micro": "300", "n-F-small": "0", "n-A-micro": "50", "n-A-small": "7"}
    saved(body, "/settings/population", full, "/population")
    assert body.kept().population == {"A": {"micro": 50, "small": 7}, "F": {"micro": 300, "small": 0}}
    saved(body, "/settings/population", {"do": "remove"}, "/population")
    assert body.kept().population is None


def test_a_population_comes_as_a_file_of_the_shape_that_releases_are_weighted_by(body: Chamber) -> None:
    assert uploaded(body, b";B\xe2\x80\x93E;g\nmicro;1 000;2\nSmall;30;4\n", "p.csv").status == 200
    assert body.kept().population == {"B-E": {"micro": 1000, "small": 30}, "G": {"micro": 2, "small": 4}}
    again = body.adviser.client.get(body.address("/settings/population.csv"))
    assert again.data.decode("utf-8-sig").splitlines()[:3] == ["size,B-E,G", "micro,1000,2", "small,30,4"]
    book = io.BytesIO()
    pd.DataFrame({"size": ["micro", "medium"], "C": [5, 6]}).to_excel(book, index=False)
    assert uploaded(body, book.getvalue(), "p.xlsx").status == 200
    assert body.kept().population == {"C": {"micro": 5, "medium": 6}}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"size,C,Z\nmicro,1,2\n", "In the header: “Z” is none of the sectors of this campaign."),
        (b"size,B-E,C\nmicro,1,2\n", "In the header: “C” has C, and so has “B-E”."),
        (b"size,C\ntiny,1\n", "In the first column: “tiny” is no size. Write micro, small, medium or large."),
        (b"size,C\nmicro,1\nMicro,2\n", "In the first column: “micro” stands twice."),
        (b"size,C,F\nmicro,1,\n", "Row “micro”, column “F”: The cell is empty. Write 0 where there are no firms."),
        (b"size,C\nmicro,many\n", "Row “micro”, column “C”: Enter a number in digits, for example 12."),
        (b"", "p.csv: The file is empty."),
    ],
)
def test_what_is_wrong_with_a_population_is_told_with_its_place(body: Chamber, table: bytes, told: str) -> None:
    page = uploaded(body, table, "p.csv")
    assert page.status == 422
    assert told in page.faults()
    assert body.kept().population is None


def test_a_population_names_the_bodys_own_sectors(body: Chamber) -> None:
    uploaded(body, b"size,C\nmicro,1\n", "p.csv")
    saved(body, "/settings/lists", {"sector": TRADES})
    assert "other sectors than your own list" in body.get("/settings/population").text
    assert "none of the sectors" in uploaded(body, b"size,C\nmicro,1\n", "p.csv").text
    assert uploaded(body, b"size,bakers,SHOPS\nmicro,1,2\n", "p.csv").status == 200
    assert body.kept().population == {"bakers": {"micro": 1}, "shops": {"micro": 2}}
    assert "other sectors than your own list" not in body.get("/settings/population").text
