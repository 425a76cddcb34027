"""What those who ask for offers, and those who want their money back, take into their heads."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from qingshan.apps.custody.models import BankAccount, PayOut
from qingshan.apps.custody.verbs.ask_pay_out import ask_pay_out
from qingshan.apps.custody.verbs.cancel_pay_out import cancel_pay_out
from qingshan.apps.custody.verbs.confirm_bank_account import confirm_bank_account
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.custody.verbs.enter_bank_account import enter_bank_account
from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.decline_inquiry import decline_inquiry
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.exchange.verbs.withdraw_inquiry import withdraw_inquiry
from qingshan.apps.exchange.verbs.withdraw_quotation import withdraw_quotation
from qingshan.apps.parties.sealing import seal
from qingshan.apps.walks.town_acts import USES, Intent, Town, often, one_of, price, tonnes


@often(2)
def inquire(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    who = chance.choice(town.traders)
    given = {
        "asset": chance.choice(town.tickets).asset,
        "buyer": town.party(who),
        "quantity": tonnes(chance, 40),
        "purpose": chance.choice(USES),
        "expires": when + timedelta(days=chance.choice([1, 3])),
    }
    return Intent(open_inquiry, town.cast[who], given)


@often(5)
def quote(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    inquiry = one_of(chance, Inquiry.objects.filter(state="open").order_by("pk"))
    invited = inquiry and one_of(chance, inquiry.invitations.order_by("pk"))
    if not invited:
        return None
    if chance.random() < 0.15:
        told = {"inquiry": inquiry.pk, "holder": invited.holder_id}
        return Intent(decline_inquiry, town.of_party(invited.holder_id), told)
    given = {
        "inquiry": inquiry.pk,
        "holder": invited.holder_id,
        "quantity": min(tonnes(chance, 40), inquiry.quantity),
        "price_fen": price(chance),
        "expires": min(when + timedelta(days=1), inquiry.expires),
    }
    return Intent(make_quotation, town.of_party(invited.holder_id), given)


@often(4)
def answer_a_quotation(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    rows = Quotation.objects.filter(state="standing").select_related("inquiry")
    found = one_of(chance, rows.order_by("pk"))
    if found is None:
        return None
    if chance.random() < 0.2:
        return Intent(withdraw_quotation, town.of_party(found.holder_id), {"quotation": found.pk})
    buyer = town.of_party(found.inquiry.buyer_id)
    if chance.random() < 0.2:
        return Intent(withdraw_inquiry, buyer, {"inquiry": found.inquiry_id})
    taken = min(tonnes(chance, 40), found.quantity)
    return Intent(accept_quotation, buyer, {"quotation": found.pk, "quantity": taken})


@often(0.7)
def name_an_account(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    waiting = one_of(chance, BankAccount.objects.filter(state="entered").order_by("pk"))
    if waiting is not None:
        return Intent(confirm_bank_account, town.cast["operator"], {"account": waiting.pk})
    who = chance.choice([*town.holders, *town.traders])
    number = f"62{when:%Y%m%d%H%M%S}"
    given = {"party": town.party(who), "bank_name": "示例银行", "number_sealed": seal(number)}
    return Intent(enter_bank_account, town.cast[who], given)


@often(2)
def want_money(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    account = one_of(chance, BankAccount.objects.filter(state="confirmed").order_by("pk"))
    if account is None:
        return None
    given = {
        "party": account.party_id,
        "account": account.pk,
        "amount_fen": chance.randrange(0, 500_000),
    }
    return Intent(ask_pay_out, town.of_party(account.party_id), given)


@often(2)
def pay_out(town: Town, chance: random.Random, when: datetime) -> Intent | None:
    found = one_of(chance, PayOut.objects.filter(state="asked").order_by("pk"))
    if found is None:
        return None
    given = {"pay_out": found.pk}
    if chance.random() < 0.3:
        return Intent(cancel_pay_out, town.of_party(found.party_id), given)
    told = {"bank_reference": f"OUT-{when:%Y%m%d%H%M%S%f}"}
    return Intent(confirm_pay_out, town.cast["operator"], {**given, **told})
