"""A body in browsers: its pages and those of its firms, one address after the other, and what is written beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from survey import create_app, instruments
from survey.config import Settings
from tests.browser.offices import Person, press, sign_in
from tests.browser.tour import Visit
from tests.browser.walking import follow
from tests.integration.campaigns import LISTS, QUESTIONS
from tests.integration.databases import close
from tests.integration.members import organisation
from tests.integration.people import PASSWORD, person
from tests.integration.publishing import campaign, keep, whole

OWNER = Person("Ines Vale", "ines@chamber-of-trades.example", PASSWORD)
NAME = "Kammer für Handwerk & Gewerbe am langen Fluss"
FIRM = "Bäckerei Sonnenschein & Töchter"


@dataclass(frozen=True)
class Chamber:
    """A body with a campaign that has lists, questions, a published release and a draft. ``address``: where its pages
    begin."""

    server: str
    address: str
    campaign: str

    @property
    def campaign_address(self) -> str:
        return f"{self.address}/campaigns/{self.campaign}"

    def enter(self, page: Page) -> None:
        sign_in(page, self.server, OWNER)


def chamber(server: str, folder: Path) -> Chamber:
    """``folder``: the data folder of the server."""
    # In a thread of its own: storage and the browser's event loop do not go together.
    with ThreadPoolExecutor(1) as thread:
        return Chamber(server, f"{server}/o/{thread.submit(_written, folder).result()}", "river")


def _written(folder: Path) -> str:
    app = create_app(Settings(data_dir=folder))
    body = organisation(app, NAME, "body")
    person(app, OWNER.email, of=body)
    number = campaign(app, body, "river", name="Frühling 🌱 am Fluss", lists=LISTS, questions=QUESTIONS)
    with app.app_context():
        made = whole(instruments.current().reference)
    keep(app, number, made)
    keep(app, number, made, "draft", number=2)
    close(app)
    return body


BODY = (
    "/campaigns",
    "/help",
    "/campaigns/river",
    "/campaigns/river/delete",
    "/campaigns/river/settings",
    "/campaigns/river/settings/lists",
    "/campaigns/river/settings/questions",
    "/campaigns/river/settings/questions/add",
    "/campaigns/river/settings/quotas",
    "/campaigns/river/settings/population",
    "/campaigns/river/settings/publishing",
    "/campaigns/river/firms",
    "/campaigns/river/firms/letters",
    "/campaigns/river/firms/names",
    "/campaigns/river/releases",
    "/campaigns/river/releases/1/withdraw",
    "/campaigns/river/releases/2",
    "/campaigns/river/releases/2/note",
    "/campaigns/river/releases/2/publish",
)
"""Pages that are looked at as they are; forms that show faults, and what one comes to by them, are in ``tour``."""


def tour(owner: Visit, firm: Visit, at: Chamber) -> None:
    """Every page of the body, then what its firms and everybody see."""
    for path in BODY:
        owner.see(path, at.address + path)
    owner.page.goto(f"{at.address}/campaigns/new")
    press(owner.page, "Begin the campaign")
    owner.see("campaign, new, with faults")
    owner.page.goto(f"{at.campaign_address}/firms/add")
    press(owner.page, "Add this firm")
    owner.see("firms, with faults")
    _, link = code_for(owner.page, at, FIRM)
    owner.see("codes")
    owner.see("invited", f"{at.campaign_address}/firms/invited")
    guests(firm, at, link)


def guests(firm: Visit, at: Chamber, link: str) -> None:
    """A firm by its code, up to the page on which it is asked to be counted; then what is published."""
    firm.see("welcome", f"{at.server}/c/{at.campaign}")
    firm.see("code, dead", f"{at.server}/i/AAAA-AAAA-AAAA-AAAA")
    firm.see("code", link)
    firm.press("Continue")
    firm.press("Go to the questions")
    firm.see("start of a campaign, with faults")
    firm.page.locator("[name=own_sector]").nth(1).check()
    firm.page.locator("[name=people]").nth(1).check()
    firm.press("Go to the questions")
    place = firm.page.url.split("/questions/")[0]
    firm.see("own questions", f"{place}/own-questions")
    firm.see("review, asked to be counted", f"{place}/review")
    firm.see("code, begun", link)
    firm.see("releases", f"{at.server}/releases")
    firm.see("dashboard", f"{at.server}/releases/{at.campaign}/1")


def code_for(page: Page, at: Chamber, firm: str) -> tuple[str, str]:
    """Invite a firm as the body does on its pages; its code, and the address with it."""
    page.goto(f"{at.campaign_address}/firms/add")
    page.get_by_label("Name of the firm").fill(firm)
    press(page, "Add this firm")
    page.goto(f"{at.campaign_address}/firms/invited")
    page.locator("#form").select_option("page")
    press(page, "Make their codes")
    return page.locator("td.code").last.inner_text(), page.locator("td.invited__address").last.inner_text()


def answered_pages(page: Page) -> Iterator[Page]:
    """Each page of questions with all options shown, saved after whoever asks for it has answered."""
    while "/questions/" in page.url:
        yield page
        follow(page, page.get_by_role("button", name="Save and continue"))
