"""What stands behind transfers over HTTP: tickets, holders, tokens, history; a task a process."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from qingshan.apps.base.call import Call  # noqa: E402
from qingshan.apps.base.clock import now  # noqa: E402
from qingshan.apps.books import audit, store  # noqa: E402
from qingshan.apps.interface.secret import new_secret  # noqa: E402
from qingshan.apps.interface.verbs.issue_token import issue_token  # noqa: E402
from qingshan.apps.parties.models import Party, SecondFactor, User  # noqa: E402
from qingshan.apps.parties.sealing import seal  # noqa: E402
from qingshan.apps.registry.life import holding  # noqa: E402
from qingshan.apps.registry.models import HoldingTransfer, Ticket  # noqa: E402
from qingshan.core.ledger.model import Chain, post  # noqa: E402
from tests.office import Office  # noqa: E402

TICKETS, HOLDERS, CLIENTS, SEED, AT_ONCE = 8, 100, 8, 20_260_718, 1_000
ROWS = """
insert into registry_holdingtransfer
       (number, ticket_id, source_id, target_id, quantity, ground, document, "when")
select 'GH-1999-' || n, %(ticket)s, %(source)s, %(target)s, 1, 'judgment', '试验', now()
  from generate_series(%(first)s::int, %(last)s::int) as n
"""
EVENTS = """
insert into base_event
       (name, verb, actor, key, content, subject, subject_id, "when", note, facts, digest)
select 'holding.transferred', 'transfer_holding', %(actor)s, 'past/' || number, made.digest,
       'registry.HoldingTransfer', id, "when", '', '{}', made.digest
  from registry_holdingtransfer, encode(sha256(number::bytea), 'hex') as made (digest)
 where id > %(before)s
"""


def prepare() -> dict[str, Any]:
    """An office, its tickets, holders with units of each, and tokens for the clients."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        tickets = [office.issued() for _ in range(TICKETS)]
        race = office.issued()
    user = User.objects.get(username="registrar")
    SecondFactor.objects.create(user=user, kind="totp", name="b", secret=seal("b"), since=now())
    spread(tickets)
    told = {
        "tickets": [ticket.number for ticket in tickets],
        "race": race.number,
        "holders": [party.credit_code for party in holders()],
        "farm": office.cast["farm"].party.credit_code,
        "village": office.cast["village"].party.credit_code,
        "buyer": office.cast["buyer"].party.credit_code,
        "tokens": [token(office, "registrar", "transfers:write") for _ in range(CLIENTS)],
        "eyes": [token(office, part, "holdings:read") for part in ("village", "farm", "buyer")],
    }
    history(1_000)
    return told


def token(office: Office, part: str, scope: str) -> str:
    """A new token of one of the cast."""
    secret, call = new_secret(), office.call(part)
    issue_token(
        Call(call.actor, now(), call.key),
        party=office.party(part),
        name=part,
        scopes=[scope],
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def spread(tickets: list[Ticket]) -> None:
    """Each holder gets an equal share of every ticket's half."""
    made = [
        Party(kind="enterprise", name=f"持有单位 {n}", credit_code=f"91520000BEN{n:06d}X")
        for n in range(HOLDERS)
    ]
    Party.objects.bulk_create(made)
    with transaction.atomic():
        chains = [
            Chain(
                f"spread:{ticket.number}:{party.pk}",
                "transfer",
                (post(holding(ticket, ticket.party.owner), holding(ticket, party.owner), share),),
            )
            for ticket in tickets
            if (share := (ticket.quantity - ticket.buffer) // 2 // HOLDERS)
            for party in made
        ]
        assert all(reply.accepted for reply in store.post(chains, when=now()))


def holders() -> list[Party]:
    """Those who hold."""
    return list(Party.objects.filter(credit_code__startswith="91520000BEN").order_by("pk"))


def history(count: int) -> int:
    """Transfers of the past until there are so many: ledger, rows of the register, events."""
    chance, tickets, parties = random.Random(SEED), list(Ticket.objects.all()), holders()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from books_transfer")
        (there,) = cursor.fetchone()
    for start in range(there, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        chains = [past(chance, tickets[:TICKETS], parties, start + n) for n in range(size)]
        assert all(reply.accepted for reply in store.post(chains, when=now()))
        newest = HoldingTransfer.objects.order_by("-pk").first()
        told = {
            "first": start,
            "last": start + size - 1,
            "ticket": tickets[0].pk,
            "source": parties[0].pk,
            "target": parties[1].pk,
            "before": newest.pk if newest else 0,
            "actor": f"user:{User.objects.get(username='registrar').pk}",
        }
        with connection.cursor() as cursor:
            cursor.execute(ROWS, told)
            cursor.execute(EVENTS, told)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return count


def past(chance: random.Random, tickets: list[Ticket], parties: list[Party], n: int) -> Chain:
    """One unit between two holders."""
    ticket, (one, other) = chance.choice(tickets), chance.sample(parties, 2)
    move = post(holding(ticket, one.owner), holding(ticket, other.owner), 1)
    return Chain(f"past:{n}", "transfer", (move,))


def verify() -> str | None:
    """The first row that differs after re-adding everything, None when all is whole."""
    found = audit.verify()
    return None if found is None else str(found)


TASKS = {"prepare": prepare, "history": history, "verify": verify}

if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    done = TASKS[task](*map(int, arguments))  # type: ignore[operator]
    sys.stdout.write(json.dumps(done) + "\n")
