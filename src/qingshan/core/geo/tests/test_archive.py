"""An upload is taken apart without trusting its names, sizes or completeness."""

from __future__ import annotations

import struct
import zipfile

import pytest

from qingshan.core.geo.limits import Limits
from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.digest import digest_of_file
from qingshan.core.kernel.errors import Refused


def kinds(layer):
    return [note.kind for note in layer.notes]


def refusals_of(path, **options):
    with pytest.raises(Refused) as caught:
        read_layer(path, **options)
    return caught.value.refusals


def mark(path, *, flag=0, method=None, size=None):
    """Overwrite flags, method or promised size of the first member in both of its headers."""
    data = bytearray(path.read_bytes())
    for signature, at_flag, at_size in ((b"PK\x03\x04", 6, 22), (b"PK\x01\x02", 8, 24)):
        at = data.index(signature)
        old = struct.unpack_from("<H", data, at + at_flag)[0]
        struct.pack_into("<H", data, at + at_flag, old | flag)
        if method is not None:
            struct.pack_into("<H", data, at + at_flag + 2, method)
        if size is not None:
            struct.pack_into("<I", data, at + at_size, size)
    path.write_bytes(bytes(data))


def test_zip_folder_and_bare_shp_agree(members, zip_of, tmp_path):
    packed = zip_of(members)
    folder = tmp_path / "bare"
    folder.mkdir()
    for name, data in members.items():
        (folder / name).write_bytes(data)
    layers = [read_layer(packed), read_layer(folder), read_layer(folder / "xiaoban.shp")]
    assert {layer.name for layer in layers} == {"xiaoban"}
    assert layers[0].frame.equals(layers[1].frame)
    assert layers[0].frame.equals(layers[2].frame)
    assert (layers[0].shapes == layers[2].shapes).all()
    assert layers[0].digest == digest_of_file(packed)
    assert layers[1].digest == layers[2].digest != layers[0].digest
    (folder / "readme.txt").write_text("not part of the layer")
    assert read_layer(folder).digest == layers[1].digest
    (folder / "xiaoban.cpg").write_text("GBK")
    assert read_layer(folder).digest != layers[1].digest


def test_upper_case_parts_in_nested_folders(members, zip_of):
    packed = zip_of({f"a/b/{n.upper()}": d for n, d in members.items()} | {"a/shuoming.txt": b"x"})
    assert read_layer(packed).name == "XIAOBAN"


def test_parts_that_differ_in_case(members, zip_of, tmp_path):
    mixed = {n.replace("xiaoban.shp", "XiaoBan.SHP"): d for n, d in members.items()}
    assert read_layer(zip_of(mixed)).name == "XiaoBan"
    for name, data in mixed.items():
        (tmp_path / name).write_bytes(data)
    assert len(read_layer(tmp_path / "XiaoBan.SHP").shapes) == 12


def test_rubbish_of_other_systems_is_passed_over(members, zip_of):
    rubbish = {"__MACOSX/._xiaoban.shp": b"x", ".DS_Store": b"x", "~lock.shp": b"x"}
    assert len(read_layer(zip_of(members | rubbish)).shapes) == 12


def test_names_of_chinese_windows(members, zip_of):
    """GBK names without flag bit 11; 誠 even holds a backslash byte in GBK (D55C)."""
    path = zip_of({n.replace("xiaoban", "QQQQ"): d for n, d in members.items()})
    path.write_bytes(path.read_bytes().replace(b"QQQQ", "小班".encode("gbk")))
    assert read_layer(path).name == "小班"
    path = zip_of({n.replace("xiaoban", "誠信"): d for n, d in members.items()}, "utf8.zip")
    assert read_layer(path).name == "誠信"
    path = zip_of({n.replace("xiaoban", "QQQQ"): d for n, d in members.items()})
    path.write_bytes(path.read_bytes().replace(b"QQQQ", "誠信".encode("gbk")))
    assert read_layer(path).name == "誠信"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "..\\x.txt"]
)
def test_unsafe_paths(members, zip_of, name, refuses):
    with refuses("E-UP-10"):
        read_layer(zip_of(members | {name: b"x"}))


def test_links_are_refused(members, zip_of, refuses):
    path = zip_of(members)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("link.prj")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    with refuses("E-UP-10"):
        read_layer(path)


def test_nested_archives_and_all_at_once(members, zip_of, refuses):
    path = zip_of(members | {"inner.zip": b"PK", "../x": b"x", "b.RAR": b"x"})
    with refuses("E-UP-10", "E-UP-11"):
        read_layer(path)
    assert [refusal.code for refusal in refusals_of(path)].count("E-UP-11") == 2


def test_encrypted_members(members, zip_of, refuses):
    path = zip_of(members)
    mark(path, flag=0x1)
    with refuses("E-UP-12"):
        read_layer(path)


def test_broken_archives(members, zip_of, refuses):
    path = zip_of(members)
    mark(path, method=99)
    with refuses("E-UP-09"):
        read_layer(path)
    path = zip_of(members)
    path.write_bytes(path.read_bytes()[:-40])
    with refuses("E-UP-09"):
        read_layer(path)
    path = zip_of(members)
    data = path.read_bytes()
    path.write_bytes(data[:60] + b"\0\0\0\0" + data[64:])
    with refuses("E-UP-09"):
        read_layer(path)


