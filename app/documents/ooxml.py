"""What Word, PowerPoint and Excel files share: paragraphs made of runs, texts in attributes.

A paragraph is a row of runs, each with its properties (rPr). The properties that most characters have are
the paragraph's base; runs with others become marks. Links and insertions wrap runs and become marks that
hold others; everything without text of its own (images, notes, fields, bookmarks) becomes a mark that has
only a place. ECMA-376 part 1, sections 17.3, 18.4 and 21.1.2.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from app.documents.base import LOCALES
from app.documents.inline import Block, Node, has_letters, nest, stands_apart, worth_translating
from app.documents.xmlsafe import XML_NAMESPACE, Element, ElementTree, clean_text, local_name
from app.text.markup import Run, Tags, join_runs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/drawingml/main": A,
    "http://purl.oclc.org/ooxml/spreadsheetml/main": S,
}
NO_LANGUAGE = {"", "zxx", "x-none", "none"}
KEPT_FIELDS = frozenset(
    re.findall(
        r"\S+",
        "= ADDIN ADDRESSBLOCK ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIDIOUTLINE CITATION CONTROL "
        "CREATEDATE DATABASE DATE DDE DDEAUTO DISPLAYBARCODE EDITTIME EMBED EQ FILENAME FILESIZE FORMCHECKBOX "
        "FORMDROPDOWN GREETINGLINE IMPORT INCLUDEPICTURE INFO LASTSAVEDBY LINK LISTNUM MERGEBARCODE MERGEFIELD "
        "MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE PRIVATE RD "
        "REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF SYMBOL TA TC TEMPLATE TIME USERADDRESS "
        "USERINITIALS USERNAME XE",
    )
)  # fields whose result is a number, a date, a name or data; ECMA-376 part 1, 17.16.5


def field_name(code: str) -> str:
    """The name of a field by its code: `REF _Ref1 \\h` is REF."""
    words = code.split(None, 1)
    return words[0].upper() if words else ""


def shows_words(code: str, result: str) -> bool:
    """Whether a field's result is words of the document, to be translated with their sentence."""
    name = field_name(code)
    return bool(name) and not name.startswith("=") and name not in KEPT_FIELDS and has_letters(result)


def vocabulary(element: Element) -> str:
    """W, A or S: the transitional namespace of an element, for files in the strict form too."""
    namespace = etree.QName(element).namespace or ""
    return STRICT.get(namespace, namespace)


@dataclass
class Format:
    """A mark for runs whose properties differ from the paragraph's base."""

    properties: Element | None


@dataclass
class Wrapper:
    """A mark that holds runs: a link, an insertion, a field with text. shell: the element, of which what is
    not text is copied when it is written; before, after: around the runs where there is no such element."""

    shell: Element | None
    before: list[Element]
    after: list[Element]


@dataclass
class Place:
    """A mark without text: elements that are carried whole. run: where a run also holds text, the run whose
    properties the element takes along."""

    elements: list[Element]
    run: Element | None = None


Mark = Format | Wrapper | Place


