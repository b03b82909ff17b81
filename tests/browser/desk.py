"""What an adviser does at a desk: upload a sheet, take a file, look for a client."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.filling import table
from tests.browser.offices import Office, press
from tests.browser.walking import follow


def heading(page: Page, text: str) -> None:
    """A worker may have been faster or slower: the page comes to this by itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=60_000)


def upload(page: Page, at: Office, *files: Path) -> None:
    page.goto(f"{at.address}/sheets")
    page.get_by_label("One table, or any number of interviews").set_input_files(files)
    press(page, "Upload and check")


def download(page: Page, control: Locator, to: Path) -> Path:
    with page.expect_download() as coming:
        control.click()
    path = to / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def tally(page: Page) -> dict[str, int]:
    """What the preview says becomes of the rows; only what is not 0."""
    lines = page.locator(".tally > div").all()
    counts = {line.locator("dt").inner_text(): int(line.locator("dd").inner_text()) for line in lines}
    return {name: count for name, count in counts.items() if count}


def listed(page: Page) -> list[str]:
    return page.locator(".clients__name > a").all_inner_texts()


def bring_in(page: Page, at: Office, to: Path, *firms: str) -> None:
    """Clients by a small table of one's own, with one answer each."""
    rows = [(firm, "When something breaks or someone presses us") for firm in firms]
    upload(page, at, table(to / "clients.csv", ("firm", "decisions"), rows))
    heading(page, "Look before you import")
    press(page, "Import")
    heading(page, "Imported")


def client_page(page: Page, at: Office, name: str) -> str:
    """Find the client on the list, and open it; its address."""
    page.goto(f"{at.address}/clients")
    page.get_by_label("Name, number or e-mail").fill(name)
    press(page, "Show")
    follow(page, page.get_by_role("link", name=name, exact=True))
    heading(page, name)
    return page.url
