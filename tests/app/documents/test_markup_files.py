"""HTML, EPUB and Markdown: what is not translated keeps every character."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from app.documents import Run, open_document
from tests.app.documents.office import DATA, backwards, convert, part, shout, skeleton, texts

PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
<html lang=tr>
<head><meta charset="utf-8"><title>Merhaba &amp; selam</title><style>p { color: red }</style></head>
<body class=x>
<!-- yorum kalır -->
<h1 title="Başlık">Merhaba   <B>kalın</b> dünya</h1>
<p>Bir <a href="x?a=1&b=2">bağ ve <i>eğik</i></a> ve <code>kod()</code> ve
 satır<br>yeni <img src=a.png alt="resim"> satır &mdash; &nbsp;son.
<p translate=no>Dokunma</p><p>Marka <span translate="no">Elma Suyu</span> güzel.</p>
<pre>x = y</pre><script>if (a<b) "</p><p>gizli"</script>
<b>açık<p>metin</b> devam</p><ul><li>bir<li>iki</ul>
</body></html>
"""


def page(tmp_path: Path, text: str, name: str = "a.html", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def translated(tmp_path: Path, text: str, rule=shout, name: str = "a.html") -> str:  # type: ignore[no-untyped-def]
    return convert(page(tmp_path, text, name), tmp_path / "out" / name, rule).read_text("utf-8")


def same(segment):  # type: ignore[no-untyped-def]
    return list(segment.runs)


def test_an_unchanged_page_keeps_every_byte(tmp_path: Path) -> None:
    pages = [PAGE, PAGE.replace("\n", "\r\n"), (DATA / "office.html").read_text("utf-8")]
    for number, text in enumerate(pages):
        source = page(tmp_path, text, f"{number}.html")
        document = open_document(source, "tr")
        document.write(tmp_path / "o.html", {s.id: list(s.runs) for s in document.segments()}, "tr")
        if number < 2:
            assert (tmp_path / "o.html").read_bytes() == source.read_bytes()
        else:  # LibreOffice wrote another language
            out = (tmp_path / "o.html").read_text("utf-8")
            assert re.sub(r' lang="[^"]*"', "", out) == re.sub(r' lang="[^"]*"', "", text)


def test_translated_page(tmp_path: Path) -> None:
    out = translated(tmp_path, PAGE)
    for kept in (
        PAGE.splitlines()[0],
        "<html lang=en>",
        "<title>MERHABA &amp; SELAM</title>",
        "<!-- yorum kalır -->",
        '<h1 title="BAŞLIK">MERHABA <B>KALIN</b> DÜNYA</h1>',
        '<a href="x?a=1&b=2">BAĞ VE <i>EĞIK</i></a>',
        "<code>kod()</code>",
        "SATIR<br>YENI",
        '<img src=a.png alt="RESIM"> SATIR',
        "<p translate=no>Dokunma</p>",
        '<span translate="no">Elma Suyu</span>',
        "<pre>x = y</pre>",
        '<script>if (a<b) "</p><p>gizli"</script>',
        "<b>AÇIK<p>METIN</b> DEVAM</p>",
        "<li>BIR<li>IKI</ul>",
    ):
        assert kept in out, kept


def test_text_with_signs_is_escaped(tmp_path: Path) -> None:
    out = translated(tmp_path, "<p>bir</p><p title='iki'>üç</p>", lambda s: [Run("a < b & \"c\" 'd'")])
    assert "<p>a &lt; b &amp; \"c\" 'd'</p>" in out
    assert "title='a &lt; b &amp; \"c\" &#39;d&#39;'" in out


def test_language_is_added_where_the_page_names_none(tmp_path: Path) -> None:
    assert translated(tmp_path, "<html><body><p>bir</p></body></html>").startswith('<html lang="en">')
    quoted = "<html lang='tr'><p lang=tr>bir</p><p lang=fr>deux mots</p></html>"
    assert translated(tmp_path, quoted) == "<html lang='en'><p lang=en>BIR</p><p lang=fr>deux mots</p></html>"


@pytest.mark.parametrize("encoding", ["cp1254", "iso-8859-9", "utf-16", "utf-8-sig"])
def test_a_page_keeps_its_encoding(encoding: str, tmp_path: Path) -> None:
    label = "" if encoding.startswith("utf") else f'<meta charset="{encoding}">'
    source = page(tmp_path, f"<html>{label}<p>ışık ğ</p></html>", encoding=encoding)
    out = convert(source, tmp_path / "o.html", lambda s: [Run("ışık ş ☃")]).read_bytes()
    assert "ışık ş" in out.decode(encoding)
    assert ("&#9731;" in out.decode(encoding)) == (not encoding.startswith("utf"))


def test_tags_that_never_end_and_stray_signs(tmp_path: Path) -> None:
    for text in (
        "<p>bir <b",
        "<p>a < b</p>",
        "<p>x <!-- y",
        "<script>a",
        "</p>üç</b>",
        "<p>&bogus; ö",
        "<>ç",
        "<p a='",
    ):
        source = page(tmp_path, text)
        document = open_document(source, "tr")
        document.write(tmp_path / "o.html", {s.id: list(s.runs) for s in document.segments()}, "tr")
        assert (tmp_path / "o.html").read_text("utf-8") == text


def test_book_texts_languages_and_structure(tmp_path: Path) -> None:
    result = convert(DATA / "book.epub", tmp_path / "a.epub", backwards)
    assert skeleton(result).keys() == skeleton(DATA / "book.epub").keys()
    for name, elements in skeleton(DATA / "book.epub").items():
        assert sorted(elements) == sorted(skeleton(result)[name]), name
    assert part(result, "OEBPS/book.opf").find(".//{*}language").text == "en"
    for name in ("OEBPS/c1.xhtml", "OEBPS/nav.xhtml"):
        root = part(result, name)
        assert root.get("lang") == "en" == root.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert part(result, "OEBPS/book.ncx").find(".//{*}navLabel/{*}text").text.strip() == "O COMEÇO"


def test_unchanged_book_keeps_its_chapters(tmp_path: Path) -> None:
    result = convert(DATA / "book.epub", tmp_path / "a.epub", same, "pt")
    with zipfile.ZipFile(DATA / "book.epub") as old, zipfile.ZipFile(result) as new:
        for name in old.namelist():
            if name.endswith((".opf", ".ncx")):
                first, second = (
                    etree.tostring(etree.fromstring(z.read(name)), method="c14n") for z in (old, new)
                )
                assert first == second
            else:
                assert old.read(name) == new.read(name), name


def test_protected_book_is_refused(tmp_path: Path) -> None:
    from app.errors import PlgtError

    path = tmp_path / "drm.epub"
    path.write_bytes((DATA / "book.epub").read_bytes())
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(
            "META-INF/encryption.xml",
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
            'xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="OEBPS/c1.xhtml"/>'
            "</CipherData></EncryptedData></encryption>",
        )
    with pytest.raises(PlgtError, match="protected against copying"):
        open_document(path)


# -- Markdown ------------------------------------------------------------------------------------------------


def test_unchanged_markdown_keeps_every_byte(tmp_path: Path) -> None:
    source = (DATA / "notes.md").read_text("utf-8")
    for number, text in enumerate(
        [source, source.replace("\n", "\r\n"), source.rstrip("\n"), "\n\n" + source]
    ):
        path = page(tmp_path, text, f"{number}.md")
        document = open_document(path, "tr")
        document.write(tmp_path / "o.md", {s.id: list(s.runs) for s in document.segments()}, "tr")
        assert (tmp_path / "o.md").read_bytes() == path.read_bytes()


def test_translated_markdown(tmp_path: Path) -> None:
    out = convert(DATA / "notes.md", tmp_path / "a.md", shout).read_text("utf-8")
    for kept in (
        "---\ntitle: GEZI NOTLARI\nlang: en\n---\n",
        "# GEZI *NOTLARI* #\n",
        '[SITE BURADA](https://example.org/ "başlık")',
        "`kod()`",
        "<https://example.org>",
        "> ALINTI ILK SATIR\\\n> IKINCI SATIR VE _EĞIK_ YAZI.",
        "- [ ] YAPILACAK IŞ",
        "![KIRMIZI KARE](red.png)",
        "  2. 3 * 4 VE SNAKE_CASE KALIR",
        "| IZMIR | **TÜRKIYE** \\| EGE |".replace("I", "İ", 1),
        "|-------|:----:|",
        "ALT BAŞLIK\n----------",
        "CÜMLE[^1] BURADA",
        "[^1]: DIPNOTUN",
        '```python\nprint("dokunma")\n```',
        "<summary>AYRINTILAR</summary>",
        '[ref]: https://example.org "Başlık"',
        "SON [BAĞ][ref].  \nYENI SATIR",
        "[KISA BAĞ][Kısa bağ] DA VAR.",
    ):
        assert kept in out, kept


def test_marks_of_markdown_survive_a_new_word_order(tmp_path: Path) -> None:
    out = translated(tmp_path, "Bir **kalın** ve [bağ](u) `kod` söz.\n", backwards, "a.md")
    assert "**KALIN**" in out and "[BAĞ](u)" in out and "`kod`" in out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. bir", "1\\. bir"),
        ("- bir", "\\- bir"),
        ("# bir", "\\# bir"),
        ("a *b* c", "a \\*b\\* c"),
        ("a [b](c)", "a \\[b\\](c)"),
        ("a <b> c", "a \\<b\\> c"),
        ("2 * 3 = 6", "2 * 3 = 6"),
        ("x_y_z", "x_y_z"),
        ("`a`", "\\`a\\`"),
        ("&amp; b", "\\&amp; b"),
        ("> a", "\\> a"),
    ],
)
def test_text_that_looks_like_markdown_is_escaped(text: str, shown: str, tmp_path: Path) -> None:
    assert translated(tmp_path, "metin\n", lambda s: [Run(text)], "a.md") == shown + "\n"


def test_markdown_tables_escape_bars_and_hold_one_line(tmp_path: Path) -> None:
    out = translated(tmp_path, "| a | b |\n|---|---|\n| ç | ö |\n", lambda s: [Run(f"{s.text}|x\ny")], "a.md")
    assert out == "| a\\|x y | b\\|x y |\n|---|---|\n| ç\\|x y | ö\\|x y |\n"


def test_markdown_texts_in_order() -> None:
    found = texts(DATA / "notes.md")
    assert found[0] == "Gezi notları" and found[-1] == "Kısa bağ da var."
    assert found.index("Ayrıntılar") < found.index("Son bağ.\nYeni satır")
