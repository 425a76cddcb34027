"""A real program is called: signed, once; else again later, and given up in the end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.auctions.models import Auction
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.base.verb import verbs
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation, Quotation
from qingshan.apps.exchange.models import Objection, Trade
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import unseal
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.registry.verbs.transfer_holdings import transfer_holdings
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.apps.webhooks.calling import call_due, follow, prepare
from qingshan.apps.webhooks.guarding import Target
from qingshan.apps.webhooks.jobs import call_webhooks
from qingshan.apps.webhooks.market_topics import MARKET_TOPICS
from qingshan.apps.webhooks.models import Webhook, WebhookCall
from qingshan.apps.webhooks.posting import post
from qingshan.apps.webhooks.signing import new_secret, signature
from qingshan.apps.webhooks.tests.receiving import registered
from qingshan.apps.webhooks.topics import TOPICS, body_of, subject_of, topic_of
from qingshan.apps.webhooks.verbs.end_webhook import end_webhook
from qingshan.apps.webhooks.verbs.resend_call import resend_call
from qingshan.client import WrongSignature, verify_webhook
from qingshan.config.made import load_rooms

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def hook(office, ticket, receiver, secret) -> Webhook:
    call = office.call("farm")
    return registered(replace(call, when=office.now), office, receiver.url, secret)


def issued(ticket: Ticket) -> Event:
    return Event.objects.get(name="ticket.issued", subject_id=ticket.pk)


def test_a_program_is_told_by_a_signed_call_that_arrives_once(hook, ticket, receiver, secret):
    event = issued(ticket)
    (call,) = prepare(event)
    prepare(event)
    assert WebhookCall.objects.get().pk == call.pk
    assert call_due(event.when) == 1
    assert call_due(event.when + timedelta(days=1)) == 0
    ((headers, body),) = receiver.got
    seconds = event.when.timestamp()
    told = verify_webhook(secret, headers["Qingshan-Signature"], body, at=seconds)
    assert told == {
        "id": f"evt_{event.pk}",
        "type": "ticket.issued",
        "version": 1,
        "when": event.when.astimezone(SHANGHAI).isoformat(),
        "data": {"ticket": ticket.number, "tonnes": f"{ticket.quantity / 10_000:.4f}"},
    }
    assert told["when"].endswith("+08:00")
    assert headers["Qingshan-Event"] == "ticket.issued"
    assert ticket.party.name not in body.decode()
    found = WebhookCall.objects.get()
    assert (found.state, found.tries) == ("delivered", 1)
    assert found.attempts.get().status == 204


def test_a_forged_changed_or_old_call_is_found(secret):
    body = json.dumps({"id": "evt_1"}).encode()
    header = signature(secret, body, 1_700_000_000)
    assert verify_webhook(secret, header, body, at=1_700_000_299) == {"id": "evt_1"}
    for wrong in (
        (new_secret(), header, body, 1_700_000_000),
        (secret, header, body + b" ", 1_700_000_000),
        (secret, header, body, 1_700_000_301),
        (secret, header.replace("t=17", "t=18"), body, 1_800_000_000),
        (secret, "", body, 1_700_000_000),
        (secret, "t=x,v1=", body, 1_700_000_000),
    ):
        with pytest.raises(WrongSignature):
            verify_webhook(wrong[0], wrong[1], wrong[2], at=wrong[3])


def test_a_fault_is_tried_again_then_given_up_then_sent_again(
    office, hook, ticket, receiver, refuses
):
    event = issued(ticket)
    prepare(event)
    receiver.status, when, pauses = 500, event.when, []
    for _ in range(30):
        call_due(when)
        call = WebhookCall.objects.get()
        if call.state == "dead":
            break
        pauses.append((call.due - when).total_seconds())
        assert call_due(when) == 0
        when = call.due
    assert pauses == [30 * 2**step for step in range(9)]
    assert len(receiver.got) == 10
    assert len({body for _, body in receiver.got}) == 1, "the same bytes every time"
    with refuses("E-WH-04"):
        resend_call(office.call("buyer"), webhook_call=call.pk)
    receiver.status = 200
    resend_call(replace(office.call("farm"), when=when), webhook_call=call.pk)
    assert call_due(when) == 1
    with refuses("E-WH-05"):
        resend_call(office.call("farm"), webhook_call=call.pk)


def test_a_redirect_is_not_followed(hook, ticket, receiver):
    event = issued(ticket)
    prepare(event)
    receiver.status, receiver.location = 302, receiver.url + "/other"
    assert call_due(event.when) == 0
    assert len(receiver.got) == 1
    assert WebhookCall.objects.get().attempts.get().status == 302


def test_a_name_that_moved_inside_is_not_called_any_more(hook, ticket, receiver):
    event = issued(ticket)
    prepare(event)
    with override_settings(WEBHOOK_LOOPBACK=False):
        assert call_due(event.when) == 0
    assert receiver.got == []
    assert WebhookCall.objects.get().attempts.get().fault == "E-WH-01"


def test_a_receiver_that_does_not_answer_is_left(receiver):
    receiver.pause_s = 3.0
    target = Target("127.0.0.1", receiver.server_port, "/", "127.0.0.1", is_tls=False)
    answer = post(target, b"{}", {}, patience_s=0.3)
    assert answer.status is None
    assert answer.fault
    assert answer.took_ms < 2500


def test_a_receiver_without_a_good_certificate_is_not_told(receiver):
    target = Target("127.0.0.1", receiver.server_port, "/", "127.0.0.1", is_tls=True)
    answer = post(target, b"{}", {}, patience_s=3)
    assert answer.fault == "SSLError"
    assert receiver.got == []


def test_what_is_one_partys_own_goes_to_that_party_alone(office, ticket, receiver, secret):
    farm = registered(office.call("farm"), office, receiver.url, secret, topics=["cases"])
    other = registered(
        office.call("village"), office, receiver.url, secret,
        topics=["cases"], party=office.party("village"),
    )  # fmt: skip
    open_case(
        office.call("farm"), kind="ticket_application", title="推送试验",
        party=office.party("farm"), county="522629", subject_kind="test", subject_key="hook",
    )  # fmt: skip
    calls = prepare(Event.objects.filter(name="case.opened").latest("pk"))
    assert [call.webhook for call in calls] == [farm]
    assert other.calls.count() == 0
    told = json.loads(calls[0].body)["data"]
    assert set(told) == {"case", "kind", "state", "due"}


def test_an_ended_address_is_not_called(office, hook, ticket, receiver, refuses):
    event = issued(ticket)
    prepare(event)
    with refuses("E-WH-04"):
        end_webhook(office.call("buyer"), webhook=hook.pk)
    end_webhook(office.call("farm"), webhook=hook.pk)
    with refuses("E-WH-04"):
        end_webhook(office.call("farm"), webhook=hook.pk)
    assert call_due(event.when) == 0
    assert WebhookCall.objects.get().state == "ended"
    assert receiver.got == []
    WebhookCall.objects.all().delete()
    assert prepare(event) == []


def test_what_was_before_is_not_told(office, ticket, receiver, secret):
    later = replace(office.call("farm"), when=office.now + timedelta(days=1))
    registered(later, office, receiver.url, secret)
    assert prepare(issued(ticket)) == []


def test_a_registration_that_is_refused(office, ticket, receiver, secret, refuses):
    with refuses("E-WH-01"):
        registered(office.call("farm"), office, "https://10.0.0.1/", secret)
    with refuses("E-WH-02"):
        registered(
            office.call("buyer"), office, receiver.url, secret,
            party=office.party("buyer"), topics=["cases"],
        )  # fmt: skip
    with refuses("E-AU-02"):
        registered(office.call("farm"), office, receiver.url, secret, party=office.party("buyer"))
    for _ in range(10):
        registered(office.call("farm"), office, receiver.url, secret)
    with refuses("E-WH-03"):
        registered(office.call("farm"), office, receiver.url, secret)


def test_every_event_of_a_topic_is_known_and_told_in_its_shape(office, ticket):
    load_rooms()
    events = {card.event for card in verbs().values()}
    for name, topic in TOPICS.items():
        assert set(topic.events) <= events, name
        assert {topic_of(event) for event in topic.events} == {name}
    assert topic_of("user.signed_up") == ""


def test_the_pages_register_show_and_send_again(office, ticket, receiver):
    client = Client()
    client.force_login(User.objects.get(username="farm"))
    assert client.get(reverse("webhook_new")).status_code == 200
    told = {
        "key": "h", "name": "系统", "party": office.party("farm"), "url": receiver.url,
        "topics": ["tickets"],
    }  # fmt: skip
    assert client.post(reverse("webhook_new"), told | {"topics": []}).status_code == 422
    bad = client.post(reverse("webhook_new"), told | {"key": "g", "url": "https://10.0.0.1/"})
    assert "E-WH-01" in bad.content.decode()
    made = client.post(reverse("webhook_new"), told)  # shows webhooks/made.html
    assert made["Cache-Control"] == "no-store"
    hook = Webhook.objects.latest("pk")
    shown = unseal(hook.secret_sealed)
    assert shown in made.content.decode()
    assert shown not in client.get(reverse("webhooks")).content.decode()
    suspend_ticket(
        replace(office.call("registrar"), when=hook.since + timedelta(seconds=1)),
        ticket=ticket.pk, reason="核实权属", document="黔林函〔2026〕2 号",
    )  # fmt: skip
    event = Event.objects.filter(name="ticket.suspended").latest("pk")
    prepare(event)
    call = hook.calls.get()
    call.state = "dead"
    call.save()
    page = reverse("webhook", args=[hook.pk])
    assert "重新推送" in client.get(page).content.decode()  # webhooks/webhook.html
    assert client.post(reverse("webhook_again", args=[call.pk]), {"key": "a"}).status_code == 302
    call.refresh_from_db()
    assert call.state == "waiting"
    stranger = Client()
    stranger.force_login(User.objects.get(username="buyer"))
    assert stranger.get(page).status_code == 404
    assert stranger.post(reverse("webhook_end", args=[hook.pk])).status_code == 404
    assert stranger.post(reverse("webhook_again", args=[call.pk])).status_code == 404
    assert client.post(reverse("webhook_end", args=[hook.pk]), {"key": "e"}).status_code == 302
    assert "已停用" in client.get(page).content.decode()


def test_the_timer_reads_on_once_somebody_wants_to_be_called(office, ticket, hook):
    call_webhooks(timestamp=0)
    assert follow() == 0


def test_topics_of_the_market_tell_what_is_public_and_own_deals_to_their_sides(office, ticket):
    load_rooms()
    events = {card.event for card in verbs().values()}
    for name in ("requests", "halts", "rules", "deals", "blocks", *MARKET_TOPICS):
        assert set(TOPICS[name].events) <= events, name
    assert TOPICS["requests"].parties is None
    assert TOPICS["halts"].parties is None
    deal = Trade(
        number="CJ-2026-000001-0",
        mode="bid",
        order="QG-2026-000001-0",
        asset=ticket.asset,
        seller_id=office.party("farm"),
        buyer_id=office.party("buyer"),
        quantity=20_000,
        price_fen=8_805,
        amount_fen=17_610,
        purpose="event",
    )
    told = TOPICS["deals"].told(deal)
    assert (told["tonnes"], told["yuan_per_tonne"], told["yuan"]) == ("2.0000", "88.05", "176.10")
    assert TOPICS["deals"].parties(deal) == {office.party("farm"), office.party("buyer")}
    halt = Halt(number="TP-2026-000001-0", scope="party", party_id=office.party("buyer"))
    assert office.cast["buyer"].party.name not in str(TOPICS["halts"].told(halt))
    change = RuleNotice(valid_from=date(2026, 8, 1), changes=[["fee_seller", "0.3"]])
    told = TOPICS["rules"].told(change)
    assert (told["valid_from"], told["changes"]) == ("2026-08-01", {"fee_seller": "0.3"})


def test_offers_to_an_inquiry_are_told_to_the_buyer_and_their_holder_alone(office, ticket):
    farm, village, buyer = (office.party(part) for part in ("farm", "village", "buyer"))
    inquiry = Inquiry.objects.create(
        number="XJ-2026-000001-0", asset=ticket.asset, buyer_id=buyer, quantity=20_000,
        purpose="event", asked=office.now, expires=office.now,
    )  # fmt: skip
    for holder in (farm, village):
        Invitation.objects.create(inquiry=inquiry, holder_id=holder)
    offer = Quotation(number="XB-1", inquiry=inquiry, holder_id=farm, quantity=10_000,
                      price_fen=8_000, state="standing")  # fmt: skip
    topic = MARKET_TOPICS["inquiries"]
    assert topic.parties is not None
    assert topic.parties(inquiry) == {farm, village, buyer}
    assert topic.parties(offer) == {farm, buyer}
    assert topic.told(offer)["offer"]["yuan_per_tonne"] == "80.00"
    assert "offer" not in topic.told(inquiry)
    assert MARKET_TOPICS["differences"].parties(offer) == {office.party("operator")}


def test_an_auction_is_told_without_its_bids(office, ticket):
    auction = Auction(
        number="JJ-1", asset=ticket.asset, quantity=20_000, floor_fen=8_000, state="announced",
        bidding_from=office.now, bidding_until=office.now, opening_until=office.now,
    )  # fmt: skip
    told = MARKET_TOPICS["auctions"].told(auction)
    assert (told["tonnes"], told["tonnes_sold"], told["yuan_per_tonne"]) == ("2.0000", None, None)
    assert MARKET_TOPICS["auctions"].parties is None
    objection = Objection(trade=Trade(number="CJ-1", buyer_id=1, seller_id=2), state="open")
    topic = MARKET_TOPICS["objections"]
    assert topic.told(objection)["deal"] == "CJ-1"
    assert topic.parties is not None
    assert topic.parties(objection) == {1, 2}


def test_a_transfer_is_told_to_giver_and_taker_alone(office, ticket):
    farm, buyer = office.party("farm"), office.party("buyer")
    line = {"ticket": ticket.pk, "source": farm, "target": buyer, "quantity": 5_000}
    paper = {"ground": "merger", "document": "合并协议（2026）1号"}
    order = transfer_holdings(office.call("registrar"), lines=[line], **paper)
    event = Event.objects.filter(name="holding.transferred").latest("pk")
    topic, transfer = TOPICS[topic_of(event.name)], subject_of(event)
    assert topic.parties is not None
    assert topic.parties(transfer) == {farm, buyer}
    assert json.loads(body_of(event, topic, transfer))["data"] == {
        "transfer": transfer.number,
        "order": order.number,
        "ticket": ticket.number,
        "tonnes": "0.5000",
        "source": office.cast["farm"].party.name,
        "target": office.cast["buyer"].party.name,
        **paper,
    }
    single = transfer_holding(office.call("registrar"), **line, **paper)
    assert topic.told(single)["order"] is None
