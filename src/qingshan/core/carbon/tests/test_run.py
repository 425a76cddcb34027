"""What a measurement must keep: worked examples, additivity, order, units, replay, refusals."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.carbon.catalogue import method, methods
from qingshan.core.carbon.formulas.closing import carbon_units, deduction_factor
from qingshan.core.carbon.plausibility import Band, yield_t_ha_yr
from qingshan.core.carbon.run import measure, replay
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import CARBON_PER_TONNE, round_half_even


@pytest.mark.parametrize(
    ("error", "percent"),
    [("0", 0), ("10", 0), ("10.01", 6), ("20", 6), ("20.0001", 11), ("30", 11), (8, 0), (15.0, 6)],
)
def test_steps_of_the_uncertainty_deduction(stands, measured, error, percent):
    run = measured(stands(), relative_error=error)
    assert run.deductions[0].percent == percent


def test_above_every_step_nothing_is_issued(stands, measured, refuses):
    with refuses("E-SA-09"):
        measured(stands(), relative_error="30.01")


def test_the_whole_is_the_sum_of_its_parts(stands, measured):
    frame = stands(501)
    options = {"relative_error": "17", "risk": "10"}
    whole = measured(frame, **options)
    for cut in (1, 7, 250, 500):
        parts = [measured(frame.head(cut), **options), measured(frame.slice(cut), **options)]
        assert sum(part.removal for part in parts) == whole.removal
        assert sum(part.gross for part in parts) == whole.gross
    assert whole.removal == int(whole.by_group["removal_unit"].sum())


def test_neither_order_nor_chunks_change_a_digest(stands, measured):
    frame = stands(400)
    whole = measured(frame)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    chunked = pl.concat([frame.head(13), frame.slice(13, 200), frame.slice(213)], rechunk=False)
    assert chunked.n_chunks() == 3
    for other in (shuffled, chunked):
        run = measured(other)
        assert run.digest == whole.digest
        assert run.frame["removal_unit"].to_list() == whole.frame["removal_unit"].to_list()


def test_one_changed_value_changes_one_integer_and_the_digests(stands, measured):
    frame = stands(50)
    changed = frame.with_columns(
        pl.when(pl.col("compartment") == "520122-00007")
        .then(pl.col("volume_t2_m3_ha") + 0.1)
        .otherwise(pl.col("volume_t2_m3_ha"))
        .alias("volume_t2_m3_ha")
    )
    first, second = measured(frame), measured(changed)
    differs = first.frame["removal_unit"] != second.frame["removal_unit"]
    assert int(differs.sum()) == 1
    assert first.digests["inputs"] != second.digests["inputs"]
    assert first.digests["result"] != second.digests["result"]
    assert first.digests["method"] == second.digests["method"]


@settings(max_examples=30, deadline=None)
@given(
    area=st.floats(0.01, 500),
    earlier=st.floats(0, 400),
    more=st.floats(0, 50),
    extra=st.floats(0.1, 50),
)
def test_more_wood_at_the_end_is_never_less_removal(area, earlier, more, extra):
    frame = pl.DataFrame(
        {
            "compartment": ["a", "b"],
            "group": ["杉木"] * 2,
            "area_ha": [area] * 2,
            "volume_t1_m3_ha": [earlier] * 2,
            "volume_t2_m3_ha": [earlier + more, earlier + more + extra],
        }
    )
    run = measure(
        frame,
        method="gz_ticket_v1",
        period=Period.inclusive(date(2016, 1, 1), date(2020, 12, 31)),
        as_of=date(2026, 7, 1),
        options={"allow_yield": "property", "relative_error": "15"},
    )
    low, high = run.frame["removal_unit"].to_list()
    assert low <= high


def test_mu_and_hectares_give_the_same_integers(rows, fitted, measured):
    hectares = fitted(rows())
    mu = fitted(rows(MIAN_JI=[22.5, 45.0, 67.5], Q_MJ=[22.5, 45.0, 67.5]))
    assert measured(hectares).frame["removal_unit"].to_list() == (
        measured(mu).frame["removal_unit"].to_list()
    )


def test_rounding_is_half_to_even_and_that_of_the_house():
    values = np.array([0.00005, 0.00015, 0.00025, 2.5e-4, -0.00005, 1.23455, 7.0, -3.00015])
    assert carbon_units(values).tolist() == [round_half_even(v * 10_000.0) for v in values.tolist()]
    ties = [n + 0.5 for n in range(20) if (n + 0.5) / 10_000.0 * 10_000.0 == n + 0.5]
    assert len(ties) > 10
    rounded = carbon_units(np.array(ties) / 10_000.0).tolist()
    assert all(
        value % 2 == 0 and abs(value - tie) == 0.5 for value, tie in zip(rounded, ties, strict=True)
    )


def test_gains_shrink_and_losses_grow():
    factor = deduction_factor(np.array([5.0, 0.0, -5.0]), 0.06, 0.10)
    assert factor.tolist() == pytest.approx([0.94 * 0.9, 0.94 * 0.9, 1.06])


def test_replay_is_equal_and_says_where_it_is_not(stands, measured):
    frame = stands(80)
    run = measured(frame, relative_error="12", risk="10")
    again = replay(frame.reverse(), run)
    assert again.is_equal
    assert again.differs == ()
    other = replay(frame.with_columns(pl.col("area_ha") * 1.01), run)
    assert not other.is_equal
    assert other.differs == ("inputs", "result")


def test_replay_under_other_tables_names_them(stands, measured, own_shelf):
    run = measured(stands(20))
    old = "杉木,svd,0.307,t/m3"
    changed = own_shelf("carbon/species_group.csv", old, "杉木,svd,0.308,t/m3")
    again = replay(stands(20), run, shelf=changed)
    assert set(again.differs) == {"parameters", "result", "table carbon.species_group"}


def test_the_run_tells_what_it_rests_on(stands, measured):
    run = measured(stands(30))
    told = run.as_dict()
    assert told["removal_unit"] == run.removal
    assert run.parameters["杉木"]["svd"]["value"] == "0.307"
    assert run.parameters["杉木"]["svd"]["source"]["title"]
    assert run.share_recalled == 1.0
    assert {note.code for note in run.notes} >= {"no-relative-error", "risk-not-settled"}


def test_share_recalled_counts_by_result(stands, measured, own_shelf):
    shelf = own_shelf("carbon/species_group.csv", "杉木,svd", "杉木,svd")
    path = shelf.folder / "carbon" / "species_group.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    read = [x.replace("recalled", "read") if x.startswith("杉木,") else x for x in lines]
    path.write_text("\n".join(read) + "\n", encoding="utf-8")
    run = measured(stands(40), shelf)
    weight = run.frame["gross_unit"].abs()
    part = int(weight.filter(run.frame["group"] == "杉木").sum())
    assert 0 < part < int(weight.sum())
    assert run.share_recalled == pytest.approx(1 - part / int(weight.sum()))


def test_low_confidence_is_refused_until_a_named_person_passes_it(
    stands, measured, own_shelf, refuses
):
    line = "杉木,svd,0.307,t/m3,2013-10-01,,ar-cm-001-v01,,recalled,"
    shelf = own_shelf("carbon/species_group.csv", f"{line}M", f"{line}L")
    with refuses("E-CA-05"):
        measured(stands(20), shelf)
    for half in ({"override_by": "陆明"}, {"override_reason": "原文已查"}):
        with refuses("E-CA-02"):
            measured(stands(20), shelf, **half)
    passed = measured(stands(20), shelf, override_by="陆明", override_reason="原文已查")
    (note,) = (note for note in passed.notes if note.code == "low-confidence-passed")
    assert all(word in note.text.zh for word in ("陆明", "原文已查", "杉木 svd"))


def test_a_method_that_does_not_exist(stands, refuses):
    span = Period(date(2016, 1, 1), date(2021, 1, 1))
    for name in ("gz_ticket_v9", "../methods", ""):
        with refuses("E-CA-01"):
            measure(stands(), method=name, period=span, as_of=date(2026, 7, 1))


@pytest.mark.parametrize(
    "options",
    [
        {"reltive_error": "8"},
        {"relative_error": "viel"},
        {"relative_error": "-1"},
        {"relative_error": True},
        {"risk": "101"},
        {"baseline": "none"},
        {"baseline": "scenario"},
        {"bamboo": "yes"},
    ],
)
def test_options_are_checked(stands, measured, refuses, options):
    with refuses("E-CA-02"):
        measured(stands(), **options)


def test_implausible_yields_stop_or_ask_for_a_look(stands, measured, refuses):
    strong = stands(30, volume_t1_m3_ha=[10.0] * 30, volume_t2_m3_ha=[500.0] * 30)
    with refuses("E-CA-04"):
        measured(strong)
    with pytest.raises(Refused) as caught:
        measured(strong)
    assert "全部小班合计" in caught.value.refusals[0].what("zh")
    allowed = measured(strong, allow_yield="样地复核")
    assert any("样地复核" in note.text.zh for note in allowed.notes)
    single = stands(30).with_columns(
        pl.when(pl.col("compartment") == "520122-00003")
        .then(600.0)
        .otherwise(pl.col("volume_t2_m3_ha"))
        .alias("volume_t2_m3_ha")
    )
    with refuses("E-CA-04"):
        measured(single)
    flat = stands(10, volume_t1_m3_ha=[50.0] * 10, volume_t2_m3_ha=[51.0] * 10)
    assert "yield-outside" in {note.code for note in measured(flat).notes}


def test_land_that_the_first_survey_lacks_yields_nothing(stands, measured):
    earlier = [0.0] + [1.0] * 9
    run = measured(stands(10, area_t1_ha=earlier))
    assert run.frame["removal_unit"][0] == 0
    assert not [note for note in run.notes if run.frame["compartment"][0] in note.text.zh]
    nothing = measured(stands(10, area_t1_ha=[0.0] * 10))
    assert (nothing.removal, nothing.yield_t_ha_yr) == (0, 0.0)


@pytest.mark.parametrize(
    ("tonnes", "hectares", "years", "inside"),
    [(135_730, 2203, 5, True), (12_723, 3197 / 15, 5, True), (7058, 45.43, 12, True),
     (150_600, 3200, 5, True), (1_040_000, 100_000 / 15, 5, False)],
)  # fmt: skip
def test_published_tickets_lie_in_the_band(shelf, tonnes, hectares, years, inside):
    band = Band.on(shelf, date(2026, 7, 1))
    rate = yield_t_ha_yr(tonnes * CARBON_PER_TONNE, hectares, years)
    assert (band.low <= rate <= band.high) is inside
    assert rate < band.block


@pytest.mark.parametrize(
    "changes",
    [
        {"area_ha": None},
        {"area_ha": [float("nan")] * 5},
        {"area_ha": [-1.0] * 5},
        {"area_ha": [0.0] * 5},
        {"volume_t1_m3_ha": [1.0, None, 1.0, 1.0, 1.0]},
        {"volume_t2_m3_ha": ["12"] * 5},
        {"compartment": ["a"] * 5},
    ],
)
def test_inputs_that_do_not_fit(stands, measured, refuses, changes):
    frame = stands(5, **{k: v for k, v in changes.items() if v is not None})
    dropped = [name for name, value in changes.items() if value is None]
    with refuses("E-CA-08"):
        measured(frame.drop(dropped))


def test_nothing_to_measure(stands, measured, refuses):
    with refuses("E-CA-08"):
        measured(stands(5).head(0))


def test_the_catalogue_knows_its_methods():
    assert "gz_ticket_v1" in {found.spec.id for found in methods()}
    told = method("gz_ticket_v1").spec.as_dict()
    assert told["equations"][0]["number"] == 1
    assert told["options"][0]["name"] == "baseline"


def test_a_loss_carries_no_ticket(stands, measured):
    falling = stands(10, volume_t1_m3_ha=[90.0] * 10, volume_t2_m3_ha=[80.0] * 10)
    run = measured(falling)
    assert run.removal < 0
    assert run.issuable_t == 0