class Paragraph:
    """Reads one paragraph into runs and writes runs back. Subclasses know one vocabulary."""

    run_names: frozenset[str] = frozenset({"r"})
    properties_name = "rPr"
    head_names: frozenset[str] = frozenset({"pPr"})  # stay at the start
    tail_names: frozenset[str] = frozenset()  # stay at the end
    wrapper_names: frozenset[str] = frozenset()
    dropped_names: frozenset[str] = frozenset()  # carry no meaning for a translation
    ignored_properties: frozenset[str] = frozenset()  # elements in rPr without influence on the look
    ignored_attributes: frozenset[str] = frozenset()

    def __init__(self, element: Element) -> None:
        self.element = element
        self.namespace = etree.QName(element).namespace
        self.marks: dict[int, Mark] = {}
        self.runs: list[Run] = []
        self.unread: list[str] = []  # fields whose words could not be reached
        self._keys: list[tuple[int, str]] = []  # (length, key) of each text read
        self._by_key: dict[str, Element | None] = {}
        self._pending: list[
            tuple[str, str, Tags]
        ] = []  # text, key, wrappers; key "" with an empty text: a place
        self._read(list(element), ())
        counts: Counter[str] = Counter()
        for length, key in self._keys:
            counts[key] += length
        self.base_key = max(counts, key=lambda key: counts[key]) if counts else ""
        self._to_runs()

    # -- reading ---------------------------------------------------------------------------------------------

    def _name(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    def _read(self, children: list[Element], path: Tags) -> None:
        index = 0
        while index < len(children):
            child = children[index]
            name = (
                local_name(child)
                if etree.QName(child).namespace == self.namespace
                else ""
                if isinstance(child.tag, str)
                else "#"
            )
            if name == "#" or name in self.dropped_names or self._outside(name):
                index += 1
                continue
            end = self._range_end(children, index)
            if end:
                number = self._mark(Wrapper(None, [child], [children[end]]))
                before = len(self._pending)
                self._read(children[index + 1 : end], (*path, number))
                if len(self._pending) == before:
                    self._pending.append(("", "", (*path, number)))
                index = end + 1
                continue
            group = self._field(children, index)
            if group:
                index += group
                self._read_field(children[index - group : index], path)
                continue
            if name in self.run_names:
                self._read_run(child, path)
            elif name in self.wrapper_names:
                self._read_wrapper(child, path)
            else:
                self._place([child], path)
            index += 1

    def _outside(self, name: str) -> bool:
        return name in self.head_names or name in self.tail_names

    def _range_end(self, children: list[Element], index: int) -> int:
        """Where the range (bookmark, comment) that starts here ends among its siblings; 0 if it does not."""
        start = children[index]
        name = local_name(start)
        if not name.endswith("Start") or start.tag != self._name(name):
            return 0
        wanted = self._name(name.removesuffix("Start") + "End")
        number = start.get(self._name("id"))
        for later in range(index + 1, len(children)):
            if children[later].tag == wanted and children[later].get(self._name("id")) == number:
                return later
        return 0

    def _field(self, children: list[Element], index: int) -> int:
        """How many children a complex field that begins here takes; 0 for none."""
        return 0

    def _read_field(self, elements: list[Element], path: Tags) -> None:
        self._place(elements, path)

    def _read_wrapper(self, element: Element, path: Tags) -> None:
        self._read_content(element, Wrapper(element, [], []), list(element), path)

    def _read_content(self, element: Element, mark: Wrapper, content: list[Element], path: Tags) -> None:
        """What a wrapper holds. One that holds nothing (a field to fill in, an empty link) is a place."""
        number = self._mark(mark)
        before = len(self._pending)
        self._read(content, (*path, number))
        if len(self._pending) == before:
            self.marks[number] = Place([element])
            self._pending.append(("", "", (*path, number)))

    def _mark(self, mark: Mark) -> int:
        self.marks[len(self.marks)] = mark
        return len(self.marks) - 1

    def _place(self, elements: list[Element], path: Tags, run: Element | None = None) -> None:
        self._pending.append(("", "", (*path, self._mark(Place(elements, run)))))

    def _read_run(self, run: Element, path: Tags) -> None:
        properties = next((c for c in run if local_name(c) == self.properties_name), None)
        key = self._key(properties)
        self._by_key.setdefault(key, properties)
        content = [c for c in run if c is not properties and isinstance(c.tag, str)]
        texts = [self._text(c) for c in content]
        if content and not any(text is not None for text in texts):
            self._place([run], path)
            return
        if None not in texts and self._raised(properties) and stands_apart("".join(map(str, texts))):
            self._place([run], path)
            return
        for child, text in zip(content, texts, strict=True):
            if text is None:
                self._place([child], path, run)
            elif text:
                self._keys.append((len(text), key))
                self._pending.append((text, key, path))

    def _raised(self, properties: Element | None) -> bool:
        """Whether the properties set text above the line."""
        align = properties.find("{*}vertAlign") if properties is not None else None
        return align is not None and "superscript" in align.attrib.values()

    def _text(self, element: Element) -> str | None:
        """Text of a run's child; None when it has to be carried as it is."""
        return (element.text or "") if local_name(element) == "t" else None

    def _key(self, properties: Element | None) -> str:
        """Equal for properties that look the same."""
        if properties is None:
            return ""
        attributes = sorted(
            f"{name}={value}"
            for name, value in properties.attrib.items()
            if name not in self.ignored_attributes
        )
        children = sorted(
            etree.tostring(child, method="c14n", with_tail=False).decode()
            for child in properties
            if isinstance(child.tag, str) and local_name(child) not in self.ignored_properties
        )
        return "|".join([*attributes, *children])

    def _to_runs(self) -> None:
        """Texts with the base properties carry no mark of their own; equal neighbours share one."""
        runs: list[Run] = []
        for text, key, path in self._pending:
            if not text or key == self.base_key:
                if text and runs and runs[-1].text and runs[-1].tags == path:
                    runs[-1] = Run(runs[-1].text + text, path)
                else:
                    runs.append(Run(text, path))
                continue
            tags = self._continued(runs, key, path)
            if tags is None:
                tags = (*path, self._mark(Format(self._by_key.get(key))))
            if runs and runs[-1].text and runs[-1].tags == tags:
                runs[-1] = Run(runs[-1].text + text, tags)
            else:
                runs.append(Run(text, tags))
        self.runs = runs

    def _continued(self, runs: list[Run], key: str, path: Tags) -> Tags | None:
        """Tags of the text before, when it has the same properties and only places stand between."""
        index = len(runs) - 1
        while index >= 0 and not runs[index].text and runs[index].tags[:-1] == path:
            index -= 1
        if index < 0 or len(runs[index].tags) != len(path) + 1 or runs[index].tags[:-1] != path:
            return None
        number = runs[index].tags[-1]
        mark = self.marks[number] if isinstance(number, int) else None
        if not isinstance(mark, Format) or self._key(mark.properties) != key:
            return None
        for between in range(index + 1, len(runs)):
            runs[between] = Run("", (*path, number, runs[between].tags[-1]))
        return (*path, number)

    # -- writing ---------------------------------------------------------------------------------------------

    def replace(self, runs: Sequence[Run]) -> None:
        """Make the paragraph hold these runs."""
        head = [c for c in self.element if local_name(c) in self.head_names]
        tail = [c for c in self.element if local_name(c) in self.tail_names]
        content = self._build(nest(runs), self._by_key.get(self.base_key))
        for child in list(self.element):
            self.element.remove(child)
        self.element.text = None
        for child in [*head, *content, *tail]:
            child.tail = None
            self.element.append(child)

    def _build(self, nodes: Sequence[str | Node], properties: Element | None) -> list[Element]:
        out: list[Element] = []
        for node in nodes:
            if isinstance(node, str):
                out.extend(self._text_runs(node, properties))
                continue
            mark = self.marks[node.tag]  # type: ignore[index]  # mended: only marks of this paragraph
            if isinstance(mark, Place):
                out.extend(mark.elements if mark.run is None else [self._alone(mark)])
            elif isinstance(mark, Format):
                out.extend(self._build(node.content, mark.properties))
            else:
                inner = self._build(node.content, properties)
                if mark.shell is None:
                    out.extend([*mark.before, *inner, *mark.after])
                    mark.before, mark.after = [], []  # there once, even where a mark comes in two pieces
                else:
                    out.append(self._filled(mark.shell, inner))
        return out

    def _alone(self, place: Place) -> Element:
        """A run for an element that shared its run with text."""
        assert place.run is not None
        run = _emptied(place.run)
        properties = next((c for c in place.run if local_name(c) == self.properties_name), None)
        if properties is not None:
            run.append(copy.deepcopy(properties))
        run.extend(place.elements)
        return run

    def _filled(self, shell: Element, content: list[Element]) -> Element:
        element = _emptied(shell)
        for child in content:
            child.tail = None
            element.append(child)
        return element

    def _text_runs(self, text: str, properties: Element | None) -> list[Element]:
        run = etree.Element(self._name("r"))
        copied = self._properties(properties)
        if copied is not None:
            run.append(copied)
        self._fill(run, clean_text(text))
        return [run]

    def _properties(self, properties: Element | None) -> Element | None:
        if properties is None:
            return None
        copied = copy.deepcopy(properties)
        copied.tail = None
        for child in list(copied):
            if local_name(child) in self.ignored_properties:
                copied.remove(child)
        return copied

    def _fill(self, run: Element, text: str) -> None:
        element = etree.SubElement(run, self._name("t"))
        element.text = text


def _emptied(element: Element) -> Element:
    return etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)


