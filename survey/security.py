"""Security: response headers, the nonce of the page, and cookies that only travel where they may."""

from __future__ import annotations

import secrets
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

from survey.config import Settings, secret_keys

CSRF_SECONDS = 12 * 3600

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Addresses of private links hold their token: no page may pass its own address on.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # For browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
}

POLICY = {
    "default-src": "'none'",
    "script-src": "'nonce-{nonce}'",
    "style-src": "'self' 'nonce-{nonce}'",
    # Bootstrap's stylesheet draws its ticks and arrows from data: images.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def init_app(app: Flask, settings: Settings) -> None:
    key, fallbacks = secret_keys(settings)
    app.config.update(
        SECRET_KEY=key,
        SECRET_KEY_FALLBACKS=fallbacks,
        SESSION_COOKIE_NAME="waymark_session",
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        WTF_CSRF_TIME_LIMIT=CSRF_SECONDS,
        # The strict check wants a Referer, which our own pages never send; token and SameSite cookie remain.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = SessionCookie()
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_with_headers)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def csp_nonce() -> str:
    """The nonce that scripts and inline styles of this response carry; available in templates."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(18)
    nonce: str = g.csp_nonce
    return nonce


def cookie_options() -> dict[str, Any]:
    """Keyword arguments for ``response.set_cookie``: ``secure``, ``httponly``, ``samesite``."""
    return {"secure": _cookies_are_secure(), "httponly": True, "samesite": "Lax"}


def network() -> str:
    """Who is counted by rate limits: an IPv4 address, or the /64 network that one IPv6 customer holds."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


class SessionCookie(SecureCookieSessionInterface):
    """Flask's session cookie, marked Secure request by request."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask passes it
        return _cookies_are_secure()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """What is the same for everybody depends on no cookie, and sets none."""
        if KEPT not in request.environ:
            super().save_session(app, session, response)


def _cookies_are_secure() -> bool:
    """Whether a cookie must be marked Secure: always, save where the operator allows plain HTTP, and on this computer.

    Chromium and Firefox keep Secure cookies from http://127.0.0.1, Safari drops them, and then nothing can be
    answered. What goes from a browser to its own computer cannot be listened to, so there the mark is left off. The
    address asked for and the address asking must both be this computer's: behind a proxy the first one is not.
    """
    if request.is_secure:
        return True
    return not (current_app.config["WAYMARK"].allow_plain_http or _stays_on_this_computer())


def _stays_on_this_computer() -> bool:
    asked_for = urlsplit(f"//{request.host}").hostname or ""
    return all(name == "localhost" or _is_loopback(name) for name in (asked_for, request.remote_addr or ""))


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{directive} {sources}" for directive, sources in POLICY.items()
    ).format(nonce=csp_nonce())
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = f"max-age={365 * 86_400}"
    # Static files say themselves how long they may be kept; an error in their place does not.
    kept = (request.endpoint or "").endswith("static") and "Cache-Control" in response.headers
    if not kept and KEPT not in request.environ:
        response.headers["Cache-Control"] = "no-store"
    return response


KEPT = "waymark.kept"
"""Where a request notes that its answer is the same for everybody."""


def may_be_kept(response: Response, seconds: int) -> None:
    """Let others keep a copy of this answer for so long: one that is the same whoever asks."""
    request.environ[KEPT] = True
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
