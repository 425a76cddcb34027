"""Whatever is sent to the interfaces for programs is answered as their descriptions say.

Requests are made from the description itself, right and wrong ones, the same on every run; numbers
of things that are there are put in now and then, so that acts get through. ``make fuzz`` asks more.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from qingshan.apps.base.clock import now
from qingshan.apps.features import documents
from qingshan.apps.interface.api import described
from qingshan.apps.interface.routers.checks import FILE
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.issue_token import issue_token

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("QINGSHAN_FUZZ", "6"))
SEED = 20_260_719
PROBLEM, FORM = "application/problem+json", "multipart/form-data"
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
OFTEN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
application = get_wsgi_application()
api = schemathesis.openapi.from_dict(described())
ogc = schemathesis.openapi.from_dict(documents.description("http://localhost/ogc/", "en"))
api.app = ogc.app = application


def operations(schema: Any) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(scope="module")
def real(office: Any) -> dict[str, str]:
    """What is there: a ticket, an offer of it, parties, a purpose."""
    from datetime import timedelta

    from qingshan.apps.walks.offering import offered
    from qingshan.core.kernel.units import carbon

    ticket = office.issued()
    call = replace(office.call("farm"), when=now())
    offer = offered(
        call,
        office.actor("operator"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=carbon(50),
        price_fen=5_000,
        expires=now() + timedelta(days=20),
    )
    return {
        "ticket": ticket.number,
        "number": ticket.number,
        "listing": offer.number,
        "source": "12520000DEM0000018",
        "target": "91520000DEM000005F",
        "purpose": "own_emissions",
        "ground": "judgment",
        "tonnes": "1",
    }


@pytest.fixture(scope="module")
def tokens(office: Any) -> dict[str, str]:
    """A token of each scope."""
    return {scope: made(office, scope) for scope in SCOPES}


def made(office: Any, scope: str) -> str:
    part = "farm" if "applicant" in SCOPES[scope].roles else "registrar"
    secret = new_secret()
    issue_token(
        replace(office.call(part), when=now()),
        party=office.party(part),
        name="试验",
        scopes=[scope],
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The end of a request leaves the connection of the test open, as Django's own client does."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _nobody_asks_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingshan.apps.portal.visits.limit", lambda *_: 1_000_000)


def is_routed(case: Any) -> bool:
    """Whether the address leads anywhere: a slash in a number makes another one of it."""
    path = unquote(urlsplit(case.as_transport_kwargs()["path"]).path)
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def is_right(case: Any, headers: dict[str, str] | None = None) -> None:
    """Send a case; what comes back keeps to the description, faults are told with their codes."""
    answer = case.call(headers=headers)
    if answer.status_code == 404 and not is_routed(case):
        return
    # Too large is turned away before it is read; the checker does not count that as refused.
    is_too_large = answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    case.validate_response(answer, checks=CHECKS[:-1] if is_too_large else CHECKS)
    if answer.status_code >= 400 and case.method != "HEAD":
        assert answer.headers["content-type"][0].startswith(PROBLEM)
        told = answer.json()
        assert told["status"] == answer.status_code
        assert told["refusals"]
        assert all(each["code"].startswith("E-") for each in told["refusals"])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", operations(api), ids=lambda one: one.label)
def test_the_interface(operation: Any, mode: Any, real: Any, tokens: Any) -> None:
    words = {
        "none": {},
        "unknown": {"Authorization": "Bearer qs_nobody"},
        **{scope: {"Authorization": f"Bearer {text}"} for scope, text in tokens.items()},
    }
    cases = operation.as_strategy(generation_mode=mode).filter(arrives)

    @seed(SEED)
    @OFTEN
    @given(cases, st.sampled_from(sorted(words)), st.sets(st.sampled_from(sorted(real))))
    def asked(case: Any, who: str, known: set[str]) -> None:
        if mode is GenerationMode.POSITIVE:
            put_in(case, {name: real[name] for name in known})
        told = repr(case.body).encode(errors="replace")
        key = {"Idempotency-Key": f"fuzz-{zlib.crc32(told):010d}"}
        is_right(case, {**words[who], **key} if case.method == "POST" else words[who])

    many(asked)


def arrives(case: Any) -> bool:
    """Whether what is wrong with a case is sent: a form has texts, of a list as many parts.

    A number is then a text, a list of one that one, an empty one a part left out; none need be
    wrong.
    """
    if not isinstance(case.body, dict) or case.media_type != FORM:
        return True
    told = [value for name, value in case.body.items() if name != FILE]
    return all(len(value) > 1 if isinstance(value, list) else type(value) is str for value in told)


def put_in(case: Any, known: dict[str, str]) -> None:
    """Numbers of things that are there, in the places of their names."""
    for place in (case.body, case.path_parameters, case.query):
        if isinstance(place, dict):
            place.update({name: told for name, told in known.items() if name in place})


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", operations(ogc), ids=lambda one: one.label)
def test_the_layers(operation: Any, mode: Any, real: Any) -> None:
    @seed(SEED)
    @OFTEN
    @given(operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        is_right(case)

    many(asked)


def many(asked: Any) -> None:
    """Ask; where nothing wrong can be sent, there is nothing to ask."""
    try:
        asked()
    except Unsatisfiable:
        pytest.skip("the operation takes nothing that could be wrong")
