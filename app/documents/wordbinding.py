"""Content controls and fields of Word that show a value kept elsewhere: document properties, custom XML.

Word shows the stored value when it opens the file, whatever the control or field holds, so the value is
translated too. ECMA-376 part 1, 17.5.2.6 (dataBinding); only plain paths of steps are followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.documents.archive import Archive, same_name
from app.documents.inline import Block, has_letters
from app.documents.parts import parts_of_type, relationships
from app.documents.xmlsafe import Element, ElementTree, clean_text, local_name, parse_xml
from app.errors import PlgtError
from app.text.markup import Run, join_runs

CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
EXTENDED = "{6668398D-A668-4E3E-A5EB-62B293D839F1}"
_STEP = re.compile(r"(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+|\*)(?:\[(?P<number>\d{1,6})\])?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")
_DATE = re.compile(r"[+-]?\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?")
_VALUES = {
    "date",
    "checkbox",
    "picture",
    "dropDownList",
    "comboBox",
    "group",
}  # controls that show no plain text
_FIELDS = {"TITLE": "title", "SUBJECT": "subject", "KEYWORDS": "keywords", "COMMENTS": "description"}
_FIELD = re.compile(r"^\s*(\w+)\s*(?:\"([^\"]+)\"|([^\s\\\"]+))?")


class Bindings:
    """Which values of which parts a document shows. parts: entry -> elements' paths, in order."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.paths: dict[str, list[str]] = {}  # part -> paths as `Element.getroottree().getpath` spells them
        self._trees: dict[str, ElementTree | None] = {}
        self._stores = self._find_stores()

    def _find_stores(self) -> dict[str, str]:
        """Store id, upper-case -> part."""
        stores: dict[str, str] = {}
        for entry in parts_of_type(self.archive, "core-properties+xml")[:1]:
            stores[CORE] = entry
        for entry in parts_of_type(self.archive, "extended-properties+xml")[:1]:
            stores[EXTENDED] = entry
        if CORE not in stores and (entry := self.archive.find("docProps/core.xml")):
            stores[CORE] = entry
        if EXTENDED not in stores and (entry := self.archive.find("docProps/app.xml")):
            stores[EXTENDED] = entry
        for entry in self.archive.names:
            if not same_name(entry).startswith("/customxml/") or not same_name(entry).endswith(".xml"):
                continue
            for relationship in relationships(self.archive, entry):
                if relationship.kind == "customXmlProps" and relationship.target:
                    root = self._tree(relationship.target)
                    for key, value in root.getroot().attrib.items() if root is not None else ():
                        if key.endswith("itemID"):
                            stores[value.upper()] = entry
        return stores

    def _tree(self, entry: str) -> ElementTree | None:
        if entry not in self._trees:
            try:
                self._trees[entry] = parse_xml(self.archive.read(entry), entry)
            except PlgtError:
                self._trees[entry] = None
        return self._trees[entry]

    def look(self, tree: ElementTree) -> None:
        """Take in the controls and fields of a part."""
        for binding in tree.iter("{*}dataBinding"):
            kinds = {local_name(sibling) for sibling in binding.itersiblings()} | {
                local_name(sibling) for sibling in binding.itersiblings(preceding=True)
            }
            if not kinds & _VALUES:
                self._bind(_values(binding))
        for element in tree.iter("{*}instrText", "{*}fldSimple"):
            code = (
                element.text or ""
                if local_name(element) == "instrText"
                else _values(element).get("instr", "")
            )
            self._look_at_field(code)

    def _bind(self, values: dict[str, str]) -> None:
        part = self._stores.get(values.get("storeItemID", "").upper())
        tree = self._tree(part) if part else None
        if part is None or tree is None:
            return
        prefixes = {
            match[1]: match[2] or match[3] or ""
            for match in _PREFIX.finditer(values.get("prefixMappings", ""))
        }
        found = _follow(tree.getroot(), values.get("xpath", ""), prefixes)
        self._add(part, found)

    def _look_at_field(self, code: str) -> None:
        match = _FIELD.match(code)
        if match is None:
            return
        name, operand = match[1].upper(), (match[2] or match[3] or "").casefold()
        if name == "DOCPROPERTY":
            for part in parts_of_type(self.archive, "custom-properties+xml")[:1]:
                tree = self._tree(part)
                for element in tree.iter("{*}property") if tree is not None else ():
                    if element.get("name", "").casefold() == operand and len(element) == 1:
                        self._add(part, element[0] if local_name(element[0]) in ("lpwstr", "lpstr") else None)
            name = operand.upper()
        part = self._stores.get(CORE, "")
        tree = self._tree(part) if part and name in _FIELDS else None
        if tree is not None:
            self._add(part, next(tree.iter(f"{{*}}{_FIELDS[name]}"), None))

    def _add(self, part: str, element: Element | None) -> None:
        if element is None or len(element) or not has_letters(element.text or ""):
            return
        if _DATE.fullmatch((element.text or "").strip()):
            return
        path = element.getroottree().getpath(element)
        if path not in self.paths.setdefault(part, []):
            self.paths[part].append(path)

    def blocks(self, name: str, tree: ElementTree) -> Iterator[Block]:
        """The values of a part that the document shows."""
        for path in self.paths.get(name, ()):
            for element in tree.xpath(path, namespaces=_namespaces(tree))[:1]:

                def replace(runs: Sequence[Run], element: Element = element) -> None:
                    element.text = clean_text(join_runs(runs))

                yield Block(f"{name}#{path}", [Run(element.text)], replace, "document property")


def _namespaces(tree: ElementTree) -> dict[str, str]:
    return {
        prefix: uri
        for element in tree.iter("*")
        for prefix, uri in element.nsmap.items()
        if prefix is not None
    }


def _values(element: Element) -> dict[str, str]:
    """Attributes without their namespaces."""
    return {key.rpartition("}")[2]: value for key, value in element.attrib.items()}


def _follow(root: Element, path: str, prefixes: dict[str, str]) -> Element | None:
    """The element at a path such as `/a:book[1]/a:title[1]`; None for other kinds of path."""
    if not path.startswith("/") or "//" in path:
        return None
    element: Element | None = None
    for depth, step in enumerate(path[1:].split("/")):
        match = _STEP.fullmatch(step)
        if match is None or depth > 100:
            return None
        namespace = prefixes.get(match["prefix"] or "", "")
        tag = f"{{{namespace}}}{match['name']}" if namespace else match["name"]
        candidates = [root] if element is None else list(element)
        same = [child for child in candidates if tag in (child.tag, "*") and isinstance(child.tag, str)]
        number = int(match["number"] or 1)
        if not 1 <= number <= len(same):
            return None
        element = same[number - 1]
    return element
