"""A visitor without JavaScript: fetches pages, checks every one of them, and sends forms as a browser would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

Changes = Mapping[str, str | Sequence[str] | None]
REDIRECTS = {301, 302, 303, 307, 308}
UNLABELLED = {"hidden", "submit", "button"}


@dataclass(frozen=True)
class Page:
    """A page that has passed every check."""

    address: str
    status: int
    html: str
    root: Element
    response: TestResponse

    @property
    def heading(self) -> str:
        return words(self.root.find(".//h1"))

    @property
    def title(self) -> str:
        return words(self.root.find(".//title"))

    @property
    def text(self) -> str:
        """What can be read in the main part of the page."""
        return words(self.root.find(".//main"))

    def links(self) -> dict[str, str]:
        """Address → words of every link."""
        return {link.get("href", ""): words(link) for link in self.root.iter("a")}

    def faults(self) -> dict[str, str]:
        """Message → anchor of the summary of faults, without the question that it says the message is about."""
        summary = self.root.find(".//*[@id='faults']")
        items = summary.iter("li") if summary is not None else ()
        told = (next(item.iter("a"), item) for item in items)
        return {" ".join((one.text or "").split()): one.get("href", "") for one in told}

    def by_id(self, name: str) -> Element | None:
        return self.root.find(f".//*[@id='{name}']")

    def form(self, action: str = "") -> tuple[str, MultiDict[str, str]]:
        """Address and values of the first posting form whose address ends so, as a browser would send it untouched."""
        forms = [form for form in self.root.iter("form") if form.get("method") == "post"]
        form = next(form for form in forms if (form.get("action") or self.address).endswith(action))
        return form.get("action") or self.address, MultiDict(_values(form))


class Visitor:
    """One browser; ``get`` and ``send`` follow redirects and return a checked page."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, address: str) -> Page:
        return self._arrive(address, self.client.get(address))

    def send(self, page: Page, changes: Changes | None = None, *, action: str = "") -> Page:
        """Fill the page's form and send it. A change of None leaves the field out."""
        address, values = page.form(action)
        for name, value in (changes or {}).items():
            values.poplist(name)
            given = [] if value is None else [value] if isinstance(value, str) else value
            values.setlist(name, list(given))
        return self._arrive(address, self.client.post(address, data=values))

    def _arrive(self, address: str, response: TestResponse) -> Page:
        while response.status_code in REDIRECTS:
            address = response.location.split("#")[0]
            response = self.client.get(address)
        return checked(address, response)


def checked(address: str, response: TestResponse) -> Page:
    """The page in this response, after every check that holds for all pages."""
    assert response.mimetype == "text/html", f"{address} is {response.mimetype}"
    html = response.get_data(as_text=True)
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    page = Page(address, response.status_code, html, root, response)
    for check in CHECKS:
        problems = list(check(page))
        assert not problems, f"{address}: {problems}"
    return page


def heading_and_title(page: Page) -> Iterator[str]:
    if len(page.root.findall(".//h1")) != 1:
        yield "a page has exactly one h1"
    fault = "Error" if page.root.get("lang", "").startswith("en") else page.title.split(":")[0]
    start = f"{fault}: {page.heading}" if page.faults() else page.heading
    if not page.heading or not page.title.startswith(start):
        yield f"the title {page.title!r} does not begin with {start!r}"
    if not page.root.get("lang") or page.root.get("dir") not in ("ltr", "rtl"):
        yield "the page does not say its language and direction"
    if len(page.root.findall(".//main")) != 1:
        yield "a page has exactly one main part"


def unique_ids(page: Page) -> Iterator[str]:
    ids = [element.get("id") for element in page.root.iter() if element.get("id") is not None]
    yield from (f"id {name!r} is used twice" for name in {name for name in ids if ids.count(name) > 1})


def references(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.root.iter()}
    for element in page.root.iter():
        for attribute in ("for", "list", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute} names {name!r}, which is not there"
        target = element.get("href") or ""
        if target.startswith("#") and target[1:] not in ids:
            yield f"a link leads to {target}, which is not there"


def labels(page: Page) -> Iterator[str]:
    wrapped = {control for label in page.root.iter("label") if words(label) for control in label.iter()}
    named = {label.get("for") for label in page.root.iter("label") if words(label)}
    for control in page.root.iter():
        if control.tag not in ("input", "select", "textarea", "progress") or control.get("type") in UNLABELLED:
            continue
        own = control.get("aria-label") or control.get("aria-labelledby")
        if not (own or control in wrapped or control.get("id", "") in named):
            yield f"{control.tag} {control.get('name')!r} has no label"
    for part, inner in (("fieldset", "legend"), ("table", "th")):
        yield from (f"a {part} has no {inner}" for one in page.root.iter(part) if one.find(f".//{inner}") is None)
    for tag in ("a", "button", "summary", "legend", "h2", "h3", "h4"):
        yield from (
            f"a {tag} says nothing" for one in page.root.iter(tag) if not words(one) and not one.get("aria-label")
        )


def content_security(page: Page) -> Iterator[str]:
    policy = page.response.headers.get("Content-Security-Policy", "")
    nonce = re.search(r"'nonce-([^']+)'", policy)
    if not nonce or "unsafe" in policy:
        yield f"the policy is {policy!r}"
    for element in page.root.iter():
        if element.get("style") is not None or any(name.startswith("on") for name in element.attrib):
            yield f"{element.tag} carries a style or a script in an attribute"
        if element.tag in ("script", "style") and (not nonce or element.get("nonce") != nonce[1]):
            yield f"{element.tag} has no nonce"
        # A link that a body put into its directory of help says by this that it leads elsewhere.
        allowed = element.tag == "a" and element.get("rel") == "noopener noreferrer external"
        for attribute in () if allowed and element.get("href", "").startswith("http") else ("src", "href", "action"):
            if re.match(r"(https?:)?//|javascript:", element.get(attribute) or ""):
                yield f"{element.tag} leads to another site: {element.get(attribute)}"
    if page.response.headers.get("Cache-Control") != "no-store":
        yield "the page may be stored by caches"


def form_tokens(page: Page) -> Iterator[str]:
    for form in page.root.iter("form"):
        if form.get("method") == "post" and form.find(".//input[@name='csrf_token']") is None:
            yield "a form has no token"


CHECKS = (heading_and_title, unique_ids, references, labels, content_security, form_tokens)


def words(element: Element | None) -> str:
    """The text of an element, its white space made single."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _values(form: Element) -> Iterator[tuple[str, str]]:
    """Names and values of the controls that a browser sends, buttons aside."""
    for control in form.iter():
        name = control.get("name")
        if not name:
            continue
        if control.tag == "input" and control.get("type") in ("radio", "checkbox"):
            if control.get("checked") is not None:
                yield name, control.get("value", "on")
        elif control.tag == "input":
            yield name, control.get("value", "")
        elif control.tag == "textarea":
            yield name, "".join(control.itertext())
        elif control.tag == "select":
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield from ((name, option.get("value", words(option))) for option in chosen)
