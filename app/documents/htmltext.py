"""HTML fragments for the HTTP API's `format=html`: the reader of HTML files (`markuptext`) on a string.

Every tag, comment and attribute is carried as the exact characters that came in; only text between tags
changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.documents.markuptext import MarkupText
from app.text.markup import Run


def translate_html(
    fragment: str, translate_runs: Callable[[list[list[Run]]], Sequence[Sequence[Run]]]
) -> str:
    """Translate the text of an HTML fragment. translate_runs: blocks of runs -> their translations, same
    length."""
    markup = MarkupText(fragment, attributes=False)
    found = [(number, runs) for number, runs, _ in markup.texts()]
    translated = translate_runs([runs for _, runs in found])
    translations = {number: runs for (number, _), runs in zip(found, translated, strict=True)}
    return markup.render(translations, target_lang=None)
