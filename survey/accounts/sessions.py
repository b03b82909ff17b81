"""What an account's row says about sessions and the second step, for those who write it without a page."""

from __future__ import annotations

import secrets

WITHOUT_SECOND_STEP = {"tf_primary_method": None, "tf_totp_secret": None, "mf_recovery_codes": None}


def new_name() -> str:
    """What sessions name the account by; another one ends them all."""
    return secrets.token_hex(32)
