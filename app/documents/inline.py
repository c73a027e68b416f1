"""Runs as a tree of marks, and translated runs made safe to write."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from app.documents.base import Segment
from app.text.markup import Run, Tags


@dataclass
class Block:
    """A segment in a parsed file, with the way to replace its runs there."""

    id: str
    runs: list[Run]
    replace: Callable[[Sequence[Run]], None]
    context: str = ""

    def segment(self) -> Segment:
        """What the translator gets to see."""
        return Segment(self.id, tuple(self.runs), self.context)


@dataclass
class Node:
    """A mark and what it holds: texts and further marks."""

    tag: Hashable
    content: list[str | Node] = field(default_factory=list)


def has_letters(text: str) -> bool:
    """Whether there is anything to translate."""
    return any(character.isalpha() for character in text)


def stands_apart(text: str) -> bool:
    """Whether raised text is a sign of its own, a note's number or an exponent, and not a word.

    Such a sign is a place: glued to its word it would vanish in a translation, or raise another word. What
    is lowered stays in its word, which is copied then (H2O, CO2)."""
    return bool(text.strip()) and not has_letters(text)


def nest(runs: Sequence[Run]) -> list[str | Node]:
    """Runs as a tree. Neighbouring runs share the marks that they have in common."""
    root = Node(None)
    stack = [root]
    for run in runs:
        common = 0
        while common < min(len(run.tags), len(stack) - 1) and stack[common + 1].tag == run.tags[common]:
            common += 1
        del stack[common + 1 :]
        for tag in run.tags[common:]:
            node = Node(tag)
            stack[-1].content.append(node)
            stack.append(node)
        if run.text:
            content = stack[-1].content
            if content and isinstance(content[-1], str):
                content[-1] += run.text
            else:
                content.append(run.text)
    return root.content


def mend_runs(source: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
    """Translated runs in which every mark of the source is there, nested as in the source; a mark without
    text (an image, a note) is there exactly once; unknown marks are gone.

    A mark that got lost comes back where its parent ends. The texts always stay."""
    paths: dict[Hashable, Tags] = {}
    spans: set[Hashable] = set()
    for run in source:
        for depth, tag in enumerate(run.tags):
            paths.setdefault(tag, run.tags[: depth + 1])
        if run.text:
            spans.update(run.tags)
    mended: list[Run] = []
    seen: set[Hashable] = set()
    for run in runs:
        known = [tag for tag in run.tags if tag in paths]
        path: Tags = paths[known[-1]] if known else ()
        while path and path[-1] not in spans and (run.text or path[-1] in seen):
            if path[-1] not in seen:  # a place that was given text: the place, then the text beside it
                mended.append(Run("", path))
                seen.update(path)
            path = path[:-1]
        if run.text or (path and path[-1] not in seen):
            mended.append(Run(run.text, path, run.keep))
            seen.update(path)
    for tag, path in paths.items():
        if tag in seen:
            continue
        parent = path[:-1]
        at = len(mended)
        while parent and at and mended[at - 1].tags[: len(parent)] != parent:
            at -= 1
        mended.insert(at or len(mended), Run("", path))
        seen.update(path)
    return mended


def same_runs(first: Sequence[Run], second: Sequence[Run]) -> bool:
    """Whether both spell the same marked text."""
    return [(r.text, r.tags) for r in first] == [(r.text, r.tags) for r in second]


def worth_translating(runs: Sequence[Run]) -> bool:
    """Whether there are letters outside what is kept."""
    return any(has_letters(run.text) for run in runs if not run.keep)


def collapse_space(runs: Sequence[Run]) -> list[Run]:
    """Runs with every stretch of blanks as one, across runs too; none at the start and end."""
    result: list[Run] = []
    blank = True
    for run in runs:
        text = ""
        for character in run.text:
            if character in " \t\r\n\f":
                if not blank:
                    text += " "
                blank = True
            else:
                text += character
                blank = False
        if text or not run.text or run.tags:
            result.append(Run(text, run.tags, run.keep))
    for index in range(len(result) - 1, -1, -1):
        text = result[index].text
        if text:
            if text.endswith(" "):
                stripped = Run(text[:-1], result[index].tags, result[index].keep)
                result[index : index + 1] = [stripped] if stripped.text or stripped.tags else []
            break
    return result
