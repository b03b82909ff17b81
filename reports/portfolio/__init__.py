"""What a portfolio report says: ``build`` makes it from a portfolio; page, workbook and PDF only read it."""

from __future__ import annotations

import datetime
from gettext import NullTranslations

from babel import Locale

from reports.firm.values import Branding
from reports.firm.wording import Words
from reports.portfolio import calls, covering, findings, heat, progress, spread, workshops
from reports.portfolio.labels import labels
from reports.portfolio.method import method
from reports.portfolio.told import Told
from reports.portfolio.values import Covered, PortfolioReport, Waiting
from scoring.portfolio import Portfolio

__all__ = ["Covered", "PortfolioReport", "Waiting", "build", "render"]


def build(  # noqa: PLR0913 - everything a report depends on, by name
    portfolio: Portfolio,
    *,
    covered: Covered,
    branding: Branding = Branding(),  # noqa: B008 - frozen
    locale: Locale,
    translations: NullTranslations,
    date: datetime.date,
    names: bool = True,
) -> PortfolioReport:
    """The report of a portfolio.

    ``covered``: whom it is about, which the tables do not say. ``translations`` covers the catalogues of ``scoring``
    and ``reports``. ``names``: without them clients are numbers and nobody is listed by name, for readers outside of
    the organisation. What is long is told in part, and says so: at most ``heat.MOST`` clients stand one by one.
    """
    words = Words(locale, translations)
    told = Told(portfolio, covered, words, names)
    levels, overall, dimensions = spread.level_counts(told), spread.overall_spread(told), spread.spreads(told)
    offers, lists, pairs = workshops.workshops(told), calls.call_lists(told), progress.progress(told)
    fixed = labels(translations)
    return PortfolioReport(
        title=_title(branding, translations),
        date=date,
        date_shown=words.date(date),
        language=words.language,
        branding=branding,
        instrument=portfolio.instrument.reference,
        facts=covering.facts(told, date),
        n=len(portfolio),
        headline=findings.headline(told),
        findings=findings.findings(told, levels, overall, dimensions, offers),
        strip=findings.strip(told, overall),
        levels=levels,
        levels_text=spread.levels_text(told, levels),
        overall=overall,
        dimensions=dimensions,
        workshops=offers,
        workshops_lead=workshops.workshops_lead(told, offers),
        calls=lists,
        calls_lead=calls.calls_lead(told, lists),
        heat=heat.heat_map(told),
        progress=pairs,
        progress_lead=progress.progress_lead(told, pairs),
        method=method(told, date),
        labels=fixed,
    )


def _title(branding: Branding, translations: NullTranslations) -> str:
    _ = translations.gettext
    return (
        _("Clients of {organisation}").format(organisation=branding.organisation)
        if branding.organisation
        else _("Clients")
    )


def render(report: PortfolioReport, *, paper: str = "A4") -> bytes:
    """The report as PDF on ``A4`` or ``Letter``; the same report gives the same bytes. Raises ``KeyError`` for another
    paper."""
    from reports.portfolio.paper.pages import pages  # noqa: PLC0415 - fonts are read only where a PDF is made

    return pages(report, paper)
