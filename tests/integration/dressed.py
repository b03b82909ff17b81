"""A consultancy that hands out reports in its own way: with a letter, a line about itself and actions of its own."""

from __future__ import annotations

from flask import Flask

from reports.firm import Advice
from scoring.adaptation import Adaptation, read
from survey.storage import advice, houses
from survey.storage.houses import Look
from tests.integration.consultancy import Consultancy, consultancy

OWN = {
    "id": "pool", "like": "spare_line", "title": "A line <from> our pool", "summary": "We lend you one.",
    "steps": ["Call us."], "owner": "We", "measure": "It rings.", "weeks": 1, "price_year": 2026,
}  # fmt: skip
ADAPTATION = read({"hidden": ["wish_list"], "changed": {"firm_visit": {"own_days": {"micro": [1, 2]}}}, "own": [OWN]})
LOOK = Look("#7a1f5c", "", "desk@example.org", "Dear {firm}, begin with {first_action}.", "One free <hour>.", 500.0)
ADVICE = Advice({"pool": "We have <two> left."}, ("pool",))


def dressed(app: Flask) -> Consultancy:
    house = consultancy(app)
    with app.app_context():
        us, nothing = house.id, houses.trace(houses.look_of(houses.house(house.id)))
        assert houses.set_look(us, LOOK, seen=nothing) is None
        assert houses.set_adaptation(us, "sme-readiness", ADAPTATION, seen=houses.trace(Adaptation()))
    return house


def advise(public_id: str) -> None:
    assert advice.advise(public_id, ADVICE, seen=0) is None