def test_a_member_larger_than_promised_is_cut_off(members, zip_of, refuses):
    path = zip_of(members)
    mark(path, size=10)
    with refuses("E-UP-09"):
        read_layer(path)


def test_limits(members, zip_of, tmp_path, refuses):
    path = zip_of(members)
    for limits in (Limits(members=3), Limits(total_bytes=4000), Limits(total_bytes=100)):
        with refuses("E-UP-13"):
            read_layer(path, limits=limits)
    with refuses("E-UP-13"):
        read_layer(path, limits=Limits(ratio=1, free_bytes=10))
    assert read_layer(path, limits=Limits(ratio=1)).name == "xiaoban"
    for name, data in members.items():
        (tmp_path / name).write_bytes(data)
    with refuses("E-UP-13"):
        read_layer(tmp_path / "xiaoban.shp", limits=Limits(total_bytes=4000))


def test_bomb_is_refused_before_unpacking(members, zip_of, refuses):
    path = zip_of(members | {"bomb.txt": b"\0" * (80 << 20)})
    with refuses("E-UP-13"):
        read_layer(path)


def test_several_layers(members, zip_of, refuses):
    two = members | {f"old/{n.replace('xiaoban', 'jiu')}": d for n, d in members.items()}
    path = zip_of(two)
    with refuses("E-UP-14"):
        read_layer(path)
    assert "old/jiu" in refusals_of(path)[0].why()
    assert read_layer(path, layer="jiu").name == "jiu"
    assert read_layer(path, layer="old/jiu.shp").name == "jiu"
    with refuses("E-UP-15"):
        read_layer(path, layer="xin")
    twice = zip_of(members | {f"old/{name}": data for name, data in members.items()})
    with refuses("E-UP-14"):
        read_layer(twice)


@pytest.mark.parametrize("part", [".shp", ".dbf"])
def test_missing_parts(members, zip_of, part, refuses):
    del members[f"xiaoban{part}"]
    path = zip_of(members)
    with refuses("E-UP-16"):
        read_layer(path)
    assert part in refusals_of(path)[0].what()


def test_missing_index_is_rebuilt(members, zip_of, tmp_path, refuses):
    whole = read_layer(zip_of(members))
    del members["xiaoban.shx"]
    layer = read_layer(zip_of(members))
    assert kinds(layer) == ["shx restored"]
    assert (layer.shapes == whole.shapes).all()
    for name, data in members.items():
        (tmp_path / name).write_bytes(data)
    read_layer(tmp_path / "xiaoban.shp")
    assert not (tmp_path / "xiaoban.shx").exists(), "the user's folder is not ours to write in"
    members["xiaoban.shp"] = members["xiaoban.shp"][:-30]
    with refuses("E-UP-01"):
        read_layer(zip_of(members))
    members["xiaoban.shp"] = b"short"
    with refuses("E-UP-01"):
        read_layer(zip_of(members))


def test_no_shapefile_inside(zip_of, tmp_path, refuses):
    with refuses("E-UP-22"):
        read_layer(zip_of({"shuoming.docx": b"x"}))
    with refuses("E-UP-22"):
        read_layer(zip_of({"a.prj": b"x", "photo.jpg": b"x"}))
    with refuses("E-UP-22"):
        read_layer(zip_of({}))
    (tmp_path / "empty").mkdir()
    with refuses("E-UP-22"):
        read_layer(tmp_path / "empty")
    with refuses("E-UP-21"):
        read_layer(zip_of({"a.gdb/a00000001.gdbtable": b"x"}))
    with refuses("E-UP-08"):
        read_layer(zip_of({"xiaoban.mdb": b"x", "shuoming.txt": b"read me"}))


def test_kinds_that_cannot_be_read(tmp_path, refuses):
    for name in ("a.mdb", "a.rar", "a.shx", "a"):
        (tmp_path / name).write_bytes(b"x")
        with refuses("E-UP-08"):
            read_layer(tmp_path / name)
    with refuses("E-UP-08"):
        read_layer(tmp_path / "absent.zip")


def test_members_that_share_bytes(members, zip_of, refuses):
    """A second entry of the directory points at the bytes of the first."""
    path = zip_of(members | {"zz.txt": b"x" * 100})
    data = bytearray(path.read_bytes())
    last = data.rindex(b"PK\x01\x02")
    assert data[last + 46 : last + 52] == b"zz.txt"
    struct.pack_into("<I", data, last + 42, 10)
    path.write_bytes(bytes(data))
    with refuses("E-UP-24"):
        read_layer(path)


def test_directory_is_measured_before_it_is_read(members, zip_of, refuses):
    path = zip_of({f"{n:0200d}.txt": b"" for n in range(400)} | members)
    with refuses("E-UP-13"):
        read_layer(path, limits=Limits(members=1))
    assert "目录" in refusals_of(path, limits=Limits(members=1))[0].why()


def test_sizes_that_lie_in_64_bits(members, zip_of, refuses):
    path = zip_of(members)
    mark(path, size=0xFFFFFFFF)
    with refuses("E-UP-13"):
        read_layer(path)


def test_long_names(members, zip_of, refuses):
    with refuses("E-UP-13"):
        read_layer(zip_of(members | {"a" * 300: b"x"}))


def test_a_folder_of_too_many_files(members, tmp_path, refuses):
    for name, data in members.items():
        (tmp_path / name).write_bytes(data)
    with refuses("E-UP-13"):
        read_layer(tmp_path, limits=Limits(members=2))
