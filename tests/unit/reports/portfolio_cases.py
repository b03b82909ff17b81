"""Invented portfolios: clients whose scores are drawn at random, with and without earlier stages."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from reports.firm.answers import maximum
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.portfolio import Portfolio
from scoring.portfolio.pairing import paired
from scoring.portfolio.stages import Stages
from scoring.scores import level_of

NAMES = (
    "Bäckerei Sonnleitner & Töchter", "Hardware Corner", "Spedition Hofer", "Primus GmbH", "Taverna Delphi",
    "Miller & Sons Joinery", "Atelier Lumière", "Ferretería La Llave", "Kancelaria Wiśniewska", "Garage Dubois",
)  # fmt: skip
HARD_NAMES = (
    "晨光电子商务有限公司", "مخبز الشمس (فرع 24)", "<b>Ash</b> &amp; Söhne <para><font size=90>x</font></para>",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mit beschränkter Haftung",
    "{firm} %s {0.__class__} \\000 ) Tj ET EMC <</MCID 1>> BDC", "Ελληνικό Φαρμακείο", "Малыш и Карлсон", "W" * 300,
    "\u202eLtd gnitnuoccA\u202c", "Nul\x00l\x07 & \x7fSons", "Cheese \U0001f9c0 \U0010ffff", "",
)  # fmt: skip
"""What names may hold: other scripts, markup, marks of direction, operators of a PDF, no space, nothing."""


def invented(
    n: int,
    instrument: Instrument | None = None,
    *,
    stages: int = 0,
    names: Sequence[str] = NAMES,
    missing: float = 0.05,
) -> Portfolio:
    """A portfolio of n clients; ``stages``: how many more stages than one some of them have; ``missing``: the part of
    scores that there are not."""
    of = instrument or load("sme-readiness")
    dice = np.random.default_rng(n)
    maxima = np.array([maximum(dimension) for dimension in of.dimensions])
    client, number = _stages(n, stages, dice)
    able = np.clip(dice.normal(0.45, 0.18, n), 0, 1)[client] + 0.05 * number
    shares = np.clip(able[:, None] + dice.normal(0, 0.13, (len(client), len(maxima))), 0, 1)
    shares[dice.random(shares.shape) < missing] = np.nan
    dimensions = shares * maxima
    overall = _overall(dimensions)
    known = Stages(client, number, overall, dimensions, dice.integers(0, 4, len(client)))
    newest = known.newest
    return Portfolio(
        instrument=of,
        profile=_profile(n, names, number[newest]),
        overall=pd.Series(overall[newest]),
        level=pd.Series(level_of(of, overall[newest]), dtype="int8"),
        dimensions=pd.DataFrame(dimensions[newest], columns=[one.id for one in of.dimensions]),
        change=pd.Series(known.change() if n else np.zeros(0)),
        points=_points(n, of, dice),
        paired=paired(of, known) if n else (),
    )


def _stages(n: int, more: int, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Client and number of each stage: some clients have one, some two, and so on."""
    each = 1 + dice.integers(0, more + 1, n)
    client = np.repeat(np.arange(n), each)
    starts = np.repeat(np.cumsum(each) - each, each)
    return client.astype(np.intp), np.arange(len(client)) - starts


def _overall(dimensions: np.ndarray) -> np.ndarray:
    enough = np.isfinite(dimensions).mean(axis=1) >= 0.6
    total = np.nansum(dimensions, axis=1) / np.maximum(np.isfinite(dimensions).sum(axis=1), 1)
    return np.where(enough, total, np.nan)


def _profile(n: int, names: Sequence[str], stage: np.ndarray) -> pd.DataFrame:
    start = datetime.date(2025, 3, 3)
    return pd.DataFrame(
        {
            "client": [f"c{row}" for row in range(n)],
            "firm": [
                names[row % len(names)] + (f" {row // len(names) + 1}" if row >= len(names) else "") for row in range(n)
            ],
            "ref": [f"{1000 + row}" for row in range(n)],
            "sector": ["C"] * n,
            "size": ["small"] * n,
            "stage": [f"T{number}" for number in stage],
            "date": [str(start + datetime.timedelta(days=row % 300)) for row in range(n)],
        },
        dtype="str",
    )


def _points(n: int, of: Instrument, dice: np.random.Generator) -> pd.DataFrame:
    wanted, most = dice.random(len(of.actions)) * 0.9, dice.uniform(1, 5, (n, len(of.actions)))
    needed = dice.random((n, len(of.actions))) < wanted
    return pd.DataFrame(most * needed, columns=[one.id for one in of.actions])
