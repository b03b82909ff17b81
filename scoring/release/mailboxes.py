"""E-mail addresses as what a firm is known by: its domain, or the whole address where anybody may have one there."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

PROVIDERS = """
    126.com 163.com abv.bg aol.com arcor.de atlas.cz bigpond.com bk.ru bluewin.ch centrum.cz comcast.net cox.net
    email.cz email.de fastmail.com free.fr freemail.hu freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
    googlemail.com hey.com home.nl hotmail.be hotmail.ch hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr
    hotmail.it hotmail.nl icloud.com inbox.lt inbox.lv inbox.ru interia.pl kpnmail.nl laposte.net libero.it list.ru
    live.at live.be live.co.uk live.com live.de live.dk live.fr live.it live.nl mac.com mail.bg mail.com mail.de
    mail.ru mailbox.org me.com msn.com naver.com neuf.fr o2.pl onet.pl online.de op.pl orange.fr outlook.at
    outlook.be outlook.com outlook.de outlook.dk outlook.es outlook.fr outlook.it outlook.pt planet.nl pm.me
    posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com sapo.pt
    sbcglobal.net seznam.cz sfr.fr sina.com skynet.be t-online.de telenet.be tin.it tiscali.it tuta.com tutanota.com
    tutanota.de verizon.net virgilio.it vodafone.de vp.pl wanadoo.fr web.de windowslive.com wp.pl xs4all.nl
    yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com ziggo.nl
    zoho.com zohomail.eu
"""
"""Providers at which anybody may have a mailbox, so that the domain says nothing of who it is: the known ones of Europe
and beyond, by our own knowledge. One that lacks here makes several firms one, which publishes less and never more."""

PUBLIC = frozenset(PROVIDERS.split())


def firm_of_email(addresses: pd.Series) -> pd.Series:
    """For each address the domain, or the whole address at a public provider, small letters; NA where there is none."""
    found: pd.Series = addresses.map(firm_of_address, na_action="ignore").astype("string")
    return found


def firm_of_address(address: str) -> str | None:
    """The same of one address; None where it is none."""
    mailbox = unicodedata.normalize("NFC", address).strip().casefold().rstrip(".")
    name, at, domain = mailbox.rpartition("@")
    if not (name and at and re.search(r"\w", domain)):
        return None
    return mailbox if domain in PUBLIC else domain
