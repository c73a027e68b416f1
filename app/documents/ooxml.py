"""What Word, PowerPoint and Excel files share: relationships of parts, and paragraphs made of runs.

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

from app.documents.archive import Archive
from app.documents.base import LOCALES
from app.documents.inline import Block, Node, has_letters, nest, stands_apart, worth_translating
from app.documents.xmlsafe import XML_NAMESPACE, Element, ElementTree, clean_text, local_name, parse_xml
from app.markup import Run, Tags, join_runs

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/drawingml/main": A,
    "http://purl.oclc.org/ooxml/spreadsheetml/main": S,
}
NO_LANGUAGE = {"", "zxx", "x-none", "none"}


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
    """A mark that holds runs: a link, an insertion, a field with text. before, after: around it."""

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
                mark = Wrapper(None, [child], [children[end]])
                self._read(children[index + 1 : end], (*path, self._mark(mark)))
                if end == index + 1:
                    self._pending.append(("", "", (*path, len(self.marks) - 1)))
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
        number = self._mark(Wrapper(_emptied(element), [], []))
        self._read(list(element), (*path, number))

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
        element = copy.deepcopy(shell)
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

    wrapper_names = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "sdt", "customXml", "dir", "bdo"})
    dropped_names = frozenset({"proofErr"})
    ignored_properties = frozenset({"lang", "noProof"})

    def _read_wrapper(self, element: Element, path: Tags) -> None:
        if local_name(element) != "sdt":
            super()._read_wrapper(element, path)
            return
        content = next((c for c in element if local_name(c) == "sdtContent"), None)
        if content is None:
            self._place([element], path)
            return
        shell = _emptied(element)
        shell.extend(copy.deepcopy(c) for c in element if c is not content)
        number = self._mark(Wrapper(shell, [], []))
        self._read(list(content), (*path, number))

    def _filled(self, shell: Element, content: list[Element]) -> Element:
        element = super()._filled(shell, [] if local_name(shell) == "sdt" else content)
        if local_name(shell) == "sdt":
            inner = etree.Element(self._name("sdtContent"))
            inner.extend(content)
            last = next((c for c in element if local_name(c) == "sdtEndPr"), None)
            at = list(element).index(last) + 1 if last is not None else len(element)
            element.insert(at, inner)
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
        code = "".join(t.text or "" for e in elements for t in e.iter(self._name("instrText")))
        kinds = [
            {m.get(self._name("fldCharType")) for m in element.iter(self._name("fldChar"))}
            for element in elements
        ]
        first = next((i for i, kind in enumerate(kinds) if "separate" in kind), None)
        simple = all(len(kind) <= 1 for kind in kinds) and sum("begin" in kind for kind in kinds) == 1
        if not code.strip().upper().startswith("HYPERLINK") or first is None or not simple:
            self._place(elements, path)
            return
        mark = Wrapper(None, elements[: first + 1], [elements[-1]])
        self._read(elements[first + 1 : -1], (*path, self._mark(mark)))

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


def content_types(archive: Archive) -> dict[str, str]:
    """Part name without its leading slash -> content type, for parts that name their own."""
    tree = parse_xml(archive.read("[Content_Types].xml"), f"{archive.path.name}: [Content_Types].xml")
    return {
        element.get("PartName", "").lstrip("/"): element.get("ContentType", "")
        for element in tree.iter("{*}Override")
    }


def parts_of_type(archive: Archive, *endings: str) -> list[str]:
    """Parts whose content type ends so: in the order of the endings, then by the numbers in their names."""
    types = content_types(archive)
    found: list[str] = []
    for ending in endings:
        names = [name for name, kind in types.items() if kind.endswith(ending) and name in archive]
        found.extend(sorted(names, key=natural_key))
    return list(dict.fromkeys(found))


def natural_key(name: str) -> list[tuple[int, str]]:
    """Sorts slide2 before slide10."""
    return [(len(part), part) if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def attribute_block(number: str, element: Element, attribute: str, context: str) -> Block | None:
    """A text in an attribute; None when there is none worth translating."""
    text = element.get(attribute)
    if not text or not has_letters(text):
        return None

    def replace(runs: Sequence[Run]) -> None:
        element.set(attribute, clean_text(join_runs(runs)))

    return Block(number, [Run(text)], replace, context)


def alternative_texts(name: str, tree: ElementTree) -> Iterator[Block]:
    """Descriptions of pictures and shapes."""
    for index, element in enumerate(tree.iter("{*}docPr", "{*}cNvPr")):
        for attribute in ("title", "descr"):
            block = attribute_block(f"{name}#alt{index}.{attribute}", element, attribute, "alternative text")
            if block is not None:
                yield block


def paragraph_blocks(
    name: str, elements: Iterable[Element], kind: type[Paragraph], context: Callable[[Element], str]
) -> Iterator[Block]:
    """Paragraphs with something to translate. A paragraph's id is its number in the part."""
    for index, element in enumerate(elements):
        paragraph = kind(element)
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
