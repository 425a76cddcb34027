"""Files on their way in: streamed to disk, stopped at the limit, gone with the request."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.csrf import csrf_failure

from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import TurnedAway, arrive, give_back
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.problems import problem
from qingshan.apps.base.refusals import FILE_LARGE, FILES_MANY
from qingshan.core.kernel.errors import Refusal

Respond = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class UploadLimits:
    """What one request may bring: a limit of the machine, not of any rule.

    A body of ``small_bytes`` comes in at once and takes no place among the uploads.
    """

    total_bytes: int = 52 << 20
    file_bytes: int = 50 << 20
    files: int = 12
    chunk_bytes: int = 1 << 16
    small_bytes: int = 1 << 18


LIMITS = UploadLimits()
NAME_BYTES = 200


class StreamedUpload(TemporaryFileUploadHandler):
    """Write each file to a temporary one as it comes in; stop as soon as a limit is passed."""

    chunk_size = LIMITS.chunk_bytes

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> Any:
        """Take a place among the uploads on their way; without one the body is not read at all."""
        assert self.request is not None
        length = args[2] if len(args) > 2 else kwargs["content_length"]
        if length > LIMITS.small_bytes:
            try:
                self.request.upload_places = arrive(  # type: ignore[attr-defined]
                    self.request, now().date()
                )
            except TurnedAway as turned:
                self.request.upload_fault = turned  # type: ignore[attr-defined]
                return QueryDict(), MultiValueDict()
        return super().handle_raw_input(*args, **kwargs)

    def upload_complete(self) -> None:
        """Free the place for the next."""
        assert self.request is not None
        _leave(self.request)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, unless there were too many."""
        count = getattr(self, "count", 0) + 1
        self.count = count
        if count > LIMITS.files:
            self._stop(Refusal(FILES_MANY, "", {"count": LIMITS.files, "limit": LIMITS.files}))
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece, unless the file is too large with it."""
        size = start + len(raw_data)
        if size > LIMITS.file_bytes:
            self._stop(_too_large(self.file_name or "", size, LIMITS.file_bytes))
        super().receive_data_chunk(raw_data, start)

    def _stop(self, fault: Refusal) -> None:
        assert self.request is not None
        turned = TurnedAway(fault, status=413)
        self.request.upload_fault = turned  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=True)


class BodySizeMiddleware:
    """Answer 413 for a body that says beforehand that it is too large; nothing of it is stored.

    However a request ends, its place among the uploads is free afterwards.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, or turn it away."""
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        size = int(told) if told.isdigit() else 0
        if size <= LIMITS.total_bytes:
            try:
                return self.get_response(request)
            finally:
                _leave(request)
        turned = TurnedAway(_too_large("", size, LIMITS.total_bytes), status=413)
        if "/api/" in request.path:
            return problem(turned)
        return _turned_away(request, turned)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose body was not taken in lacks its token, too: tell the true reason."""
    turned = getattr(request, "upload_fault", None)
    return csrf_failure(request, reason) if turned is None else _turned_away(request, turned)


def refuse_stopped(request: HttpRequest) -> None:
    """Refuse what the handler stopped.

    Raises
    ------
    TurnedAway
        E-PO-03 a file too large, E-PO-06 too many files, status 413; E-PO-15 and E-PO-16 as
        ``gate.arrive``.
    """
    _ = request.FILES  # the body is read when it is first asked for
    turned: TurnedAway | None = getattr(request, "upload_fault", None)
    if turned is not None:
        raise turned


@contextmanager
def laid_out(files: list[UploadedFile[bytes]]) -> Iterator[Path]:
    """The received files in a folder that is gone afterwards: the file itself, or the folder.

    Several files are the parts of one layer (shp, shx, dbf, prj, cpg), chosen side by side.
    """
    with tempfile.TemporaryDirectory(prefix="qingshan-") as folder:
        paths = []
        for file in files:
            path = Path(folder) / _short(Path(file.name or "").name or "upload")
            with path.open("wb") as handle:
                for chunk in file.chunks():
                    handle.write(chunk)
            paths.append(path)
        yield paths[0] if len(paths) == 1 else _chief(paths, Path(folder))


def _leave(request: HttpRequest) -> None:
    if places := request.__dict__.pop("upload_places", None):
        give_back(places)


def _turned_away(request: HttpRequest, turned: TurnedAway) -> HttpResponse:
    return refused_page(request, "base/refused.html", turned, {"refusals": turned.refusals})


def _short(name: str) -> str:
    """A name that a file system takes: Chinese letters count three bytes."""
    stem, suffix = name[: -len(Path(name).suffix) or None], Path(name).suffix
    while len((stem + suffix).encode()) > NAME_BYTES and stem:
        stem = stem[:-1]
    return stem + suffix


def _chief(paths: list[Path], folder: Path) -> Path:
    """The .shp among several parts, which the reader takes with all that lies beside it."""
    shapefiles = [path for path in paths if path.suffix.lower() == ".shp"]
    return shapefiles[0] if len(shapefiles) == 1 else folder


def _too_large(name: str, size: int, limit: int) -> Refusal:
    facts = {"size_mb": f"{size / 2**20:.1f}", "limit_mb": limit // 2**20}
    return Refusal(FILE_LARGE, name, facts)
