"""Text is read by what its bytes are, never by what the file claims."""

from __future__ import annotations

import polars as pl
import pytest

from qingshan.core.geo.dbf import read_header, text_in
from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.errors import Refused


def kinds(layer):
    return [note.kind for note in layer.notes]


def test_gbk_without_declaration(folder_of, attributes, stands):
    folder = folder_of(attributes, stands)
    assert not list(folder.glob("*.cpg"))
    assert read_header(folder / "xiaoban.dbf").language == 0
    layer = read_layer(folder)
    assert layer.encoding.name == "GB18030"
    assert layer.encoding.how == "content"
    assert layer.frame["XIANG"].to_list() == attributes["XIANG"].to_list()
    assert layer.notes == ()


def test_leading_zeros_and_gaps_survive(folder_of, attributes, stands):
    layer = read_layer(folder_of(attributes, stands))
    assert layer.frame.columns == ["row", *attributes.columns]
    assert layer.frame["row"].to_list() == list(range(12))
    assert layer.frame["LIN_BAN"].to_list()[:2] == ["0000", "0001"]
    assert layer.frame["NIAN_LING"].dtype == pl.Int64
    assert layer.frame["NIAN_LING"].to_list()[4:7] == [24, None, 26]


def test_declaration_that_lies_is_named(folder_of, attributes, stands):
    folder = folder_of(attributes, stands)
    (folder / "xiaoban.cpg").write_text("UTF-8")
    layer = read_layer(folder)
    assert layer.frame["XIANG"][0] == "三棵树镇"
    assert kinds(layer) == ["encoding declared wrongly"]
    assert "已按 GB18030 读取" in layer.notes[0].say()
    assert "UTF-8" in layer.notes[0].say("en")


def test_gbk_declaration_on_utf8_content(folder_of, attributes, stands):
    folder = folder_of(attributes, stands, encoding="UTF-8")
    (folder / "xiaoban.cpg").write_text("936")
    layer = read_layer(folder)
    assert layer.frame["XIANG"].to_list() == attributes["XIANG"].to_list()
    assert layer.encoding.name == "UTF-8"
    assert kinds(layer) == ["encoding declared wrongly"]


@pytest.mark.parametrize(("language", "said"), [(0x4D, []), (0x57, ["encoding declared wrongly"])])
def test_language_byte(folder_of, attributes, stands, language, said):
    folder = folder_of(attributes, stands)
    dbf = folder / "xiaoban.dbf"
    data = bytearray(dbf.read_bytes())
    data[29] = language
    dbf.write_bytes(bytes(data))
    layer = read_layer(folder)
    assert layer.frame["XIANG"][1] == "舟溪镇"
    assert kinds(layer) == said


@pytest.mark.parametrize("declared", ["GB18030", "936", "GBK", "gb2312"])
def test_rare_character_survives(folder_of, attributes, stands, declared):
    """㵲 (U+3D72) of 㵲阳镇 is in GB18030 but not in GBK."""
    frame = attributes.with_columns(pl.lit("㵲阳镇䠲岜").alias("XIANG"))
    folder = folder_of(frame, stands, encoding="GB18030")
    (folder / "xiaoban.cpg").write_text(declared)
    layer = read_layer(folder)
    assert set(layer.frame["XIANG"]) == {"㵲阳镇䠲岜"}
    assert layer.notes == ()


def test_chinese_field_names(folder_of, attributes, stands):
    frame = attributes.rename({"XIANG": "乡镇", "LIN_BAN": "林班号"})
    layer = read_layer(folder_of(frame, stands))
    assert layer.frame.columns[1:3] == ["林班号", "乡镇"]


def test_field_name_cut_inside_a_character(folder_of, attributes, stands):
    """UTF-8 field names of four characters are twelve bytes; dBASE keeps ten."""
    folder = folder_of(attributes, stands, encoding="UTF-8")
    dbf = folder / "xiaoban.dbf"
    data = bytearray(dbf.read_bytes())
    data[32:42] = "小班号码".encode()[:10]
    dbf.write_bytes(bytes(data))
    layer = read_layer(folder)
    assert layer.frame.columns[1] == "小班号"
    assert kinds(layer) == ["field name cut"]
    assert layer.frame["XIANG"][0] == "三棵树镇"


