"""Make a rights check sheet (开具权利核查单): what stands in the register on a holder's units."""

from __future__ import annotations

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked, shared
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.diligence.gathering import gather
from qingshan.apps.diligence.lines import Subject
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.diligence.paper import MEDIA_TYPE, written
from qingshan.apps.diligence.reads import SERIES, own_pledge, standing_consent
from qingshan.apps.diligence.refusals import NO_CONSENT
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="rights_check.opened",
    label=Label("开具权利核查单", "make a rights check sheet"),
    roles=("bank",),
)
def open_rights_check(call: Call, *, ticket: int, holder: int, bank: int) -> Done[RightsCheck]:
    """Write down what stands, and seal it in both languages; it moves and reserves nothing.

    Raises
    ------
    Refused
        E-AU-02 for another bank, E-DL-01 without a consent that stands or a pledge of its own.
    """
    must_act_for(call, bank)
    consent = _consent(call, ticket, holder, bank)
    found = shared(Ticket, ticket)
    pledge = own_pledge(found, holder, bank) if consent is None else None
    if consent is None and pledge is None:
        raise Refused.because(NO_CONSENT, found.number)
    subject = Subject(found, party_of(holder), call.when)
    balance, content = gather(subject)
    check = RightsCheck(
        number=next_number(SERIES, call.when.year),
        ticket=found,
        holder=subject.holder,
        bank=party_of(bank),
        consent=consent,
        pledge=pledge,
        quantity=balance.posted,
        available=balance.available,
        content=content,
        when=call.when,
    )
    papers = {lang: written(check, lang) for lang in ("zh", "en")}
    check.check_code = papers["zh"].check_code
    kept = {
        lang: files.keep(one.pdf, name=f"{check.number}-{lang}.pdf", media_type=MEDIA_TYPE)
        for lang, one in papers.items()
    }
    check.paper_zh, check.paper_en = kept["zh"], kept["en"]
    check.save()
    ground = consent.number if consent is not None else str(pledge)
    return Done(check, {"number": check.number, "ticket": found.number, "ground": ground})


def _consent(call: Call, ticket: int, holder: int, bank: int) -> RightsConsent | None:
    """The consent that stands, under lock, so that it is not taken back meanwhile."""
    today = booking_day(call.when)
    standing = standing_consent(ticket, holder, bank, today)
    if standing is None:
        return None
    found = locked(RightsConsent, standing.pk)
    return found if found.holds_on(today) else None
