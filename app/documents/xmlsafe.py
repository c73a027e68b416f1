"""XML from strangers: parsed without network, entities, external DTDs or unbounded trees."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from app.errors import PlgtError

MAX_XML = 128 << 20  # bytes; a parsed tree takes several times as much memory
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

Element: TypeAlias = Any  # lxml brings no types: etree._Element and etree._ElementTree
ElementTree: TypeAlias = Any
XML_LANG = f"{{{XML_NAMESPACE}}}lang"
XML_SPACE = f"{{{XML_NAMESPACE}}}space"


def parse_xml(content: bytes, name: str, *, keep_cdata: bool = True) -> ElementTree:
    """Parse a document. name: what messages call it.

    Raises PlgtError for XML that is not well-formed, too large, or declares entities of its own.
    """
    if len(content) > MAX_XML:
        raise PlgtError(f'"{name}" holds more than {MAX_XML >> 20} MB of XML: split the document first.')
    if declares_entities(content):
        raise PlgtError(f'"{name}" declares XML entities, which documents never need: it was not opened.')
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,  # keeps libxml2's limits on depth and on the length of one text
        strip_cdata=not keep_cdata,
        remove_blank_text=False,
        recover=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        reason = re.sub(r"\s+", " ", str(error))[:120]
        raise PlgtError(f'"{name}" is damaged: its XML cannot be read ({reason}).') from error
    tree = root.getroottree()
    dtd = tree.docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):
        raise PlgtError(f'"{name}" declares XML entities, which documents never need: it was not opened.')
    return tree


def read_xml(path: Path, root: str, title: str) -> tuple[bytes, ElementTree]:
    """The bytes and the tree of a file whose outermost element must be `root`; title: what messages call such a
    file. Raises PlgtError."""
    if path.stat().st_size > MAX_XML:
        raise PlgtError(f'"{path.name}" is larger than {MAX_XML >> 20} MB: split it first.')
    content = path.read_bytes()
    tree = parse_xml(content, path.name)
    if local_name(tree.getroot()) != root:
        raise PlgtError(f'"{path.name}" is no {title}: check its extension.')
    return content, tree


def declares_entities(content: bytes) -> bool:
    """Whether a DTD in the document declares entities, in any encoding that keeps ASCII recognisable."""
    head = content[: 1 << 20].replace(b"\0", b"")  # UTF-16 and UTF-32 become readable
    return b"<!ENTITY" in head and b"<!DOCTYPE" in head


def to_bytes(tree: ElementTree) -> bytes:
    """The document as UTF-8 (or its own encoding) with its declaration and doctype."""
    encoding = tree.docinfo.encoding or "UTF-8"
    return etree.tostring(
        tree, xml_declaration=True, encoding=encoding, standalone=tree.docinfo.standalone or None
    )


_DECLARATION = re.compile(rb"<\?xml[^>]*\?>[ \t]*(?:\r\n|\r|\n)?")


def to_bytes_like(tree: ElementTree, content: bytes) -> bytes:
    """`to_bytes`, with the byte order mark, the declaration, the line ends and the end of `content`, from which
    the tree was parsed."""
    data = to_bytes(tree)
    if content.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return data
    bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    body = content.removeprefix(bom)
    newline = b"\r\n" if b"\r\n" in body else b"\n"
    own, made = _DECLARATION.match(body), _DECLARATION.match(data)
    if made is not None and (own is not None or b"utf-8" in made.group().lower()):
        data = (own.group() if own is not None else b"") + data[made.end() :]
    end = body[len(body.rstrip()) :]
    data = data.rstrip() + end
    if newline != b"\n":
        data = re.sub(rb"\r?\n", newline, data)
    return bom + data


def local_name(element: Element) -> str:
    """Tag without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def clean_text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)
