"""Names of HTML, SVG and EPUB elements by what they mean for a text, and the attributes that people read."""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """A set of the words of a text."""
    return frozenset(text.split())


BLOCKS = names(
    "address article aside audio base blockquote body button canvas caption center col colgroup datalist dd "
    "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html legend li link main map area menu menuitem meta nav noframes noscript object "
    "ol optgroup option p param search section select source summary table tbody td template tfoot th thead "
    "title tr track ul video"
)  # everything else, unknown elements too, stands inside a sentence
DTBOOK = names(
    "book bodymatter frontmatter rearmatter level level1 level2 level3 level4 level5 level6 doctitle docauthor "
    "hd bridgehead byline dateline epigraph imggroup line linegroup list note pagenum poem prodnote sidebar"
)  # blocks of the older digital talking books
PLACES = names("img wbr input svg math")  # stand in a text without holding any of it
KEPT = names("code kbd samp var tt")  # inside a sentence, but not translated
SKIPPED = names("script style pre listing textarea xmp noembed plaintext iframe")
RAW_TEXT = names("script style textarea title xmp noembed iframe")  # no tags inside
VOID = names("area base br col embed hr img input link meta param source track wbr")
SVG_INLINE = names("a tspan textpath tref altglyph")  # inside a sentence of a picture
SVG_MOVED = names("x y dx dy")  # a tspan with one of these is a line of its own

TEXT_ATTRIBUTES = names(
    "alt title placeholder label summary abbr aria-label aria-description aria-placeholder "
    "aria-roledescription aria-valuetext"
)
LABELLED = names("optgroup option track menuitem")  # the elements of HTML whose `label` is shown
SUMMARIZED = names("table th td")  # the elements whose `summary` or `abbr` is read out
BUTTONS = names("submit button reset")
META_TEXTS = names(
    "description abstract application-name apple-mobile-web-app-title og:title og:description og:image:alt "
    "twitter:title twitter:description twitter:image:alt dc.title dc.description dcterms.title "
    "dcterms.description name headline"
)
META_LANGUAGES = names("content-language language dc.language dcterms.language inlanguage")
META_LOCALES = names("og:locale")

UNTRANSLATED = {
    "pre": "preformatted text",
    "listing": "preformatted text",
    "xmp": "preformatted text",
    "plaintext": "preformatted text",
    "textarea": "text in input fields",
    "noembed": "text for browsers without plug-ins",
}
"""What notes call the text of elements that stay as they are."""
