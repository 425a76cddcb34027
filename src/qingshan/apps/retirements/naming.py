"""For whom: a beneficiary found on the list, or entered for the first time."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from qingshan.apps.parties.models import Party, surname_only
from qingshan.apps.parties.naming import code_faults, paper_faults
from qingshan.apps.parties.sealing import seal, seal_fields, unseal_fields
from qingshan.apps.registry.refusals import BENEFICIARY_MISSING
from qingshan.apps.retirements.models import Beneficiary
from qingshan.apps.retirements.refusals import CHILD, NAME_DIFFERS, NUMBER_MISSING
from qingshan.apps.retirements.rules import number
from qingshan.core.kernel.errors import Refusal

SELF, BODY, PERSON = "self", "body", "person"
_BIRTH = slice(6, 14)

Told = Mapping[str, str]
"""A beneficiary as an act carries it: kind, and name and number; of a person both are sealed."""


def named(kind: str, name: str = "", code: str = "") -> dict[str, str]:
    """A beneficiary as told on a form; nothing of a person is left to read in it."""
    plain = unicodedata.normalize("NFKC", name).strip() if kind == PERSON else _body_name(name)
    if kind == PERSON:
        return {"kind": kind, "sealed": seal_fields({"name": plain, "number": code.strip()})}
    return {"kind": kind, "name": plain, "number": code.strip().upper()}


def named_faults(told: Told, party: Party, *, as_of: date) -> list[Refusal]:
    """What is wrong with a beneficiary: E-RG-06, E-PA-03, E-PA-04, E-RT-01, E-RT-02, E-RT-05."""
    kind, name, code = _opened(told)
    if kind == SELF:
        return []
    wrong = []
    if not name:
        wrong.append(Refusal(BENEFICIARY_MISSING, party.name))
    if not code:
        wrong.append(Refusal(NUMBER_MISSING, party.name))
    wrong += code_faults(code) if kind == BODY else paper_faults("resident_id", code, on=as_of)
    if wrong:
        return wrong
    if kind == BODY:
        known = Party.objects.filter(credit_code=code).values_list("name", flat=True).first()
        row = Beneficiary.objects.filter(credit_code=code).first()
        names = {_body_name(one) for one in (known, row and row.name) if one}
        return [Refusal(NAME_DIFFERS, name)] if names - {name} else []
    age = number("person", "age_least", "yr", as_of)
    if f"{as_of.year - age:04d}{as_of:%m%d}" < code[_BIRTH]:
        return [Refusal(CHILD, surname_only(name), {"age": age})]
    row = Beneficiary.objects.filter(paper_sealed=seal(code)).first()
    if row is not None and unseal_fields(row.person_sealed)["name"] != name:
        return [Refusal(NAME_DIFFERS, surname_only(name))]
    return []


def beneficiary_of(told: Told, party: Party, *, when: datetime) -> Beneficiary:
    """The row of a beneficiary; ``named_faults`` found nothing wrong with it.

    A body that is registered as a party and one that is only known by its code are the same row.
    """
    kind, name, code = _opened(told)
    if kind == PERSON:
        found, _ = Beneficiary.objects.get_or_create(
            paper_sealed=seal(code),
            defaults={
                "kind": PERSON,
                "name": surname_only(name),
                "person_sealed": told["sealed"],
                "entered": when,
            },
        )
        return found
    owner = party if kind == SELF else Party.objects.filter(credit_code=code).first()
    if owner is None or owner.credit_code:
        code = owner.credit_code if owner else code
        shown = owner.public_name if owner else name
        found, _ = Beneficiary.objects.get_or_create(
            credit_code=code, defaults={"kind": BODY, "name": shown, "entered": when}
        )
        return found
    kind = PERSON if owner.kind == "person" else BODY
    found, _ = Beneficiary.objects.get_or_create(
        party=owner, defaults={"kind": kind, "name": owner.public_name, "entered": when}
    )
    return found


def _opened(told: Told) -> tuple[str, str, str]:
    if told["kind"] == PERSON:
        fields = unseal_fields(told["sealed"])
        return PERSON, fields["name"], fields["number"]
    return told["kind"], told.get("name", ""), told.get("number", "")


def _body_name(name: str) -> str:
    """A name without blanks, its brackets those of Chinese papers."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    return plain.replace("(", "（").replace(")", "）")
