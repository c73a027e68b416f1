"""OpenDocument files (odt, ods, odp): paragraphs, tables, notes, annotations, headers, text boxes, fields, forms,
words of numbers, titles of indexes, document properties.

A paragraph holds text and elements mixed. Spans, links and similar elements become marks; notes, frames,
fields, bookmarks and so on become marks that have only a place, and paragraphs inside them are segments of
their own. OpenDocument 1.3 part 3, chapters 5 to 7; section 6.1.2 for white space.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from app.documents.base import LOCALES
from app.documents.inline import Block, Node, has_letters, nest, stands_apart, worth_translating
from app.documents.ooxml import NO_LANGUAGE, attribute_block, element_block, pattern_block
from app.documents.package import PackageFile
from app.documents.xmlsafe import Element, ElementTree, clean_text, local_name
from app.errors import PlgtError
from app.text.markup import Run, Tags, join_runs

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
PRESENTATION = "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
FORM = "urn:oasis:names:tc:opendocument:xmlns:form:1.0"
DC = "http://purl.org/dc/elements/1.1/"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
LOEXT = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
XLINK = "http://www.w3.org/1999/xlink"
_WRAPPERS = {f"{{{TEXT}}}{name}" for name in ("span", "a", "meta", "meta-field", "ruby")}
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_CALC_VALUE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value"
_PROPERTIES = [f"{{{DC}}}title", f"{{{DC}}}subject", f"{{{DC}}}description", f"{{{META}}}keyword"]
_FIELD_TEXTS = {  # elements that hold nothing but a text of their own -> context
    **{
        f"{{{TEXT}}}{name}": "field"
        for name in (
            "user-field-get", "user-field-input", "variable-set", "variable-get", "variable-input", "text-input",
            "placeholder", "conditional-text", "hidden-text", "hidden-paragraph", "title", "subject", "keywords",
            "description", "user-defined", "bookmark-ref", "reference-ref", "note-ref", "chapter", "drop-down",
            "execute-macro", "script-text", "expression", "object-count",
        )
    },
    f"{{{TABLE}}}title": "alternative text",
    f"{{{TABLE}}}desc": "alternative text",
    f"{{{TEXT}}}ruby-text": "ruby",
    f"{{{TEXT}}}index-title-template": "index",
    f"{{{TEXT}}}index-entry-span": "index",
    f"{{{TEXT}}}note-continuation-notice-forward": "note",
    f"{{{TEXT}}}note-continuation-notice-backward": "note",
    f"{{{PRESENTATION}}}header-decl": "header",
    f"{{{PRESENTATION}}}footer-decl": "footer",
    f"{{{PRESENTATION}}}date-time-decl": "date",
}  # fmt: skip
_STRING = f"{{{OFFICE}}}string-value"
_ATTRIBUTES = {  # (element, attribute) -> context
    (f"{{{TEXT}}}user-field-decl", _STRING): "field",
    (f"{{{TEXT}}}variable-set", _STRING): "field",
    (f"{{{TABLE}}}table-cell", _STRING): "table",
    (f"{{{TEXT}}}conditional-text", f"{{{TEXT}}}string-value-if-true"): "field",
    (f"{{{TEXT}}}conditional-text", f"{{{TEXT}}}string-value-if-false"): "field",
    (f"{{{TEXT}}}hidden-text", f"{{{TEXT}}}string-value"): "field",
    (f"{{{TEXT}}}label", f"{{{TEXT}}}value"): "field",
    (f"{{{TEXT}}}text-input", f"{{{TEXT}}}description"): "tip",
    (f"{{{TEXT}}}placeholder", f"{{{TEXT}}}description"): "tip",
    (f"{{{TEXT}}}alphabetical-index-mark", f"{{{TEXT}}}string-value"): "index",
    (f"{{{TEXT}}}alphabetical-index-mark", f"{{{TEXT}}}key1"): "index",
    (f"{{{TEXT}}}alphabetical-index-mark", f"{{{TEXT}}}key2"): "index",
    (f"{{{TEXT}}}alphabetical-index-mark-start", f"{{{TEXT}}}key1"): "index",
    (f"{{{TEXT}}}alphabetical-index-mark-start", f"{{{TEXT}}}key2"): "index",
    (f"{{{TEXT}}}toc-mark", f"{{{TEXT}}}string-value"): "index",
    (f"{{{TEXT}}}user-index-mark", f"{{{TEXT}}}string-value"): "index",
    (f"{{{TEXT}}}a", f"{{{OFFICE}}}title"): "tip",
    ("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}a", f"{{{OFFICE}}}title"): "tip",
    (f"{{{TABLE}}}help-message", f"{{{TABLE}}}title"): "prompt",
    (f"{{{TABLE}}}error-message", f"{{{TABLE}}}title"): "error message",
    **{
        (f"{{{FORM}}}{element}", f"{{{FORM}}}{attribute}"): "form"
        for element, attribute in (
            ("button", "label"), ("fixed-text", "label"), ("checkbox", "label"), ("radio", "label"),
            ("frame", "label"), ("column", "label"), ("option", "label"), ("item", "label"), ("button", "title"),
            ("image", "title"), ("fixed-text", "title"), ("checkbox", "title"), ("radio", "title"),
            ("text", "title"), ("textarea", "title"), ("listbox", "title"), ("combobox", "title"),
            ("image-frame", "title"), ("text", "value"), ("text", "current-value"), ("textarea", "value"),
            ("textarea", "current-value"), ("combobox", "value"), ("combobox", "current-value"),
            ("formatted-text", "value"),
            ("formatted-text", "current-value"), ("formatted-text", "title"), ("file", "title"), ("grid", "title"),
            ("frame", "title"), ("number", "title"), ("date", "title"), ("time", "title"),
        )
    },
}  # fmt: skip
_LEVELS = [
    f"{{{TEXT}}}{name}" for name in ("list-level-style-number", "outline-level-style", "notes-configuration")
]
_RANGE_KEYS = (f"{{{TEXT}}}name", f"{{{TEXT}}}change-id", f"{{{TEXT}}}id", f"{{{OFFICE}}}name")
_BLANKS = re.compile(r"( +|[\t\n])")
_VISIBLE = {"frame", "note", "page-number", "page-count", "control"}
_CONTEXTS = {
    "annotation": "comment",
    "note-body": "note",
    "table-cell": "table",
    "text-box": "text box",
    "notes": "notes",
    "header": "header",
    "footer": "footer",
}


class OpenDocumentFile(PackageFile):
    """An `.odt`, `.ods` or `.odp` file."""

    _names: list[str] | None = None
    _fixed_words: frozenset[str] = frozenset()

    def part_names(self) -> list[str]:
        if self._names is None:
            self._refuse_password()
            objects = [
                name for name in self.archive.names if re.fullmatch(r"(?!META-INF/).+/content\.xml", name)
            ]
            names = ["content.xml", "styles.xml", "meta.xml", *objects]
            self._names = [name for name in names if name in self.archive or name == "content.xml"]
            content = self.parse("content.xml")
            self._fixed_words = _words_in_use(content)
            self._note_kept(content)
        return self._names

    def essential(self, name: str) -> bool:
        return name == "content.xml"

    def _refuse_password(self) -> None:
        if "META-INF/manifest.xml" in self.archive:
            tree = self.parse("META-INF/manifest.xml")
            if next(tree.iter(f"{{{MANIFEST}}}encryption-data"), None) is not None:
                raise PlgtError(
                    f'"{self.path.name}" is protected with a password: remove the password and try again.'
                )

    def _note_kept(self, tree: ElementTree) -> None:
        """Name what the file shows and something refers to by its wording, or no translation reaches."""
        kept: list[str] = []
        root = tree.getroot()
        if root.find(f"{{*}}body/{{{OFFICE}}}spreadsheet") is not None:
            names = [e.get(f"{{{TABLE}}}name", "") for e in root.iter(f"{{{TABLE}}}table")]
            if any(has_letters(name) and not re.fullmatch(r"[^\W\d_]+ ?\d+", name) for name in names):
                kept.append("names of sheets")
            if self._fixed_words:
                kept.append("words in formulas and drop-down lists")
            if next(root.iter(f"{{{TABLE}}}data-pilot-table"), None) is not None:
                kept.append("fields of pivot tables")
            if any(
                re.search(r"[^\W\d_]{3,}", text.text or "")
                for style in root.iter(f"{{{NUMBER}}}number-style", f"{{{NUMBER}}}text-style")
                for text in style.iter(f"{{{NUMBER}}}text")
            ):
                kept.append("words in number formats")
        if kept:
            self.note(f'In "{self.path.name}" these stay as they are: {", ".join(kept)}.')
        embedded = [
            name
            for name in self.archive.names
            if re.match(r"Object [^/]+$", name) or name.lower().endswith((".docx", ".xlsx", ".pptx", ".bin"))
        ]
        if embedded:
            self.note(f'Files embedded in "{self.path.name}" stay as they are: {", ".join(embedded[:5])}.')

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        if name == "meta.xml":
            for index, element in enumerate(tree.iter(*_PROPERTIES)):
                block = element_block(f"{name}#{index}", element, "document property")
                if block is not None:
                    yield block
            return
        plain, raised = _plain_styles(tree), _raised_styles(tree)
        for index, element in enumerate(tree.iter(f"{{{TEXT}}}p", f"{{{TEXT}}}h")):
            if _stays(element):
                continue
            paragraph = MixedParagraph(element, plain, raised)
            if worth_translating(paragraph.runs) and self._free(join_runs(paragraph.runs)):
                yield Block(f"{name}#{index}", paragraph.runs, paragraph.replace, _context(element))
        for index, element in enumerate(tree.iter(f"{{{SVG}}}title", f"{{{SVG}}}desc")):
            if has_letters(element.text or ""):
                yield _plain_block(f"{name}#alt{index}", element)
        for index, element in enumerate(tree.iter(*_FIELD_TEXTS)):
            block = element_block(f"{name}#field{index}", element, _FIELD_TEXTS[element.tag])
            if block is not None and self._free(element.text):
                yield block
        for index, element in enumerate(tree.iter(*{tag for tag, _ in _ATTRIBUTES})):
            for tag, attribute in _ATTRIBUTES:
                block = None
                computed = element.get(f"{{{TABLE}}}formula") is not None
                if tag == element.tag and not computed and self._free(element.get(attribute, "")):
                    block = attribute_block(
                        f"{name}#@{index}.{local_name_of(attribute)}",
                        element,
                        attribute,
                        _ATTRIBUTES[tag, attribute],
                    )
                if block is not None:
                    yield block
        yield from _drop_downs(name, tree)
        yield from _numbers(name, tree)
        if local_name(tree.getroot()) == "math" and any(
            re.search(r"[^\W\d_]{4,}", element.text or "") for element in tree.iter("{*}mtext")
        ):
            self.note(f'Words in formulas of "{self.path.name}" stay as they are.')

    def _free(self, text: str | None) -> bool:
        """Whether nothing refers to a text by its wording."""
        if (text or "").strip().casefold() not in self._fixed_words:
            return True
        self.note(
            f'Some texts of "{self.path.name}" stay as they are: formulas, conditions or lists use them.'
        )
        return False

    def set_language(self, name: str, tree: ElementTree, target_lang: str) -> bool:
        locale = LOCALES.get(target_lang, target_lang)
        if name == "meta.xml":
            changed = False
            for element in tree.iter("{http://purl.org/dc/elements/1.1/}language"):
                if (element.text or "").split("-")[0].lower() != target_lang:
                    element.text = locale
                    changed = True
            return changed
        language, _, country = locale.partition("-")
        changed = False
        for element in tree.iter(f"{{{STYLE}}}text-properties"):
            old = element.get(f"{{{FO}}}language")
            if old is None or old.lower() in NO_LANGUAGE or old.lower() == target_lang:
                continue
            element.set(f"{{{FO}}}language", language)
            element.set(f"{{{FO}}}country", country or "none")
            changed = True
        return changed


def _words_in_use(tree: ElementTree) -> frozenset[str]:
    """Texts that formulas, conditions, filters and drop-down lists refer to by their wording."""
    fixed: set[str] = set()
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            if key.endswith(("}condition", "}formula")) or key == _CALC_VALUE:
                fixed.update(text.replace('""', '"') for text in _LITERAL.findall(value))
        if element.tag == f"{{{TABLE}}}filter-condition":
            fixed.add(element.get(f"{{{TABLE}}}value", ""))
    return frozenset(text.strip().casefold() for text in fixed if has_letters(text))


def local_name_of(attribute: str) -> str:
    """An attribute's name without its namespace."""
    return attribute.rpartition("}")[2]


