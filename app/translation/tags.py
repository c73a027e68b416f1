"""Tags written out within strings (`<b>..</b>`, `<1>..</1>`, `[b]..[/b]`, `&lt;b&gt;..&lt;/b&gt;`, and the
`%(link)s..%(end_link)s` of Python catalogues) as marks.

A pair that is complete holds its words, as in an HTML file: `open_tags` takes it out of the text and makes it a
mark of the runs, `Opened.close` writes it again where the translated runs have it. Block tags and `\\n` written
out end a sentence. Tags without a partner stay in the text; `app.text.protect` keeps them. Program text with
blanks inside (`<?php .. ?>`, `{% .. %}`) becomes one character, so that no sentence ends within it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.text import patterns
from app.text.markup import Run, Tags, join_runs, project_runs, slice_runs, unite_runs
from app.translation.guards import Flag
from app.translation.result import Sentence, Translation, Word

BREAK = "\x1e"  # the record separator ends a line for `app.text.structure`
_BLOCKS = frozenset(
    (  # noqa: SIM905
        "address article aside blockquote body br caption center col colgroup dd details dialog div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol optgroup option "
        "p section select summary table tbody td tfoot th thead title tr ul"
    ).split()
)
_KEPT = frozenset(("code", "kbd", "samp", "var", "tt"))
_ATTRIBUTES = r"""(?:[^<>"'\n]|"[^"\n]{0,500}"|'[^'\n]{0,500}'){0,500}?"""
_TOKEN = re.compile(
    rf"""
      (?P<whole><(?P<element>script|style|pre|textarea|svg|math)\b[^<>]*>
        (?:(?!<(?P=element)\b)[\s\S]){{0,100000}}?</(?P=element)\s*>)
    | <(?P<end1>/?)(?P<name1>[A-Za-z][\w:.\-]*|\d{{1,3}})(?P<rest1>(?:\s{_ATTRIBUTES})?)(?P<alone1>\s*/?)>
    | &lt;(?P<end2>/?)(?P<name2>[A-Za-z][\w:.\-]*|\d{{1,3}})
        (?P<rest2>(?:\s(?:(?!&[lg]t;)[^<>\n]){{0,500}}?)?)(?P<alone2>\s*/?)&gt;
    | \[(?P<end3>/?)(?P<name3>[A-Za-z]{{1,12}}|\d{{1,3}})(?P<rest3>(?:=[^\[\]\n]{{0,300}})?)\]
    | %\((?P<end4>(?:end|close)_?)?(?P<name4>\w+)\)s
    | (?P<break>(?<!\s)(?:\\r\\n|\\[nrt])+)
    | (?P<program><\?(?:(?!\?>|<\?)[\s\S]){{0,2000}}\?> | <%(?:(?!%>|<%)[\s\S]){{0,2000}}%>
        | \{{%(?:(?!%\}}|\{{%)[\s\S]){{0,2000}}%\}} | \$?\{{\{{(?:(?!\}}\}}|\{{\{{)[\s\S]){{0,400}}\}}\}}\}}?
        | \$t\([^()\n]{{1,200}}\))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPLITS = re.compile(r"[.!?…:;]\s|[\r\n\t]|\s{3}")
_PATH = re.compile(r"(?<![\w/])(?:[A-Za-z]:\\|\\\\)[\w.\-\\]*")


@dataclass(frozen=True)
class _Mark:
    """A pair of tags of this text, as a mark of its runs."""

    number: int


@dataclass
class _Token:
    """A tag as written at [start, end)."""

    start: int
    end: int
    kind: str  # open | close | break | program
    name: str = ""
    keep: bool = False
    mark: _Mark | None = None
    path: Tags = ()


@dataclass
class _Offsets:
    """Where each offset of the plain text (its end included) lies in the spelled text."""

    before: list[int] = field(default_factory=list)  # before all tags that stand there
    between: list[int] = field(default_factory=list)  # behind the closing tags, before the opening ones
    after: list[int] = field(default_factory=list)  # behind all


@dataclass
class Opened:
    """Runs whose pairs of tags are marks."""

    original: list[Run]
    runs: list[Run]
    _pairs: list[tuple[str, str]] = field(
        default_factory=list
    )  # of mark n: opening and closing tag as written
    _breaks: list[str] = field(default_factory=list)
    _signs: dict[str, str] = field(default_factory=dict)  # character -> program text that it stands for

    @property
    def changed(self) -> bool:
        """Whether anything was taken out of the text."""
        return bool(self._pairs or self._breaks or self._signs)

    def close(self, runs: Sequence[Run], translation: Translation) -> tuple[list[Run], Translation]:
        """The translated runs with their tags written out, and the translation with offsets to match.

        Where a tag is not there exactly once, the source is kept and flagged."""
        if not self.changed:
            return list(runs), translation
        united = unite_runs(runs, lambda tag: isinstance(tag, _Mark))
        spelled, target_at, sound = self._spell(united)
        if not sound:
            return self.original, self._kept(translation)
        source, target = join_runs(self.original), join_runs(spelled)
        moved = _moved(translation.text, join_runs(united))  # blanks beside places were mended
        if moved is None:
            return spelled, replace(translation, text=target, sentences=[_whole(translation, source, target)])
        _, source_at, _ = self._spell(self.runs)
        sentences = [
            self._sentence(sentence, source, target, source_at, target_at, moved)
            for sentence in translation.sentences
        ]
        return spelled, replace(translation, text=target, sentences=sentences)

    def _kept(self, translation: Translation) -> Translation:
        text = join_runs(self.original)
        flag = Flag("placed", "The tags could not be placed in the translation: the text was kept as it is.")
        language = translation.source_lang
        kept = Sentence(text, text, 0, len(text), 0, language, 0.0, [flag], note=flag.reason)
        return replace(translation, text=text, sentences=[kept])

    def _spell(self, runs: Sequence[Run]) -> tuple[list[Run], _Offsets, bool]:
        """Runs with the tags written out; offsets; whether every tag and break is there exactly once."""
        out: list[Run] = []
        offsets = _Offsets()
        open_marks: list[tuple[_Mark, Tags]] = []  # with the marks of the file that hold them
        used: list[int] = []
        breaks = at = before = between = 0
        opened_here = False

        def write(text: str, tags: Tags, keep: bool = False) -> None:
            nonlocal at
            if text:
                out.append(Run(text, tags, keep))
                at += len(text)

        for run in runs:
            wanted = [
                (tag, _outside(run.tags[:depth]))
                for depth, tag in enumerate(run.tags)
                if isinstance(tag, _Mark)
            ]
            common = 0
            while common < min(len(open_marks), len(wanted)) and open_marks[common][0] == wanted[common][0]:
                common += 1
            for mark, path in reversed(open_marks[common:]):
                write(self._pairs[mark.number][1], path)
                if not opened_here:
                    between = at
            del open_marks[common:]
            for mark, path in wanted[common:]:
                opened_here = True
                write(self._pairs[mark.number][0], path)
                used.append(mark.number)
                open_marks.append((mark, path))
            path = _outside(run.tags)
            if not run.text and (not run.tags or not isinstance(run.tags[-1], _Mark)):
                out.append(Run("", path, run.keep))
            spelled: list[str] = []
            place = at
            for index, character in enumerate(run.text):
                raw = self._signs.get(character, character)
                if character == BREAK:
                    raw = self._breaks[breaks] if breaks < len(self._breaks) else ""
                    breaks += 1
                offsets.before.append(place if index else before)
                offsets.between.append(place if index else between)
                offsets.after.append(place)
                spelled.append(raw)
                place += len(raw)
            if run.text:
                write("".join(spelled), path, run.keep)
                before = between = at
                opened_here = False
        for mark, path in reversed(open_marks):
            write(self._pairs[mark.number][1], path)
            if not opened_here:
                between = at
        offsets.before.append(before)
        offsets.between.append(between)
        offsets.after.append(at)
        sound = sorted(used) == list(range(len(self._pairs))) and breaks == len(self._breaks)
        text = join_runs(runs)
        sound = sound and all(text.count(sign) == 1 for sign in self._signs)
        return [run for run in out if run.text or run.tags], offsets, sound

    def _sentence(
        self,
        sentence: Sentence,
        source: str,
        target: str,
        source_at: _Offsets,
        target_at: _Offsets,
        moved: Sequence[int],
    ) -> Sentence:
        """A sentence of the plain text as one of the text with tags."""
        start, end, low = sentence.start, sentence.end, sentence.target_start
        first, last = source_at.between[start], source_at.between[end]
        left, right = target_at.between[moved[low]], target_at.between[moved[low + len(sentence.target)]]
        words: list[Word] = []
        for word in sentence.words:
            begin = target_at.after[moved[low + word.start]]
            stop = target_at.before[moved[low + word.end - 1] + 1]
            words.append(
                Word(target[begin:stop], begin - left, stop - left, word.confidence, word.alternatives)
            )
        return replace(
            sentence,
            source=source[first:last],
            start=first,
            end=last,
            target=target[left:right],
            target_start=left,
            words=words,
            source_words=[
                (source_at.after[start + a] - first, source_at.before[start + b] - first)
                for a, b in sentence.source_words
            ],
            flags=[replace(flag, reason=self._named(flag.reason)) for flag in sentence.flags],
            note=self._named(sentence.note),
            alternatives=self._alternatives(sentence, target[left:right]),
        )

    def _alternatives(self, sentence: Sentence, target: str) -> list[str]:
        """The alternatives with the tags placed by the words that are the same; none for a sentence that
        shares a pair of tags with its neighbours."""
        part = slice_runs(self.runs, sentence.start, sentence.end, last=False)
        inside = [
            self._pairs[tag.number]
            for tag in dict.fromkeys(tag for run in part for tag in run.tags)
            if isinstance(tag, _Mark)
        ]
        if sum(target.count(opening) for opening, _ in set(inside)) < len(inside):
            return []
        found = []
        for text in sentence.alternatives:
            runs = unite_runs(project_runs(part, text, ()), lambda tag: isinstance(tag, _Mark))
            spelled = join_runs(self._spell(runs)[0])
            if all(spelled.count(closing) == target.count(closing) for _, closing in inside):
                found.append(spelled)
        return found

    def _named(self, text: str) -> str:
        return text.translate({ord(sign): raw for sign, raw in self._signs.items()}) if self._signs else text


def _moved(before: str, after: str) -> list[int] | None:
    """For every offset of a text (its end included) that in `after`, which differs in blanks alone; None where it
    differs in more."""
    if before == after:
        return list(range(len(before) + 1))
    places: list[int] = []
    at = 0
    for character in before:
        while at < len(after) and after[at] != character and after[at].isspace():
            at += 1
        places.append(at)
        if at < len(after) and after[at] == character:
            at += 1
        elif not character.isspace():
            return None
    return [*places, len(after)] if not after[at:].strip() else None


def _whole(translation: Translation, source: str, target: str) -> Sentence:
    """All sentences as one."""
    return Sentence(
        source,
        target,
        0,
        len(source),
        0,
        translation.source_lang,
        min((sentence.confidence for sentence in translation.sentences), default=1.0),
        translation.flags,
        " ".join(dict.fromkeys(sentence.note for sentence in translation.sentences if sentence.note)),
    )


def _outside(tags: Tags) -> Tags:
    return tuple(tag for tag in tags if not isinstance(tag, _Mark))


def open_tags(runs: Sequence[Run]) -> Opened:
    """Take pairs of tags out of a text. The runs may have marks of their own (those of a file): only a pair
    whose two tags stand under the same ones is taken."""
    runs = list(runs)
    text = join_runs(runs)
    if (
        not any(sign in text for sign in ("<", "&lt;", "&LT;", "[/", "\\", "{%", "{{", "$t(", "%("))
        or BREAK in text
    ):
        return Opened(runs, runs)
    if patterns.message_spans(text):
        return Opened(runs, runs)
    tokens = _pair(_tokens(runs, text))
    opened = Opened(runs, [])
    _take_out(opened, runs, text, tokens)
    return opened if opened.changed else Opened(runs, runs)


def _tokens(runs: Sequence[Run], text: str) -> list[_Token | Tags]:
    """Tokens in order; between them the marks of every further run, which end what is open."""
    paths = [match.span() for match in _PATH.finditer(text)] if "\\" in text else []
    found = list(_TOKEN.finditer(text))
    result: list[_Token | Tags] = []
    number = at = 0
    for run in runs:
        result.append(run.tags)
        end = at + len(run.text)
        while number < len(found) and found[number].start() < end:
            match = found[number]
            number += 1
            token = _token(match)
            inside = match.start() >= at and match.end() <= end and not run.keep
            if match["break"] and any(a < match.end() and match.start() < b for a, b in paths):
                continue
            if token is not None and inside:
                token.path = run.tags
                result.append(token)
        at = end
    return result


def _token(match: re.Match[str]) -> _Token | None:
    start, end = match.span()
    if match["whole"]:
        return _Token(start, end, "break")
    if match["break"]:
        return _Token(start, end, "break")
    if match["program"]:
        return _Token(start, end, "program") if _SPLITS.search(match.group()) else None
    for kind in "1234":
        name = match[f"name{kind}"]
        if name is None:
            continue
        folded = name.casefold()
        keep = False
        if kind in "12":
            if folded in _BLOCKS:
                return _Token(start, end, "break")
            if match[f"alone{kind}"].strip():
                return None  # an element without content is a place: it is protected as it is
            rest = match[f"rest{kind}"].casefold()
            keep = folded in _KEPT or 'translate="no"' in rest or "notranslate" in rest
        return _Token(start, end, "close" if match[f"end{kind}"] else "open", kind + folded, keep)
    return None


def _pair(items: Sequence[_Token | Tags]) -> list[_Token]:
    """The tokens that are taken out: breaks, program text, and both tags of complete pairs."""
    open_tokens: list[_Token] = []
    taken: list[_Token] = []
    pairs: list[tuple[_Token, _Token]] = []
    for item in items:
        if isinstance(item, tuple):
            open_tokens = [token for token in open_tokens if item[: len(token.path)] == token.path]
        elif item.kind in ("break", "program"):
            taken.append(item)
        elif item.kind == "open":
            open_tokens.append(item)
            del open_tokens[:-200]
        else:
            for index in range(len(open_tokens) - 1, -1, -1):
                if open_tokens[index].name == item.name and open_tokens[index].path == item.path:
                    pairs.append((open_tokens[index], item))
                    del open_tokens[index:]
                    break
    for number, (opening, closing) in enumerate(sorted(pairs, key=lambda pair: pair[0].start)):
        opening.mark = closing.mark = _Mark(number)
        taken += [opening, closing]
    return sorted(taken, key=lambda token: token.start)


def _take_out(opened: Opened, runs: Sequence[Run], text: str, tokens: Sequence[_Token]) -> None:
    """Fill in the runs without the tokens, and what the tokens spelled."""
    used = set(text)
    free = (chr(code) for code in range(0xF000, 0xF8FF) if chr(code) not in used)
    marks: list[tuple[_Mark, int, bool]] = []  # open ones, at which depth among the file's marks, kept
    openings: dict[_Mark, str] = {}
    closings: dict[_Mark, str] = {}
    at = number = 0

    def put(piece: str, run: Run) -> None:
        tags: list[object] = []
        taken = 0
        for mark, depth, _ in marks:
            tags += [*run.tags[taken:depth], mark]
            taken = depth
        tags += run.tags[taken:]
        opened.runs.append(Run(piece, tuple(tags), run.keep or any(keep for _, _, keep in marks)))

    for run in runs:
        end = at + len(run.text)
        place = at
        if not run.text:
            put("", run)
        while number < len(tokens) and tokens[number].start < end:
            token = tokens[number]
            number += 1
            if place < token.start:
                put(text[place : token.start], run)
            raw = text[token.start : token.end]
            place = token.end
            if token.kind == "break":
                opened._breaks.append(raw)
                put(BREAK, run)
            elif token.kind == "program":
                sign = next(free, "")
                if sign:
                    opened._signs[sign] = raw
                put(sign or raw, run)
            elif token.kind == "open":
                assert token.mark is not None
                marks.append((token.mark, len(run.tags), token.keep))
                openings[token.mark] = raw
                if (
                    number < len(tokens)
                    and tokens[number].mark == token.mark
                    and tokens[number].start == token.end
                ):
                    put("", Run("", run.tags))  # nothing inside: a place
            else:
                assert token.mark is not None
                while marks and marks[-1][0] != token.mark:
                    marks.pop()
                marks.pop()
                closings[token.mark] = raw
        if place < end:
            put(text[place:end], run)
        at = end
    opened._pairs = [(openings[_Mark(n)], closings[_Mark(n)]) for n in range(len(openings))]
