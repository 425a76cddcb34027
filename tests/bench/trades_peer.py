"""The plain double entry of a trade by django-hordak; runs in its own environment.

Five legs in one database transaction: units from seller to buyer, money from buyer to seller and
to the fees of the exchange. Legs are created together, the quickest way that the package offers;
its own triggers check that every currency of a transaction balances. Nothing is held, judged,
numbered or written down besides, and an account may go below zero.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, unquote, urlsplit

import django
import moneyed
from django.conf import settings

CARBON = "XTC"
"""Tonnes as a currency of their own: a package for money knows nothing else."""
moneyed.add_currency(code=CARBON, numeric="995", name="carbon tonne")


def database_of(url: str) -> dict[str, object]:
    """Django's settings of the database, connections kept open."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
    }


settings.configure(
    DATABASES={"default": database_of(os.environ["DATABASE_URL"])},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
    CURRENCIES=["CNY", CARBON],
    DEFAULT_CURRENCY="CNY",
    HORDAK_INTERNAL_CURRENCY="CNY",
    HORDAK_CURRENCIES=["CNY", CARBON],
    HORDAK_MAX_DIGITS=20,
    SECRET_KEY="bench",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection, transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402
from forked import Round, rounds  # noqa: E402
from hordak.models import Account, Leg, Transaction  # noqa: E402
from moneyed import Money  # noqa: E402

BUYERS, SERIES, DAY, EARLIER_S = 8, 8, date(2026, 7, 17), 3.0
TONNE, PRICE, FEE = Money(1, CARBON), Decimal("80.00"), Decimal("1.00")
DUE, PAID, FEES = Money(PRICE + FEE, "CNY"), Money(PRICE - FEE, "CNY"), Money(2 * FEE, "CNY")


def prepare() -> None:
    """Accounts of one seller, eight buyers and the exchange; eight series."""
    call_command("migrate", verbosity=0, interactive=False)
    names = [f"{who}/cash" for who in ("seller", "fees", *map(buyer, range(BUYERS)))]
    names += [
        f"{who}/{series}"
        for who in ("seller", *map(buyer, range(BUYERS)))
        for series in range(SERIES)
    ]
    for name in names:
        currency = "CNY" if name.endswith("cash") else CARBON
        Account.objects.create(name=name, type=Account.TYPES.liability, currencies=[currency])
    # As on our side, for the server to know what its tables look like when they fill.
    client(0)("earlier", EARLIER_S)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def buyer(number: int) -> str:
    """The name of a buyer."""
    return f"buyer{number}"


def client(number: int) -> Round:
    """A buyer of its own, trade after trade."""
    known = {one.name: one for one in Account.objects.all()}
    mine, theirs, fees = known[f"{buyer(number)}/cash"], known["seller/cash"], known["fees/cash"]

    def book(name: str, seconds: float) -> dict[str, float]:
        chance, done = random.Random(name), 0
        start = time.perf_counter()
        while (elapsed := time.perf_counter() - start) < seconds:
            series = chance.randrange(SERIES)
            bought = known[f"{buyer(number)}/{series}"]
            with transaction.atomic():
                made = Transaction.objects.create(date=DAY, description=f"{name}/{done}")
                Leg.objects.bulk_create(
                    [
                        Leg(transaction=made, account=known[f"seller/{series}"], debit=TONNE),
                        Leg(transaction=made, account=bought, credit=TONNE),
                        Leg(transaction=made, account=mine, debit=DUE),
                        Leg(transaction=made, account=theirs, credit=PAID),
                        Leg(transaction=made, account=fees, credit=FEES),
                    ]
                )
            done += 1
        return {"done": done, "rate": done / elapsed}

    return book


def verify() -> dict[str, str | int]:
    """What seller and exchange got beside the number of trades."""
    ready()
    trades = Transaction.objects.count()
    units = Leg.objects.filter(account__name__startswith="buyer", currency=CARBON)
    money = Leg.objects.filter(account__name__in=["seller/cash", "fees/cash"])
    got, paid = units.aggregate(n=Sum("credit"))["n"], money.aggregate(n=Sum("credit"))["n"]
    apart = int((got - trades) * 100), int((paid - trades * (PRICE + FEE)) * 100)
    return {"trades": trades, "units_apart": apart[0], "money_apart": apart[1]}


def ready() -> None:
    """Say so, and wait for the others."""
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    """One task and what it says."""
    task, *arguments = sys.argv[1:]
    done: object = None
    if task == "prepare":
        ready()
        prepare()
    elif task == "crew":
        rounds(int(arguments[0]), client)
    elif task == "verify":
        done = verify()
    sys.stdout.write(json.dumps(done) + "\n")


if __name__ == "__main__":
    main()
