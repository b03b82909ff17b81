"""What stands before the sections: who called and when, the headline, the summary, the large figures, how to cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.firm.peers import shown_figure
from reports.firm.values import Fact
from reports.sector import change, dimensions, divide, groups, programme, questions
from reports.sector.basis import basis, response_rate
from reports.sector.figures import gap_shown, gap_told, share_shown, share_told
from reports.sector.offers import Offer
from reports.sector.told import Told, told_below

SENTENCES = 7
"""So many the summary has at most: a board reads them and nothing else."""


def title(told: Told) -> str:
    return told.gettext("{campaign}: how ready the firms are").format(campaign=told.release.campaign)


def n_shown(told: Told) -> str:
    """“about 300”, or fewer than so many."""
    _, number = told.gettext, told.words.number
    if told.release.n is None:
        return _("fewer than {n}").format(n=number(told.release.least + 1))
    return _("about {n}").format(n=number(told.release.n))


def nothing(told: Told) -> str:
    """Why there are no figures; "" where there are."""
    if told.release.n is None:
        template = told.gettext("Fewer than {n} firms so far: no figures can be published yet.")
        return template.format(n=told.words.number(told.release.least + 1))
    if not told.release.tables:
        return told.gettext(
            "No table can be published yet: in every one somebody could work out the answers of single firms."
        )
    return ""


def headline(told: Told) -> str:
    """The divide in one sentence, as far as it is published."""
    if nothing(told):
        return nothing(told)
    below, wide = told_below(told), divide.quantile_gap(told.overall)
    if below is not None and wide is not None:
        template = told.ngettext(
            "{share} of the responding firms are below “{level}”, and {gap} point lies between those at the lower and"
            " at the upper end.",
            "{share} of the responding firms are below “{level}”, and {gap} points lie between those at the lower and"
            " at the upper end.",
            wide.value,
        )
        shown = gap_told(told.words, wide)
        return template.format(share=share_told(told.words, below), level=told.baseline.title, gap=shown)
    found = (divide.below(told), divide.middle(told), *questions.headlines(told)[:1], _mean(told), _so_many(told))
    return next(sentence for sentence in found if sentence)


def _mean(told: Told) -> str:
    if told.overall is None:
        return ""
    template = told.gettext("The mean overall score of the responding firms is {mean} of 100 (n about {n}).")
    mean, n = shown_figure(told.words, told.overall.mean), told.words.number(told.overall.n)
    return template.format(mean=mean, n=n)


def _so_many(told: Told) -> str:
    n = told.release.n or 0
    template = told.ngettext("About {n} firm has answered so far.", "About {n} firms have answered so far.", n)
    return template.format(n=told.words.number(n))


def summary(told: Told, found: Sequence[Offer]) -> tuple[str, ...]:
    """Five to seven sentences that stand by themselves, where there is as much to tell."""
    if nothing(told):
        return ()
    sentences = [sentence for sentence in dict.fromkeys(_sentences(told, found)) if sentence]
    return (*sentences[: SENTENCES - 1], basis(told))


def _sentences(told: Told, found: Sequence[Offer]) -> Iterator[str]:
    yield divide.below(told)
    yield divide.gap(told) or divide.middle(told) or _mean(told)
    headlines = questions.headlines(told)
    yield from headlines[:1]
    yield dimensions.ends(told)
    yield _clearest_group(told)
    yield from change.since_sentences(told)[:1]
    yield from programme.sentences(told, found)[:1]
    yield from headlines[1:2]
    yield change.paired_sentence(told)
    yield divide.middle(told)
    yield _so_many(told)


def _clearest_group(told: Told) -> str:
    """The first clear difference between sizes, sectors, regions or groups; none where none is clear."""
    fields = ("size", "sector", "region", "group")
    return next((sentence for field in fields if (sentence := groups.clear(told, field))), "")


def strip(told: Told) -> tuple[Fact, ...]:
    """Three or four large figures: the divide first."""
    return tuple(_strip(told))[:4] if not nothing(told) else ()


def _strip(told: Told) -> Iterator[Fact]:
    _, words = told.gettext, told.words
    below = told_below(told)
    if below is not None:
        yield Fact(_("Below “{level}”").format(level=told.baseline.title), share_shown(words, below))
    wide = divide.quantile_gap(told.overall)
    if wide is not None:
        yield Fact(_("Points between the lowest and the highest tenth"), gap_shown(words, wide))
    if told.overall is not None:
        yield Fact(_("Mean overall score of 100"), shown_figure(words, told.overall.mean))
    yield Fact(_("Responding firms"), n_shown(told))
    if rate := response_rate(told):
        yield Fact(_("Response rate"), rate)


def facts(told: Told) -> tuple[Fact, ...]:
    """Who called, when, how many answered, and by what."""
    _, words, release = told.gettext, told.words, told.release
    number = _("{number}, {date}").format(number=words.number(release.number), date=words.date(release.date))
    found = [
        (_("Campaign"), release.campaign),
        (_("Called by"), told.called.host),
        (_("Contact"), told.called.contact),
        (_("Firms answered"), _period(told)),
        (_("Responding firms"), n_shown(told)),
        (_("Response rate"), response_rate(told) or _("not known")),
        (_("Release"), number),
        (_("Status"), _("Draft: not released yet") if told.draft else ""),
        (_("Questionnaire"), _questionnaire(told)),
        (_("Licence"), told.called.licence),
    ]  # fmt: skip
    return tuple(Fact(label, value) for label, value in found if value)


def _questionnaire(told: Told) -> str:
    template = told.gettext("{title} (unofficial)") if told.instrument.unofficial else "{title}"
    return template.format(title=told.instrument.title)


def _period(told: Told) -> str:
    _, date = told.gettext, told.words.date
    first, last = told.called.period
    if first and last:
        return _("from {first} to {last}").format(first=date(first), last=date(last))
    if first:
        return _("since {first}").format(first=date(first))
    return _("until {last}").format(last=date(last)) if last else ""


def cite(told: Told) -> str:
    """How to cite the release; a draft is not to be cited."""
    _, words = told.gettext, told.words
    if told.draft:
        return _("A draft is not to be cited.")
    template = {
        (False, False): _("{campaign}. Release {number}, {date}."),
        (False, True): _("{campaign}. Release {number}, {date}. {address}"),
        (True, False): _("{host}: {campaign}. Release {number}, {date}."),
        (True, True): _("{host}: {campaign}. Release {number}, {date}. {address}"),
    }[bool(told.called.host), bool(told.called.address)]
    return template.format(
        host=told.called.host,
        campaign=told.release.campaign,
        number=words.number(told.release.number),
        date=words.date(told.release.date),
        address=told.called.address,
    )
