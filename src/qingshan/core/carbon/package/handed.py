"""What was handed in, out of a package: a bundle that a stranger made, checked like any upload."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qingshan.core.carbon.package import refusals as codes
from qingshan.core.carbon.package.manifest import no_package
from qingshan.core.carbon.package.opening import Unpacked
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.refusals import ARCHIVE_NESTED
from qingshan.core.geo.unpacking import keep_directory_small, unsafe_members
from qingshan.core.kernel.errors import Refused, refuse_all

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


@contextmanager
def handed_in(package: Unpacked, member: str) -> Iterator[Path]:
    """A folder with the files of a bundle of the package; it is gone afterwards.

    A survey may itself be a zip; that one is checked by whoever reads it.

    Raises
    ------
    Refused
        E-PK-08 where the package has no such bundle, E-UP-10, 11, 13 and 24 for one that is not
        safe, E-PK-02 for one that is broken.
    """
    path, limits = package.folder / member, Limits()
    if not path.is_file():
        raise Refused.because(codes.SURVEY_ABSENT, package.name, name=package.name)
    with TemporaryDirectory(prefix="qingshan-") as name:
        try:
            keep_directory_small(path, limits)
            with zipfile.ZipFile(path) as archive:
                unsafe = unsafe_members(archive.infolist(), member, limits)
                refuse_all(each for each in unsafe if each.code != ARCHIVE_NESTED)
                archive.extractall(name)
        except _BROKEN as fault:
            said = type(fault).__name__
            raise no_package(
                package.name, f"{member} 读不出（{said}）", f"{member} is unreadable ({said})"
            ) from fault
        yield Path(name)
