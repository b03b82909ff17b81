"""Two campaigns that share firms, with releases one firm apart, for a test that attacks them; and what is true of the
firms, kept apart from the survey: who they are, which scores they have, and which of them each release counted."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from flask import Flask

from scoring.answers import Answer
from survey.storage import assessments
from survey.storage.campaigns.values import Campaign
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignInvitationRow, ClientRow
from survey.storage.releases import changing
from tests.integration.called import Body, answer, body, campaign, made
from tests.integration.consultancy import Consultancy, consultancy
from tests.told import Published

BAKERS, SMITHS, CARERS = "bakers", "smiths", "carers"
LISTS: Mapping[str, Any] = {
    "sector": [{"id": name, "name": name.title(), "means": ""} for name in (BAKERS, SMITHS, CARERS)],
    "region": [{"id": name, "name": name.title(), "means": ""} for name in ("north", "south")],
}
QUESTION = {
    "id": "q1",
    "text": "Do you train apprentices?",
    "kind": "single",
    "options": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}],
}
QUOTAS = [{"sector": BAKERS, "size": "small", "firms": 40}, {"sector": "", "size": "micro", "firms": 60}]

SHARED = 30
"""Firms that answer both campaigns."""


@dataclass(frozen=True)
class Firm:
    """A firm as the attacker knows it, and the four parts of which its score is the mean, each from 0 to 1."""

    number: int
    fields: Mapping[str, str]
    parts: tuple[float, ...]
    own: str

    @property
    def name(self) -> str:
        return f"Zq{self.number:03} Works"

    @property
    def score(self) -> float:
        return 100 * sum(self.parts) / len(self.parts)

    @property
    def is_client(self) -> bool:
        """One in five."""
        return self.number % 5 == 0

    def handed_in(self) -> dict[str, Any]:
        """For ``called.answer``."""
        told = {name: self.fields[name] for name in ("sector", "region", "source")}
        email = f"boss@zq{self.number:03}.example"
        profile = {"firm": self.name, "people": self.fields["size"], "country": self.fields["country"]}
        own = {"register": f"FN {self.number:03}77", "email": email, "own_answers": {"q1": self.own}}
        return {**told, **own, "profile": profile, "answers": answers_of(self.parts)}


def answers_of(parts: Sequence[float]) -> dict[str, Answer]:
    """Answers to the small instrument that earn so much."""
    orders, lists, checks, rework = parts
    return {
        "orders": ["never", "sometimes", "always"][int(2 * orders)],
        "lists": ["customers", "stock"][: int(2 * lists)],
        "checks": {"oven": "weekly" if checks > 0 else "rarely", "van": "weekly" if checks > 0.5 else "rarely"},
        "rework": 0 if rework else 9,
    }


def some_firms(numbers: range, dice: random.Random, sectors: Sequence[str] = ()) -> list[Firm]:
    """Of all kinds; what each is and has answered hangs on its number alone."""
    weights = sectors or [BAKERS] * 3 + [SMITHS] * 2 + [CARERS]
    return [
        Firm(
            number,
            {
                "size": dice.choice(["micro", "micro", "small"]),
                "sector": dice.choice(weights),
                "country": "AT",
                "region": dice.choice(["north", "south", "south"]),
                "source": "self",
            },
            answered(dice),
            dice.choice(["yes", "no"]),
        )
        for number in numbers
    ]


def answered(dice: random.Random) -> tuple[float, ...]:
    return (*(dice.choice([0.0, 0.5, 1.0]) for _ in range(3)), dice.choice([0.0, 1.0]))


@dataclass
class Truth:
    """``entries``: every set of answers that was ever counted, so that a firm that changed stands here twice; what is
    known of it is known by its number. ``counted``: their places in each release, by campaign and number."""

    entries: list[Firm] = field(default_factory=list)
    counted: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def place(self, firm: Firm) -> int:
        if firm not in self.entries:
            self.entries.append(firm)
        return self.entries.index(firm)

    @property
    def scores(self) -> np.ndarray:
        return np.array([firm.score for firm in self.entries])

    def known(self, firms: Sequence[int] | set[int]) -> np.ndarray:
        """Who knows the firms of these numbers knows all that they ever answered."""
        return np.isin([firm.number for firm in self.entries], list(firms))

    def published(self, releases: Mapping[tuple[str, int], Mapping[str, Any]]) -> Iterator[list[Published]]:
        """What was read of each campaign, with the firms that each of its releases counted."""
        for name in dict.fromkeys(of for of, _ in releases):
            yield [
                Published(read, np.array(places), pd.DataFrame([self.entries[place].fields for place in places]))
                for (of, number), read in sorted(releases.items(), key=lambda one: one[0])
                for places in [self.counted[of, number]]
                if of == name
            ]


@dataclass
class Taking:
    """A campaign that firms take part in: the numbers of assessments, and what each firm says now."""

    scene: Scene
    campaign: Campaign
    ids: dict[int, int] = field(default_factory=dict)
    firms: dict[int, Firm] = field(default_factory=dict)

    def enter(self, firms: Sequence[Firm]) -> None:
        ids = answer(self.campaign, [firm.handed_in() for firm in firms])
        self.ids |= {firm.number: one for firm, one in zip(firms, ids, strict=True)}
        self.firms |= {firm.number: firm for firm in firms}
        invite(self.ids, firms)
        self.scene.advise([(firm, self.ids[firm.number]) for firm in firms if firm.is_client])

    def change(self, number: int, parts: tuple[float, ...]) -> None:
        """By an update, as a firm does it."""
        before = self.firms[number]
        firm = Firm(number, before.fields, parts, before.own)
        public_id = self.public_id(number)
        assessments.reopen(public_id)
        drawn = assessments.answers(public_id)
        given = answers_of(parts)
        assert not assessments.save(public_id, given, {name: one.revision for name, one in drawn.items()})
        said = firm.handed_in()
        assessments.submit(public_id, counted=True, register=said["register"], email=said["email"])
        self.firms[number] = firm

    def withdraw(self, number: int) -> None:
        assessments.set_counted(self.public_id(number), counted=False)
        del self.firms[number]

    def erase(self, number: int) -> None:
        assessments.delete(self.public_id(number))
        del self.firms[number]

    def public_id(self, number: int) -> str:
        with writing() as session:
            return session.get_one(AssessmentRow, self.ids[number]).public_id

    def release(self, *, publish: bool = True) -> None:
        """Make the next one, and read it as long as it can be read."""
        kept = made(self.scene.app, self.campaign)
        assert kept is not None
        key = self.campaign.name, kept.number
        self.scene.truth.counted[key] = [self.scene.truth.place(firm) for firm in self.firms.values()]
        if publish:
            assert changing.publish(self.campaign.id, kept.number)


def invite(ids: Mapping[int, int], firms: Sequence[Firm]) -> None:
    """What the body knows of the firms that it sent a code."""
    with writing() as session:
        for firm in firms:
            told = {"firm": firm.name, "email": f"office@zq{firm.number:03}.example", "size": firm.fields["size"]}
            of = sa.update(CampaignInvitationRow).filter_by(id=ids[firm.number])
            session.execute(of.values(sector=firm.fields["sector"], **told))


@dataclass
class Scene:
    """The body, the consultancy of every fifth firm, both campaigns, and what is true."""

    app: Flask
    body: Body
    consultancy: Consultancy
    truth: Truth = field(default_factory=Truth)
    clients: dict[int, int] = field(default_factory=dict)

    def advise(self, firms: Sequence[tuple[Firm, int]]) -> None:
        """These assessments are of clients of the consultancy."""
        with writing() as session:
            for firm, assessment in firms:
                if firm.number not in self.clients:
                    names = {"name": firm.name, "sort_name": firm.name.lower()}
                    row = ClientRow(public_id=f"client-{firm.number}", organisation_id=self.consultancy.id, **names)
                    session.add(row)
                    session.flush()
                    self.clients[firm.number] = row.id
                mine = sa.update(AssessmentRow).filter_by(id=assessment)
                session.execute(mine.values(client_id=self.clients[firm.number]))


@dataclass(frozen=True)
class Attacked:
    scene: Scene
    spring: Taking
    autumn: Taking

    @property
    def app(self) -> Flask:
        return self.scene.app


def attacked(app: Flask) -> Attacked:
    """Spring: 1 published; one firm changed, one left and one came: 2 a draft; more did: 3 published. Autumn: 1
    withdrawn after some time, 2 published."""
    of = body(app, "Spring", lists=LISTS, questions=[QUESTION], quotas=QUOTAS)
    autumn = campaign(app, "Autumn", body=of.public_id, lists=LISTS)
    scene = Scene(app, of, consultancy(app))
    found = Attacked(scene, Taking(scene, of.campaign), Taking(scene, autumn))
    with app.app_context():
        _happen(found, random.Random(7))  # noqa: S311 - the same each time
    return found


def _happen(of: Attacked, dice: random.Random) -> None:
    spring, autumn = of.spring, of.autumn
    spring.enter(some_firms(range(100), dice))
    _who_do_not_count(spring, dice)
    spring.release()
    spring.change(11, (0.0, 0.0, 0.0, 0.0))
    spring.withdraw(12)
    spring.enter(some_firms(range(200, 201), dice))
    spring.release(publish=False)
    autumn.enter(
        [*(spring.firms[number] for number in sorted(spring.firms)[:SHARED]), *some_firms(range(300, 330), dice)]
    )
    autumn.release()
    for number in (21, 22, 25):
        spring.change(number, answered(dice))
    spring.withdraw(31)
    spring.erase(32)
    spring.enter(some_firms(range(201, 206), dice))
    spring.release()
    autumn.enter(some_firms(range(330, 338), dice))
    autumn.release()
    assert changing.withdraw(autumn.campaign.id, 1, "Two lists were mixed up.")


def _who_do_not_count(spring: Taking, dice: random.Random) -> None:
    """Firms that are none, that did not agree, and of which nobody knows yet whether they are firms."""
    best = [Firm(one.number, one.fields, (1.0, 1.0, 1.0, 1.0), "yes") for one in some_firms(range(400, 424), dice)]
    answer(spring.campaign, [{**one.handed_in(), "invented": True} for one in best[:12]])
    answer(spring.campaign, [{**one.handed_in(), "counted": False} for one in best[12:18]])
    unknown = {"verified": "", "invitation_id": None}
    answer(spring.campaign, [{**one.handed_in(), **unknown} for one in best[18:]])