def _drop_downs(name: str, tree: ElementTree) -> Iterator[Block]:
    """What drop-down fields show; it stands behind their choices."""
    for index, element in enumerate(tree.iter(f"{{{TEXT}}}drop-down")):
        if len(element) and has_letters(element[-1].tail or ""):

            def replace(runs: Sequence[Run], last: Element = element[-1]) -> None:
                last.tail = clean_text(join_runs(runs))

            yield Block(f"{name}#drop{index}", [Run(element[-1].tail)], replace, "field")


def _numbers(name: str, tree: ElementTree) -> Iterator[Block]:
    """Words before and behind automatic numbers, and LibreOffice's own form of both (`Article %1%.`)."""
    for index, level in enumerate(tree.iter(*_LEVELS)):
        for attribute in (f"{{{STYLE}}}num-prefix", f"{{{STYLE}}}num-suffix"):
            if re.search(r"[^\W\d_]{2}", level.get(attribute, "")):
                block = attribute_block(
                    f"{name}#{index}.{local_name_of(attribute)}", level, attribute, "number"
                )
                if block is not None:
                    yield block
        attribute = f"{{{LOEXT}}}num-list-format"
        if re.search(r"[^\W\d_]{2}", level.get(attribute, "")):

            def put(new: str, level: Element = level, attribute: str = attribute) -> None:
                level.set(attribute, new)

            block = pattern_block(
                f"{name}#{index}.format", level.get(attribute, ""), re.compile(r"%\d+%"), put, "number"
            )
            if block is not None:
                yield block


