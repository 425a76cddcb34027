"""Files as they really come: each fault is said with place, reason, remedy, and leaves nothing."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

LANGUAGES = ("zh", "en")


def without(*endings: str):
    return lambda members: {n: d for n, d in members.items() if not n.endswith(endings)}


def bad_bytes(members: dict[str, bytes]) -> dict[str, bytes]:
    """A text that is valid in no encoding."""
    return {
        name: data.replace("火棘".encode("gbk"), b"\xff\xff\xff\xff")
        if name.endswith("dbf")
        else data
        for name, data in members.items()
    }


def empty(frame, shapes):
    return frame.clear(), shapes[:0]


def changed(column: str, at: int, value: object):
    def edit(frame, shapes):
        values = frame[column].to_list()
        values[at] = value
        return frame.with_columns(pl.Series(column, values)), shapes

    return edit


def one_shrub(frame, shapes):
    return frame.with_columns(GMYSZ=pl.lit("火棘")), shapes


def crossing(frame, shapes):
    x, y = shapely.bounds(shapes[2])[:2]
    step = 0.002
    shapes[2] = shapely.Polygon([(x, y), (x + step, y + step), (x + step, y), (x, y + step)])
    return frame, shapes


def wrong_area(frame, shapes):
    return changed("MIAN_JI", 3, frame["MIAN_JI"][3] * 1.3)(frame, shapes)


def no_volume(frame, shapes):
    """Neither the stock per hectare nor the total."""
    frame, shapes = changed("HUO_LMGQXJ", 4, None)(frame, shapes)
    return changed("ZXJ", 4, None)(frame, shapes)


def same_key(frame, shapes):
    for column in ("CUN", "LIN_BAN", "XIAO_BAN"):
        frame, shapes = changed(column, 1, frame[column][0])(frame, shapes)
    return frame, shapes


def doubled(frame, shapes):
    shapes[1] = shapes[0]
    return frame, shapes


CASES = {
    "no table": ({"spoil": without(".dbf")}, {"E-UP-16"}),
    "no shapes": ({"spoil": without(".shp")}, {"E-UP-16"}),
    "no layer": ({"spoil": without(".shp", ".shx", ".dbf")}, {"E-UP-22"}),
    "unknown encoding": ({"edit": one_shrub, "spoil": bad_bytes}, {"E-UP-02"}),
    "unknown coordinate system": ({"crs": "EPSG:4545", "spoil": without(".prj")}, {"E-UP-03"}),
    "no rows": ({"edit": empty}, {"E-UP-20"}),
    "crossing ring": ({"edit": crossing}, {"E-UP-05"}),
    "negative volume": ({"edit": changed("HUO_LMGQXJ", 4, -12.5)}, {"E-FD-04"}),
    "no volume": ({"edit": no_volume}, {"E-FD-02"}),
    "species without parameters": ({"edit": changed("YOU_SHI_SZ", 0, "660")}, {"E-FD-09"}),
    "species unknown": ({"edit": changed("YOU_SHI_SZ", 0, "999")}, {"E-FD-08"}),
    "area mismatch": ({"edit": wrong_area}, {"E-UP-07"}),
    "same shape twice": ({"edit": doubled}, {"E-GE-06"}),
    "key twice": ({"edit": same_key}, {"E-FD-10"}),
    "not a table at all": ({"spoil": lambda m: dict.fromkeys(m, b"x" * 200)}, {"E-UP-21"}),
}


def complete(told) -> None:
    """Each refusal has place, fact, reason and remedy in both languages, and people can read it."""
    for refusal in told.record["refusals"]:
        assert refusal["place"], refusal
        for language in LANGUAGES:
            said = refusal[language]
            assert all(said[part].strip() for part in ("what", "why", "remedy")), refusal
            assert "?" not in "".join(said.values()), refusal
        assert refusal["code"] in told.words
        assert refusal["zh"]["what"] in told.words.replace("\n", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_a_fault_is_said_and_leaves_nothing(command, survey, rows, tmp_path, case):
    told_of, codes = CASES[case]
    path = survey(**told_of)
    before = rows()
    told = command(path)
    assert told.code == 1, told
    assert codes <= told.codes, told.codes
    complete(told)
    assert rows() == before
    assert (told.record["ticket"], told.record["removal_t"], told.record["verified"]) == (
        None, None, False,
    )  # fmt: skip
    assert not list((tmp_path / "out").glob("*.pdf"))


def test_faults_of_fields_and_shapes_are_said_together(command, survey, rows):
    def spoil(frame, shapes):
        for edit in (crossing, changed("HUO_LMGQXJ", 4, -1.0), changed("YOU_SHI_SZ", 0, "660")):
            frame, shapes = edit(frame, shapes)
        return changed("LING_ZU", 5, "2")(frame, shapes)

    before = rows()
    told = command(survey(edit=spoil))
    assert told.code == 1
    assert {"E-UP-05", "E-FD-04", "E-FD-09"} <= told.codes
    complete(told)
    assert rows() == before


def test_many_of_a_kind_are_counted_and_not_listed_endlessly(command, survey):
    def all_negative(frame, shapes):
        return frame.with_columns(HUO_LMGQXJ=-frame["HUO_LMGQXJ"]), shapes

    told = command(survey(edit=all_negative))
    assert [refusal["code"] for refusal in told.record["refusals"]].count("E-FD-04") == 6


def test_other_faults_of_a_file(command, tmp_path, rows):
    before = rows()
    for name, data, code in (
        ("broken.zip", b"PK\x03\x04 broken", "E-UP-09"),
        ("drawing.dwg", b"AC1032", "E-UP-08"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        told = command(path)
        assert (told.code, told.codes) == (1, {code})
        complete(told)
    assert rows() == before


def test_a_field_map_that_is_wrong(command, survey, tmp_path, rows):
    told_fields = tmp_path / "fields.toml"
    told_fields.write_text('[aera]\ncolumn = "MIAN_JI"\n')
    before = rows()
    told = command(survey(), "--fields", str(told_fields))
    assert (told.code, told.codes) == (1, {"E-FD-16"})
    assert rows() == before


def test_an_unknown_method(command, survey, rows):
    before = rows()
    told = command(survey(), "--method", "gz_ticket_v99")
    assert (told.code, told.codes) == (1, {"E-CA-01"})
    assert rows() == before


def test_the_coordinate_system_may_be_named(command, survey):
    path = survey(crs="EPSG:4545", spoil=without(".prj"))
    told = command(path, "--crs", "EPSG:4545")
    assert told.code == 0, told.words
    assert told.record["verified"]
