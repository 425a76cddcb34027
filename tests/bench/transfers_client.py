"""Clients of the register over HTTP: transfers, races, and what everyone holds then."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.serving import Answer, Line

TRANSFERS, HOLDINGS = "/api/v1/office/transfers", "/api/v1/own/holdings"
ORDERS = "/api/v1/office/transfer-orders"
CREATED, UNAUTHORISED, CONFLICT = 201, 401, 409
BASIS = {"ground": "judgment", "document": "（2026）黔01民终1号"}
Told = Mapping[str, Any]


def steady(port: int, told: Told, name: str, clients: int, seconds: float) -> dict[str, float]:
    """Each client sends one transfer after the other for a while; each is a new one."""

    def client(number: int) -> list[float]:
        chance, line = random.Random(f"{name}/{number}"), Line(port, told["tokens"][number])
        took: list[float] = []
        end = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            source, target = chance.sample(told["holders"], 2)
            moved = move(chance.choice(told["tickets"]), source, target, "0.0001")
            status, body = line.ask("POST", TRANSFERS, moved, f"{name}-{number}-{len(took):06d}")
            assert status == CREATED, body
            took.append(time.perf_counter() - begun)
        line.close()
        return took

    start = time.perf_counter()
    took = [one for each in at_once(client, range(clients)) for one in each]
    elapsed = time.perf_counter() - start
    return {"rate": len(took) / elapsed, "p50_ms": statistics.median(took) * 1000}


def ordered(port: int, told: Told, name: str, clients: int, seconds: float, lines: int) -> float:
    """Transfers in a second when each client sends them in orders of so many lines."""
    parts = ("ticket", "source", "target")

    def client(number: int) -> int:
        chance, line = random.Random(f"{name}/{number}"), Line(port, told["tokens"][number])
        sent = 0
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            moves: set[tuple[str, str, str]] = set()
            while len(moves) < lines:
                moves.add((chance.choice(told["tickets"]), *chance.sample(told["holders"], 2)))
            rows = [dict(zip(parts, move, strict=True), tonnes="0.0001") for move in moves]
            order = {**BASIS, "transfers": rows}
            status, body = line.ask("POST", ORDERS, order, f"{name}-{number}-{sent:06d}")
            assert status == CREATED, body
            sent += lines
        line.close()
        return sent

    start = time.perf_counter()
    sent = sum(at_once(client, range(clients)))
    return sent / (time.perf_counter() - start)


def shut_out(port: int, clients: int, seconds: float) -> float:
    """Transfers in a second that the interface refuses for their token, before it reads them."""

    def client(number: int) -> int:
        line, asked = Line(port, f"nobody{number}"), 0
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            status, _ = line.ask("POST", TRANSFERS, {}, f"shut-out-{number}-{asked:06d}")
            assert status == UNAUTHORISED
            asked += 1
        line.close()
        return asked

    start = time.perf_counter()
    asked = sum(at_once(client, range(clients)))
    return asked / (time.perf_counter() - start)


def races(port: int, told: Told, rounds: int) -> dict[str, int]:
    """60 and 70 t out of 100 t at the same instant; what was moved goes back before the next.

    ``twice``: both were accepted; ``never``: neither; ``torn``: what the three hold is not what
    they held, asked through the interface after every race.
    """
    first, second = (Line(port, token) for token in told["tokens"][:2])
    eyes = [Line(port, token) for token in told["eyes"]]
    village, sides = told["village"], ((first, told["buyer"], "60"), (second, told["farm"], "70"))
    status, body = first.ask(
        "POST", TRANSFERS, move(told["race"], told["farm"], village, "100"), "race-stake"
    )
    assert status == CREATED, body
    start = [held(eye, told["race"]) for eye in eyes]
    assert start[0] == 100.0, start
    found = {"twice": 0, "never": 0, "torn": 0}

    def send(side: tuple[Line, str, str], number: int) -> Answer:
        line, target, tonnes = side
        key = f"race-{number:06d}-{tonnes}"
        return line.ask("POST", TRANSFERS, move(told["race"], village, target, tonnes), key)

    for number in range(rounds):
        answers = at_once(lambda side, number=number: send(side, number), sides)
        told_by = zip(sides, answers, strict=True)
        accepted = [side for side, answer in told_by if answer[0] == CREATED]
        assert {answer[0] for answer in answers} <= {CREATED, CONFLICT}, answers
        found["twice"] += len(accepted) == 2
        found["never"] += not accepted
        gone = sum(float(tonnes) for _, _, tonnes in accepted)
        now = [held(eye, told["race"]) for eye in eyes]
        found["torn"] += now[0] != 100.0 - gone or abs(sum(now) - sum(start)) > 1e-6
        for _, target, tonnes in accepted:
            back = move(told["race"], target, village, tonnes)
            status, body = first.ask("POST", TRANSFERS, back, f"back-{number:06d}-{tonnes}")
            assert status == CREATED, body
    return found


def held(eye: Line, ticket: str) -> float:
    """Tonnes of a ticket that the token's party holds."""
    status, body = eye.ask("GET", HOLDINGS)
    assert status == 200, body
    return sum(float(row["posted"]) for row in body["items"] if row["asset"] == ticket)


def move(ticket: str, source: str, target: str, tonnes: str) -> dict[str, str]:
    """The request for one transfer."""
    return {"ticket": ticket, "source": source, "target": target, "tonnes": tonnes, **BASIS}


def at_once(act: Callable[[Any], Any], given: Any) -> list[Any]:
    """What an act answers for each, done at the same time."""
    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(act, given))
