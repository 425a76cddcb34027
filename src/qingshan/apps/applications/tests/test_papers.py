"""Papers are recognised by content, shrunk when too large, kept encrypted, shown to their owner."""

from __future__ import annotations

import io
import os
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from qingshan.apps.applications.attachments import PAPERS, examined, opened
from qingshan.apps.applications.limits import limit
from qingshan.apps.applications.models import Attachment
from qingshan.apps.applications.verbs.attach_paper import attach_paper
from qingshan.apps.base import files
from tests import applying

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 17)


def noisy(side: int) -> bytes:
    """A photo that does not shrink by itself."""
    picture = Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=98)
    return buffer.getvalue()


def test_a_photo_above_the_limit_is_shrunk_and_that_is_said(sign_in) -> None:
    data, most = noisy(2600), limit("paper", "most_bytes", "count", TODAY)
    assert len(data) > most
    client = sign_in("farm")
    draft = applying.started(client)
    applying.post_paper(client, draft, "identity", data)
    kept = Attachment.objects.get()
    assert kept.size_bytes <= most
    page = client.get(reverse("apply_step", kwargs={"draft": draft.pk, "step": "papers"}))
    assert f"已为您压缩为 {kept.size_bytes / 2**20:.1f} MB" in page.content.decode()
    assert Image.open(io.BytesIO(opened(kept))).format == "JPEG"


def test_a_small_photo_stays_as_it_is() -> None:
    data = applying.photo()
    assert examined(data, "a.jpg", TODAY).data == data


@pytest.mark.parametrize(
    "data",
    [b"MZ\x90\x00 a program", b"%PDF-1.7 cut off", b"", b"GIF89a\x01\x00\x01\x00", b"<svg/>"],
)
def test_what_is_no_paper_is_refused_whatever_its_name(refuses, data) -> None:
    with refuses("E-AP-04"):
        examined(data, "identity.pdf", TODAY)


def test_a_pdf_above_the_limit_is_refused(refuses) -> None:
    most = limit("paper", "most_bytes", "count", TODAY)
    with refuses("E-AP-05"):
        examined(b"%PDF-1.7\n" + b"0" * most + b"%%EOF", "resolution.pdf", TODAY)


def test_a_paper_is_encrypted_on_disk_and_shown_to_its_owner_alone(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    data = applying.photo()
    applying.post_paper(client, draft, "identity", data)
    kept = Attachment.objects.get()
    assert data not in files.read(kept.file.digest)
    address = reverse("apply_paper", kwargs={"draft": draft.pk, "paper": kept.pk})
    assert client.get(address).content == data
    assert sign_in("village").get(address).status_code == 404
    taken = reverse("apply_detach", kwargs={"draft": draft.pk, "paper": kept.pk})
    assert client.post(taken).status_code == 302
    assert not Attachment.objects.exists()


def test_numbers_of_people_in_a_file_name_are_masked(office, sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    address = reverse("apply_attach", kwargs={"draft": draft.pk, "kind": "identity"})
    taken = SimpleUploadedFile("520103199001011236.jpg", applying.photo())
    client.post(address, {"identity-chosen": taken})
    kept = Attachment.objects.get()
    assert "19900101" not in kept.name
    again = attach_paper(
        office.call("farm"), draft=draft.pk, kind="identity", file=kept.file_id, name="a.jpg",
        media_type="image/jpeg", size_bytes=1,
    )  # fmt: skip
    assert again.pk == kept.pk, "the same bytes are one paper"


def test_a_draft_has_as_many_papers_as_it_may(sign_in, refuses, office) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    applying.post_paper(client, draft, "identity")
    kept = Attachment.objects.get()
    most = limit("paper", "most", "count", TODAY)
    Attachment.objects.bulk_create(
        [
            Attachment(
                draft=draft, kind="identity", name=f"{at}", media_type="image/jpeg",
                size_bytes=1, file=kept.file, entered=kept.entered,
            )
            for at in range(most - 1)
        ]
    )  # fmt: skip
    with refuses("E-AP-12"):
        attach_paper(
            office.call("farm"), draft=draft.pk, kind="notice_photo", file=kept.file_id,
            name="b.jpg", media_type="image/jpeg", size_bytes=1,
        )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(set(PAPERS) - {"signature"}))
def test_every_paper_has_a_sample(client, kind) -> None:
    answer = client.get(reverse("paper_sample", kwargs={"kind": kind}))
    (page,) = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    assert PAPERS[kind].zh in page.extract_text()


def test_a_signature_must_be_a_picture(sign_in) -> None:
    client = sign_in("farm")
    draft = applying.started(client)
    told = {"declared": "on", "press": "stay"}
    for wrong in ("data:image/png;base64,AAAA", "data:text/html;base64,AAAA", "x"):
        answer = applying.post_step(client, draft, "submit", **told, signature_drawn=wrong)
        assert "E-AP-04" in answer.content.decode()
    applying.post_step(client, draft, "submit", **told, signature_drawn=applying.drawn())
    assert Attachment.objects.get().kind == "signature"