def _plain_block(number: str, element: Element) -> Block:
    def replace(runs: Sequence[Run]) -> None:
        element.text = clean_text(join_runs(runs))

    return Block(number, [Run(element.text)], replace, "alternative text")


def _plain_styles(tree: ElementTree) -> frozenset[str]:
    """Automatic character styles without influence on the look: they only record edits and languages."""
    names: set[str] = set()
    for style in tree.iter(f"{{{STYLE}}}style"):
        if style.get(f"{{{STYLE}}}family") != "text" or style.get(f"{{{STYLE}}}parent-style-name"):
            continue
        if local_name(style.getparent()) != "automatic-styles":
            continue
        attributes = {
            etree.QName(attribute).localname for properties in style for attribute in properties.attrib
        }
        if all(
            re.fullmatch(r"rsid|paragraph-rsid|(language|country|script)(-asian|-complex)?", a)
            for a in attributes
        ):
            names.add(style.get(f"{{{STYLE}}}name", ""))
    return frozenset(names)


def _raised_styles(tree: ElementTree) -> frozenset[str]:
    """Automatic character styles that set text above the line."""
    names: set[str] = set()
    for properties in tree.iter(f"{{{STYLE}}}text-properties"):
        position = properties.get(f"{{{STYLE}}}text-position", "")
        if position.startswith("super") or re.match(r"[1-9]\d*%", position):
            names.add(properties.getparent().get(f"{{{STYLE}}}name", ""))
    return frozenset(names - {""})


