"""What an organisation changes about actions: only plans move, and what cannot be is told with its place."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from scoring.adaptation import MOST_OWN, Adaptation, AdaptationError, Adapted, adapted, problems, read, sound
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.roadmap import Roadmap, RoadmapChoices, plan
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import LOWEST, action, instrument, names

# b builds on a, and a on c.
CHAIN = [
    action("a", {"rung": "l2"}, needs=["c"]),
    action("b", {"rung": "l4"}, needs=["a"]),
    action("c", {"hours": "few"}),
]


def own(name: str = "ours", like: str = "a", **changes: Any) -> dict[str, Any]:
    told = {"title": "Ours", "summary": "We do it.", "steps": ["Call us."], "owner": "We", "measure": "It is done."}
    return {"id": name, "like": like, "weeks": 2, "price_year": 2026} | told | changes


@pytest.fixture(scope="module")
def chain() -> Instrument:
    return instrument(CHAIN)


def planned(of: Instrument, choices: RoadmapChoices | None = None) -> Roadmap:
    table = table_of(of, [LOWEST], [{"firm": "Span", "employees": 12}])
    return plan(table, score(table), choices=choices or RoadmapChoices())


def needs(of: Instrument) -> dict[str, list[str]]:
    return {one.id: one.needs for one in of.actions}


def test_questions_and_scores_stay_as_they_are(chain: Instrument) -> None:
    made = adapted(chain, read({"hidden": ["a"], "own": [own()]}))
    assert made.content_hash == chain.content_hash
    assert made.questions is chain.questions
    assert made.reference == chain.reference


def test_nothing_changed_is_the_very_instrument_and_the_same_is_made_once(chain: Instrument) -> None:
    assert adapted(chain, Adaptation()) is chain
    assert adapted(chain, read({"hidden": ["a"]})) is adapted(chain, read({"hidden": ["a"]}))
    assert adapted(chain, read({"hidden": ["b"]})) is not adapted(chain, read({"hidden": ["a"]}))


def test_it_arrives_whole_in_another_process(chain: Instrument) -> None:
    made = adapted(chain, read({"hidden": ["a"], "own": [own()]}))
    there = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own
    assert isinstance(there, Adapted)
    assert there.adaptation == read({"hidden": ["a"], "own": [own()]})
    assert needs(there) == needs(made)


def test_a_hidden_action_is_no_step_and_said_to_be_left_out(chain: Instrument) -> None:
    made = planned(adapted(chain, read({"hidden": ["a"]})))
    assert "a" not in names(made.steps)
    assert {out.action: out.kind for out in made.left_out}["a"] == "hidden"


def test_what_builds_on_a_hidden_action_builds_on_what_that_one_builds_on(chain: Instrument) -> None:
    assert needs(adapted(chain, read({"hidden": ["a"]})))["b"] == ["c"]
    assert needs(adapted(chain, read({"hidden": ["a", "c"]})))["b"] == []


def test_an_own_action_takes_the_place_of_the_hidden_one_that_it_is_like(chain: Instrument) -> None:
    made = adapted(chain, read({"hidden": ["a"], "own": [own()]}))
    assert needs(made) == {"a": ["c"], "b": ["ours"], "c": [], "ours": ["c"]}
    assert names(planned(made).steps) == ["c", "ours", "b"]


def test_an_own_action_is_like_the_other_in_all_that_it_does_not_say(chain: Instrument) -> None:
    made = adapted(chain, read({"own": [own(demands={"cost_once": {"small": [100, 300]}})]})).actions_by_id
    ours, like = made["ours"], made["a"]
    same = ("lifts", "sizes", "sectors", "staff", "themes", "level", "needs", "own_days", "cost_monthly")
    assert [getattr(ours, name) for name in same] == [getattr(like, name) for name in same]
    assert (ours.title, ours.weeks, ours.cost_once.for_firm("small", 9)) == ("Ours", 2, (100, 300))


def test_other_demands_are_what_plans_reckon_with(chain: Instrument) -> None:
    made = planned(adapted(chain, read({"changed": {"c": {"own_days": {"micro": [2, 6]}}}})))
    (step,) = (step for step in made.steps if step.action == "c")
    assert step.own_days == (2, 6)


def test_what_a_firm_marked_holds_for_hidden_actions_too(chain: Instrument) -> None:
    """Done is done, whatever is recommended; and a plan is never given what is hidden."""
    made = adapted(chain, read({"hidden": ["b"]}))
    done = planned(made, RoadmapChoices(marks={"b": "done"}))
    assert {out.action: out.kind for out in done.left_out}["b"] == "done"
    assert done.expected == planned(chain, RoadmapChoices(marks={"b": "done"})).expected
    wanted = planned(made, RoadmapChoices(marks={"b": "planned"}, order=("b",)))
    assert "b" not in names(wanted.steps)
    assert {out.action: out.kind for out in wanted.left_out}["b"] == "hidden"


def test_a_wish_for_an_action_is_a_wish_for_the_own_one_like_it() -> None:
    sme = load("sme-readiness")
    steer = next(steer for steer in sme.steering if steer.actions)
    wanted = steer.actions[0]
    steers = {one.id: one for one in adapted(sme, read({"hidden": [wanted], "own": [own(like=wanted)]})).steering}
    assert steers[steer.id].actions == [*steer.actions[1:], "ours"]


WRONG: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "unknown": (
        {"hidden": ["x"], "changed": {"y": {}}, "own": [own(like="z")]}, ["hidden.x", "changed.y", "own.ours.like"]
    ),
    "taken": ({"own": [own("b")]}, ["own.b.id"]),
    "twice": ({"own": [own(), own()]}, ["own.ours.id", "own.ours.id"]),
    "backwards": (
        {"changed": {"a": {"own_days": {"micro": [2, 1], "per_person": [3, 2]}}}},
        ["changed.a.own_days.micro", "changed.a.own_days.per_person"],
    ),
    "beyond": ({"changed": {"a": {"cost_once": {"small": [0, 1e300]}}}}, ["changed.a.cost_once.small"]),
    "endless": ({"own": [own(demands={"own_days": {"small": [0, float("inf")]}})]}, ["own.ours.own_days.small"]),
    "everything": ({"hidden": ["a", "b", "c"]}, ["hidden"]),
    "long": (
        {"own": [own(f"o{n}", summary="x" * 600, steps=["x" * 300] * 12) for n in range(15)]}, ["own.o14"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_every_fault_is_told_with_its_place_and_plans_do_without(chain: Instrument, kind: str) -> None:
    told, places = WRONG[kind]
    adaptation = read(told)
    assert [problem.place for problem in problems(chain, adaptation)] == places
    kept, dropped = sound(chain, adaptation)
    assert [problem.place for problem in dropped] == places
    assert problems(chain, kept) == []
    assert planned(adapted(chain, adaptation)).steps


def test_only_what_is_not_sound_is_passed_over(chain: Instrument) -> None:
    """A later revision of an instrument may lack an action of which much was said."""
    kept, dropped = sound(chain, read({"hidden": ["a", "gone"], "changed": {"gone": {}, "b": {}}, "own": [own()]}))
    assert (kept.hidden, list(kept.changed), [one.id for one in kept.own]) == (["a"], ["b"], ["ours"])
    assert [problem.place for problem in dropped] == ["hidden.gone", "changed.gone"]


def test_everything_may_be_hidden_where_own_actions_take_its_place(chain: Instrument) -> None:
    made = adapted(chain, read({"hidden": ["a", "b", "c"], "own": [own(like="b")]}))
    assert names(planned(made).steps) == ["ours"]


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ([], "-"),
        ({"colour": 1}, "colour"),
        ({"hidden": "a"}, "hidden"),
        ({"hidden": ["a"] * 501}, "hidden"),
        ({"hidden": ["__class__"]}, "hidden.0"),
        ({"changed": {"a": {"own_days": {"small": [1]}}}}, "changed.a.own_days.small"),
        ({"changed": {"a": {"own_days": {"small": [-1, 2]}}}}, "changed.a.own_days.small.0"),
        ({"own": [own(title=" ")]}, "own.0.title"),
        ({"own": [own(title="x" * 121)]}, "own.0.title"),
        ({"own": [own(weeks=float("nan"))]}, "own.0.weeks"),
        ({"own": [own(price_year=10**30)]}, "own.0.price_year"),
        ({"own": [own()] * (MOST_OWN + 1)}, "own"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_has_another_shape_is_refused_with_its_place(told: Any, place: str) -> None:
    with pytest.raises(AdaptationError) as caught:
        read(told)
    assert place in [problem.place for problem in caught.value.problems]
