"""The Flask extensions, made once and bound to each app by ``create_app``."""

from __future__ import annotations

from flask import current_app
from flask_alembic import Alembic
from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from survey.languages import translations
from survey.security import network
from survey.storage.models import Base

__all__ = ["alembic", "bootstrap", "csrf", "db", "limit_links", "limit_starts", "limiter", "translations"]

db = SQLAlchemy()
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")
csrf = CSRFProtect()
bootstrap = Bootstrap5()
limiter = Limiter(network, application_limits=[lambda: current_app.config["WAYMARK"].rate_limit])

limit_starts = limiter.limit(lambda: current_app.config["WAYMARK"].rate_limit_start, methods=["POST"])
"""Decorates the view that starts assessments."""

limit_links = limiter.limit(lambda: current_app.config["WAYMARK"].rate_limit_links, methods=["POST"])
"""Decorates the view that exchanges the token of a private link."""
