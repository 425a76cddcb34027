"""Enter an organisation or a person in the register of parties."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.naming import code_faults
from qingshan.apps.parties.reads import party_with
from qingshan.apps.parties.refusals import CODE_KNOWN
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="party.registered",
    label=Label("登记主体", "register a party"),
    roles=("registrar", "administrator"),
)
def register_party(
    call: Call,
    *,
    kind: str,
    name: str,
    name_en: str = "",
    credit_code: str = "",
    county_code: str = "",
) -> Done[Party]:
    """Enter a party; a credit code is valid (E-PA-03) and stands for one party only (E-PA-01)."""
    wrong = code_faults(credit_code)
    known = party_with(credit_code=credit_code)
    if known is not None:
        wrong.append(Refusal(CODE_KNOWN, credit_code, {"party": known.label}))
    refuse_all(wrong)
    party = Party.objects.create(
        kind=kind, name=name, name_en=name_en, credit_code=credit_code, county_code=county_code
    )
    return Done(party, {"kind": kind, "county_code": county_code})