def test_text_cut_inside_a_character():
    raw = "镇远县㵲阳镇".encode()[:16]
    assert text_in(raw, "utf-8", 16) == "镇远县㵲阳"
    assert text_in(raw, "utf-8", 20) is None
    assert text_in("三棵树".encode("gbk")[:5], "gb18030", 5) == "三棵"
    assert text_in(b"\xff\xfe", "utf-8", 2) is None


def test_full_cell_cut_inside_a_character_is_noted(folder_of, attributes, stands):
    frame = attributes.with_columns(pl.lit("a" + "镇" * 3).alias("XIANG"))
    folder = folder_of(frame, stands, encoding="UTF-8")
    dbf = folder / "xiaoban.dbf"
    data = dbf.read_bytes()
    width = read_header(dbf).fields[1].width
    whole = ("a" + "镇" * 3).encode()
    cut = ("a" + "镇" * 40).encode()[:width]
    assert width == 80, "the last character must be cut"
    dbf.write_bytes(data.replace(whole.ljust(width), cut, 1))
    layer = read_layer(folder)
    assert layer.frame["XIANG"][0] == "a" + "镇" * ((width - 1) // 3)
    assert kinds(layer) == ["text cut"]


def test_little_text_is_not_taken_for_cyrillic(folder_of, attributes, stands):
    """一 is D2 BB in GBK, which UTF-8 would read as one Cyrillic letter."""
    frame = attributes.with_columns(pl.lit("一").alias("XIANG"))
    layer = read_layer(folder_of(frame, stands))
    assert set(layer.frame["XIANG"]) == {"一"}
    assert kinds(layer) == ["encoding ambiguous"]
    cyrillic = read_layer(folder_of(frame, stands), encoding="UTF-8")
    assert set(cyrillic.frame["XIANG"]) == {"\u04bb"}


def test_plain_ascii_needs_no_encoding(folder_of, attributes, stands):
    layer = read_layer(folder_of(attributes.drop("XIANG"), stands))
    assert layer.encoding.name == "ASCII"


def test_neither_encoding_is_refused(folder_of, attributes, stands, refuses):
    frame = attributes.with_columns(XIANG=pl.Series(["abc"] * 7 + ["xyz!"] + ["abc"] * 4))
    folder = folder_of(frame, stands)
    dbf = folder / "xiaoban.dbf"
    dbf.write_bytes(dbf.read_bytes().replace(b"xyz!", b"\xff\xff\xff!"))
    with refuses("E-UP-02"):
        read_layer(folder)
    with pytest.raises(Refused) as caught:
        read_layer(folder)
    refusal = caught.value.refusals[0]
    assert refusal.place == "xiaoban #8"
    assert "XIANG" in refusal.why()
    assert "ff ff ff 21" in refusal.why()


def test_given_encoding_is_strict(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands)
    with refuses("E-UP-02"):
        read_layer(folder, encoding="UTF-8")
    with refuses("E-UP-02"):
        read_layer(folder, encoding="klingon")
    layer = read_layer(folder, encoding="cp936")
    assert layer.encoding.how == "given"
    assert layer.frame["XIANG"][0] == "三棵树镇"


def test_big5_when_named(folder_of, attributes, stands):
    frame = attributes.with_columns(pl.lit("臺灣杉").alias("XIANG"))
    layer = read_layer(folder_of(frame, stands, encoding="big5"), encoding="BIG5")
    assert set(layer.frame["XIANG"]) == {"臺灣杉"}


def test_field_named_row_moves_aside(folder_of, attributes, stands):
    layer = read_layer(folder_of(attributes.rename({"LIN_BAN": "row"}), stands))
    assert layer.frame.columns[:2] == ["row", "row_2"]
    assert kinds(layer) == ["field renamed"]


def test_every_byte_passes_through(folder_of, attributes, stands):
    """All of GBK's plane survives the way through the driver and back."""
    letters = [chr(n) for n in range(0x4E00, 0x9FA6)]
    size = len(letters) // 12
    texts = ["".join(letters[n * size : n * size + 120]) for n in range(12)]
    layer = read_layer(folder_of(attributes.with_columns(XIANG=pl.Series(texts)), stands))
    assert layer.frame["XIANG"].to_list() == texts
