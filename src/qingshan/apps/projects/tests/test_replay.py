"""The page of recomputation: identical, or the first figure that differs with its calculation."""

from __future__ import annotations

import io
import json
import zipfile

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.parties.models import User
from qingshan.apps.projects.models import Run
from qingshan.apps.projects.papers import package_of
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.core.carbon.package.manifest import INPUTS, MANIFEST
from qingshan.core.carbon.package.packing import parquet_bytes, zipped
from qingshan.core.carbon.package.plots import pack_plots
from qingshan.core.carbon.plots.measuring import measure_plots
from qingshan.core.carbon.plots.run import PlotOptions
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey
from qingshan.core.kernel.digest import sha256

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(office) -> Run:
    return measure_period(
        office.call("measurer"),
        monitoring=office.charged().pk,
        measurer=office.party("measurer"),
        as_of=office.as_of,
    )


def sign_in(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def replayed(kept: Run, package: bytes | None = None, status: int = 200) -> str:
    told = {} if package is None else {"file": SimpleUploadedFile("package.zip", package)}
    where = reverse("run_replay", args=[kept.monitoring_id, kept.pk])
    answer = sign_in("verifier").post(where, told)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_a_run_comes_out_again_from_its_package_and_from_its_survey(kept) -> None:
    where = reverse("run_replay", args=[kept.monitoring_id, kept.pk])
    before = sign_in("verifier").get(where).content.decode()
    assert "下载复算包" in before
    assert "完全一致" not in before
    page = replayed(kept)
    assert page.count("完全一致") == 2
    assert page.count(kept.digest) >= 4
    assert "第一处不同" not in page
    assert "完全一致" in replayed(kept, package_of(kept.pk))


def changed(package: bytes, name: str, column: pl.Expr) -> bytes:
    """The package with a list of other figures, its manifest sealed anew."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    frame = pl.read_parquet(members[name]).with_columns(column)
    members[name] = parquet_bytes(frame)
    manifest = json.loads(members[MANIFEST])
    manifest["members"][name] = sha256(members[name])
    members[MANIFEST] = json.dumps(manifest).encode()
    return zipped(members)


def test_the_first_figure_that_differs_is_opened(kept) -> None:
    """A package whose data were changed and sealed anew still claims the first result."""
    grown = pl.col("volume_t2_m3_ha") * 1.5
    page = replayed(kept, changed(package_of(kept.pk), INPUTS, grown))
    assert "不一致" in page
    assert "第一处不同" in page
    assert "摘要不同的部分" in page
    assert 'class="why"' in page, "the figure is opened"
    assert "不是本次计量的包" not in page


def test_a_package_of_another_run_is_told_apart(kept) -> None:
    listed = survey()
    options = PlotOptions(route="biomass_two_entry", scheme="VCS 2023 rule")
    plots = measure_plots(listed, period=FIVE_YEARS, as_of=AS_OF, options=options)
    package = pack_plots(plots, listed)
    page = replayed(kept, package)
    assert "不是本次计量的包" in page
    assert "完全一致" in page
    page = replayed(kept, changed(package, "trees.parquet", pl.col("d_cm") + 1.0))
    assert "第一处不同" in page
    assert 'class="why"' in page


def test_what_is_no_package_is_refused_with_its_reason(kept) -> None:
    assert "E-PK-02" in replayed(kept, b"PK\x03\x04 and no more", status=422)
    assert 'class="error"' in replayed(kept, b"", status=422)


def test_a_stranger_recomputes_nothing_here(kept) -> None:
    where = reverse("run_replay", args=[kept.monitoring_id, kept.pk])
    assert sign_in("buyer").post(where).status_code == 404
