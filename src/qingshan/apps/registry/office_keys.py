"""The keys of the two departments: entered, in force for a time, known after they are replaced."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.keys import signer
from qingshan.apps.registry.models import OFFICE_NAMES, OfficeKey, Signature
from qingshan.apps.registry.refusals import KEY_CHANGED, KEY_EXPIRED
from qingshan.core.kernel.errors import Refused
from qingshan.core.ledger.model import booking_day
from qingshan.core.proof.signer import PublicKey, Signer
from qingshan.core.tables.shelf import open_shelf


def key_in_force(office: str, day: date) -> Signer:
    """The office's key, if it may sign on a day; an office's first key is entered at first use.

    Raises
    ------
    Refused
        E-RG-20 when the key at hand is not the one entered last, E-RG-21 outside of its days.
    """
    key, name = signer(office), OFFICE_NAMES[office]
    entered = OfficeKey.objects.filter(office=office).order_by("-pk").first()
    if entered is None:
        entered = enter_key(office, day)
    if entered.key_id != key.key_id:
        raise Refused.because(KEY_CHANGED, office, office=name)
    if not entered.since <= day < entered.until:
        raise Refused.because(
            KEY_EXPIRED,
            office,
            office=name,
            since=entered.since,
            until=entered.until,
        )
    return key


def enter_key(office: str, since: date) -> OfficeKey:
    """Enter the key at hand, in force for the years that the table names."""
    key = signer(office)
    term = open_shelf().value(
        "registry.life", key="life", name="signer_key_years", unit="yr", as_of=since
    )
    return OfficeKey.objects.create(
        office=office,
        key_id=key.key_id,
        algorithm=key.algorithm,
        public_key=key.public_key,
        since=since,
        until=_years_later(since, int(term.value)),
    )


def is_genuine(signature: Signature) -> bool:
    """Whether the office's key made the signature under its digest while it was in force."""
    entered = OfficeKey.objects.filter(office=signature.office, key_id=signature.key_id).first()
    if entered is None or not entered.since <= booking_day(signature.when) < entered.until:
        return False
    key = PublicKey(entered.algorithm, bytes(entered.public_key))
    return key.verify(bytes(signature.signature), bytes.fromhex(signature.digest))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
