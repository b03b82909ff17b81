"""``waymark user``: people with an account, as far as only whoever runs the site can help them."""

from __future__ import annotations

import click

from scoring.messages import N_, Message, Problem, WaymarkError
from survey.cli.server import reached_database
from survey.config import Settings


@click.group()
def user() -> None:
    """People with an account."""


@user.command()
@click.argument("email")
@click.option("--administrator", is_flag=True, help="Let the person found organisations; makes the account if needed.")
@click.option("--without-second-step", is_flag=True, help="Ask for no code from now on: the phone is lost.")
def link(email: str, administrator: bool, without_second_step: bool) -> None:
    """Print a link by which the person with this e-mail address chooses a password. It works once, for 24 hours."""
    from survey.accounts.first import link_for
    from survey.mail.address import mailbox
    from survey.storage.app import storage_app

    settings, address = Settings(), mailbox(email)
    if address is None:
        raise click.BadParameter("must be one e-mail address, for example ann@example.org", param_hint="EMAIL")
    with reached_database(), storage_app(settings).app_context():
        path = link_for(address, administrator=administrator, without_second_step=without_second_step)
    if path is None:
        message = N_("No account has this address. An owner of an organisation invites the person; an administrator "
                     "is made with --administrator.")  # fmt: skip
        raise WaymarkError([Problem(address, Message(message))])
    click.echo(f"{settings.public_url or here(settings)}{path}")


def here(settings: Settings) -> str:
    """Where ``waymark serve`` answers with these settings."""
    from survey.serving import ANY

    host = ANY.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
