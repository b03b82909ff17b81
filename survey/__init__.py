"""People and storage: ``create_app`` puts the web application together."""

# ruff: noqa: PLC0415 - `waymark score` and its like import this package, and need neither Flask nor a database

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from survey.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, by default those of the environment.

    Raises ``ConfigurationError`` where they are not safe to start with.
    """
    from flask import Flask

    from survey import comparing, errors, extensions, frame, health, languages, limits, printing, security
    from survey.accounts import addresses as people
    from survey.accounts import signing_in
    from survey.api.views import bp as api
    from survey.bodies.views import bp as bodies
    from survey.config import Settings
    from survey.consultants.views import bp as consultants
    from survey.firms.views import bp as firms
    from survey.published.views import bp as published
    from survey.storage import database, migrations

    settings = settings or Settings()
    app = Flask(__name__)
    app.config["WAYMARK"] = settings
    comparing.init_app(app, settings)
    printing.use_fonts(settings)
    security.init_app(app, settings)
    languages.init_app(app, settings)
    database.init_app(app, settings)
    migrations.init_app(app)
    limits.init_app(app)
    extensions.csrf.init_app(app)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    extensions.bootstrap.init_app(app)
    signing_in.init_app(app, settings)
    errors.init_app(app)
    frame.init_app(app)
    health.init_app(app)
    app.register_blueprint(firms)
    app.register_blueprint(consultants)
    app.register_blueprint(bodies)
    app.register_blueprint(published)
    app.register_blueprint(api)
    app.register_blueprint(people.accounts)
    app.register_blueprint(people.organisations)
    return app
