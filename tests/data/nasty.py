"""Three hundred inputs that break translators: each comes out whole, with a reason where it is doubtful."""

from __future__ import annotations

WORDS = ("evet", "ev", "çok", "hayır", "não", "sim", "muito", "casa", "ve", "de")
SCRIPTS = (
    "今日はとても良い天気です。",
    "Сегодня очень хорошая погода.",
    "الطقس جميل جدا اليوم.",
    "מזג האוויר יפה מאוד היום.",
    "Ο καιρός είναι πολύ ωραίος.",
    "आज मौसम बहुत अच्छा है।",
    "วันนี้อากาศดีมาก",
    "오늘 날씨가 아주 좋습니다.",
    "დღეს ძალიან კარგი ამინდია.",
    "Այսօր եղանակը շատ լավ է:",
    "今天天气很好",
    "𐍈𐌰𐌹𐍂𐌷𐍄𐍃 𐌳𐌰𐌲𐍃",
)
MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad"
CONTROLS = [chr(code) for code in [*range(0, 32), *range(127, 160)] if chr(code) not in "\n\r\t"]
SENTENCE = "Bugün hava çok güzel"
PROTECTED = (
    "https://a.b/c?d=e&f=%20#g",
    "ali@example.com",
    "{0} {name} {{x}}",
    "%s %d %1$s %(n)s",
    "<b>kalın</b>",
    "<br/>",
    "`rm -rf /`",
    "1.234.567,89",
    "12/05/2024 13:45",
    "+90 (555) 123-45-67",
    "snake_case_name fonksiyon()",
    "C:\\Users\\ali\\a.txt",
    "/usr/local/bin",
    "#etiket @kisi",
    "😀😀😀 👨‍👩‍👧‍👦 🇹🇷",
    "&nbsp;&amp;",
    "<ph0> <ph1> <ph9>",
    "<2en> <unk> <s> </s> <pad>",
    "▁▁▁ ▁ev",
    "<0x41> <0xFF>",
)


def _inputs() -> list[str]:
    inputs: list[str] = []
    for word in WORDS:
        inputs += [word, word.upper(), word * 20, " ".join([word] * 30), ", ".join([word] * 15) + "."]
    inputs += [letter for letter in "aAıİşÇüõã"] + [letter * 200 for letter in "aıŞ"]
    inputs += [
        "." * 80,
        "!" * 50,
        "?!?!?!?!",
        "-" * 60,
        "…",
        ",,,,",
        "()()()",
        '""""',
        "***",
        "___",
        "| | |",
        "=====",
        "/",
        "\\",
    ]
    inputs += list(SCRIPTS) + [f"{SENTENCE} {script} gerçekten." for script in SCRIPTS]
    inputs += [f"{mark}{SENTENCE}{mark}." for mark in MARKS] + [f"Bu{mark}gün hava güzel." for mark in MARKS]
    inputs += [f"{SENTENCE}{control} bugün." for control in CONTROLS]
    inputs += [f"{SENTENCE} {item} bugün." for item in PROTECTED] + list(PROTECTED)
    inputs += [
        "a" * 10_000,
        "ğ" * 10_000,
        "ev " * 3000,
        "x" * 10_000 + " ev güzel",
        "1" * 10_000,
        "😀" * 2000,
        "ab-" * 3000,
    ]
    inputs += [
        f"{SENTENCE}, the weather is nice, o tempo está bom.",
        "The price é muito güzel today, değil mi?",
        "I am here. Ben buradayım. Eu estou aqui.",
        "Olá! Merhaba! Hello! Olá! Merhaba! Hello!",
        "e\u0301 n\u0303 a\u0303o \u0130stanbul i\u0307yi ı\u0307",
        "Z̸̡̛͔a̶̛l̷̢g̸̨o̴ t̵e̶x̷t̸ güzel",
        "ＦＵＬＬＷＩＤＴＨ ｔｅｘｔ güzel",
        "𝓑𝓾𝓰𝓾̈𝓷 𝓱𝓪𝓿𝓪 güzel",
        "\ud800 tek yarım vekil karakter",
        "son \udfff",
        "\ufffd\ufffd bozuk metin",
        "\ue000 özel alan \uf8ff",
        "\t\t\tgirintili satır\t\t",
        "\u3000geniş boşluk\u3000",
        "bir\u00a0bölünmez\u202fboşluk",
        "satır\rsonu\rtek",
        "satır\r\nsonu\n\rkarışık\u2028ayraç\u2029son",
        "\n\n\n\n",
        " \n \n ",
        "",
        " ",
        "\x00",
        "SOPA DE ERVILHA",
        "KIRMIZI IŞIK YANIYOR, DUR!",
        "İSTANBUL'DA IŞIKLAR SÖNDÜ",
        "Bu Bir Başlık Cümlesidir Ve Uzundur",
        "bUgÜn hAvA ÇoK gÜzEl",
        "• madde bir\n• madde iki\n  • alt madde",
        "1. birinci madde\n2. ikinci madde\n10) onuncu",
        "> alıntı yapılan satır\n>> iç içe alıntı",
        "# Başlık\n\nParagraf burada.\n\n```\nkod(burada)\n```\n",
        "| sütun | başka |\n|---|---|\n| bir | iki |",
        "Dr. Ayşe Hanım 29. Ekim'de saat 10.30'da geldi. Sn. Vali de vardı.",
        "O Sr. Silva chegou às 10h30 na Av. Paulista, n.º 1000.",
        "((((((((((iç içe parantez))))))))))",
        "\"'“”‘’«»„tırnaklar‟",
        "soru? soru?? soru??? ünlem!!!",
        "virgül,boşluksuz,liste,gibi,bir,şey,işte,böyle",
        "nokta.boşluksuz.cümle.gibi.bir.şey",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 ev",
        "0x1F 1e-9 3.14 ½ ² ³ ™ © ® € £ ¥ ₺ ° % ‰ §",
        "SELECT * FROM ev WHERE ad = 'güzel'; -- yorum",
        "if (a < b && c > d) { return ev; }",
        "$E = mc^2$ ve \\frac{a}{b} formülü",
        "kelime " * 400 + "son",
        ", ".join(f"madde {n}" for n in range(150)) + ".",
        "Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine",
        "pneumoultramicroscopicossilicovulcanoconiótico " * 5,
        "\\n \\t \\u0041 kaçışlar",
        "%%%d %%s %5.2f %-10s biçimler",
        "{unclosed ve {0 ve } ters {",
        "<unclosed ve > ters < boş <>",
        "https:// yarım http:/bozuk www. eksik",
        "@ # $ ^ & * tek işaretler",
        "bir\x0bdikey\x0csayfa",
    ]
    for count in range(1, 12):
        inputs.append(" ".join(f"{{değer{n}}} ile" for n in range(count * 2)) + " ev.")
    return list(dict.fromkeys(inputs))


INPUTS = _inputs()