class WordParagraph(Paragraph):
    """`w:p`."""

    wrapper_names = frozenset(
        {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "customXml", "dir", "bdo", "fldSimple"}
    )
    dropped_names = frozenset({"proofErr"})
    ignored_properties = frozenset({"lang", "noProof"})

    def _read_wrapper(self, element: Element, path: Tags) -> None:
        if local_name(element) == "fldSimple":
            code = element.get(self._name("instr"), "")
            if shows_words(code, "".join(element.itertext())):
                super()._read_wrapper(element, path)
            else:
                self._place([element], path)
            return
        if local_name(element) != "sdt":
            super()._read_wrapper(element, path)
            return
        content = next((c for c in element if local_name(c) == "sdtContent"), None)
        if content is None:
            self._place([element], path)
            return
        self._read_content(element, Wrapper(element, [], []), list(content), path)

    def _filled(self, shell: Element, content: list[Element]) -> Element:
        if local_name(shell) != "sdt":
            return super()._filled(shell, content)
        element = _emptied(shell)
        for child in shell:
            if local_name(child) == "sdtContent":
                inner = etree.SubElement(element, child.tag, dict(child.attrib))
                inner.extend(content)
            else:
                element.append(copy.deepcopy(child))
        return element

    def _field(self, children: list[Element], index: int) -> int:
        depth = 0
        if children[index].tag != self._name("r"):  # a link may hold whole fields: it is read by itself
            return 0
        for offset, child in enumerate(children[index:]):
            if not isinstance(child.tag, str):
                continue
            for mark in child.iter(self._name("fldChar")):
                kind = mark.get(self._name("fldCharType"))
                depth += (kind == "begin") - (kind == "end")
                if depth < 0:
                    return 0
            if offset == 0 and depth == 0 and child.find(f".//{self._name('fldChar')}") is None:
                return 0
            if depth == 0:
                return offset + 1
        return 0

    def _read_field(self, elements: list[Element], path: Tags) -> None:
        kinds = [
            [m.get(self._name("fldCharType")) for m in element.iter(self._name("fldChar"))]
            for element in elements
        ]
        first, depth = -1, 0  # where the result of the outer field begins
        for index, marks in enumerate(kinds):
            for mark in marks:
                depth += (mark == "begin") - (mark == "end")
                if mark == "separate" and depth == 1 and first < 0:
                    first = index
        code = "".join(t.text or "" for e in elements[: first + 1] for t in e.iter(self._name("instrText")))
        result = "".join(t.text or "" for e in elements[first:] for t in e.iter(self._name("t")))
        if first < 0 or not shows_words(code, result):
            self._place(elements, path)
            return
        if len(kinds[first]) > 1 or len(kinds[-1]) > 1 or kinds[0] != ["begin"]:
            self.unread.append(field_name(code))
            self._place(elements, path)
            return
        number = self._mark(Wrapper(None, elements[: first + 1], [elements[-1]]))
        before = len(self._pending)
        self._read(elements[first + 1 : -1], (*path, number))
        if len(self._pending) == before:
            self._pending.append(("", "", (*path, number)))

    def _text(self, element: Element) -> str | None:
        name = local_name(element)
        if name == "t":
            return element.text or ""
        if name == "tab":
            return "\t"
        if name == "cr" or (name == "br" and element.get(self._name("type")) in (None, "textWrapping")):
            return "\n"
        if name == "noBreakHyphen":
            return "\u2011"
        if name in ("softHyphen", "lastRenderedPageBreak"):
            return ""
        return None

    def _fill(self, run: Element, text: str) -> None:
        for index, line in enumerate(text.split("\n")):
            if index:
                etree.SubElement(run, self._name("br"))
            for column, part in enumerate(line.split("\t")):
                if column:
                    etree.SubElement(run, self._name("tab"))
                if part:
                    element = etree.SubElement(run, self._name("t"))
                    element.text = part
                    element.set(f"{{{XML_NAMESPACE}}}space", "preserve")


