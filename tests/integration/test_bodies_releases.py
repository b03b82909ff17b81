"""The pages by which a body has releases made, sees what they leave out, and publishes or withdraws them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from scoring.messages import Message
from scoring.release.proposing import Awaited
from scoring.release.segmenting import NONE_FITTED
from survey import create_app
from survey.bodies.releases.wording import fate_words
from survey.storage import accounts, jobs, organisations, releases
from survey.storage.database import reading, writing
from survey.storage.models import CampaignRow, JobRow, ReleaseRow
from survey.storage.releases import HeldBack, Told, ordering
from tests.integration.called import Body, answer, body, firms, kept_release, made
from tests.integration.databases import close, settings_for
from tests.integration.test_every_string import FIRM, check

HOSTILE = 'Öl & <b>Söhne</b> "7"{{ 7*7 }} %(name)s 李雷'
LONG = "7" * 1001

TOLD = Told(
    held_back=(
        HeldBack((), "overall", "determined", "outsider"),
        HeldBack(("size",), "orders.never", "narrow", "random"),
        HeldBack(("size",), "shop.weighted", "computable", "account"),
        HeldBack(("size",), "change.shop", "structure", "firm"),
        HeldBack(("size",), "checks.oven.rarely", "narrow", "random"),
        HeldBack(("size",), "rework.often", "narrow", "random"),
    ),
    earlier=(HeldBack(("sector", "size"), "action.gone", "narrow", "outsider"),),
    whole_tables=(("region",),),
    out_of_time=2,
)


TOLD_ABROAD = Told(
    held_back=(
        HeldBack((), "overall", "determined", "outsider"),
        HeldBack(("size",), "change", "narrow", "random"),
        HeldBack(("size", "sector"), "overall.weighted", "computable", "account"),
        HeldBack(("source", "group"), "backup.restored", "structure", "firm"),
        HeldBack(("segment", "country"), "action.figures_lesson", "narrow", "random"),
    ),
    earlier=(HeldBack((), "overall", "determined", "outsider"),),
    whole_tables=(("region",),),
    out_of_time=2,
    notes=(Message(NONE_FITTED),),
)
"""With every reason there is."""


@pytest.fixture
def chamber(app: Flask) -> Body:
    """60 firms have answered; nothing was released yet."""
    found = body(app, HOSTILE)
    with app.app_context():
        answer(found.campaign, firms(60))
    return found


@pytest.fixture
def released(chamber: Body) -> Body:
    """With one draft."""
    assert made(chamber.app, chamber.campaign)
    return chamber


def column(of: Body, name: str) -> Any:
    """What the newest release holds."""
    with of.app.app_context(), reading() as session:
        return session.scalars(sa.select(getattr(ReleaseRow, name)).order_by(ReleaseRow.id.desc())).first()


def test_a_release_is_ordered_once_and_waited_for(chamber: Body) -> None:
    page = chamber.adviser.send(chamber.get(), action="/make")
    assert "A release is ordered." in page.text
    assert ('http-equiv="refresh"' in page.html, "batches.js" in page.html) == (True, True)
    assert not page.root.findall(".//form[@action='" + chamber.address("/make") + "']")
    stop = next(to for to, said in page.links().items() if said == "Stop that")
    assert 'http-equiv="refresh"' not in chamber.adviser.get(stop).html
    again = chamber.adviser.client.post(
        chamber.address("/make"), data={"csrf_token": chamber.get("/preview").form("/make")[1]["csrf_token"]}
    )
    assert again.status_code == 302
    assert "A release is being made already." in chamber.get().text


def test_where_there_are_too_few_it_says_so(app: Flask) -> None:
    chamber = body(app)
    with app.app_context():
        answer(chamber.campaign, firms(10))
    made(app, chamber.campaign)
    page = chamber.get()
    assert "Fewer than 11 firms count so far" in page.text
    assert "A release takes at least 11" in chamber.get("/preview").text


def test_versions_stand_side_by_side(released: Body) -> None:
    made(released.app, released.campaign)
    page = released.get(role="viewer")
    assert [said for said in page.links().values() if said.startswith("Release ")] == ["Release 2", "Release 1"]
    assert "Mean score 56" in page.text
    assert "Make a release now" not in page.text
    assert not page.root.findall(f".//form[@action='{released.address('/make')}']")


def test_an_owner_publishes_after_reading_what_it_means(released: Body) -> None:
    owner = released.visitors["owner"]
    page = released.get("/1", "owner")
    assert "counts as told all the same" in page.text
    sure = owner.get(next(to for to in page.links() if to.endswith("/publish")))
    assert "This cannot be unsaid." in sure.text
    page = owner.send(sure)
    assert "Release 1 is published." in page.text
    assert column(released, "status") == "published"
    twice = owner.send(sure)
    assert "nothing was changed" in twice.text
    assert "It is no draft any more." in released.get("/1/publish", "owner").text


def test_a_release_is_withdrawn_with_a_reason(released: Body) -> None:
    owner = released.visitors["owner"]
    owner.send(released.get("/1/publish", "owner"))
    form = released.get("/1/withdraw", "owner")
    for faulty in ("", "  ", LONG):
        page = owner.send(form, {"reason": faulty})
        assert page.status == 422
        assert page.faults()
    page = owner.send(form, {"reason": HOSTILE})
    assert HOSTILE in page.text
    assert "Release 1 is withdrawn." in page.text
    assert "It is not published." in released.get("/1/withdraw", "owner").text
    with released.app.app_context():
        assert releases.kept(released.campaign.id)[0].reason == HOSTILE


def test_a_note_is_told_to_readers(released: Body) -> None:
    form = released.get("/1/note")
    assert released.adviser.send(form, {"note": LONG}).status == 422
    assert HOSTILE in released.adviser.send(form, {"note": HOSTILE}).text
    conflict = released.adviser.send(form, {"note": "Asked in June"})
    assert conflict.status == 409
    assert HOSTILE in conflict.text
    assert "Asked in June" in released.adviser.send(conflict).text


def test_what_was_held_back_is_explained_without_a_number_of_firms(released: Body) -> None:
    with released.app.app_context(), writing() as session:
        session.execute(sa.update(ReleaseRow).values(told=TOLD.stored()))
    page = released.get("/1")
    assert "All firms. From it, anybody who reads it could work out what is true of a single firm." in page.text
    for measure in ("Overall score", "Is every order written down? Never", "The shop, weighted", "Oven: Rarely"):
        assert measure in page.text
    assert "Nothing is left of these tables: Region." in page.text
    assert "ran out of time 2 times" in page.text
    assert "cannot be taken back" in page.text


def test_groups_are_put_together_by_one_press_until_they_are_fixed(app: Flask) -> None:
    chamber = body(app)
    sectors = ["A"] * 20 + ["F"] * 6 + ["C"] * 20 + ["G"] * 6
    with app.app_context():
        answer(chamber.campaign, [{"register": f"R {at}", "profile": {"trade": one}} for at, one in enumerate(sectors)])
    page = chamber.get("/preview")
    assert "goes into “other”: too few firms" in page.text or "withheld" in page.text
    proposals = page.root.findall(".//ul[@class='proposals']/li")
    assert proposals
    assert not chamber.get("/preview", "viewer").root.findall(".//ul[@class='proposals']//form")
    page = chamber.adviser.send(page, action="/merge")
    assert "The groups are put together." in page.text
    with app.app_context(), reading() as session:
        assert session.get_one(CampaignRow, chamber.campaign.id).grouping
    apart = chamber.adviser.send(page, {"do": "undo", "field": "sector"}, action="/merge")
    assert "stand by themselves again" in apart.text
    page = chamber.adviser.send(chamber.get("/preview"), action="/merge")
    assert made(app, chamber.campaign)
    fixed = chamber.adviser.send(page, {"field": "sector"}, action="/merge")
    assert "its groups stay as they are" in fixed.text


def test_a_group_on_the_border_is_said_to_be_there(app: Flask) -> None:
    with app.test_request_context():
        assert fate_words(Awaited(("A",), 10, "published")) == "shown"
        border = fate_words(Awaited(("A",), 10, "withheld", "few", sure=False))
    assert border.startswith("on the border, a few firms decide; likely withheld: too few firms")


@pytest.mark.parametrize("groups", [[], ["A"], ["A", "A"], ["A", "nowhere"], ["A", "other"]])
def test_groups_that_there_are_not_are_not_put_together(chamber: Body, groups: list[str]) -> None:
    token = chamber.get("/preview").form("/make")[1]["csrf_token"]
    posted = {"csrf_token": token, "field": "sector", "group": groups}
    assert chamber.adviser.client.post(chamber.address("/merge"), data=posted).status_code == 302
    assert "nothing was changed" in chamber.get("/preview").text


def test_a_release_that_is_not_there_is_not_found(chamber: Body) -> None:
    for path in ("/1", "/1/note", "/1/publish", "/99999999999"):
        assert chamber.get(path, "owner").status == 404


@pytest.fixture
def abroad(sqlite_url: str, tmp_path: Path, pseudo_spoken: dict[str, Any]) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path, sqlite_url, **pseudo_spoken))
    app.testing = True
    yield app
    close(app)


def test_no_english_word_is_left(abroad: Flask) -> None:
    instrument = abroad.config["WAYMARK"].instrument
    lists = {"region": [{"id": one, "name": "Ψ"} for one in "789"]}
    rhythm = {"rhythm": "quarterly", "next_release_on": date(2026, 5, 1)}
    chamber = body(abroad, FIRM, called=FIRM, instrument=instrument, licence="7", lists=lists, **rhythm)
    with abroad.app_context():
        for person in organisations.members(chamber.campaign.organisation_id or 0):
            accounts.change(person.user_id, {"name": FIRM})
        kept_release(chamber.campaign, told=TOLD_ABROAD.stored())
        answer(chamber.campaign, [{"register": f"{at}", "answers": {}, "region": "7789"[at % 4]} for at in range(36)])
    check(chamber.get(role="viewer"))
    check(chamber.adviser.send(check(chamber.get("/preview")), action="/merge"))
    check(chamber.get("/1"))
    assert check(chamber.adviser.send(check(chamber.get("/1/note")), {"note": LONG})).status == 422
    check(chamber.adviser.send(chamber.get("/1/note"), {"note": "Ψ"}))
    assert check(chamber.adviser.send(chamber.get("/1/note"), {"note": "7", "before": "8"})).status == 409
    owner = chamber.visitors["owner"]
    check(owner.send(check(chamber.get("/1/publish", "owner"))))
    check(chamber.get("/1/publish", "owner"))
    assert check(owner.send(check(chamber.get("/1/withdraw", "owner")))).status == 422
    check(owner.send(chamber.get("/1/withdraw", "owner"), {"reason": "Ψ"}))
    check(chamber.get("/1/withdraw", "owner"))
    check(chamber.adviser.send(chamber.get(), action="/make"))
    with abroad.app_context():
        assert jobs.claim([ordering.KIND], timedelta(minutes=5))
    check(chamber.get("?look=no"))
    with abroad.app_context(), writing() as session:
        session.execute(sa.update(JobRow).values(status="failed"))
    check(chamber.get())
