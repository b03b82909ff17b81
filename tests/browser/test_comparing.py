"""Results beside other firms, on every screen: nothing sticks out, axe finds nothing, every figure can be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from scoring.loading import load
from scoring.release.files import save
from survey import create_app
from survey.storage import migrations
from tests.browser.conftest import new_page
from tests.browser.looking import expect_accessible, expect_fit, unfold
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import handed_in
from tests.integration.pages import Visitor
from tests.unit.scoring.release_cases import all_firms, release, summary


@dataclass(frozen=True)
class Served:
    """Where the results of a firm are, and the cookie that opens them."""

    address: str
    path: str
    cookie: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A survey with a release that shows quartiles, a median and a mean of a firm's parts.

    It starts before the browser, whose event loop would be in the way of Flask's test client.
    """
    folder = tmp_path_factory.mktemp("var")
    _release(folder / "release.json")
    app = create_app(settings_for(folder, release=folder / "release.json"))
    migrations.upgrade(app)
    visitor = Visitor(app)
    path = f"/a/{handed_in(app, visitor).public_id}/results"
    cookie = visitor.client.get_cookie("waymark_browser")
    assert cookie is not None
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.port}", path, cookie.value)
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)


def _release(path: Path) -> None:
    instrument = load("sme-readiness")
    parts = {part.id: summary(n) for part, n in zip(instrument.dimensions, (100, 40, 20, 15), strict=False)}
    save(release(all_firms(summary(100), **parts), instrument=instrument.reference, hash=instrument.content_hash), path)


@pytest.fixture
def results(served: Served, browser: Browser) -> Iterator[Page]:
    page = new_page(browser, 1440)
    page.context.add_cookies([{"name": "waymark_browser", "value": served.cookie, "url": served.address}])
    page.goto(served.address + served.path)
    yield page
    page.context.close()


def test_the_place_and_the_peers_fit_every_screen(results: Page) -> None:
    unfold(results)
    for scheme, widths in (("light", (1440, 768)), ("dark", (360, 320))):
        results.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in widths:
            results.set_viewport_size({"width": width, "height": 740})
            expect_fit(results)
        expect_accessible(results)
    where = results.locator("section[aria-labelledby=where]")
    told = sorted(filter(None, where.locator("td:last-child").all_inner_texts()))
    assert told == ["25 to 75", "25 to 75", "mean 50", "middle 50"]
    assert where.get_by_text("Compared with about 100 responding firms, self-reported").is_visible()
    assert where.locator("svg:visible .chart-peers").count() == 3 + 3 + 1 + 1
