"""A firm's report on paper: which chapters there are, and how they are fitted into eight pages and one to pin up."""

from __future__ import annotations

from reports import theme
from reports.attachment import Attachment
from reports.document import Chapter, Cover, Document, page_count, render
from reports.firm.paper.cards import cards
from reports.firm.paper.cover import cover_top
from reports.firm.paper.detail import PLAN_DETAILS, SCORE_DETAILS
from reports.firm.paper.ending import loose_ends, method
from reports.firm.paper.halves import Half, shared_out
from reports.firm.paper.letterhead import letter
from reports.firm.paper.parts import parts, why
from reports.firm.paper.pinup import pinup
from reports.firm.paper.since_last import since_last
from reports.firm.paper.staff import staff
from reports.firm.paper.summary import summary
from reports.firm.paper.timetable import roadmap
from reports.firm.record import FILE
from reports.firm.values import Fact, FirmReport
from reports.theme import Grid

LONGEST = 8
"""Pages with the cover, and without the one to pin up and that of a covering letter."""


def pages(report: FirmReport, paper: str, record: bytes = b"") -> bytes:
    """The report as PDF, with ``record`` attached to it where there is one."""
    grid = Grid(*theme.PAPERS[paper])
    words = report.labels
    name = report.branding.sender
    return render(
        Document(
            title=f"{words.kind} – {report.title}",
            author=name,
            subject=report.headline,
            language=report.language,
            grid=grid,
            colours=theme.palette(report.branding.accent, report.branding.second),
            letter=letter(report, grid),
            cover=_cover(report, grid),
            chapters=_chapters(report, grid),
            header=(report.title, words.kind),
            footer=" · ".join(part for part in (name, report.branding.contact) if part),
            page_label=words.page,
            attachment=Attachment(FILE, record, report.date) if record else None,
        )
    )


def _chapters(report: FirmReport, grid: Grid) -> tuple[Chapter, ...]:
    """The summary, then all about the score, then all about the plan, in as much detail as the pages hold."""
    first = Chapter("summary", report.labels.summary, summary(report, grid))
    room = LONGEST - 1 - page_count([first], grid)
    told, fits = _told(report, grid, room)
    if not fits:
        told, _ = _told(report, grid, room, brief=True)
    return (first, *told, *_pinned(report, grid))


def _told(report: FirmReport, grid: Grid, room: int, *, brief: bool = False) -> tuple[tuple[Chapter, ...], bool]:
    """All but the summary, and whether it keeps within the room; ``brief``: of what changed and what the firm marked
    only what matters most."""
    about_score, about_plan = _score(report, grid, brief=brief), _steps(report, grid, brief=brief)
    if not report.actions:  # nothing that would want a page of its own
        whole = Half((*about_score, *about_plan), "why", why(report, grid), SCORE_DETAILS, grid)
        told = whole.within(room)
        return (told.chapters, True) if told else (whole.told(whole.ways), False)
    score = Half(about_score, "why", why(report, grid), SCORE_DETAILS, grid)
    steps = Half(about_plan, "steps", cards(report, grid), PLAN_DETAILS, grid)
    return shared_out(score, steps, room)


def _score(report: FirmReport, grid: Grid, *, brief: bool) -> tuple[Chapter, ...]:
    words = report.labels
    return (
        Chapter("parts", words.dimensions, parts(report, grid)),
        Chapter("progress", words.progress, since_last(report, grid, brief=brief)),
        Chapter("why", words.why, ()),
        Chapter("find-out", words.find_out, loose_ends(report, grid)),
    )


def _steps(report: FirmReport, grid: Grid, *, brief: bool) -> tuple[Chapter, ...]:
    words = report.labels
    return (
        Chapter("roadmap", words.roadmap, roadmap(report, grid, brief=brief)),
        Chapter("people", words.people, staff(report, grid)),
        Chapter("steps", words.actions, ()),
        Chapter("method", words.method, method(report, grid, brief=brief)),
    )


def _pinned(report: FirmReport, grid: Grid) -> tuple[Chapter, ...]:
    items = pinup(report, grid)
    return (Chapter("pinup", report.labels.pinup, items),) if items else ()


def _cover(report: FirmReport, grid: Grid) -> Cover:
    words = report.labels
    facts = [*report.facts, Fact(words.prepared_by, report.branding.sender), Fact("", report.branding.contact)]
    if report.address:
        facts.append(Fact(words.read_online, report.address))
    return Cover(cover_top((words.kind, report.title), facts, report.branding, grid), words.contents)
