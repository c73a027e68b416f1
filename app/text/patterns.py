"""What programs read within texts for people: one table of patterns that are never translated.

Each row has a name, the pattern, and examples that the tests hide and bring back. `protect` hides what they
match behind placeholders; `kept_whole` says which values of resource files stay as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.text import quotes

_DOMAINS = "com|org|net|edu|gov|info|io|dev|app|co|tr|br|pt|uk|de|eu|me|tv"
_FILES = (
    "py|js|ts|html?|css|json|xml|txt|md|pdf|docx?|xlsx?|pptx?|odt|ods|csv|tsv|zip|gz|exe|dll|so|c|cpp|h|java|sh|bat"
    "|png|jpe?g|gif|svg|mp[34]|wav|po|ini|ya?ml|toml|cfg|conf|log|sql|php"
)
EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2190-\u21ff©®™]"
    "|[0-9#*]\ufe0f?\u20e3)"
    "[\ufe0f\u200d\u20e3\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\U000e0020-\U000e007f]*"
)
_QUOTES = "|".join(map(re.escape, quotes.ESCAPED))
_CONVERSION = r"(?:hh?|ll?|[Lzjtq]|I64)?[sdiouxXeEfFgGaAcCpSr@]"
_STRFTIME = r"%[-_0^#]?[aAbBcCdDeFgGhHIjklmMnpPrRsSTuUVwWxXyYzZ]"
_DATE_PART = r"(?:y{2,4}|Y{2,4}|M{2,4}|m{2}|d{2}|D{2}|H{2}|h{2}|s{2})"
_KEYS = "Ctrl|Control|Alt|AltGr|Shift|Cmd|Command|Meta|Super|Win|Option|Opt|Strg|CmdOrCtrl|CommandOrControl|[⌘⌥⇧⌃]"


@dataclass(frozen=True)
class Pattern:
    """A kind of text that stays: name, regular expression, examples."""

    name: str
    expression: str
    examples: tuple[str, ...]


def _row(name: str, expression: str, *examples: str) -> Pattern:
    return Pattern(name, expression, examples)


PATTERNS: tuple[Pattern, ...] = (
    _row("address", r"\b(?:https?|ftp|file)://(?:[^\s<>\"'“”«»()]|\([^\s<>\"'()]*\))+(?<![.,;:!?\]…])",
         "https://a.b/c?d=1,2"),
    _row("mail or telephone link", r"\b(?:mailto|tel):[^\s<>\"']+(?<![.,;:!?)\]])", "mailto:a@b.co"),
    _row("www address", r"\bwww\.[^\s<>\"']+(?<![.,;:!?)\]])", "www.ornek.com.tr/a"),
    _row("e-mail address", r"(?<![\w.+\-@])[\w.+-]*[\w+]@[\w-]+(?:\.[\w-]+)+", "ali.veli@x.com.tr"),
    _row("code between backticks", r"```[^`]{1,400}```|`[^`\n]+`", "`a b`"),
    _row("PHP", r"<\?(?:php|=|xml)?(?:(?!\?>|<\?)[\s\S]){0,2000}\?>",
         "<?php echo $this->total; ?>", "<?= $name ?>"),
    _row("ERB, EJS or JSP", r"<%(?:(?!%>|<%)[\s\S]){0,2000}%>", "<%= name %>", "<% if (a > b) { %>"),
    _row("tag", r"</?(?:[A-Za-z][^<>\n]{0,2000}|\d{1,3}\s?/?)>|<!--[^<>\n]{0,200}-->",
         "<br/>", '<a href="https://x.y">', "<0/>", "</1>"),
    _row("escaped tag", r"&lt;/?[A-Za-z](?:(?!&[lg]t;)[^<>\n]){0,200}&gt;", "&lt;b&gt;"),
    _row("template tag", r"\{%(?:(?!%\}|\{%)[\s\S]){0,2000}%\}|\{#(?:(?!#\}|\{#)[\s\S]){0,500}#\}",
         "{% if user.age > 18 %}", "{% endif %}", "{# note #}"),
    _row("template value", r"\$?\{\{\{?(?:(?!\}\}|\{\{)[^\n]){0,400}\}\}\}?",
         "{{ name|default:'x' }}", "${{ github.ref }}", "{{{ raw }}}"),
    _row("field in braces", r"[$#%@]?\{[^{}\n]{0,120}\}",
         "{0}", "{name}", "${HOME}", "%{count}", "#{user}", "{0,number,#.##}"),
    _row("field in brackets", r"\[\[[A-Za-z_][^\[\]\n]{0,60}\]\]", "[[name]]"),
    _row("reference to a key", r"\$t\([^()\n]{1,200}\)|(?<![\w@])@(?:\.\w+)?:(?:\([\w.\-]+\)|[\w\-]+(?:\.[\w\-]+)*)",
         "$t(menu.open)", '$t(key, {"count": 1})', "@:menu.open", "@.lower:key", "@:(a.b)"),
    _row("strftime pattern",
         rf"(?=(?:%[-_0^#]?[A-Za-z][-/.:, T]{{1,2}}){{0,6}}%[-_0^#]?[YmHMBbAIjyZ])"
         rf"{_STRFTIME}(?:[-/.:, T]{{1,2}}{_STRFTIME})+(?!\w)|%[YmHMBbAajyZ](?!\w)",
         "%d.%m.%Y", "%Y-%m-%d %H:%M", "%Y"),
    _row("named printf directive", r"%\([\w.]+\)[-+#0]*\d*(?:\.\d+)?[sdiourxXeEfFgGca](?:%%)?",
         "%(n)s", "%(n)05d", "%(share).1f%%"),
    _row("printf directive",
         rf"%(?:\d+\$|<\w+>)?[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?{_CONVERSION}(?:%%)?(?!\w)",
         "%s", "%1$s", "%d%%", "%5.1f%%", "%-10s", "%lu", "%@", "%1$@", "%<n>d", "%.2f"),
    _row("number with an escaped per cent sign", r"(?<![\w.,])\d+(?:[.,]\d+)*%%", "100%%", "2.5%%"),
    _row("escaped per cent sign", r"%%", "%%"),
    _row("field between per cent signs", r"%[A-Z_]{3,}%|(?<![\w%])%[a-z][\w.\-]{2,40}%(?!\w)",
         "%USERNAME%", "%count%"),
    _row("date pattern", rf"(?<!\w){_DATE_PART}(?:[./:\-]{_DATE_PART})+(?!\w)",
         "dd/MM/yyyy", "DD.MM.YYYY", "HH:mm"),
    _row("escape", r"\\[nrt](?![a-z])|\\u[0-9A-Fa-f]{4}", "\\n", "\\u00e7"),
    _row("entity", rf"(?!{_QUOTES})&(?:[A-Za-z]{{2,10}}|#\d{{1,7}}|#x[0-9A-Fa-f]{{1,6}});",
         "&nbsp;", "&#169;"),
    _row("keyboard shortcut", rf"(?<!\w)(?:(?:{_KEYS})\s?\+\s?)+(?:[A-Z]\w*|[0-9]|[^\w\s])(?!\w)",
         "Ctrl+F", "Ctrl+Shift+P", "Alt+F4", "Ctrl + C"),
    _row("named value", r"(?<![\w:]):[a-z_]\w*(?![\w:])|(?<![\w:]):[a-z][\w+\-]*:(?!\w)", ":name", ":smile:"),
    _row("hash tag or mention", r"(?<![\w&])[#@][^\W\d_](?:[\w.-]*\w)?", "#etiket", "@kisi"),
    _row("path", r"(?<![\w/])(?:[A-Za-z]:\\|\\\\|\.{0,2}/|~/)[\w.\-]+(?:[\\/][\w.\-]+)+(?<!\.)"
         r"|(?<!\w)[A-Z]:\\[\w.\-\\]*\w|(?<![\w./])\.{1,2}/[\w.\-/]*\w",
         "/usr/bin/x", "C:\\Dir\\x.txt", "./run.sh"),
    _row("option or variable", r"(?<!\w)--[A-Za-z][\w-]*\w|(?<!\w)\$[A-Za-z_]\w+", "--verbose", "$PATH", "$name"),
    _row("name in code", r"\b\w+(?:_\w+)+\b|\b_\w+\b|(?<![\w.])\w+(?:\.\w+)*\(\)|(?<![\w:])\w+(?:::\w+)+",
         "snake_case", "a.b()", "std::map"),
    _row("domain", rf"(?<![\w@.\-])(?:[\w-]+\.)+(?:{_DOMAINS})\b(?:/[^\s<>\"']*(?<![.,;:!?)\]]))?(?!\w)",
         "ornek.com.tr"),
    _row("file name", rf"(?<![\w.\-])[\w-]+(?:\.[\w-]+)*\.(?:{_FILES})\b(?!\()", "rapor.pdf"),
    _row("UUID or hexadecimal number",
         r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b|\b0x[0-9a-fA-F]+\b",
         "123e4567-e89b-12d3-a456-426614174000", "0x1F"),
    _row("time stamp", r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?",
         "2024-11-24T09:42:42Z"),
    _row("telephone number", r"(?<![\w.,])\+\d[\d ().\-]{6,24}\d(?!\w)", "+90 (555) 123-45-67"),
    _row("version", r"(?<![\w.,])[vV]\d+(?:\.\d+)+(?!\w)", "v2.0.1"),
    _row("number in groups", r"(?<![\w.,:/-])\d{1,4}(?:[ \u00a0\u202f]\d{2,4}){1,6}(?:[.,]\d+)?(?![\w:/-]|[.,]\d)",
         "555 432 1098", "1 250,75", "10\u202f000"),
    _row("number with marks",
         r"(?<![\w.,])[+-]?\d+(?:[.,:/\u00a0\u202f\u2009\-–]\d+)+"
         r"(?:[kKMGTmcdµn]?(?:m|g|B|b|Hz|W|V|A|L|l|s)|px|pt|em|x|°C?)?(?!\w)",
         "1.234,56", "12/05/2024", "13:45"),
    _row("long number", r"(?<![\w])\d{3,}(?![\w])", "2024"),
    _row("emoji", EMOJI, "😀", "👨‍👩‍👧‍👦"),
)  # fmt: skip
SPANS = re.compile("|".join(row.expression for row in PATTERNS))
"""Any of the table; the first row that fits at a place wins."""

PRINTF_IN_ORDER = re.compile(rf"%[-+#0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?{_CONVERSION}(?!\w)|\{{\}}")
"""A directive that takes the next argument: two of them must not change places."""

_FIELD_LETTERS = "GyYuUrQqMLlwWdDFEecabBhHkKjJmsSAzZOvVXx"
WHOLE: tuple[Pattern, ...] = (
    _row("spreadsheet formula", r"=\S[\s\S]*|[+\-@][A-Za-z_][\w.]*\([\s\S]*",
         '=HYPERLINK("http://x.org";"Buraya")', '=IF(A1>0;"Açık kaldı";"Kapalı")', "=A1 & B1", "@SUM(A1:A3)"),
    _row("date pattern of Unicode or Java",
         rf"(?=[\s\S]*(?:yy|YY|MM|dd|DD|HH|hh|mm|ss|EEE|(?<![a-zA-Z])[dDyHhM](?![a-zA-Z])[\s\S]*(?:yy|MM|mm)))"
         rf"(?:([{_FIELD_LETTERS}])\1{{0,5}}(?![a-zA-Z])|(?<=[dMyHhms]{{2}})(?:[dMyHhmsaTZ]{{1,4}})|'[^']*'|[\s.,/:;()\-–'T·年月日])+",
         "d MMMM yyyy", "dd.MM.yyyy HH:mm", "EEEE, d MMMM y", "d 'de' MMMM 'de' yyyy", "HH:mm:ss", "DD.MM.YYYY",
         "yyyy-MM-dd'T'HH:mm"),
    _row("strftime pattern alone", rf"(?=[^%]*%)(?:{_STRFTIME}|[\s.,/:;()\-T])+", "%d %B %Y", "%A, %d.%m.%y"),
)  # fmt: skip
"""Values that stay although they hold letters and blanks."""

_WHOLE = [re.compile(row.expression) for row in WHOLE]
LONGEST_DATE = 60  # characters


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate a cell."""
    return _WHOLE[0].fullmatch(text.strip()) is not None


def kept_whole(text: str) -> bool:
    """Whether a value is a formula or a date pattern."""
    text = text.strip()
    short = 0 < len(text) <= LONGEST_DATE
    return is_formula(text) or (short and any(date.fullmatch(text) for date in _WHOLE[1:]))


_MESSAGE_HEAD = re.compile(r"\{\s*[\w.]+\s*,\s*(?:plural|select|selectordinal|choice)\s*,")


def message_spans(text: str) -> list[tuple[int, int]]:
    """The spans of ICU plural, select and choice patterns, found by their braces; one that never closes ends
    with the text."""
    spans: list[tuple[int, int]] = []
    for head in _MESSAGE_HEAD.finditer(text):
        if spans and head.start() < spans[-1][1]:
            continue
        depth, end = 0, len(text)
        for brace in re.finditer(r"[{}]", text[head.start() :]):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                end = head.start() + brace.end()
                break
        spans.append((head.start(), end))
    return spans
