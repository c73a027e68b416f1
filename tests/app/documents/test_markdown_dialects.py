"""Markdown: lines and signs of its dialects stay, the texts between and the front matter are translated."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from app.documents import open_document
from tests.app.documents.office import backwards, shout
from tests.app.documents.trip import convert


def page(tmp_path: Path, text: str, rule=shout) -> str:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.md"
    path.write_bytes(text.encode("utf-8"))
    convert(path, tmp_path / "b.md", rule)
    return (tmp_path / "b.md").read_bytes().decode("utf-8")


LINES = {  # every line in lower case is translated, every other one stays
    "alert": "> [!TIP]\n> ev eski.\n\n> [!CAUTION]\n>\n> - madde\n> - [ ] iş\n",
    "callout": "> [!FAQ]- \n> cevap burada.\n",
    "colons": "::: WARNING\nkapı açık\n:::\n\n::::{NOTE}\n:CLASS: A\n:NAME: B\nev eski.\n::::\n",
    "nested colons": ":::{TIP}\n---\nCLASS: A\n---\nbir\n:::{NOTE}\niki\n:::\nüç\n:::\n",
    "diagram": ":::{mermaid}\nGRAPH TD; A-->B\n:::\n\nson\n",
    "mkdocs": "!!! NOTE\n    ev eski.\n\n    - bir\n    - iki\n\n??? TIP\n    son söz.\n\nbitti\n",
    "directive": "```{note}\n:CLASS: X\nev **eski**.\n\n- madde\n```\n\nson\n",
    "math": "formül:\n\n"
    "$$\nE = MC^2\n$$\n\n$$ A = B $$\n\n\\[\nX\n\\]\n\n\\begin{align}\nA &= B \\\\\n\\end{align}\n\nson\n",
    "esm": "import A from '@X/Y';\n"
    "import B, { C } from \"Z\";\n\nexport const D = {\n  E: 'F',\n\n  G: 1,\n};\n\nkapı açık\n",
    "components": "<TABS A={1}>\n<ITEM B=\"C\">\n\nelma\n\n</ITEM>\n</TABS>\n\n{/* X */}\n\n{PROPS.X}\n\nson\n",
    "definitions": "elma\narmut\n: kırmızı bir meyve.\n: ikinci tanım.\n\n    devamı burada.\n\nson\n:   tanım\n",
    "footnotes": "söz[^1] ve[^2].\n\n[^1]: birinci not.\n[^2]: ikinci not.\n\n    ikinci paragraf.\n\nson\n",
    "abbreviations": "*[HTML]: bir dil\n*[CSS]: başka bir dil\n",
    "shortcodes": "{{< FIGURE SRC=\"A.PNG\" >}}\n\n{% INCLUDE X %}\n\n{{% NOTICE %}}\nev eski.\n{{% /NOTICE %}}\n",
    "attributes": "{: .NOTE }\nparagraf\n{: .X #Y}\n\n* TOC\n{:toc}\n\n# başlık {#ID}\n\nson\n{.CLASS}\n",
    "places": "[TOC]\n\n(LABEL)=\n# başlık\n\n+++\n\n--8<-- \"X.MD\"\n\nson\n",
    "lists": "1. bir\n   ```\n   KOD\n   ```\n2. iki\n\n   <div>\n   üç\n   </div>\n\n- [x] dört\n",
    "tables": "| a | b |\n|:--|--:|\n| bir `KOD` | $X^2$ iki |\n",
    "comments": "bir\n\n<!-- YORUM -->\n\niki <!-- YORUM --> üç\n\n[//]: # (YORUM)\n[REF]: HTTP://X.Y \"Z\"\n",
}  # fmt: skip
EXPECTED = {  # where upper case of the whole isn't the answer
    "diagram": ":::{mermaid}\nGRAPH TD; A-->B\n:::\n\nSON\n",
    "directive": "```{note}\n:CLASS: X\nEV **ESKI**.\n\n- MADDE\n```\n\nSON\n",
    "math": LINES["math"].replace("formül", "FORMÜL").replace("son", "SON"),
    "esm": LINES["esm"].replace("kapı açık", "KAPI AÇIK"),
    "attributes": LINES["attributes"].upper().replace("{:TOC}", "{:toc}"),
    "lists": LINES["lists"].upper().replace("DIV", "div").replace("[X]", "[x]"),
    "components": LINES["components"].replace("elma", "ELMA").replace("son", "SON"),
}


@pytest.mark.parametrize("name", list(LINES))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_of_dialects(tmp_path: Path, name: str, newline: str) -> None:
    source = LINES[name].replace("\n", newline)
    assert page(tmp_path, source, lambda s: list(s.runs)) == source, "untouched without a translation"
    expected = EXPECTED.get(name, LINES[name].upper()).replace("\n", newline)
    assert page(tmp_path, source) == expected


@pytest.mark.parametrize(
    "sign",
    [
        "$a_1 * b_1$", "$$x*y*$$", "$`a*b`$", r"\\(a_1 * b\\)", "{{ site.ad }}", "{% link a.md %}", ":smile:",
        "[[sayfa|ad]]", "![[resim.png]]", "{ref}`ad <b>`", "{props.ad}", "`kod()`", "<https://a.b/c>",
        "{{< ref \"a\" >}}", "<%= ad %>",
    ],
)  # fmt: skip
def test_signs_of_dialects_are_kept(tmp_path: Path, sign: str) -> None:
    source = f"Bir {sign} ve *iki* {sign} son.\n"
    assert page(tmp_path, source) == source.replace("Bir", "BIR").replace("ve", "VE").replace(
        "*iki*", "*IKI*"
    ).replace("son.", "SON.")
    assert page(tmp_path, source, backwards).count(sign) == 2


def test_prices_are_no_formulas(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Elma $5 ve armut $6 oldu; 5$ ile 6$ arası.\n", "utf-8")
    (segment,) = open_document(tmp_path / "a.md", "tr").segments()
    assert not any(run.keep or run.tags for run in segment.runs)


def test_titles_of_callouts_and_tabs(tmp_path: Path) -> None:
    source = '> [!tip]- küçük *öneri*\n> ev\n\n!!! note "dikkat"\n    ev\n\n=== "sekme"\n\n    ev\n'
    assert page(tmp_path, source) == source.replace("küçük *öneri*", "KÜÇÜK *ÖNERI*").replace(
        "ev", "EV"
    ).replace("dikkat", "DIKKAT").replace("sekme", "SEKME")


def test_texts_on_lines_that_stay_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        ":::tip Öneri metni\nev\n:::\n\n<Tabs values={[{label: 'Elma', x: () => 1}]}>\n\nev\n\n</Tabs>\n",
        "utf-8",
    )
    (note,) = open_document(tmp_path / "a.md", "tr").notes
    assert "Öneri metni" in note and "Elma" in note


def test_labels_of_components_are_translated(tmp_path: Path) -> None:
    source = '<TabItem value="elma" label="kırmızı elma">\n\nev\n\n</TabItem>\n'
    assert page(tmp_path, source) == source.replace("kırmızı elma", "KIRMIZI ELMA").replace("ev", "EV")


def test_template_tags_keep_their_order(tmp_path: Path) -> None:
    source = "Bir {% if x %}ev{% else %}köy{% endif %} var.\n"
    out = page(tmp_path, source, backwards)
    assert [out.index(tag) for tag in ("{% if", "{% else", "{% endif")] == sorted(
        out.index(tag) for tag in ("{% if", "{% else", "{% endif")
    )


FRONT = """---
# açıklama satırı
title: kırmızı ev
description: 'küçük bir ev: "eski"'
slug: kirmizi-ev
sidebar_label: "ev \\"bir\\""
summary: >-
  uzun bir özet
  iki satır
