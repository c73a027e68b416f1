"""Office files with a text in every place that their formats let a person see.

`word(name)` is a word that stands nowhere else; a file's census says of each place whether its word has to be
translated or named in a note. The files are the smallest that hold the places: raw XML in a zip.
"""

# ruff: noqa: E501  (raw XML)

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.app.batch.words import turned

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
D = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
XDR = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(name: str) -> str:
    """A word for a place: `header` -> `Qheaderz`."""
    return f"Q{name}z"


def translated_word(name: str) -> str:
    """What the tests' translation makes of it."""
    return turned(word(name))


@dataclass
class Census:
    """A file, the places whose words must be translated, and those that a note must name (place -> note)."""

    path: Path
    translated: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def place(self, name: str, note: str = "") -> str:
        """The text for a place."""
        if note:
            self.named[name] = note
        else:
            self.translated.append(name)
        return word(name)


def package(
    path: Path, parts: dict[str, tuple[str, str | bytes]], relations: dict[str, list[tuple[str, str, str]]]
) -> None:
    """Write an Office package. parts: name -> (content type, content); relations: part -> (id, type, target)."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
            'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
        )
        for part, targets in relations.items():
            folder, _, name = part.rpartition("/")
            listed = "".join(
                f'<Relationship Id="{number}" Type="{kind if ":" in kind else f"{TYPE}/{kind}"}" Target="{target}"/>'
                for number, kind, target in targets
            )
            out.writestr(
                f"{folder}/_rels/{name}.rels".lstrip("/"),
                f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f"{listed}</Relationships>",
            )
        for name, (_, content) in parts.items():
            out.writestr(
                name, f"{head}{content}" if isinstance(content, str) and content[:1] == "<" else content
            )


def chart(census: Census, title: str, axis: str, series: str, category: str) -> str:
    """A chart part: titles are its own, names come from its data."""
    data = "Names of series"

    def titled(name: str) -> str:
        return (
            f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{census.place(name)}</a:t></a:r></a:p></c:rich>"
            "</c:tx></c:title>"
        )

    return (
        f"<c:chartSpace {C} {A}><c:chart>{titled(title)}<c:plotArea><c:layout/><c:barChart><c:barDir val='col'/>"
        "<c:ser><c:idx val='0'/><c:order val='0'/><c:tx><c:strRef><c:f>S!$B$1</c:f><c:strCache><c:ptCount val='1'/>"
        f"<c:pt idx='0'><c:v>{census.place(series, data)}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef>"
        "<c:f>S!$A$2</c:f><c:strCache><c:ptCount val='1'/><c:pt idx='0'>"
        f"<c:v>{census.place(category, data)}</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef>"
        "<c:f>S!$B$2</c:f><c:numCache><c:ptCount val='1'/><c:pt idx='0'><c:v>3</c:v></c:pt></c:numCache></c:numRef>"
        "</c:val></c:ser><c:axId val='1'/><c:axId val='2'/></c:barChart><c:catAx><c:axId val='1'/><c:scaling/>"
        f"<c:axPos val='b'/>{titled(axis)}<c:crossAx val='2'/></c:catAx><c:valAx><c:axId val='2'/><c:scaling/>"
        "<c:axPos val='l'/><c:crossAx val='1'/></c:valAx></c:plotArea></c:chart></c:chartSpace>"
    )


def diagram(text: str) -> str:
    """A SmartArt part."""
    return (
        f"<dgm:dataModel {D} {A}><dgm:ptLst><dgm:pt modelId='1'><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r>"
        "</a:p></dgm:t></dgm:pt></dgm:ptLst><dgm:cxnLst/></dgm:dataModel>"
    )


def docx(path: Path) -> Census:
    """A Word document."""
    census = Census(path)
    at = census.place

    def run(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    def paragraph(name: str) -> str:
        return f"<w:p>{run(at(name))}</w:p>"

    def complex_field(code: str, result: str) -> str:
        kinds = ["begin", "separate", "end"]
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)
        return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{run(result)}{end}"

    def control(properties: str, content: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    def drawing(inner: str, name: str = "") -> str:
        described = f' title="{at(name + "title")}" descr="{at(name + "descr")}"' if name else ""
        tip = f'<a:hlinkClick r:id="rL" tooltip="{at(name + "tip")}"/>' if name else ""
        return (
            '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
            f'<wp:docPr id="1" name="n"{described}>{tip}</wp:docPr>'
            f'<a:graphic><a:graphicData uri="u">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )

    ffdata = (
        f'<w:ffData><w:helpText w:type="text" w:val="{at("helptext")}"/><w:statusText w:val="{at("statustext")}"/>'
        f'<w:textInput><w:default w:val="{at("formdefault")}"/></w:textInput><w:ddList>'
        f'<w:listEntry w:val="{at("listentry")}"/></w:ddList></w:ffData>'
    )
    core = (
        "w:prefixMappings=\"xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:c='http://schemas.openxmlformats.org/"
        'package/2006/metadata/core-properties\'" w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"'
    )
    custom = 'w:prefixMappings="xmlns:x=\'urn:x\'" w:storeItemID="{11111111-2222-3333-4444-555555555555}"'
    alias = f'<w:alias w:val="{at("alias")}"/>'
    choice = f'<w:listItem w:displayText="{at("choice")}" w:value="v"/>'
    choices = f"<w:dropDownList>{choice}</w:dropDownList>"
    boxed = f"<w:txbxContent>{paragraph('textbox')}</w:txbxContent>"
    text_box = f'<wps:txbx xmlns:wps="urn:wps">{boxed}</wps:txbx>'
    link_code = f' HYPERLINK "http://a" \\o "{at("fieldtip")}" '
    prompt_code = f' FILLIN "{at("prompt")}" '
    chart_frame = '<c:chart xmlns:c="urn:c" r:id="rChart"/>'
    body = [
        paragraph("body"),
        f'<w:p><w:hyperlink r:id="rL" w:tooltip="{at("linktip")}">{run(at("link"))}</w:hyperlink></w:p>',
        f'<w:p><w:ins w:id="1" w:author="a">{run(at("inserted"))}</w:ins></w:p>',
        f"<w:p>{control(alias, run(at('control')))}</w:p>",
        f"<w:p>{control(choices, run('1'))}</w:p>",
        control(
            f'<w:dataBinding w:xpath="/c:coreProperties[1]/d:title[1]" {core}/><w:text/>',
            paragraph("boundtitle"),
        ),
        control(f'<w:dataBinding w:xpath="/x:a[1]/x:b[2]" {custom}/><w:text/>', paragraph("boundcustom")),
        f"<w:tbl><w:tblPr><w:tblCaption w:val='{at('tablecaption')}'/><w:tblDescription w:val='{at('tabledescr')}'/>"
        f"</w:tblPr><w:tr><w:tc>{paragraph('cell')}</w:tc></w:tr></w:tbl>",
        f"<w:p>{drawing(text_box, 'picture')}</w:p>",
        f'<w:p><w:r><w:pict><v:shape alt="{at("vmlalt")}"><v:textbox><w:txbxContent>{paragraph("vmlbox")}'
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        f"<w:p>{complex_field(' REF _Ref1 ', at('ref'))}{complex_field(' STYLEREF 1 ', at('styleref'))}"
        f"{complex_field(' FORMTEXT ', at('formtext'))}{complex_field(' TITLE ', at('titlefield'))}"
        f"{complex_field(' SUBJECT ', at('subjectfield'))}{complex_field(' DOCPROPERTY Bolum ', at('docproperty'))}</w:p>",
        f'<w:p><w:r><w:fldChar w:fldCharType="begin">{ffdata}</w:fldChar></w:r><w:r><w:instrText> FORMTEXT '
        "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
        "w:fldCharType='end'/></w:r></w:p>",
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> MACROBUTTON NoMacro {at('macrobutton')} "
        "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        f'<w:p><w:fldSimple w:instr=" QUOTE &quot;{at("quote")}&quot; ">{run(at("quoted"))}</w:fldSimple></w:p>',
        f"<w:p>{complex_field(link_code, at('fieldlink'))}</w:p>",
        f"<w:p>{complex_field(prompt_code, at('fillin'))}</w:p>",
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> XE &quot;{at('indexentry')}&quot; </w:instrText>"
        "</w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        f"<w:p><m:oMath><m:r><m:rPr><m:nor/></m:rPr><m:t>{at('formulaword', 'Words in formulas')}</m:t></m:r></m:oMath></w:p>",
        f"<w:p>{run('1')}<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:endnoteReference w:id='2'/></w:r>"
        "<w:r><w:commentReference w:id='2'/></w:r></w:p>",
        f"<w:p>{drawing(chart_frame)}</w:p>",
        f"<w:p><w:r><w:ruby><w:rt>{run(at('rubytext'))}</w:rt><w:rubyBase>{run(at('rubybase'))}</w:rubyBase></w:ruby>"
        "</w:r></w:p>",
        '<w:altChunk r:id="rChunk"/>',
        '<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/></w:sectPr>',
    ]
    watermark = (
        f'<w:p><w:r><w:pict><v:shape alt="{at("markalt")}"><v:textpath string="{at("watermark")}"/></v:shape></w:pict>'
        "</w:r></w:p>"
    )
    numbering = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/>"
        f"<w:lvlText w:val='{at('number')} %1 –'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/>"
        "</w:lvl></w:abstractNum>"
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    word_ml = f"{OFFICE}.wordprocessingml"
    parts = {
        "word/document.xml": (
            f"{word_ml}.document.main+xml",
            f"<w:document {W} {R} {WP} {A} {V} {M}><w:body>{''.join(body)}</w:body></w:document>",
        ),
        "word/header1.xml": (
            f"{word_ml}.header+xml",
            f"<w:hdr {W} {V}>{paragraph('header')}{watermark}</w:hdr>",
        ),
        "word/footer1.xml": (f"{word_ml}.footer+xml", f"<w:ftr {W}>{paragraph('footer')}</w:ftr>"),
        "word/footnotes.xml": (
            f"{word_ml}.footnotes+xml",
            f"<w:footnotes {W}><w:footnote w:id='2'>{paragraph('footnote')}</w:footnote></w:footnotes>",
        ),
        "word/endnotes.xml": (
            f"{word_ml}.endnotes+xml",
            f"<w:endnotes {W}><w:endnote w:id='2'>{paragraph('endnote')}</w:endnote></w:endnotes>",
        ),
        "word/comments.xml": (
            f"{word_ml}.comments+xml",
            f"<w:comments {W}><w:comment w:id='2' w:author='a'>{paragraph('comment')}</w:comment></w:comments>",
        ),
        "word/numbering.xml": (f"{word_ml}.numbering+xml", f"<w:numbering {W}>{numbering}</w:numbering>"),
        "word/glossary/document.xml": (
            f"{word_ml}.document.glossary+xml",
            f"<w:glossaryDocument {W}><w:docParts><w:docPart><w:docPartBody>{paragraph('buildingblock')}</w:docPartBody>"
            "</w:docPart></w:docParts></w:glossaryDocument>",
        ),
        "word/charts/chart1.xml": (
            f"{OFFICE}.drawingml.chart+xml",
            chart(census, "charttitle", "chartaxis", "chartseries", "chartcategory"),
        ),
        "word/diagrams/data1.xml": (f"{OFFICE}.drawingml.diagramData+xml", diagram(at("smartart"))),
        "word/chunk.html": ("text/html", f"<html><body><p>{at('chunk')}</p></body></html>"),
        "word/notes.rtf": ("application/rtf", b"{\\rtf1 x}"),
        "word/activeX/activeX1.xml": ("application/vnd.ms-office.activeX+xml", "<ax:ocx xmlns:ax='urn:ax'/>"),
        "word/embeddings/a.xlsx": (f"{OFFICE}.spreadsheetml.sheet", b"PK"),
        "docProps/core.xml": (
            "application/vnd.openxmlformats-package.core-properties+xml",
            '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f"{dc}><dc:title>{at('coretitle')}</dc:title><dc:subject>{at('coresubject')}</dc:subject>"
            "</c:coreProperties>",
        ),
        "docProps/custom.xml": (
            f"{OFFICE}.custom-properties+xml",
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://'
            'schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-'
            f'08002B2CF9AE}}" pid="2" name="Bolum"><vt:lpwstr>{at("customproperty")}</vt:lpwstr></property></Properties>',
        ),
        "customXml/item1.xml": (
            "application/xml",
            f'<x:a xmlns:x="urn:x"><x:b>1</x:b><x:b>{at("customxml")}</x:b></x:a>',
        ),
        "customXml/itemProps1.xml": (
            f"{OFFICE}.customXmlProperties+xml",
            '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
            'ds:itemID="{11111111-2222-3333-4444-555555555555}"/>',
        ),
    }
    at("rtf", "word/notes.rtf")
    at("embedded", "word/embeddings/a.xlsx")
    at("activex", "word/activeX/activeX1.xml")
    relations = {
        "": [("r1", "officeDocument", "word/document.xml")],
        "word/document.xml": [
            ("rHeader", "header", "header1.xml"),
            ("rFooter", "footer", "footer1.xml"),
            ("rChart", "chart", "charts/chart1.xml"),
            ("rChunk", "aFChunk", "chunk.html"),
            ("rRtf", "aFChunk", "notes.rtf"),
            ("rN", "numbering", "numbering.xml"),
            ("rF", "footnotes", "footnotes.xml"),
            ("rE", "endnotes", "endnotes.xml"),
            ("rC", "comments", "comments.xml"),
            ("rX", "customXml", "../customXml/item1.xml"),
        ],
        "customXml/item1.xml": [("r1", "customXmlProps", "itemProps1.xml")],
    }
    package(path, parts, relations)
    return census


def xlsx(path: Path) -> Census:
    """An Excel workbook."""
    census = Census(path)
    at = census.place
    sheet_ml = f"{OFFICE}.spreadsheetml"
    validation = (
        f'<dataValidations><dataValidation type="list" sqref="B1" promptTitle="{at("prompttitle")}" prompt="{at("prompt")}" '
        f'errorTitle="{at("errortitle")}" error="{at("error")}"><formula1>"{at("choice", "drop-down lists")},x"</formula1>'
        "</dataValidation></dataValidations>"
    )
    sheet = (
        f'<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>{at("inline")}</t></is></c>'
        f'<c r="C1" t="str"><f>IF(A2&gt;1,"{at("formula", "words in formulas")}","")</f><v>{word("formula")}</v></c></row>'
        f'</sheetData>{validation}<hyperlinks><hyperlink ref="A1" location="A2" display="{at("display")}" '
        f'tooltip="{at("tooltip")}"/></hyperlinks><headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12{at("headerleft")} '
        f"&amp;P&amp;C{at('headercentre')} &amp;&amp; {at('headermore')}</oddHeader><oddFooter>&amp;R{at('footer')}</oddFooter>"
        f"<evenHeader>{at('evenheader')}</evenHeader><firstFooter>{at('firstfooter')}</firstFooter></headerFooter>"
        '<drawing r:id="rD"/>'
    )

    def shape(name: str) -> str:
        return (
            f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="n" descr="{at(name + "descr")}"/><xdr:cNvSpPr/></xdr:nvSpPr>'
            f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{at(name)}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        )

    parts = {
        "xl/workbook.xml": (
            f"{sheet_ml}.sheet.main+xml",
            f'<workbook {S} {R}><sheets><sheet name="{at("sheetname", "names of sheets")}" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        ),
        "xl/worksheets/sheet1.xml": (f"{sheet_ml}.worksheet+xml", f"<worksheet {S} {R}>{sheet}</worksheet>"),
        "xl/sharedStrings.xml": (
            f"{sheet_ml}.sharedStrings+xml",
            f"<sst {S}><si><r><t>{at('cell')} </t></r><r><rPr><b/></rPr><t>{at('cellbold')}</t></r></si></sst>",
        ),
        "xl/styles.xml": (
            f"{sheet_ml}.styles+xml",
            f"<styleSheet {S}><numFmts><numFmt numFmtId='170' formatCode='0 \"{at('numberformat', 'number formats')}\"'/>"
            "</numFmts></styleSheet>",
        ),
        "xl/comments1.xml": (
            f"{sheet_ml}.comments+xml",
            f'<comments {S}><authors><author>a</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>'
            f"{at('comment')}</t></r></text></comment></commentList></comments>",
        ),
        "xl/threadedComments/threadedComment1.xml": (
            "application/vnd.ms-excel.threadedcomments+xml",
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            f'<threadedComment ref="A1"><text>{at("threaded")}</text></threadedComment></ThreadedComments>',
        ),
        "xl/drawings/drawing1.xml": (
            f"{OFFICE}.drawing+xml",
            f"<xdr:wsDr {XDR} {A}><xdr:absoluteAnchor>{shape('textbox')}</xdr:absoluteAnchor></xdr:wsDr>",
        ),
        "xl/drawings/vmlDrawing1.vml": (
            f"{OFFICE}.vmlDrawing",
            f"<xml {V}><v:shape><v:textbox><div><font>{at('button')}</font></div></v:textbox></v:shape></xml>",
        ),
        "xl/charts/chart1.xml": (
            f"{OFFICE}.drawingml.chart+xml",
            chart(census, "charttitle", "chartaxis", "chartseries", "chartcategory"),
        ),
        "xl/diagrams/data1.xml": (f"{OFFICE}.drawingml.diagramData+xml", diagram(at("smartart"))),
        "xl/slicers/slicer1.xml": (
            "application/vnd.ms-excel.slicer+xml",
            f'<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="n" '
            f'caption="{at("slicer")}"/></slicers>',
        ),
        "xl/pivotTables/pivotTable1.xml": (
            f"{sheet_ml}.pivotTable+xml",
            f'<pivotTableDefinition {S} dataCaption="{at("pivot", "pivot tables")}"/>',
        ),
    }
    relations = {
        "": [("r1", "officeDocument", "xl/workbook.xml")],
        "xl/workbook.xml": [
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
        ],
        "xl/worksheets/sheet1.xml": [("rD", "drawing", "../drawings/drawing1.xml")],
    }
    package(path, parts, relations)
    return census


def pptx(path: Path) -> Census:
    """A PowerPoint presentation."""
    census = Census(path)
    at = census.place
    slide_ml = f"{OFFICE}.presentationml"

    def text(name: str) -> str:
        return f"<a:bodyPr/><a:p><a:r><a:t>{at(name)}</a:t></a:r></a:p>"

    def shape(name: str, inside: str = "") -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="n"/><p:cNvSpPr/><p:nvPr>{inside}</p:nvPr></p:nvSpPr><p:spPr/>'
            f"<p:txBody>{text(name)}</p:txBody></p:sp>"
        )

    def tree(kind: str, shapes: str) -> str:
        return f"<p:{kind} {P} {A} {R}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{kind}>"

    table = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="n"/><p:nvPr/></p:nvGraphicFramePr><a:graphic>'
        f"<a:graphicData uri='t'><a:tbl><a:tr><a:tc><a:txBody>{text('tablecell')}</a:txBody></a:tc></a:tr></a:tbl>"
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    picture = (
        f'<p:pic><p:nvPicPr><p:cNvPr id="4" name="n" title="{at("pictitle")}" descr="{at("picdescr")}">'
        f'<a:hlinkClick r:id="rL" tooltip="{at("tip")}"/></p:cNvPr><p:nvPr/></p:nvPicPr></p:pic>'
    )
    link = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="5" name="n"/><p:nvPr/></p:nvSpPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr><a:hlinkClick '
        f'r:id="rL" tooltip="{at("linktip")}"/></a:rPr><a:t>{at("link")}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
    group = f"<p:grpSp>{shape('grouped')}</p:grpSp>"
    prompt = '<p:ph type="body" hasCustomPrompt="1"/>'
    parts = {
        "ppt/presentation.xml": (
            f"{slide_ml}.presentation.main+xml",
            f"<p:presentation {P} {R}><p:custShowLst><p:custShow name='{at('show')}' id='0'/></p:custShowLst><p:extLst>"
            "<p:ext uri='u'><p14:sectionLst xmlns:p14='http://schemas.microsoft.com/office/powerpoint/2010/main'>"
            f"<p14:section name='{at('section')}' id='i'/></p14:sectionLst></p:ext></p:extLst></p:presentation>",
        ),
        "ppt/slides/slide1.xml": (
            f"{slide_ml}.slide+xml",
            tree(
                "sld",
                shape("title", '<p:ph type="title"/>')
                + shape("slidefooter", '<p:ph type="ftr"/>')
                + table
                + picture
                + link
                + group,
            ),
        ),
        "ppt/notesSlides/notesSlide1.xml": (f"{slide_ml}.notesSlide+xml", tree("notes", shape("notes"))),
        "ppt/slideLayouts/slideLayout1.xml": (
            f"{slide_ml}.slideLayout+xml",
            tree("sldLayout", shape("layouttext") + shape("customprompt", prompt)),
        ),
        "ppt/slideMasters/slideMaster1.xml": (
            f"{slide_ml}.slideMaster+xml",
            tree("sldMaster", shape("mastertext")),
        ),
        "ppt/notesMasters/notesMaster1.xml": (
            f"{slide_ml}.notesMaster+xml",
            tree("notesMaster", shape("notesmaster")),
        ),
        "ppt/handoutMasters/handoutMaster1.xml": (
            f"{slide_ml}.handoutMaster+xml",
            tree("handoutMaster", shape("handout")),
        ),
        "ppt/comments/comment1.xml": (
            f"{slide_ml}.comments+xml",
            f"<p:cmLst {P}><p:cm><p:text>{at('comment')}</p:text></p:cm></p:cmLst>",
        ),
        "ppt/comments/modern1.xml": (
            "application/vnd.ms-powerpoint.comments+xml",
            f'<p188:cmLst xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" {A}><p188:cm>'
            f"<p188:txBody>{text('moderncomment')}</p188:txBody></p188:cm></p188:cmLst>",
        ),
        "ppt/charts/chart1.xml": (
            f"{OFFICE}.drawingml.chart+xml",
            chart(census, "charttitle", "chartaxis", "chartseries", "chartcategory"),
        ),
        "ppt/diagrams/data1.xml": (f"{OFFICE}.drawingml.diagramData+xml", diagram(at("smartart"))),
        "ppt/diagrams/drawing1.xml": (
            "application/vnd.ms-office.drawingml.diagramDrawing+xml",
            f'<dsp:drawing xmlns:dsp="urn:dsp" {A}><dsp:txBody>{text("smartshape")}</dsp:txBody></dsp:drawing>',
        ),
        "ppt/embeddings/a.docx": (f"{OFFICE}.wordprocessingml.document", b"PK"),
        "ppt/media/captions.vtt": (
            "text/vtt",
            f"WEBVTT\n\n00:01.000 --> 00:02.000\n{at('captions', 'captions.vtt')}\n",
        ),
    }
    at("embedded", "ppt/embeddings/a.docx")
    package(path, parts, {"": [("r1", "officeDocument", "ppt/presentation.xml")]})
    return census


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("form", "form"), ("presentation", "presentation"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"), ("meta", "meta"), ("chart", "chart"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
SPACES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def _opendocument(path: Path, kind: str, parts: dict[str, str]) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(f'<m:file-entry m:full-path="{name}" m:media-type=""/>' for name in parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, content in parts.items():
            out.writestr(name, head + content if content.startswith("<") else content)
        out.writestr(
            "META-INF/manifest.xml",
            f'{head}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.3">'
            f'<m:file-entry m:full-path="/" m:media-type="{mimetype}"/>{entries}</m:manifest>',
        )


def _meta(census: Census) -> str:
    at = census.place
    return (
        f'<office:document-meta {SPACES} office:version="1.3"><office:meta><dc:title>{at("metatitle")}</dc:title>'
        f"<dc:subject>{at('metasubject')}</dc:subject><dc:description>{at('metadescription')}</dc:description>"
        f"<meta:keyword>{at('metakeyword')}</meta:keyword></office:meta></office:document-meta>"
    )


def _master(census: Census) -> str:
    at = census.place
    return (
        f'<office:document-styles {SPACES} office:version="1.3"><office:master-styles><style:master-page style:name="M">'
        f"<style:header><text:p>{at('header')}</text:p></style:header><style:footer><style:region-left><text:p>{at('footer')}"
        "</text:p></style:region-left></style:footer></style:master-page></office:master-styles></office:document-styles>"
    )


def _content(kind: str, body: str, styles: str = "") -> str:
    return (
        f'<office:document-content {SPACES} office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def _annotation(text: str) -> str:
    return f"<office:annotation><dc:creator>a</dc:creator><text:p>{text}</text:p></office:annotation>"


def odt(path: Path) -> Census:
    """An OpenDocument text."""
    census = Census(path)
    at = census.place
    forms = (
        f'<office:forms><form:form form:name="f"><form:button form:label="{at("button")}" form:title="{at("formtip")}"/>'
        f'<form:fixed-text form:label="{at("label")}"/><form:checkbox form:label="{at("checkbox")}"/><form:radio '
        f'form:label="{at("radio")}"/><form:frame form:label="{at("frame")}"/><form:listbox><form:option '
        f'form:label="{at("option")}" form:value="v"/></form:listbox><form:combobox form:value="{at("combovalue")}"><form:item '
        f'form:label="{at("comboitem")}"/></form:combobox><form:textarea form:current-value="{at("textarea")}"/><form:formatted-text form:value="{at("formatted")}"/></form:form>'
        "</office:forms>"
    )
    fields = (
        f'<text:p><text:user-field-get text:name="u">{at("userfield")}</text:user-field-get><text:variable-set text:name="v" '
        f'office:value-type="string" office:string-value="{at("variablevalue")}">{at("variable")}</text:variable-set>'
        f'<text:text-input text:description="{at("inputtip")}">{at("input")}</text:text-input><text:placeholder '
        f'text:placeholder-type="text">{at("placeholder")}</text:placeholder><text:conditional-text text:condition="x" '
        f'text:string-value-if-true="{at("iftrue")}" text:string-value-if-false="{at("iffalse")}">{at("conditional")}'
        f'</text:conditional-text><text:hidden-text text:condition="x" text:string-value="{at("hiddenvalue")}">{at("hidden")}'
        f"</text:hidden-text><text:title>{at('titlefield')}</text:title><text:bookmark-ref text:ref-name='b'>{at('bookmarkref')}"
        f"</text:bookmark-ref><text:reference-ref text:ref-name='b'>{at('referenceref')}</text:reference-ref><text:chapter>"
        f"{at('chapter')}</text:chapter><text:drop-down text:name='d'><text:label text:value='{at('dropchoice')}'/>"
        f"{at('dropdown')}</text:drop-down><text:user-defined text:name='n'>{at('userdefined')}</text:user-defined></text:p>"
    )
    body = (
        f'{forms}<text:user-field-decls><text:user-field-decl office:value-type="string" office:string-value="{at("uservalue")}" '
        f'text:name="u"/></text:user-field-decls><text:h text:outline-level="1">{at("heading")}</text:h><text:p>{at("body")} '
        f'<text:a xlink:href="x" office:title="{at("linktip")}">{at("link")}</text:a> <text:span text:style-name="s">{at("span")}'
        f"</text:span></text:p>{fields}<text:p>{at('ruby')} <text:ruby><text:ruby-base>{at('rubybase')}</text:ruby-base>"
        f"<text:ruby-text>{at('rubytext')}</text:ruby-text></text:ruby></text:p><text:p>1<text:note text:note-class='footnote'>"
        f"<text:note-citation>1</text:note-citation><text:note-body><text:p>{at('note')}</text:p></text:note-body></text:note>"
        f"{_annotation(at('annotation'))}<draw:frame><svg:title>{at('svgtitle')}</svg:title><svg:desc>{at('svgdesc')}</svg:desc>"
        f"<draw:text-box><text:p>{at('textbox')}</text:p></draw:text-box></draw:frame></text:p><text:list><text:list-item><text:p>"
        f"{at('listitem')}</text:p></text:list-item></text:list><table:table table:name='t'><table:title>{at('tabletitle')}</table:title><table:desc>{at('tabledesc')}</table:desc><table:table-row><table:table-cell>"
        f"<text:p>{at('cell')}</text:p></table:table-cell></table:table-row></table:table><text:table-of-content><text:table-of-"
        f"content-source><text:index-title-template>{at('indextemplate')}</text:index-title-template></text:table-of-content-source>"
        f"<text:index-body><text:index-title><text:p>{at('indextitle')}</text:p></text:index-title><text:p>{at('indexentry')}</text:p>"
        f"</text:index-body></text:table-of-content><text:p>1<text:alphabetical-index-mark text:string-value='{at('indexmark')}' "
        f"text:key1='{at('indexkey')}'/></text:p><text:section><text:p>{at('section')}</text:p></text:section>"
        f"<text:p><draw:custom-shape><text:p>{at('shape')}</text:p></draw:custom-shape></text:p>"
    )
    levels = (
        f'<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-prefix="{at("prefix")} " '
        f'style:num-suffix=" {at("suffix")}" style:num-format="1" loext:num-list-format="{at("listformat")} %1%"/></text:list-style>'
    )
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mtext>'
        f"{at('formulaword', 'Words in formulas')}</mtext></mrow></semantics></math>"
    )
    chart_object = _content(
        "chart", f"<chart:chart><chart:title><text:p>{at('charttitle')}</text:p></chart:title></chart:chart>"
    )
    at("embedded", "Object 3")
    _opendocument(
        path,
        "text",
        {
            "content.xml": _content("text", body, levels),
            "styles.xml": _master(census),
            "meta.xml": _meta(census),
            "Object 1/content.xml": math,
            "Object 2/content.xml": chart_object,
            "Object 3": "binary",
        },
    )
    return census


def ods(path: Path) -> Census:
    """An OpenDocument spreadsheet."""
    census = Census(path)
    at = census.place
    formula = at("formula", "words in formulas")
    number = f'<number:number-style style:name="N"><number:number/><number:text> {at("numberformat", "number formats")}</number:text></number:number-style>'
    body = (
        "<table:content-validations><table:content-validation table:name='v' "
        f'table:condition="of:cell-content-is-in-list(&quot;{at("choice", "drop-down lists")}&quot;)"><table:help-message '
        f'table:title="{at("helptitle")}"><text:p>{at("help")}</text:p></table:help-message><table:error-message '
        f'table:title="{at("errortitle")}"><text:p>{at("error")}</text:p></table:error-message></table:content-validation>'
        f'</table:content-validations><table:table table:name="{at("sheetname", "names of sheets")}"><table:shapes>'
        f"<draw:frame><draw:text-box><text:p>{at('textbox')}</text:p></draw:text-box></draw:frame></table:shapes>"
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{at("cell")}</text:p>'
        f'{_annotation(at("annotation"))}</table:table-cell><table:table-cell office:value-type="string" '
        f'office:string-value="{at("cellvalue")}"><text:p>{at("celltext")}</text:p></table:table-cell><table:table-cell '
        f'table:formula="of:=IF([.A1];&quot;{formula}&quot;)" office:value-type="string"><text:p>{formula}</text:p>'
        "</table:table-cell></table:table-row></table:table><table:data-pilot-tables><table:data-pilot-table "
        f'table:name="{at("pivot", "pivot tables")}"/></table:data-pilot-tables>'
    )
    _opendocument(
        path,
        "spreadsheet",
        {
            "content.xml": _content("spreadsheet", body, number),
            "styles.xml": _master(census),
            "meta.xml": _meta(census),
        },
    )
    return census


def odp(path: Path) -> Census:
    """An OpenDocument presentation."""
    census = Census(path)
    at = census.place
    body = (
        f'<presentation:header-decl presentation:name="h">{at("headerdecl")}</presentation:header-decl><presentation:footer-decl '
        f'presentation:name="f">{at("footerdecl")}</presentation:footer-decl><presentation:date-time-decl presentation:name="d" '
        f'presentation:source="fixed">{at("datedecl")}</presentation:date-time-decl><draw:page draw:name="p1"><draw:frame '
        f'presentation:class="title"><draw:text-box><text:p><text:span text:style-name="T1">{at("title")}</text:span></text:p>'
        f"</draw:text-box></draw:frame><draw:frame><svg:title>{at('svgtitle')}</svg:title><table:table><table:table-row>"
        f"<table:table-cell><text:p>{at('cell')}</text:p></table:table-cell></table:table-row></table:table></draw:frame>"
        f"<draw:g><draw:custom-shape><text:p>{at('shape')}</text:p></draw:custom-shape></draw:g><draw:connector><text:p>"
        f"{at('connector')}</text:p></draw:connector><presentation:notes><draw:frame><draw:text-box><text:p>{at('notes')}</text:p>"
        f"</draw:text-box></draw:frame></presentation:notes>{_annotation(at('annotation'))}</draw:page>"
    )
    master = (
        f'<office:document-styles {SPACES} office:version="1.3"><office:master-styles><style:master-page style:name="M">'
        f"<draw:frame><draw:text-box><text:p>{at('mastertext')}</text:p></draw:text-box></draw:frame></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    _opendocument(
        path,
        "presentation",
        {"content.xml": _content("presentation", body), "styles.xml": master, "meta.xml": _meta(census)},
    )
    return census


MAKERS = {"docx": docx, "xlsx": xlsx, "pptx": pptx, "odt": odt, "ods": ods, "odp": odp}
