"""A real server, started as an operator starts it, and a real Chromium that visits it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from tests.browser.offices import Office

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
"""Chromium as root needs the first; the rest keep it from calling anyone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one server and one browser for all of them


@dataclass(frozen=True)
class Greeting:
    """What ``waymark serve`` says once it answers: where it is, and where the first administrator begins.

    ``folder``: that its data are in.
    """

    address: str
    first_link: str
    folder: Path


@pytest.fixture(scope="session")
def greeting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Greeting]:
    """Of ``waymark serve`` on a free port and an empty data folder, which runs until the last test."""
    waymark = Path(sys.executable).with_name("waymark")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WAYMARK_")}
    folder = tmp_path_factory.mktemp("var")
    environment["WAYMARK_DATA_DIR"] = str(folder)
    process = subprocess.Popen(
        [waymark, "serve", "--bind", "127.0.0.1:0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    with process.stdout as said:
        addresses = (
            found[0] for line in iter(said.readline, b"") if (found := re.search(r"http://\S+", line.decode()))
        )
        yield Greeting(next(addresses), next(addresses), folder)
        process.terminate()
        assert process.wait(timeout=40) == 0, "the server did not stop cleanly"


@pytest.fixture(scope="session")
def server(greeting: Greeting) -> str:
    """The address of the server."""
    return greeting.address


@pytest.fixture(scope="session")
def first_link(greeting: Greeting) -> str:
    """The link that the server greets with as long as nobody has an account: it works once."""
    return greeting.first_link


@pytest.fixture(scope="module")  # and not longer: its event loop would be in the way of Flask's tests
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def harbour(browser: Browser, server: str, first_link: str) -> Iterator[Office]:
    """A consultancy that its owner leads; the tests bring in the clients that each needs."""
    from tests.browser.offices import Person, office  # noqa: PLC0415 - which imports this module

    owner = Person("Ann Harbour", f"ann-{secrets.token_hex(4)}@harbour.example")
    one = office(browser, server, first_link, "Harbour Advisers", owner)
    yield one
    one.page.context.close()


@pytest.fixture
def page(harbour: Office) -> Page:
    """The owner's browser at the desk."""
    return harbour.page


def new_page(browser: Browser, width: int, **options: object) -> Page:
    """A visitor of their own, on a screen of this width; anything the browser complains about fails the test."""
    height = 740 if width < 600 else 900
    context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: pytest.fail(f"{page.url}: {error}"))
    page.on("console", lambda message: _expect_no_error(page, message.type, message.text))
    page.on("request", lambda request: _expect_own_site(page, request.url))
    return page


def _expect_no_error(page: Page, kind: str, text: str) -> None:
    expected = re.search(r"status of (404|409|422)", text)
    if kind == "error" and not expected:
        pytest.fail(f"{page.url}: {text}")


def _expect_own_site(page: Page, url: str) -> None:
    assert url.startswith(("http://127.0.0.1:", "data:")), f"{page.url} asks for {url}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, 360, has_touch=True, is_mobile=True)
    yield page
    page.context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, 1440)
    yield page
    page.context.close()


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, 360, java_script_enabled=False)
    yield page
    page.context.close()