class DrawingParagraph(Paragraph):
    """`a:p`, the text of slides, charts and diagrams."""

    run_names = frozenset({"r", "br"})
    tail_names = frozenset({"endParaRPr"})
    ignored_attributes = frozenset({"lang", "altLang", "dirty", "err", "smtClean", "noProof", "smtId"})

    def _raised(self, properties: Element | None) -> bool:
        return properties is not None and properties.get("baseline", "-").rstrip("%")[:1].strip("0-") != ""

    def _read_run(self, run: Element, path: Tags) -> None:
        if local_name(run) == "r":
            super()._read_run(run, path)
            return
        properties = next((c for c in run if local_name(c) == "rPr"), None)
        key = self._key(properties)
        self._by_key.setdefault(key, properties)
        last = next((known for text, known, _ in reversed(self._pending) if text), key)
        self._pending.append(("\n", last, path))
        self._keys.append((0, last))

    def _text_runs(self, text: str, properties: Element | None) -> list[Element]:
        out: list[Element] = []
        for index, line in enumerate(clean_text(text).split("\n")):
            if index:
                out.append(etree.Element(self._name("br")))
                copied = self._properties(properties)
                if copied is not None:
                    out[-1].append(copied)
            if line:
                out.extend(super()._text_runs(line, properties))
        return out


