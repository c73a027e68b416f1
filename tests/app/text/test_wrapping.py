"""Hard-wrapped paragraphs are found where they are clear, and nothing else is taken for one."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.wrapping import fill, paragraphs

PROSE = (
    "Sabah erkenden yola çıktık ve öğlene kadar hiç durmadan yürüdük. Dağın eteğindeki köye vardığımızda "
    "güneş tepedeydi, sokaklarda kimse yoktu. Yaşlı bir kadın bize su verdi ve nereye gittiğimizi sordu. "
    "Ona denizi görmek istediğimizi söyledik; güldü ve başını salladı."
)
OTHER = (
    "Ertesi gün hava kapalıydı. İstanbul'dan gelen otobüs geç kalmıştı ve durakta bekleyenler sabırsızlanmaya "
    "başlamıştı. Bir çocuk elindeki simidi kuşlarla paylaşıyordu."
)


def joined(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text.split("\n"))]


@pytest.mark.parametrize("width", [45, 60, 72, 79, 100])
@pytest.mark.parametrize("indent", [("", ""), ("    ", ""), ("  ", "  ")])
def test_wrapped_prose_is_a_paragraph(width: int, indent: tuple[str, str]) -> None:
    lines = textwrap.wrap(PROSE, width, initial_indent=indent[0], subsequent_indent=indent[1])
    found = paragraphs(["", *lines, ""])
    assert [(paragraph.first, paragraph.last) for paragraph in found] == [(1, 1 + len(lines))]
    assert found[0].text == PROSE
    assert found[0].width == max(map(len, lines))
    assert (found[0].indent, found[0].hanging) == indent
    assert found[0].wrap(PROSE) == textwrap.wrap(
        PROSE, found[0].width, initial_indent=indent[0], subsequent_indent=indent[1]
    )


def test_two_lines_of_one_sentence() -> None:
    text = "Geçen yaz uzun süre kaldığımız kıyı kasabasında her akşam\nbalıkçıların dönüşünü izlerdik."
    assert joined(text) == [text.replace("\n", " ")]


def test_an_english_line_may_begin_with_the_pronoun() -> None:
    text = "We had been walking for hours along the river when suddenly\nI saw a small cat under the bridge."
    assert joined(text) == [text.replace("\n", " ")]
    assert (
        joined(text.replace("I saw", "Ian saw")) == []
    )  # one line break that may be a list of names: unclear


def test_paragraphs_without_an_empty_line_between_them() -> None:
    lines = textwrap.wrap(PROSE, 70, initial_indent="   ") + textwrap.wrap(OTHER, 70, initial_indent="   ")
    assert joined("\n".join(lines)) == [PROSE, OTHER]
    headed = "BÖLÜM BİR\n" + textwrap.fill(PROSE, 70) + "\n" + textwrap.fill(OTHER, 70)
    assert joined(headed) in ([PROSE, OTHER], [f"{PROSE} {OTHER}"])
    titled = "Yol\n" + textwrap.fill(PROSE, 70)
    assert joined(titled) == [PROSE]


def test_a_name_under_a_letter_is_not_its_last_sentence() -> None:
    body = textwrap.fill(PROSE, 60)
    assert joined(body + "\nSaygılarımla") == [PROSE]
    assert joined(body + "\n\nSaygılarımla,\nAyşe Yılmaz\nMuhasebe Müdürü, Ankara") == [PROSE]


def test_words_that_were_broken_at_their_hyphen() -> None:
    text = "Os alunos disseram que a professora lhes explicara tudo muito bem e queixaram-\nse apenas do calor da sala."
    assert joined(text) == [text.replace("\n", "")]


VERSE = """Bu sabah yine erken uyandım seninle
denizin sesi geliyordu
bir martı geçti pencereden
ve ben
bütün gün hiç durmadan, bıkmadan seni düşündüm
akşam oldu, yıldızlar çıktı
sen gelmedin"""
CAPITAL_VERSE = """Korkma, sönmez bu akan sularda yüzen şu gölgeler
Sönmeden bağrında köyün tüten en son ateşler
O benim gecemin ışığı, parlayacak sabaha dek
O benimdir, o benim köyümündür ancak bu yürek"""


@pytest.mark.parametrize(
    "text",
    [
        VERSE,
        CAPITAL_VERSE,
        "- ekmek ve bol miktarda taze peynir, biraz da zeytin\n- süt ve yoğurt alınacak, ama dükkan kapanmadan önce\n"
        "  olmazsa yarın sabah erkenden gidilecek.",
        "1. kapıyı aç ve içeri gir, sonra ışığı yakmadan önce bekle\n2. pencereyi kapat ve perdeyi çek, sonra otur\n",
        "> dün akşam söylediğin şeyi uzun uzun düşündüm ve sonunda\n> sana hak verdim, çünkü doğruydu.",
        "elma armut kiraz vişne   12 lira   taze ve güzel\nüzüm incir kayısı şeftali   9 lira   biraz geçmiş.",
        "| ad | soyad | doğum yeri ve yılı | meslek | not |\n| ali | kaya | ankara, 1980 yılında | doktor | yok |",
        "for (int satir = 0; satir < toplam; satir++) {\n    yazdir(satir, toplam, deger, sonuc, baska);\n}",
        "def topla(bir, iki, uc, dort, bes, alti, yedi):\n    return bir + iki + uc + dort + bes + alti->yedi()",
        "Ali Yılmaz\nAtatürk Bulvarı No: 12, Kat 3, Çankaya\nAnkara\nTürkiye",
        "Bu uzunca bir cümledir ve satırın sonunda biter, görüyorsun.\nBu da ikinci cümledir ve o da burada biter.\n"
        "üçüncü cümle küçük harfle başlar ama o da burada biter.",
        "Uzun bir başlık ve altında çizgisi olan bir satır daha\n====================",
        "Kimden: ali@example.org ve öteki arkadaşlar, hepsi burada\nKime: veli@example.org ve diğerleri, topluca",
        "Toplantı yarın saat onda başlayacak, lütfen geç kalmayın\nsevgiler",
        "kısa satır ve\ndevamı burada.",
        "",
        "\n\n \n",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_stays_as_it_is(text: str) -> None:
    assert joined(text) == []


def test_prose_between_other_things() -> None:
    before = [
        "Başlık",
        "------",
        "",
        *textwrap.wrap(PROSE, 72),
        "",
        "- bir",
        "- iki",
        "",
        VERSE,
        "",
        "> alıntı",
    ]
    text = "\n".join([*before, "", *textwrap.wrap(OTHER, 72), "- madde", "devamı"])
    assert joined(text) == [PROSE, OTHER]


WORDS = st.lists(st.text(alphabet="abcçİıŉß.,", min_size=1, max_size=9), min_size=1, max_size=60)


@given(st.lists(st.text(alphabet="abİı .,-\t>", max_size=80), max_size=12), WORDS)
def test_any_lines(lines: list[str], words: list[str]) -> None:
    last = 0
    for paragraph in paragraphs(lines):
        assert last <= paragraph.first < paragraph.last - 1 < len(lines)
        last = paragraph.last
        whole = "".join("".join(lines[paragraph.first : paragraph.last]).split())
        assert "".join(paragraph.text.split()) == whole
        wrapped = paragraph.wrap(" ".join(words))
        assert " ".join(wrapped).split() == words
        assert all(len(line) <= paragraph.width or len(line.split()) == 1 for line in wrapped)


@given(WORDS, st.integers(1, 80), st.sampled_from([" ", "  "]))
def test_filling_keeps_the_length(words: list[str], width: int, blank: str) -> None:
    text = blank.join(words)
    filled = fill(text, width)
    assert len(filled) == len(text) and filled.replace("\n", " ") == text
    lines = filled.split("\n")
    assert all(len(line) <= width or len(line.split()) == 1 for line in lines)
    if blank == " ":
        assert lines == textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
