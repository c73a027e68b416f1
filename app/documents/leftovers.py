"""What an Office file shows and no translation reaches: sentences for the report, so that nobody is misled."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.documents.archive import same_name
from app.documents.inline import has_letters
from app.documents.package import PackageFile
from app.documents.parts import content_types, natural_key
from app.documents.xmlsafe import ElementTree, local_name
from app.errors import PlgtError

# Ends of content types of parts that hold no words of the document: looks, settings, identities, caches.
_WORDLESS = tuple(
    kind.casefold()
    for kind in re.findall(
        r"\S+",
        "relationships+xml styles+xml stylesWithEffects+xml settings+xml webSettings+xml "
        "fontTable+xml theme+xml themeOverride+xml core-properties+xml extended-properties+xml "
        "custom-properties+xml presProps+xml viewProps+xml tableStyles+xml calcChain+xml "
        "commentsExtended+xml commentsIds+xml commentsExtensible+xml people+xml person+xml "
        "commentAuthors+xml authors+xml vbaProject vbaData+xml printerSettings diagramLayout+xml "
        "diagramStyle+xml diagramColors+xml chartstyle+xml chartcolorstyle+xml "
        "customXmlProperties+xml xmlsignatures connections+xml queryTable+xml externalLink+xml "
        "pivotCacheRecords+xml pivotCacheDefinition+xml sheetMetadata+xml volatileDependencies+xml "
        "table+xml revisionHeaders+xml revisionLog+xml userNames+xml tags+xml "
        "customXmlDataProps+xml obfuscatedFont x-fontdata customProperty keyMapCustomizations+xml "
        "toolbarTemplate ctrlProps+xml controlproperties+xml "
        "namedSheetViews+xml richvalue+xml taskpanes+xml webextension+xml classificationlabels+xml "
        "slideUpdateInfo+xml inkml+xml sharedStrings+xml xmlMaps+xml mcsfs intl+xml digital- "
        "signature-origin rdrichvaluetypes+xml docMetadata ",
    )
)
_EMBEDDED = (
    "activex+xml",
    "activex",
    ".sheet", ".document", ".presentation", ".slide", "oleobject", "package", "macroenabled.12", "msword", "ms-excel",
    "ms-powerpoint", "template", "pdf",
)  # fmt: skip
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def note_wordless(document: PackageFile, opened: Collection[str]) -> None:
    """Name the parts with words that nothing opens, and the files embedded in the package."""
    embedded: list[str] = []
    unknown: list[str] = []
    for name, kind in content_types(document.archive).items():
        kind = kind.casefold()
        if name in opened or name.endswith("/") or name == "[Content_Types].xml":
            continue
        if kind.startswith(("image/", "audio/", "video/", "font/")) or kind.endswith(_WORDLESS):
            continue
        if kind.endswith(_EMBEDDED) or same_name(name).startswith("/customui/"):
            embedded.append(name)
        elif (kind.endswith(("xml", "vmldrawing")) and _has_words(document, name)) or kind.startswith(
            "text/"
        ):
            unknown.append(name)
    if embedded:
        document.note(f'Files embedded in "{document.path.name}" stay as they are: {_listed(embedded)}.')
    if unknown:
        document.note(f'Parts of "{document.path.name}" with words stay as they are: {_listed(unknown)}.')


def _listed(names: list[str]) -> str:
    shown = sorted(names, key=natural_key)
    more = f" and {len(shown) - 5} more" if len(shown) > 5 else ""
    return ", ".join("".join(c if c.isprintable() else "?" for c in name) for name in shown[:5]) + more


def _has_words(document: PackageFile, name: str) -> bool:
    try:
        tree = document.parse(name)
    except PlgtError:
        return False
    if local_name(tree.getroot()) in ("xml", "wsDr", "ink"):
        return any(
            has_letters(e.text or "") for e in tree.iter("{*}div", "{*}font", "{*}p", "{*}span", "{*}t")
        )
    if name.replace("\\", "/").casefold().startswith("customxml/"):
        return False  # data of other programs; what the document shows of it is bound, and opened
    return any(has_letters(element.text or "") for element in tree.iter("{*}t", "{*}text", "{*}p", "{*}v"))


def note_charts_and_formulas(document: PackageFile, name: str, tree: ElementTree) -> None:
    """Name what charts take from their data, and words in formulas."""
    for element in tree.iter("{*}strCache", "{*}multiLvlStrCache", "{*}strLit", "{*}strDim"):
        if any(has_letters(value.text or "") for value in element.iter("{*}v", "{*}pt")):
            document.note(
                f'Names of series and categories in charts of "{document.path.name}" stay as they are: they '
                "come from the charts' data."
            )
            break
    for element in tree.iter("{http://schemas.openxmlformats.org/officeDocument/2006/math}t"):
        upright = element.getparent().find("{*}rPr/{*}nor") is not None
        if upright and _LONG_WORD.search(element.text or ""):
            document.note(f'Words in formulas of "{document.path.name}" stay as they are.')
            break