class SharedString(Paragraph):
    """`si` or `is` of a workbook: one text, or runs with properties of their own."""

    head_names = frozenset()
    tail_names = frozenset({"rPh", "phoneticPr"})

    def _read(self, children: list[Element], path: Tags) -> None:
        for child in children:
            if local_name(child) == "t":
                self._by_key.setdefault("", None)
                if child.text:
                    self._keys.append((len(child.text), ""))
                    self._pending.append((child.text, "", path))
            elif local_name(child) == "r":
                self._read_run(child, path)

    def _text_runs(self, text: str, properties: Element | None) -> list[Element]:
        run = super()._text_runs(text, properties)[0]
        plain = not any(local_name(c) == "r" for c in self.element)
        return [run[-1]] if plain else [run]

    def _fill(self, run: Element, text: str) -> None:
        super()._fill(run, text)
        run[-1].set(f"{{{XML_NAMESPACE}}}space", "preserve")


def attribute_block(
    number: str, element: Element, attribute: str, context: str, most: int = 0
) -> Block | None:
    """A text in an attribute; None when there is none worth translating. most: characters that fit, where
    the format has such a limit; a longer translation is not put in."""
    text = element.get(attribute)
    if not text or not has_letters(text):
        return None

    def replace(runs: Sequence[Run]) -> None:
        translated = clean_text(join_runs(runs))
        if not most or len(translated) <= most:
            element.set(attribute, translated)

    return Block(number, [Run(text)], replace, context)


def element_block(number: str, element: Element, context: str) -> Block | None:
    """A text that is an element's whole content; None when there is none worth translating."""
    if not has_letters(element.text or "") or len(element):
        return None

    def replace(runs: Sequence[Run]) -> None:
        element.text = clean_text(join_runs(runs))

    return Block(number, [Run(element.text)], replace, context)


