"""HTML and EPUB with a text in every place that a person can see: each is translated or named in a note."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from app.documents import Run
from tests.app.documents.trip import convert

# Words that begin with "t" are translated, those that begin with "k" stay and are named, "s" stays in silence
# (nobody sees it as text, or it is code).
PAGE = """<!DOCTYPE html>
<html lang="tr"><head><title>tbaşlık</title>
<meta name="description" content="ttanıtım"><meta property="og:title" content="togbaşlık">
<meta property="og:description" content="togtanıtım"><meta name="twitter:title" content="ttwbaşlık">
<meta name="twitter:description" content="ttwtanıtım"><meta property="og:image:alt" content="togresim">
<meta name="application-name" content="tuygulama"><meta name="generator" content="süreteç">
<style>.a::before { content: "kstil"; }</style><script>var a = "sbetik";</script>
</head><body title="tgövde">
<h1>th1</h1><h2>th2</h2><p>tparagraf <b>tkalın</b> <i>teğik</i> <u>taltı</u> <small>tküçük</small>
<mark>tim</mark> <del>tsilinen</del> <ins>teklenen</ins> <q>talıntı</q> <cite>tkaynak</cite>
<abbr title="tkısaltma">tkısa</abbr> <dfn>ttanım</dfn> <time>tzaman</time> <data value="1">tveri</data>
<bdi>tbdi</bdi> <span>tspan</span> <a href="x" title="tbağbaşlık">tbağ</a> <sub>talt</sub> <sup>tüst</sup>
<output>tçıktı</output> <label>tetiket</label> <code>skod</code> <font color="red">tfont</font>
<ruby>ttaban<rp>(</rp><rt>tokunuş</rt><rp>)</rp></ruby> <custom-element>tözel</custom-element> son.</p>
<address>tadres</address><blockquote>tblok</blockquote><pre>kbiçimli</pre><center>torta</center>
<ul><li>tmadde</li></ul><ol><li>tsıralı</li></ol><dl><dt>tterim</dt><dd>taçıklama</dd></dl>
<menu><li>tmenü</li></menu><figure><img src="a.png" alt="tresim" title="tresimbaşlık">
<figcaption>tresimaltı</figcaption></figure><map name="m"><area href="x" alt="talan"></map>
<table summary="tözet"><caption>ttablo</caption><thead><tr><th abbr="tkısahücre">tbaşhücre</th></tr></thead>
<tbody><tr><td>thücre</td></tr></tbody><tfoot><tr><td>tdip</td></tr></tfoot></table>
<form><fieldset><legend>tgösterge</legend><input type="text" placeholder="tyertutucu" value="sdeğer">
<input type="submit" value="tgönder"><input type="button" value="tdüğme"><input type="reset" value="tsil">
<input type="image" alt="tresimdüğme" src="a.png"><button>tbuton</button><textarea placeholder="tyer2">kalan
</textarea><select><optgroup label="tgrup"><option label="tseçenekadı">tseçenek</option></optgroup></select>
<datalist id="d"><option value="sx">tliste</option></datalist><meter value="1">tmetre</meter>
<progress>tilerleme</progress></fieldset></form>
<details><summary>tayrıntı</summary>tiçerik</details><dialog open>tpencere</dialog>
<div aria-label="taria" aria-description="tariaaçıklama" aria-roledescription="trol" aria-valuetext="tdeğer"
aria-placeholder="tariayer">tdiv</div>
<video><track kind="captions" label="tizdüşüm" srclang="tr" src="a.vtt">tvideo</video><audio>tses</audio>
<canvas>ttuval</canvas><object>tnesne</object><iframe title="tçerçeve" src="x"></iframe>
<iframe srcdoc="&lt;p&gt;kiçsayfa&lt;/p&gt;"></iframe><noscript>tbetiksiz</noscript>
<template><p>tşablon</p></template><slot>tyuva</slot>
<svg><title>tsvgbaşlık</title><desc>tsvgaçıklama</desc><text>tsvgmetin <tspan>tspansvg</tspan></text>
<foreignObject><p>tyabancı</p></foreignObject><a><text>tsvgbağ</text></a></svg>
<p>t<math><mtext>tformül</mtext></math> tsonra</p>
<p lang="de">kAlmanca</p><p translate="no">smarka</p><header>tüstbilgi</header><footer>taltbilgi</footer>
<nav>tgezinti</nav><main>tana</main><section>tbölüm</section><article>tmakale</article><aside>tkenar</aside>
<marquee>tkayan</marquee><xmp>kxmp</xmp>
</body></html>
"""
NOTED = {
    "kstil": "style sheets",
    "kbiçimli": "preformatted",
    "kalan": "input fields",
    "kiçsayfa": "srcdoc",
    "kAlmanca": "another language",
    "kxmp": "preformatted",
}
_WORD = re.compile(r"(?<![\w.:/\"'=-])([tks][\wçğıöşüÇĞİÖŞÜ]{2,})")


def stamped(text: str) -> str:
    return re.sub(r"[^\W\d_]\w*", lambda match: match[0] + "_X", text)


def rule(segment):  # type: ignore[no-untyped-def]
    return [run if run.keep else Run(stamped(run.text), run.tags) for run in segment.runs]


def test_html(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    document = convert(path, tmp_path / "b.html", rule)
    out = (tmp_path / "b.html").read_text("utf-8")
    words = set(re.findall(r"(?<=[>\"' ;\n])t[a-zçğıöşü0-9]{2,}(?=[<\"' .\n;])", PAGE)) - {
        "title",
        "text",
        "type",
    }
    words = {word for word in words if not re.search(rf"<{word}\b|\b{word}=", PAGE)} - {"twitter", "tr"}
    assert len(words) > 95
    lost = [word for word in sorted(words) if f"{word}_X" not in out]
    assert not lost
    note = " ".join(document.notes)
    for word, kind in NOTED.items():
        assert word in out and kind in note, word
    for silent in ("süreteç", "sbetik", "skod", "sdeğer", "smarka"):
        assert silent in out and silent + "_X" not in out


BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OPS/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    "OPS/b.opf": """<?xml version="1.0"?><!DOCTYPE package [<!ENTITY tire "&#8212;">]>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="tr" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>
<dc:title>tkitap &tire; tadı</dc:title>
<dc:description>&lt;p&gt;ttanıtım &lt;b&gt;tkalın&lt;/b&gt;&lt;/p&gt;</dc:description>
<dc:subject>tkonu</dc:subject><dc:rights>thaklar</dc:rights><dc:creator>syazar</dc:creator>
<dc:publisher>syayıncı</dc:publisher><dc:language>tr</dc:language>
<meta property="schema:accessibilitySummary">terişim</meta></metadata><manifest>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="b.html" media-type="text/html"/>
<item id="c" href="c.svg" media-type="image/svg+xml"/>
<item id="n" href="nav.xhtml" properties="nav"
 media-type="application/xhtml+xml"/>