abstract: |
  ilk satır
tags: [ev, köy]
hero: {text: hoş geldin, image: ev.png}
seo:
  title: ev ve köy
draft: true
date: 2024-01-01
lang: tr-TR
---

ev
"""


def test_front_matter_in_yaml(tmp_path: Path) -> None:
    out = page(tmp_path, FRONT)
    assert out.endswith("---\n\nEV\n") and "# açıklama satırı\ntitle: KIRMIZI EV\n" in out
    before, after = (yaml.safe_load(text.split("---\n")[1]) for text in (FRONT, out))
    assert after["description"] == before["description"].upper()
    assert after["sidebar_label"] == 'EV "BIR"'
    assert after["summary"] == "UZUN BIR ÖZET IKI SATIR" and after["abstract"] == "ILK SATIR\n"
    assert after["hero"] == {"text": "HOŞ GELDIN", "image": "ev.png"} and after["seo"] == {
        "title": "EV VE KÖY"
    }
    assert after["lang"] == "en"
    for key in ("slug", "tags", "draft", "date"):
        assert after[key] == before[key]


@pytest.mark.parametrize(
    "text", ["a: b", "# x", "- y", "yes", "null", "it's", 'say "x"', "{x}", "12", "x #y", "@z", "İ\u2028ı"]
)
@pytest.mark.parametrize(
    "form", ["title: ev\n", "title: 'ev'\n", 'title: "ev"\n', "title: >\n  ev\n", "a: {title: ev}\n"]
)
def test_any_text_can_stand_in_front_matter(tmp_path: Path, text: str, form: str) -> None:
    from app.documents import Run

    out = page(tmp_path, f"---\n{form}x: 1\n---\n", lambda s: [Run(text)])
    read = yaml.safe_load(out.split("---\n")[1])
    assert read["x"] == 1
    assert (read.get("title") or read["a"]["title"]).strip().split() == text.replace("\u2028", "").split()


def test_front_matter_in_toml(tmp_path: Path) -> None:
    head = '+++\ntitle = "kırmızı \\"ev\\"" # yorum\ndescription = \'küçük\'\nweight = 3\n'
    source = head + '[params]\nsubtitle = "alt"\n+++\nev\n'
    out = page(tmp_path, source)
    assert "# yorum" in out and out.endswith("+++\nEV\n")
    assert tomllib.loads(out.split("+++\n")[1]) == {
        "title": 'KIRMIZI "EV"', "description": "KÜÇÜK", "weight": 3, "params": {"subtitle": "ALT"},
    }  # fmt: skip


def test_damaged_front_matter_is_named(tmp_path: Path) -> None:
    source = "---\ntitle: [ev\n---\n\nev\n"
    assert page(tmp_path, source) == "---\ntitle: [ev\n---\n\nEV\n"
    assert "front matter" in open_document(tmp_path / "a.md", "tr").notes[0]


def test_blocks_stay_the_same_for_another_reader(tmp_path: Path) -> None:
    source = "".join(LINES[name] + "\n" for name in ("alert", "definitions", "lists", "tables", "comments"))
    plain = MarkdownIt("commonmark").enable("table")
    before, after = (
        [t.type for t in plain.parse(text) if t.type != "inline"] for text in (source, page(tmp_path, source))
    )
    assert before == after


def test_reference_links_keep_their_definition(tmp_path: Path) -> None:
    source = "Bu [uzun ad][] ve [kısa ad] ile [`kod`][] ve [başka][ad].\n\n"
    source += "[uzun ad]: a\n[kısa ad]: b\n[`kod`]: c\n[ad]: d\n"
    out = page(tmp_path, source)
    assert out.startswith("BU [UZUN AD][uzun ad] VE [KISA AD][kısa ad] ILE [`kod`][] VE [BAŞKA][ad].\n")
