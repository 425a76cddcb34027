"""How a site is asked: rows page by page, acts with their keys, refusals with their codes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

import polars as pl
import requests

PREFIX = "/api/v1/"
PATIENCE_S = 60.0
_WRONG = 400
Row = dict[str, Any]


class Refusal(Exception):
    """The interface refused: ``codes`` and ``refusals`` are those of the page (RFC 9457).

    ``retry_after_s`` says when to come again, None where that would not help.
    """

    def __init__(self, status: int, body: Mapping[str, Any], retry_after_s: int | None) -> None:
        self.status = status
        self.refusals: list[Row] = list(body.get("refusals", ()))
        self.codes = [reason["code"] for reason in self.refusals]
        self.retry_after_s = retry_after_s
        said = [f"[{reason['code']}] {reason['en']['what']}" for reason in self.refusals]
        super().__init__(" ".join(said) or f"status {status}")


class Rows:
    """A list of the interface, read page by page while one walks along it."""

    def __init__(self, site: Site, path: str, told: Mapping[str, str]) -> None:
        self._site = site
        self._path = path
        self._told = told

    def __iter__(self) -> Iterator[Row]:
        """Every row, newest first."""
        page = self._site.get(self._path, **self._told)
        while True:
            yield from page["items"]
            if page["next"] is None:
                return
            page = self._site.get(page["next"])

    def to_frame(self) -> pl.DataFrame:
        """All rows as a frame; what has parts stays a struct or a list."""
        return pl.DataFrame(list(self), infer_schema_length=None)


class Site:
    """One site and, with a token, the party in whose name it is asked."""

    def __init__(self, site: str, *, token: str | None = None) -> None:
        self._root = site.rstrip("/") + PREFIX
        self._http = requests.Session()
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        """Use the client for a block; its connections are closed at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **told: str) -> Row:
        """One document, by its path below ``/api/v1/`` or its whole address."""
        return self._answer("GET", path, params=told)

    def _rows(self, path: str, filters: Mapping[str, Any]) -> Rows:
        return Rows(self, path, {name: str(value) for name, value in filters.items()})

    def _act(self, path: str, told: Mapping[str, Any] | None, key: str) -> Row:
        """An act with its key; one is made where the caller has none to send again with."""
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
        return self._answer("POST", path, json=told, headers=headers)

    def _sent(self, path: str, files: tuple[Path, ...], told: Mapping[str, str]) -> Row:
        with ExitStack() as opened:
            parts = [("file", (each.name, opened.enter_context(each.open("rb")))) for each in files]
            return self._answer("POST", path, files=parts, data=dict(told))

    def _file(self, path: str, **told: str) -> bytes:
        """A document that is no JSON, as it is."""
        return self._good("GET", path, params=told).content

    def _answer(self, verb: str, path: str, **told: Any) -> Row:
        body: Row = self._good(verb, path, **told).json()
        return body

    def _good(self, verb: str, path: str, **told: Any) -> requests.Response:
        url = urljoin(self._root, path)
        response = self._http.request(verb, url, timeout=PATIENCE_S, **told)
        if response.status_code < _WRONG:
            return response
        retry = response.headers.get("Retry-After", "")
        is_told = "json" in response.headers.get("Content-Type", "")
        raise Refusal(
            response.status_code,
            response.json() if is_told else {},
            int(retry) if retry.isdigit() else None,
        )
