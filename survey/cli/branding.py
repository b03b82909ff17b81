"""Under whose name reports go out, and whether they carry the answers: options of every command that makes some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from survey.cli.files import faults_of

if TYPE_CHECKING:
    from reports.firm import Branding

Command = TypeVar("Command", bound=Callable[..., Any])


def for_option(default: str) -> Callable[[Command], Command]:
    return click.option(
        "--for",
        "for_whom",
        type=click.Choice(["us", "others"]),
        default=default,
        show_default=True,
        help="us: with what it was made from attached, answers among it, for waymark verify. others: without.",
    )


class Colour(click.ParamType[str]):
    """``#rrggbb``, dark enough to be read on white paper."""

    name = "#rrggbb"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from reports.theme import colour_fault

        if fault := colour_fault(str(value)):
            self.fail(str(fault), param, ctx)
        return str(value).lower()


LOOK = (
    click.option("--organisation", default="", metavar="NAME", help="Who hands the report out, in place of Waymark."),
    click.option("--contact", default="", metavar="TEXT", help="How to reach them: a person, a telephone, an address."),
    click.option("--accent", type=Colour(), help="Their colour, for headings and bars."),
    click.option("--second", type=Colour(), help="A second colour, for what only decorates."),
    click.option(
        "--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE", help="A PNG or JPEG."
    ),
)

house_option = click.option(
    "--house",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Their covering letter, what they offer, and their own actions, days and costs, in YAML.",
)


def look_options(command: Command) -> Command:
    """The options that ``branding_of`` takes, by the same names."""
    for option in reversed(LOOK):
        command = option(command)
    return command


def branding_options(command: Command) -> Command:
    """The options that ``house.house_of`` takes, by the same names."""
    return look_options(house_option(command))


def branding_of(organisation: str, contact: str, accent: str | None, second: str | None, logo: Path | None) -> Branding:
    """The branding that the options describe. Raises ``LogoError`` for a file that cannot be used as a logo."""
    from reports.firm import Branding
    from reports.logo import prepared

    with faults_of(logo, "logo"):
        picture = prepared(logo.read_bytes()) if logo else b""
    return Branding(organisation.strip(), accent or "", contact.strip(), second or "", picture)
