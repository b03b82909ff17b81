"""Messages as data: a text id with parameters, put into words by whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

ENGLISH = NullTranslations()


def N_(text: str) -> str:  # noqa: N802 - gettext's customary name for "extract, translate later"
    """Mark a text for the catalogue without translating it here."""
    return text


@dataclass(frozen=True)
class Message:
    """A translatable sentence: its text id and the values for its ``{placeholders}``.

    A value may itself be a Message. ``other`` is the plural form, where ``params["n"]`` decides: see ``counted``.
    """

    id: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    other: str | None = None

    def render(self, translations: NullTranslations = ENGLISH) -> str:
        """The sentence in the language of ``translations``."""
        if self.other is None:
            template = translations.gettext(self.id)
        else:
            template = translations.ngettext(self.id, self.other, int(self.params["n"]))
        return template.format(**{name: _value(value, translations) for name, value in self.params.items()})

    def __str__(self) -> str:
        return self.render()


def counted(one: str, many: str, n: int, **params: Any) -> Message:
    """A message with a singular and a plural form, chosen by ``n``; the catalogue's ngettext."""
    return Message(one, {"n": n, **params}, other=many)


def _value(value: Any, translations: NullTranslations) -> Any:
    return value.render(translations) if isinstance(value, Message) else value


class WaymarkError(Exception):
    """Something a person can mend; carries every problem found, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems)  # as args, so that it arrives whole from another process

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


@dataclass(frozen=True)
class Problem:
    """One fault: where it is (a file and line, a row and column, a question) and what to do about it."""

    place: str
    message: Message

    def render(self, translations: NullTranslations = ENGLISH) -> str:
        return f"{self.place}: {self.message.render(translations)}"

    def __str__(self) -> str:
        return self.render()