<item id="x" href="t.ncx" media-type="application/x-dtbncx+xml"/>
<item id="o" href="eski.htm" media-type="text/x-oeb1-document"/>
<item id="d" href="d.xml" media-type="application/x-dtbook+xml"/>
<item id="p" href="p.pdf" media-type="application/pdf"/>
<item id="w" href="yanlış.xhtml" media-type="text/plain"/>
<item id="m" href="kayıp.xhtml" media-type="application/xhtml+xml"/>
<item id="e" href="e.svg" media-type="image/svg+xml"/></manifest>
<spine toc="x"><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/><itemref idref="o"/><itemref idref="d"/>
<itemref idref="p"/><itemref idref="w"/><itemref idref="m"/></spine>
<guide><reference type="text" title="tkılavuz" href="a.xhtml"/></guide></package>""",
    "OPS/a.xhtml": '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY nbsp "&#160;">]>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>tbölüm</title></head>'
    '<body><p>tmetin&nbsp;tdevam<a href="#n">1</a></p><p><img src="e.svg" alt="tresim"/></p></body></html>',
    "OPS/b.html": "<html><body><p>thtml<br>tsatır<p>tiki</body></html>",
    "OPS/c.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>tkapak</title><text>tsvg</text></svg>',
    "OPS/e.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>tçizim</text></svg>',
    "OPS/nav.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
    '<nav epub:type="toc"><h1>tiçindekiler</h1><ol><li><a href="a.xhtml">tgiriş</a></li></ol></nav></body></html>',
    "OPS/t.ncx": '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="tr"><docTitle><text>tncx'
    "</text></docTitle><docAuthor><text>syazar</text></docAuthor><navMap><navPoint id='a'><navLabel><text>tuç</text>"
    "</navLabel><content src='a.xhtml'/></navPoint></navMap></ncx>",
    "OPS/eski.htm": "<html><body><p>teski</body></html>",
    "OPS/d.xml": '<dtbook xmlns="http://www.daisy.org/z3986/2005/dtbook/"><book><frontmatter><doctitle>tdtb</doctitle>'
    "</frontmatter><bodymatter><level1><hd>tbaş</hd><p>tsöz</p></level1></bodymatter></book></dtbook>",
    "OPS/p.pdf": "%PDF-1.4 kpdf",
    "OPS/yanlış.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>tyanlış</p></body></html>',
}  # fmt: skip


def pack(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


def test_epub(tmp_path: Path) -> None:
    document = convert(pack(tmp_path / "a.epub", BOOK), tmp_path / "b.epub", rule)
    with zipfile.ZipFile(tmp_path / "b.epub") as book:
        out = {name: book.read(name).decode("utf-8") for name in book.namelist()}
    for name, content in BOOK.items():
        if not name.startswith("OPS/"):
            continue
        words = re.findall(r"(?<=[>; \"])(t[a-zçğıöşü]{2,})(?=[<& \"])", content)
        for word in set(words) - {"text", "toc", "title", "tire"}:
            if f"<{word}" not in content and f" {word}=" not in content:
                assert f"{word}_X" in out[name], (name, word)
    assert "syazar_X" not in "".join(out.values())
    note = " ".join(document.notes)
    assert "p.pdf" in note and "kayıp.xhtml" in note
    assert "<dc:language>en</dc:language>" in out["OPS/b.opf"] and "<b>" not in out["OPS/b.opf"]


def test_a_damaged_table_of_contents_costs_itself_alone(tmp_path: Path) -> None:
    parts = {**BOOK, "OPS/t.ncx": "<ncx><navMap></ncx>"}
    document = convert(pack(tmp_path / "a.epub", parts), tmp_path / "b.epub", rule)
    assert any("t.ncx" in note and "damaged" in note for note in document.notes)
    with zipfile.ZipFile(tmp_path / "b.epub") as book:
        assert book.read("OPS/t.ncx").decode() == parts["OPS/t.ncx"]
        assert "tmetin_X" in book.read("OPS/a.xhtml").decode("utf-8")
