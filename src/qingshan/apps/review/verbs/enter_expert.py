"""Enter a person into the pool of experts (专家入库)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.review.models import FIELDS, PoolExpert
from qingshan.apps.review.refusals import EXPERT_ALREADY
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SERIES = "ZJ"


@verb(event="expert.entered", label=Label("专家入库", "enter an expert"), roles=("registrar",))
def enter_expert(
    call: Call, *, party: int, fields: list[str], unit: str, unit_code: str = ""
) -> Done[PoolExpert]:
    """Enter who the expert is, what for, and the employer with its credit code.

    Raises
    ------
    Refused
        E-RV-01 when the person is in the pool already.
    """
    assert fields, "a field at least"
    assert set(fields) <= set(FIELDS), "fields of the list"
    person = party_of(party)
    if PoolExpert.objects.filter(party=person).exists():
        raise Refused.because(EXPERT_ALREADY, person.name)
    expert = PoolExpert.objects.create(
        number=next_number(SERIES, call.when.year),
        party=person,
        fields=fields,
        unit=unit,
        unit_code=unit_code,
        entered=call.when,
    )
    return Done(expert, {"number": expert.number, "fields": fields})
