"""Languages: which one a visitor reads, and the message catalogues of all three floors as one."""

from __future__ import annotations

from pathlib import Path

from babel import Locale, negotiate_locale
from babel.support import NullTranslations
from flask import Flask, Response, current_app, has_request_context, request
from flask_babel import Babel, get_babel, get_locale

from reports.catalogues import FOLDERS, catalogue
from scoring.messages import Message
from survey.config import Settings
from survey.security import cookie_options

COOKIE = "waymark_language"
CATALOGUES = (Path(__file__).parent / "translations", *FOLDERS)


def init_app(app: Flask, settings: Settings) -> None:
    # A Babel of its own for each app: the extension keeps the catalogues it has read, whatever app they were for.
    app.config["BABEL_DEFAULT_LOCALE"] = settings.languages[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, (*CATALOGUES, *settings.translation_dirs)))
    Babel().init_app(app, locale_selector=chosen)
    app.after_request(_remember)


def chosen() -> str:
    """The visitor's language: as asked by ``?lang=``, as remembered, or as the browser prefers."""
    languages = offered()
    if not has_request_context():
        return languages[0]
    for code in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if code in languages:
            return code
    preferred = [tag.replace("-", "_") for tag, quality in request.accept_languages if quality > 0]
    return negotiate_locale(preferred, languages) or languages[0]


def offered() -> list[str]:
    """The codes of the languages of this site, its own first."""
    codes: list[str] = current_app.config["WAYMARK"].languages
    return codes


def named() -> list[tuple[str, str]]:
    """(code, its own name for itself) of every language on offer."""
    return [(code, _own_name(code)) for code in offered()]


def _own_name(code: str) -> str:
    """The rest of the name keeps its capitals: of a country, they are the language's own."""
    name = Locale.parse(code).display_name or code
    return name[:1].upper() + name[1:]


def _remember(response: Response) -> Response:
    """A program is set no cookie, whatever it asks for."""
    if request.blueprint == "api":
        return response
    code = request.args.get("lang")
    if code in offered():
        response.set_cookie(COOKIE, str(code), max_age=400 * 86_400, **cookie_options())
    return response


def translations(locale: Locale | str) -> NullTranslations:
    """The catalogues of all floors in this language, and of the folders that the settings add."""
    return catalogue(str(locale), tuple(get_babel().translation_directories))


def in_words(message: Message) -> str:
    """A message of the lower floors in the visitor's language."""
    return message.render(translations(get_locale()))