def _stays(element: Element) -> bool:
    """Whether a paragraph records what was deleted, is a formula's result or a prompt on a master page."""
    in_frame = False
    for ancestor in element.iterancestors():
        in_frame |= ancestor.get(f"{{{PRESENTATION}}}class") is not None
        if in_frame and ancestor.tag in (f"{{{STYLE}}}master-page", f"{{{STYLE}}}handout-master"):
            return True
        if ancestor.tag == f"{{{TEXT}}}tracked-changes":
            return True
        if ancestor.tag == f"{{{TABLE}}}table-cell":
            return ancestor.get(f"{{{TABLE}}}formula") is not None
    return False


def _context(element: Element) -> str:
    if element.tag == f"{{{TEXT}}}h":
        return "heading"
    for ancestor in element.iterancestors():
        name = local_name(ancestor)
        if name in _CONTEXTS:
            return _CONTEXTS[name]
    return "body"


class MixedParagraph:
    """Reads `text:p` or `text:h` into runs and writes runs back."""

    def __init__(
        self,
        element: Element,
        plain_styles: frozenset[str] = frozenset(),
        raised_styles: frozenset[str] = frozenset(),
    ) -> None:
        self.element = element
        self.plain_styles = plain_styles
        self.raised_styles = raised_styles
        self.shells: dict[int, Element] = {}
        self.places: dict[int, Element] = {}
        self.ranges: dict[int, tuple[Element, Element]] = {}  # bookmarks, changes, comments: start and end
        self._raw: list[tuple[str, Tags, bool]] = []  # text, tags, whether its blanks stay as they are
        self.base = _base_span(
            element
        )  # presentations put each text into a span: the most common needs no mark
        self._written = ""  # last character written
        self._above: dict[int, list[Element]] = {}  # ruby texts that were put back, by their shells
        self._read(_items(element), (), self.base)
        self.runs = self._collapsed()

    # -- reading ---------------------------------------------------------------------------------------------

    def _read(self, items: list[str | Element], path: Tags, base: Element | None = None) -> None:
        previous: tuple[int, Element] | None = None  # a span that the next one may go on
        index = 0
        while index < len(items):
            item = items[index]
            index += 1
            if isinstance(item, str):
                self._raw.append((item, path, False))
                previous = None
                continue
            end = _range_end(items, index - 1)
            if end:
                number = len(self.shells) + len(self.places) + len(self.ranges)
                self.ranges[number] = (item, items[end])
                before = len(self._raw)
                self._read(items[index:end], (*path, number), base)
                if len(self._raw) == before:
                    self._raw.append(("", (*path, number), True))
                index, previous = end + 1, None
            elif base is not None and _same_shell(item, base):
                self._read(_items(item), path)
                previous = None
            else:
                previous = self._read_child(item, path, previous)

    def _read_child(
        self, child: Element, path: Tags, previous: tuple[int, Element] | None
    ) -> tuple[int, Element] | None:
        tag = child.tag
        if tag == f"{{{TEXT}}}s":
            count = child.get(f"{{{TEXT}}}c", "1")
            self._raw.append(
                (" " * (min(int(count), 1000) if re.fullmatch("[0-9]{1,9}", count) else 1), path, True)
            )
        elif tag == f"{{{TEXT}}}tab":
            self._raw.append(("\t", path, True))
        elif tag == f"{{{TEXT}}}line-break":
            self._raw.append(("\n", path, True))
        elif local_name(child) in ("soft-page-break", "event-listeners"):
            pass  # the layout's own, and what `_fill` carries with a link
        elif self._is_sign(child):
            self._put_place(child, path)
        elif tag == f"{{{TEXT}}}span" and child.get(f"{{{TEXT}}}style-name", "") in ("", *self.plain_styles):
            self._read(_items(child), path)
        elif tag in _WRAPPERS:
            if (
                previous is not None
                and dict(previous[1].attrib) == dict(child.attrib)
                and previous[1].tag == tag
                and local_name(child) != "ruby"
            ):
                self._read(_items(child), (*path, previous[0]))
                return previous
            number = len(self.shells) + len(self.places) + len(self.ranges)
            self.shells[number] = child
            before = len(self._raw)
            base = child.find(f"{{{TEXT}}}ruby-base") if local_name(child) == "ruby" else None
            self._read(_items(child if base is None else base), (*path, number))
            if len(self._raw) == before:  # nothing in it: it stays where it is
                del self.shells[number]
                self._put_place(child, path)
                return None
            return number, child
        else:
            self._put_place(child, path)
        return None

    def _put_place(self, child: Element, path: Tags) -> None:
        number = len(self.shells) + len(self.places) + len(self.ranges)
        self.places[number] = child
        self._raw.append(("", (*path, number), True))

    def _is_sign(self, child: Element) -> bool:
        """Whether a span is a raised number or sign."""
        return (
            child.tag == f"{{{TEXT}}}span"
            and child.get(f"{{{TEXT}}}style-name", "") in self.raised_styles
            and stands_apart("".join(child.itertext()))
        )

    def _collapsed(self) -> list[Run]:
        """Blanks in text count as one; those spelled as elements stay."""
        runs: list[Run] = []
        gone: list[tuple[int, Tags]] = []  # marks whose text was a blank that does not count
        blank = True  # at the start of the paragraph
        for text, path, exact in self._raw:
            if not exact:
                collapsed = re.sub(r"[ \t\r\n]+", " ", text)
                if blank and collapsed.startswith(" "):
                    collapsed = collapsed[1:]
                if not collapsed:
                    gone.append((len(runs), path))
                    continue
                blank = collapsed.endswith(" ")
                text = collapsed
            elif text or self._visible(path):
                blank = False
            if text and runs and runs[-1].text and runs[-1].tags == path:
                runs[-1] = Run(runs[-1].text + text, path)
            else:
                runs.append(Run(text, path))
        seen = {tag for run in runs for tag in run.tags}
        for index, path in reversed(gone):
            if not seen.issuperset(path):
                runs.insert(index, Run("", path))
                seen.update(path)
        return runs

    def _visible(self, path: Tags) -> bool:
        place = self.places.get(path[-1])  # type: ignore[call-overload]
        return place is not None and _shows(place)

    # -- writing ---------------------------------------------------------------------------------------------

    def replace(self, runs: Sequence[Run]) -> None:
        """Make the paragraph hold these runs."""
        for place in [*self.places.values(), *(edge for both in self.ranges.values() for edge in both)]:
            place.tail = None
            parent = place.getparent()
            if parent is not None:
                parent.remove(place)
        for child in list(self.element):
            self.element.remove(child)
        self.element.text = None
        self._written = " "  # blanks at the start of a paragraph would be dropped too
        for node in nest(runs):
            self._fill(self.element, [node], self.base)

    def _fill(self, parent: Element, nodes: Sequence[str | Node], base: Element | None = None) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._fill_text(parent if base is None else self._copy(parent, base), clean_text(node))
            elif node.tag in self.places:
                place = self.places[node.tag]  # type: ignore[index]
                parent.append(place)
                if _shows(place):
                    self._written = ""
            elif node.tag in self.ranges:
                start, end = self.ranges.pop(node.tag)  # type: ignore[arg-type]
                parent.append(start)
                self._fill(parent, node.content, base)
                parent.append(end)
            else:
                shell = self.shells.get(node.tag)  # type: ignore[call-overload]
                if shell is not None and local_name(shell) == "ruby":
                    self._fill_ruby(parent, shell, node.content)
                else:
                    self._fill(parent if shell is None else self._copy(parent, shell), node.content)

    def _fill_ruby(self, parent: Element, shell: Element, content: Sequence[str | Node]) -> None:
        """The words with what is written above them; a second piece of them gets a copy of it."""
        base = shell.find(f"{{{TEXT}}}ruby-base")
        copied = etree.SubElement(parent, shell.tag, dict(shell.attrib))
        self._fill(etree.SubElement(copied, base.tag, dict(base.attrib)), content)
        above = shell.find(f"{{{TEXT}}}ruby-text")
        if above is None:
            above = next((copy.deepcopy(known) for known in self._above.get(id(shell), ())), None)
        if above is not None:
            self._above.setdefault(id(shell), []).append(above)
            above.tail = None
            copied.append(above)

    def _copy(self, parent: Element, shell: Element) -> Element:
        copied = etree.SubElement(parent, shell.tag, dict(shell.attrib))
        for child in shell:  # a link's own events come first and stay
            if local_name(child) == "event-listeners":
                copied.append(copy.deepcopy(child))
                copied[-1].tail = None
        return copied

    def _fill_text(self, parent: Element, text: str) -> None:
        """A blank after a blank, in whatever span, needs an element of its own."""
        for part in _BLANKS.split(text):
            if part == "\t":
                etree.SubElement(parent, f"{{{TEXT}}}tab")
            elif part == "\n":
                etree.SubElement(parent, f"{{{TEXT}}}line-break")
            elif part.startswith(" ") and (len(part) > 1 or self._written in (" ", "\n")):
                count = len(part)
                if self._written not in (" ", "\n"):
                    _append_text(parent, " ")
                    count -= 1
                blanks = etree.SubElement(parent, f"{{{TEXT}}}s")
                if count > 1:
                    blanks.set(f"{{{TEXT}}}c", str(count))
            elif part:
                _append_text(parent, part)
            self._written = part[-1:] or self._written