def pattern_block(
    number: str,
    text: str,
    codes: re.Pattern[str],
    put: Callable[[str], None],
    context: str,
    sign: str = "",
) -> Block | None:
    """A text with codes in it (`Chapter %1`), which are places; None when there are no words.

    codes: finds them. put: stores the text. sign: what begins a code, and stands twice for itself."""
    marks: dict[int, str] = {}
    runs: list[Run] = []
    at = 0
    for match in codes.finditer(text):
        if sign and match.group() == 2 * sign:
            continue
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        marks[len(marks)] = match.group()
        runs.append(Run("", (len(marks) - 1,)))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    if sign:
        runs = [Run(run.text.replace(2 * sign, sign), run.tags) for run in runs]
    if not worth_translating(runs):
        return None

    def replace(new: Sequence[Run]) -> None:
        parts: list[str] = []
        for run in new:
            code = "" if run.text else marks[run.tags[-1]]  # type: ignore[index]
            words = clean_text(run.text)
            if sign:
                words = words.replace(sign, 2 * sign)
                if parts and parts[-1][-1:].isdigit() and words[:1].isdigit():
                    words = f" {words}"  # else the number would go on
            parts.append(code or words)
        put("".join(parts))

    return Block(number, runs, replace, context)


def attribute_blocks(
    name: str, tree: ElementTree, places: Iterable[tuple[str, str, str]], most: int = 0
) -> Iterator[Block]:
    """Texts in attributes. places: (element or parent/element, attribute without its namespace, context)."""
    wanted: dict[str, list[tuple[str, str, str]]] = {}
    for element_name, attribute, context in places:
        parent, _, child = element_name.rpartition("/")
        wanted.setdefault(child, []).append((parent, attribute, context))
    for index, element in enumerate(tree.iter(*(f"{{*}}{element_name}" for element_name in wanted))):
        for parent, attribute, context in wanted[local_name(element)]:
            if parent and (element.getparent() is None or local_name(element.getparent()) != parent):
                continue
            key = next((key for key in element.attrib if etree.QName(key).localname == attribute), None)
            block = None
            if key is not None:
                block = attribute_block(f"{name}#@{index}.{attribute}", element, key, context, most)
            if block is not None:
                yield block


def alternative_texts(name: str, tree: ElementTree) -> Iterator[Block]:
    """Descriptions of pictures and shapes, and the tips that links in drawings show."""
    for index, element in enumerate(tree.iter("{*}docPr", "{*}cNvPr")):
        for attribute in ("title", "descr"):
            block = attribute_block(f"{name}#alt{index}.{attribute}", element, attribute, "alternative text")
            if block is not None:
                yield block
    links = [
        ("hlinkClick", "tooltip", "tip"),
        ("hlinkHover", "tooltip", "tip"),
        ("hlinkMouseOver", "tooltip", "tip"),
    ]
    yield from attribute_blocks(f"{name}#tip", tree, links)


def paragraph_blocks(
    name: str,
    elements: Iterable[Element],
    kind: type[Paragraph],
    context: Callable[[Element], str],
    unread: Callable[[list[str]], None] = lambda names: None,
) -> Iterator[Block]:
    """Paragraphs with something to translate. A paragraph's id is its number in the part. unread: told of
    fields whose words stay."""
    for index, element in enumerate(elements):
        paragraph = kind(element)
        unread(paragraph.unread)
        if worth_translating(paragraph.runs):
            yield Block(f"{name}#{index}", paragraph.runs, paragraph.replace, context(element))


def set_drawing_language(tree: ElementTree, target_lang: str) -> bool:
    """`lang` of every run's properties in slides, charts and diagrams."""
    changed = False
    for element in tree.iter("{*}rPr", "{*}endParaRPr", "{*}defRPr"):
        if vocabulary(element) == A:
            changed |= set_locale(element, "lang", target_lang)
    return changed


def set_locale(element: Element, attribute: str, target_lang: str) -> bool:
    """Set a language attribute that is there and names another language; whether it changed."""
    old = element.get(attribute)
    if old is None or old.lower() in NO_LANGUAGE or old.lower().split("-")[0] == target_lang:
        return False
    element.set(attribute, LOCALES.get(target_lang, target_lang))
    return True


def drawing_paragraphs(tree: ElementTree) -> Iterator[Element]:
    """Every `a:p`, transitional or strict."""
    for element in tree.iter("{*}p"):
        if vocabulary(element) == A:
            yield element
