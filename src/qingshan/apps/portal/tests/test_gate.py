"""Heavy work of strangers is counted, a few at once, and no large body is taken in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from qingshan.apps.base import gate, uploads
from qingshan.apps.base.gate import (
    TurnedAway,
    arrive,
    client_address,
    give_back,
    limit,
    place,
)
from qingshan.apps.base.uploads import LIMITS, BodySizeMiddleware, laid_out, refuse_stopped
from qingshan.apps.portal.models import VisitCount
from qingshan.apps.portal.visits import count_visit, forget_visits

pytestmark = pytest.mark.django_db
WHEN = datetime.fromisoformat("2026-07-17T10:00:00+08:00")


def asked(address: str = "10.1.2.3", **headers: str) -> Any:
    request = RequestFactory().post("/check/", REMOTE_ADDR=address, headers=headers)
    request.user = AnonymousUser()
    return request


def allowed() -> int:
    return limit("gate", "checks_in_window", "count", WHEN.date())


def test_too_many_checks_of_one_address(refuses) -> None:
    for _ in range(allowed()):
        count_visit(asked(), WHEN)
    with refuses("E-PO-07"):
        count_visit(asked(), WHEN)
    count_visit(asked("10.1.2.4"), WHEN)
    with pytest.raises(TurnedAway) as caught:
        count_visit(asked(), WHEN)
    window_s = limit("gate", "window_s", "s", WHEN.date())
    assert caught.value.status == 429
    assert 0 < caught.value.retry_after_s <= window_s
    count_visit(asked(), WHEN + timedelta(seconds=caught.value.retry_after_s))


def test_an_address_is_not_kept_in_words_nor_beyond_its_window() -> None:
    count_visit(asked("203.0.113.77"), WHEN)
    (first,) = VisitCount.objects.all()
    assert "203.0.113.77" not in first.visitor
    count_visit(asked("203.0.113.77"), first.ends)
    (second,) = VisitCount.objects.all()
    assert second.visitor != first.visitor, "two windows must not be told to be of one visitor"
    forget_visits(second.ends)
    assert not VisitCount.objects.exists()


def test_visits_of_all_processes_count_together(elsewhere, refuses) -> None:
    """Each connection stands for a worker of the site."""
    workers = [elsewhere(count_visit, asked(), WHEN) for _ in range(allowed())]
    assert [worker.result() for worker in workers] == [None] * allowed()
    assert VisitCount.objects.get().count == allowed()
    with refuses("E-PO-07"):
        elsewhere(count_visit, asked(), WHEN).result()


def test_the_word_of_a_proxy_is_believed_only_when_it_is_ours() -> None:
    told = {"X-Forwarded-For": "198.51.100.1, 192.0.2.9"}
    assert client_address(asked("10.0.0.1", **told)) == "10.0.0.1"
    with override_settings(PROXIES=1):
        assert client_address(asked("10.0.0.1", **told)) == "192.0.2.9"
        assert client_address(asked("10.0.0.1")) == "10.0.0.1"
    with override_settings(PROXIES=2):
        assert client_address(asked("10.0.0.1", **told)) == "198.51.100.1"


def test_a_network_of_ipv6_counts_as_one() -> None:
    assert client_address(asked("2001:db8::1")) == client_address(asked("2001:db8::ffff"))
    assert client_address(asked("2001:db8::1")) != client_address(asked("2001:db8:0:1::1"))


def test_people_with_an_account_are_not_counted(django_user_model) -> None:
    request = asked()
    request.user = django_user_model(username="farm")
    for _ in range(allowed() + 1):
        count_visit(request, WHEN)


def test_places_are_few_over_all_connections(elsewhere, refuses, monkeypatch) -> None:
    """A place is taken by another connection until it is given back, or its holder is gone."""
    monkeypatch.setattr(gate, "_PATIENCE_S", 0.0)
    places = limit("gate", "at_once", "count", WHEN.date())

    def hold_all() -> None:
        with connection.cursor() as cursor:
            for number in range(1, places + 1):
                cursor.execute("select pg_advisory_lock(%s, %s)", [gate.LOCKS, number])
        with refuses("E-PO-08"):
            elsewhere(enter).result()

    def enter() -> str:
        with place(WHEN.date()):
            return "inside"

    with place(WHEN.date()):
        assert elsewhere(enter).result() == "inside"
    elsewhere(hold_all).result()
    assert elsewhere(enter).result() == "inside", "the holder went away without a word"


def sent(*files: bytes, address: str = "10.1.2.3") -> Any:
    parts = [SimpleUploadedFile(f"{n}.zip", body) for n, body in enumerate(files)]
    told = {"file": parts, "period": "2020"}
    request = RequestFactory().post("/check/", told, REMOTE_ADDR=address)
    request.user = AnonymousUser()
    return request


LARGE = b"x" * (LIMITS.small_bytes + 1)


def received(address: str) -> Any:
    """A whole request with a large body, as the site handles it."""
    request = sent(LARGE, address=address)

    def inner(request: Any) -> HttpResponse:
        refuse_stopped(request)
        return HttpResponse(request.FILES["file"].size)

    return BodySizeMiddleware(inner)(request)


@pytest.fixture
def holding(elsewhere):
    """``with holding(3, "10.1.2.3"):`` so many uploads are on their way, each on a connection."""

    @contextmanager
    def held(*addresses: str) -> Iterator[None]:
        arrived, done = Semaphore(0), Event()

        def hold(address: str) -> None:
            places = arrive(asked(address), WHEN.date())
            arrived.release()
            assert done.wait(60)
            give_back(places)

        holders = [elsewhere(hold, address) for address in addresses]
        try:
            for _ in addresses:
                assert arrived.acquire(timeout=60)
            yield
        finally:
            done.set()
            for holder in holders:
                holder.result()

    return held


def locks() -> int:
    with connection.cursor() as cursor:
        # The server holds the databases of other tests as well; their locks are not ours.
        cursor.execute(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database "
            "where l.locktype = 'advisory' and d.datname = current_database()"
        )
        return int(cursor.fetchone()[0])


def test_uploads_of_one_visitor_are_few_over_all_connections(holding, refuses) -> None:
    own = limit("gate", "own_uploads", "count", WHEN.date())
    with holding(*["10.1.2.3"] * own):
        with refuses("E-PO-15"):
            received("10.1.2.3")
        with pytest.raises(TurnedAway) as caught:
            received("10.1.2.3")
        assert (caught.value.status, caught.value.retry_after_s > 0) == (429, True)
        assert received("10.1.2.4").status_code == 200, "another visitor has room"
    assert received("10.1.2.3").status_code == 200
    assert locks() == 0


def test_uploads_of_the_site_are_few_over_all_connections(holding, refuses, settings) -> None:
    most = limit("gate", "uploads", "count", WHEN.date())
    with holding(*[f"10.9.0.{number}" for number in range(most)]):
        with refuses("E-PO-16"):
            received("10.1.2.3")
        small = sent(b"x")
        refuse_stopped(small)
        assert small.FILES, "a small body comes in at once"
        for path, language in (
            ("/check/", "等"),
            ("/en/check/", "Try again"),
            ("/desk/apply/", ""),
        ):
            client = Client(enforce_csrf_checks=True)
            client.get("/login/")  # it brings the cookie, without which no body would be read
            answer = client.post(path, {"file": SimpleUploadedFile("a.zip", LARGE)})
            assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
            assert "E-PO-16" in answer.content.decode()
            assert language in answer.content.decode()
    assert locks() == 0


def test_an_upload_that_breaks_off_gives_its_place_back(transactional_db, monkeypatch) -> None:
    smaller(monkeypatch, file_bytes=150_000)
    with pytest.raises(TurnedAway):
        received("10.1.2.3")
    assert locks() == 0


def smaller(monkeypatch, **limits: int) -> None:
    given = {**LIMITS.__dict__, **limits}
    monkeypatch.setattr(uploads, "LIMITS", uploads.UploadLimits(**given))


def test_a_file_is_streamed_to_disk() -> None:
    request = sent(b"x" * 100)
    refuse_stopped(request)
    (file,) = request.FILES.getlist("file")
    assert Path(file.temporary_file_path()).stat().st_size == 100


def test_a_file_is_stopped_at_the_limit(refuses, monkeypatch) -> None:
    smaller(monkeypatch, file_bytes=150_000)
    request = sent(b"x" * 400_000)
    with refuses("E-PO-03"):
        refuse_stopped(request)
    assert not request.FILES
    left = request.META["wsgi.input"].read()
    assert len(left) > 100_000, "it read on after the limit"


def test_more_files_than_a_layer_has(refuses) -> None:
    with refuses("E-PO-06"):
        refuse_stopped(sent(*[b"x"] * (LIMITS.files + 1)))


@pytest.mark.parametrize(("path", "kind"), [("/check/", "html"), ("/api/v1/check", "problem+json")])
def test_a_body_too_large_by_its_own_word(monkeypatch, settings, path: str, kind: str) -> None:
    smaller(monkeypatch, total_bytes=1000)
    reached = []

    def inner(request: Any) -> HttpResponse:
        reached.append(request)
        return HttpResponse("fine")

    def asked_with(size: int) -> HttpResponse:
        request = RequestFactory().post(path, b"x" * size, content_type="application/octet-stream")
        request.user = AnonymousUser()
        return BodySizeMiddleware(inner)(request)

    assert asked_with(1000).status_code == 200
    answer = asked_with(1001)
    assert answer.status_code == 413
    assert kind in answer["Content-Type"]
    assert len(reached) == 1
    if kind == "html":
        assert "E-PO-03" in answer.content.decode()
    else:
        assert json.loads(answer.content)["refusals"][0]["code"] == "E-PO-03"


def test_names_that_no_file_system_takes() -> None:
    long = "很" * 250 + ".zip"
    with laid_out([SimpleUploadedFile(long, b"x")]) as path:
        assert path.suffix == ".zip"
        assert path.read_bytes() == b"x"
    assert not path.exists()


def test_parts_chosen_side_by_side_lie_in_one_folder() -> None:
    parts = [SimpleUploadedFile(f"小班.{end}", b"x") for end in ("dbf", "shp", "shx")]
    with laid_out(parts) as path:
        assert path.name == "小班.shp"
        assert {p.suffix for p in path.parent.iterdir()} == {".dbf", ".shp", ".shx"}