def _items(element: Element) -> list[str | Element]:
    """Texts and child elements in their order."""
    items: list[str | Element] = [element.text] if element.text else []
    for child in element:
        if isinstance(child.tag, str):
            items.append(child)
        if child.tail:
            items.append(child.tail)
    return items


def _range_end(items: list[str | Element], index: int) -> int:
    """Where the range that starts here ends among its siblings; 0 if it does not."""
    start = items[index]
    name = local_name(start)
    if name == "annotation":
        wanted = "annotation-end"
    elif name.endswith("-start"):
        wanted = name.removesuffix("start") + "end"
    else:
        return 0
    identity = {start.get(key) for key in _RANGE_KEYS} - {None}  # type: ignore[union-attr]
    for later in range(index + 1, len(items)):
        item = items[later]
        if isinstance(item, str) or local_name(item) != wanted:
            continue
        if identity & {item.get(key) for key in _RANGE_KEYS}:
            return later
    return 0


def _shows(place: Element) -> bool:
    """Whether a place is seen in the line, so that the blanks on its two sides are two."""
    name = local_name(place)
    return name in _VISIBLE or (name != "annotation" and bool("".join(place.itertext()).strip()))


def _same_shell(first: Element, second: Element) -> bool:
    return first.tag == second.tag and dict(first.attrib) == dict(second.attrib)


def _base_span(element: Element) -> Element | None:
    """A span like those that hold most of a paragraph's text; None when most of it stands in none."""
    loose = len((element.text or "").strip())
    lengths: Counter[str] = Counter()
    first: dict[str, Element] = {}
    for child in element:
        loose += len((child.tail or "").strip())
        if child.tag == f"{{{TEXT}}}span":
            key = repr(sorted(child.attrib.items()))
            lengths[key] += len("".join(child.itertext()))
            first.setdefault(key, child)
    if loose or not lengths:
        return None
    return first[max(lengths, key=lambda key: lengths[key])]


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
