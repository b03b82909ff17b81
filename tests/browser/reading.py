"""A page as a screen reader has it: Chromium's accessibility tree in reading order, and what must be true of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

CHOSEN = ("radio", "checkbox")
PRESSED = ("link", "button", "DisclosureTriangle")
TYPED = ("textbox", "combobox", "spinbutton")
GROUPS = ("group", "radiogroup", "article", "region", "listitem")
LANDMARKS = ("banner", "main", "contentinfo", "navigation", "region")


@dataclass(frozen=True)
class Item:
    """Something that is read out. ``groups``: the names of what it is in, from outside in."""

    role: str
    name: str
    description: str
    states: dict[str, Any]
    groups: tuple[str, ...]
    node: int

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


class ScreenReader:
    """Reads a page from its beginning, and presses what it has come to."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tree: CDPSession = page.context.new_cdp_session(page)

    def items(self) -> list[Item]:
        """Everything with a role and a place, in reading order; what is hidden or folded is not in it."""
        nodes = {node["nodeId"]: node for node in self._tree.send("Accessibility.getFullAXTree")["nodes"]}
        return list(_read(nodes, next(iter(nodes.values())), ()))

    def press(self, item: Item) -> None:
        """What a screen reader does on Enter or Space: it clicks the element."""
        target = self._tree.send("DOM.resolveNode", {"backendNodeId": item.node})["object"]["objectId"]
        self._tree.send(
            "Runtime.callFunctionOn",
            {"objectId": target, "functionDeclaration": "function () { this.focus(); this.click(); }"},
        )


def _read(nodes: dict[str, Any], node: dict[str, Any], groups: tuple[str, ...]) -> Iterator[Item]:
    role = _value(node, "role")
    name = " ".join(_value(node, "name").split())
    if not node["ignored"]:
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        yield Item(role, name, _value(node, "description"), states, groups, node.get("backendDOMNodeId", 0))
    inside = (*groups, name) if role in GROUPS and name and not node["ignored"] else groups
    for child in node.get("childIds", []):
        if child in nodes:
            yield from _read(nodes, nodes[child], inside)


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))


def faults(page: Page) -> list[str]:
    """What would mislead somebody who has only what is read out."""
    items = ScreenReader(page).items()
    rules = (_headings, _names, _alike, _groups, _landmarks)
    return [fault for rule in rules for fault in rule(items)] + _frame(page, items)


def _headings(items: list[Item]) -> Iterator[str]:
    """One h1, first of all, and no level left out on the way down."""
    headings = [item for item in items if item.role == "heading"]
    levels = [item.states["level"] for item in headings]
    summary = levels[:2] == [2, 1]  # what is wrong may be told before
    if levels.count(1) != 1 or not (levels[0] == 1 or summary):
        yield f"headings begin {levels[:3]}, with {levels.count(1)} of the first level"
    for before, heading, level in zip(levels, headings[1:], levels[1:], strict=False):
        if level > before + 1:
            yield f"{heading} of level {level} follows level {before}"


def _names(items: list[Item]) -> Iterator[str]:
    for item in items:
        if item.role in (*CHOSEN, *PRESSED, *TYPED, "heading", "image", "navigation", "progressbar") and not item.name:
            yield f"{item.role} without a name in {item.groups[-1:]}"


def _alike(items: list[Item]) -> Iterator[str]:
    """Out of context a name leads to one place; what is folded or typed into is told apart by what it is in."""
    places: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for item in items:
        if item.role in ("link", "button"):
            places[item.role, item.name].add(item.states.get("url", item.node))
        elif item.role in (*PRESSED, *TYPED, *CHOSEN):
            places[(item.role, item.name, *item.groups)].add(item.node)
    yield from (f"{len(found)} times “{key[1]}” ({key[0]})" for key, found in places.items() if len(found) > 1)


def _groups(items: list[Item]) -> Iterator[str]:
    """A radio button is read with the question that it answers."""
    yield from (f"{item} stands in no group" for item in items if item.role == "radio" and not item.groups)


def _landmarks(items: list[Item]) -> Iterator[str]:
    landmarks = [(item.role, item.name) for item in items if item.role in LANDMARKS]
    yield from (f"several {role} “{name}”" for role, name in set(landmarks) if landmarks.count((role, name)) > 1)
    yield from (f"no {role}" for role in ("banner", "main", "contentinfo") if (role, "") not in landmarks)


def _frame(page: Page, items: list[Item]) -> list[str]:
    """Title, language, order of Tab, and descriptions that lead somewhere."""
    heading = next((item.name for item in items if item.role == "heading" and item.states["level"] == 1), "")
    title = page.title().removeprefix("Error: ")
    found = [] if title.startswith(heading) else [f"the title “{title}” does not begin with “{heading}”"]
    return found + page.evaluate(
        """() => {
          const found = document.documentElement.lang ? [] : ["no language"];
          for (const one of document.querySelectorAll("[tabindex]"))
            if (one.tabIndex > 0) found.push(`tabindex ${one.tabIndex} on ${one.id}`);
          for (const name of ["aria-describedby", "aria-labelledby", "for", "list"])
            for (const one of document.querySelectorAll(`[${name}]`))
              for (const id of one.getAttribute(name).split(" ").filter(Boolean))
                if (!document.getElementById(id)) found.push(`${name} of ${one.id} names ${id}, which is not there`);
          return found;
        }"""
    )
