"""The interface as a whole: its operations, how faults are told, its description and addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from qingshan import __version__
from qingshan.apps.base.gate import TurnedAway
from qingshan.apps.base.problems import problem
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.apps.interface.asked import NUL, faults_in
from qingshan.apps.interface.problem import in_its_type
from qingshan.apps.interface.refusals import THING_UNKNOWN, TOKEN_WRONG
from qingshan.apps.interface.routers import (
    auctions,
    checks,
    diligence,
    gazette,
    hooks,
    inquiries,
    market,
    office,
    own,
    quotes,
    register,
    statements,
)
from qingshan.apps.portal.refusals import REQUEST_WRONG
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label

PREFIX = "/api/v1/"
UNAUTHORISED, NOT_FOUND, WRONG = 401, 404, 422
_PART = re.compile(r"<(?:\w+:)?(\w+)>")

api = NinjaAPI(
    title="Qingshan 青山",
    version=__version__,
    description="登记簿和市场的公开数据不需账号；以单位名义办理须用接口令牌。"
    "Public data need no account; acts in a party's name need a token.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
ROUTED = (
    *(checks, register, market, quotes, gazette, auctions),
    *(own, statements, inquiries, diligence, office, hooks),
)
for routed in ROUTED:
    api.add_router("", routed.router)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    return problem(refused)


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, fault: Any) -> HttpResponse:
    return problem(request.turned_away)  # type: ignore[attr-defined]


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, fault: Any) -> HttpResponse:
    answer = problem(TurnedAway(Refusal(TOKEN_WRONG), status=UNAUTHORISED))
    answer["WWW-Authenticate"] = 'Bearer realm="qingshan"'
    return answer


@api.exception_handler(Http404)
def _absent(request: HttpRequest, fault: Any) -> HttpResponse:
    facts = {"thing": Label("记录", "record")}
    return problem(TurnedAway(Refusal(THING_UNKNOWN, str(fault), facts), status=NOT_FOUND))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, fault: Any) -> HttpResponse:
    """A file that was stopped is missing for the reader of the form: say why it is missing."""
    try:
        refuse_stopped(request)
    except TurnedAway as turned:
        return problem(turned)
    places = [(".".join(map(str, one["loc"][1:])), str(one["msg"])) for one in fault.errors]
    wrong = [Refusal(REQUEST_WRONG, name, {"problem": said}) for name, said in places]
    return problem(TurnedAway.all(wrong, status=WRONG))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, fault: Any) -> HttpResponse:
    """A body that is no JSON, told as every other refusal."""
    facts = {"problem": str(fault)}
    return problem(TurnedAway(Refusal(REQUEST_WRONG, "body", facts), status=fault.status_code))


def described() -> dict[str, Any]:
    """The description of this interface (OpenAPI 3.1)."""
    return in_its_type(api.get_openapi_schema(path_prefix=PREFIX))


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for programs."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def patterns() -> list[Any]:
    """The addresses of the operations, without the framework's own root page."""
    found = [pattern for pattern in api.urls[0] if getattr(pattern, "name", "") != "api-root"]
    known = _parameters()
    for pattern in found:
        path = PREFIX + _PART.sub(r"{\1}", str(pattern.pattern))
        assert pattern.callback is not None
        pattern.callback = _strict(pattern.callback, known[path])
    return found


def _parameters() -> dict[str, list[str]]:
    """The parameters in the address that each path knows."""
    return {
        path: [
            part["name"]
            for told in operations.values()
            for part in told.get("parameters", ())
            if part["in"] == "query"
        ]
        for path, operations in described()["paths"].items()
    }


def _strict(
    view: Callable[..., HttpResponse], known: Collection[str]
) -> Callable[..., HttpResponse]:
    """Refuse parameters unknown or given twice; tag what is read, so that it is sent but once."""
    tagged = conditional_page(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wrong = faults_in(request.GET, known)
        if NUL in "".join(map(str, kwargs.values())):
            wrong.append(Refusal(REQUEST_WRONG, "path", {"problem": "no NUL may stand in it"}))
        if wrong:
            answer: HttpResponse = problem(TurnedAway.all(wrong, status=WRONG))
        else:
            answer = tagged(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return answer

    return answered
