"""XML of strangers: elements one by one, no entities, no document type, nothing loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from qingshan.core.geo.formats.raw import broken
from qingshan.core.geo.refusals import XML_HOSTILE
from qingshan.core.kernel.errors import Refused


@dataclass(slots=True)
class Element:
    """One element: local name, attributes by local name, its own text, children."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def first(self, tag: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list[Element]:
        """Every child of that name."""
        return [child for child in self.children if child.tag == tag]

    def words(self, tag: str) -> str | None:
        """The text of the first child of that name, None when there is none or it is blank."""
        child = self.first(tag)
        return child.text.strip() or None if child else None


def read_elements(
    text: str, name: str, take: dict[str, Callable[[Element], None]], *, depth: int
) -> None:
    """Hand each element of a wanted name over as soon as it ends, and forget it.

    Parameters
    ----------
    text : str
        The document; its own word on encoding is not heeded.
    name : str
        The file, for people.
    take : dict
        What to do with each element of a name.
    depth : int
        How deep elements may stand in each other.

    Raises
    ------
    Refused
        E-UP-23 a document type, an entity or too deep nesting; E-UP-21 no XML.
    """
    reader = _Reader(name, take, depth)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.add
    # Refused at its first word: what a document type defines is never looked at.
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.EntityDeclHandler = reader.refuse_doctype
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003  its own way to end
    except expat.ExpatError as fault:
        zh = f"第 {fault.lineno} 行不是合法的 XML"
        raise broken(name, zh, f"Line {fault.lineno} is no well-formed XML") from fault


class _Reader:
    def __init__(self, name: str, take: dict[str, Callable[[Element], None]], depth: int) -> None:
        self.name, self.take, self.most = name, take, depth
        self.depth = 0
        self.open: list[Element] = []
        self.pieces: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.most:
            zh = f"元素嵌套超过 {self.most} 层"
            raise _hostile(self.name, zh, f"Elements stand more than {self.most} deep")
        local = tag.rpartition(":")[2]
        if not self.open and local not in self.take:
            return
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        element = Element(local, plain, "", [])
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)
        self.pieces.append([])

    def end(self, tag: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        element = self.open.pop()
        element.text = "".join(self.pieces.pop())
        if not self.open:
            self.take[tag.rpartition(":")[2]](element)
            element.children.clear()

    def add(self, text: str) -> None:
        if self.open:
            self.pieces[-1].append(text)

    def refuse_doctype(self, *_: Any) -> None:
        zh = "文件带有文档类型声明（DTD）或实体定义"
        raise _hostile(self.name, zh, "The file has a document type (DTD) or defines entities")


def _hostile(name: str, zh: str, en: str) -> Refused:
    return Refused.because(XML_HOSTILE, name, name=name, reason_zh=zh, reason_en=en)
