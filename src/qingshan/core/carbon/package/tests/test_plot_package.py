"""Packages over plots: the same bytes, the same result again, and what was changed is named."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest

from qingshan.core.carbon.package.__main__ import DIFFERENT, EQUAL, main
from qingshan.core.carbon.package.manifest import MANIFEST, RUN, SURVEY
from qingshan.core.carbon.package.opening import opened, unpacked
from qingshan.core.carbon.package.packing import parquet_bytes, zipped
from qingshan.core.carbon.package.plots import opened_plots, pack_plots, survey_of_bundle
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.carbon.plots.explain import explain_plots
from qingshan.core.carbon.plots.measuring import measure_plots, replay_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS
from qingshan.core.carbon.tests.plot_survey import survey, written


def measured(given: PlotSurvey, **options):
    return measure_plots(given, period=FIVE_YEARS, as_of=AS_OF, options=PlotOptions(**options))


@pytest.fixture
def package(tmp_path) -> Path:
    given = survey()
    path = tmp_path / "plots.zip"
    path.write_bytes(pack_plots(measured(given), given, handed=written(tmp_path, given)))
    return path


def changed(path: Path, members: dict[str, bytes]) -> Path:
    """The package with other members and a manifest that fits them."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()} | members
    told = json.loads(held.pop(MANIFEST))
    told["members"] = {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}
    out = path.with_name("changed.zip")
    out.write_bytes(zipped({**held, MANIFEST: json.dumps(told).encode()}))
    return out


def test_the_same_bytes_every_time_and_the_same_result_again(package) -> None:
    given = survey()
    turned = PlotSurvey(
        given.plots.reverse(), given.trees.reverse(), dict(reversed(given.areas_ha.items()))
    )
    run = measured(given)
    assert pack_plots(run, given) == pack_plots(run, turned)
    answer = recompute(package)
    assert answer.is_equal
    assert answer.manifest.method == "plots_v1"
    assert answer.again.digest == answer.manifest.digest == run.digest
    assert answer.again.removal == run.removal
    assert not answer.tables_here
    assert answer.difference.first_words() == []


def test_options_come_back(tmp_path) -> None:
    given = survey()
    run = measured(given, error_of="change", design="independent", scheme="VCS 2023 rule")
    path = tmp_path / "plots.zip"
    path.write_bytes(pack_plots(run, given))
    answer = recompute(path)
    assert answer.is_equal
    assert answer.again.options == run.options


def test_any_figure_opens_from_the_package(package) -> None:
    with unpacked(package) as opened_package:
        run = opened_plots(opened_package).measured()
    tree = explain_plots(run, "tree:2/001/3")
    assert tree.as_dict() == explain_plots(measured(survey()), "tree:2/001/3").as_dict()


def test_other_lists_do_not_make_a_package(refuses) -> None:
    with refuses("E-PK-01"):
        pack_plots(measured(survey()), survey(seed=2))


def test_a_touched_tree_is_found_out(package, capsys) -> None:
    trees = survey().trees.with_columns(
        d_cm=pl.when((pl.col("plot") == "001") & (pl.col("tree") == "3"))
        .then(pl.col("d_cm") * 1.5)
        .otherwise("d_cm")
    )
    path = changed(package, {"trees.parquet": parquet_bytes(trees)})
    answer = recompute(path)
    assert not answer.is_equal
    assert set(answer.differs) == {"result", "trees"}
    first = answer.difference.changes[0]
    assert first.name.startswith("stocks/1/")
    assert main([str(path)]) == DIFFERENT
    assert first.name in capsys.readouterr().out
    assert main([str(package)]) == EQUAL


def test_a_touched_table_names_the_parameter(package) -> None:
    member = "tables/carbon/species_group.csv"
    with zipfile.ZipFile(package) as archive:
        words = archive.read(member).decode()
    line = next(row for row in words.splitlines() if row.startswith("杉木,svd,"))
    cells = line.split(",")
    cells[2] = str(float(cells[2]) + 0.001)
    answer = recompute(changed(package, {member: words.replace(line, ",".join(cells)).encode()}))
    assert "parameters" in answer.differs
    assert answer.difference.changes[0].name.startswith("kinds/杉木/parameters/")
    assert [change.key for change in answer.tables_here] == ["杉木"]


def test_the_lists_follow_from_what_was_handed_in(package, tmp_path, refuses) -> None:
    run = measured(survey())
    with unpacked(package) as opened_package:
        assert replay_plots(survey_of_bundle(opened_package), run).is_equal
    public = tmp_path / "public.zip"
    public.write_bytes(pack_plots(run, survey()))
    with unpacked(public) as opened_package, refuses("E-PK-08"):
        survey_of_bundle(opened_package)
    strange = zipped({"trees.csv": b"plot\n"})
    with unpacked(changed(package, {SURVEY: strange})) as opened_package, refuses("E-PK-02"):
        survey_of_bundle(opened_package)
    outside = zipped({"../evil.csv": b"x"})
    with unpacked(changed(package, {SURVEY: outside})) as opened_package, refuses("E-UP-10"):
        survey_of_bundle(opened_package)
    broken = changed(package, {SURVEY: b"PK nothing"})
    with unpacked(broken) as opened_package, refuses("E-PK-02"):
        survey_of_bundle(opened_package)


def test_the_routes_are_not_mixed_up(package, refuses) -> None:
    with refuses("E-PK-07"), opened(package):
        pass


@pytest.mark.parametrize("member", [RUN, "trees.parquet", "plots.parquet"])
def test_garbled_members(package, refuses, member) -> None:
    with refuses("E-PK-02"):
        recompute(changed(package, {member: b"other"}))
