"""An application filled in as a browser does it, step by step, for tests of every room."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.steps import gaps

TOLD: dict[str, dict[str, str]] = {
    "applicant": {"phone": "0855-1234567", "through_agent": "no"},
    "land": {"name": "集体林", "place": "三棵树镇", "tenure_number": "黔林证字第 0000123 号"},
    "method": {"method": "gz_ticket_v1", "first_day": "2019-01-01", "last_day": "2023-12-31"},
    "papers": {"notice_day": "2026-07-01", "consent_total": "60", "consent_agreed": "50"},
}
PEOPLE = (
    ("杨某甲", "520103199001011236", "6217001234567890123"),
    ("李某乙", "520103198505052221", "6217001234567890456"),
)
"""Invented; the ids fit their check characters."""


def photo(size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture, as a telephone would take it."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "#8aa").save(buffer, "JPEG")
    return buffer.getvalue()


def drawn() -> str:
    """A signature as the page sends it."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 22), "#fff").save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def started(client: Client, **told: str) -> Draft:
    """A new draft of the signed-in visitor."""
    answer = client.post(reverse("apply"), {"key": f"t{Draft.objects.count()}", **told})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Draft.objects.latest("pk")


def post_step(client: Client, draft: Draft, step: str, **told: Any) -> Any:
    """The button of a step, with the version that its page shows."""
    draft.refresh_from_db()
    address = reverse("apply_step", kwargs={"draft": draft.pk, "step": step})
    return client.post(address, {"version": draft.version, **told})


def post_land(client: Client, draft: Draft, paths: Iterable[Path], **told: str) -> Any:
    """The step of the forest, with its files."""
    parts = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return post_step(client, draft, "land", **{**TOLD["land"], **told}, file=parts)


def post_paper(client: Client, draft: Draft, kind: str, data: bytes | None = None) -> Any:
    """One paper, taken as a photo."""
    address = reverse("apply_attach", kwargs={"draft": draft.pk, "kind": kind})
    taken = SimpleUploadedFile(f"{kind}.jpg", data or photo())
    return client.post(address, {f"{kind}-photo": taken})


def post_households(client: Client, draft: Draft) -> None:
    """Two households that share the whole forest."""
    land = draft.attachments.get(kind="land")
    half = round(float(land.facts["area_mu"]) / 2, 2)
    rest = round(float(land.facts["area_mu"]) - half, 2)
    address = reverse("apply_household", kwargs={"draft": draft.pk})
    for (name, resident, card), area in zip(PEOPLE, (half, rest), strict=True):
        told = {"head_name": name, "resident_id": resident, "bank_card": card}
        answer = client.post(address, {**told, "area_mu": f"{area:.2f}", "share": "50"})
        assert answer.status_code == 302, answer.content.decode()[-3000:]


def filled(client: Client, paths: Iterable[Path], **told: str) -> Draft:
    """A draft with everything that its kind of applicant needs."""
    draft = started(client)
    post_step(client, draft, "applicant", **TOLD["applicant"])
    post_step(client, draft, "method", **TOLD["method"])
    answer = post_land(client, draft, paths, **told)
    assert answer.status_code == 302, answer.content.decode()[-6000:]
    draft.refresh_from_db()
    for gap in gaps(draft, date(2026, 7, 17)):
        if gap.field == "households":
            post_households(client, draft)
        elif gap.field in {"notice_day", "consent_total", "consent_agreed"}:
            post_step(client, draft, "papers", **TOLD["papers"])
        elif gap.field in {"declared", "signature"}:
            post_step(client, draft, "submit", declared="on", signature_drawn=drawn(), press="stay")
        else:
            post_paper(client, draft, gap.field)
    draft.refresh_from_db()
    return draft


def hand_in(client: Client, draft: Draft) -> Any:
    """The last button."""
    draft.refresh_from_db()
    address = reverse("apply_submit", kwargs={"draft": draft.pk})
    return client.post(address, {"version": draft.version})
