"""Inline marks (bold, links, images, footnote signs) carried from a source sentence to its translation.

A text with marks is a list of runs `(text, tags)`: `tags` names the marks that hold the run, outermost
first. A run without text stands for a mark that has only a place (an image, a footnote sign). The
translation's runs follow from the word alignment. Whatever the alignment looks like, three things hold:
the texts of the runs join to the
translated text, every mark of the source is there exactly as often as before, and marks nest as before.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.text.words import Span, identical_words, word_spans

Tags = tuple[Hashable, ...]
OUTSIDE = 0.7  # what a target word that belongs elsewhere costs inside a mark, relative to one that belongs
UNLINKED = 0.05  # cost of an unaligned target word inside a mark


class Run(NamedTuple):
    """A piece of text under the same marks. `keep`: the text is not translated (code)."""

    text: str
    tags: Tags = ()
    keep: bool = False


def join_runs(runs: Sequence[Run]) -> str:
    """The plain text of runs."""
    return "".join(run.text for run in runs)


def merge_runs(runs: Sequence[Run]) -> list[Run]:
    """Neighbours with the same tags become one run; places (empty runs with tags of their own) stay."""
    merged: list[Run] = []
    for run in runs:
        if (
            merged
            and merged[-1].tags == run.tags
            and merged[-1].keep == run.keep
            and merged[-1].text
            and run.text
        ):
            merged[-1] = Run(merged[-1].text + run.text, run.tags, run.keep)
        elif run.text or run.tags:
            merged.append(run)
    return merged


def slice_runs(runs: Sequence[Run], start: int, end: int, *, last: bool) -> list[Run]:
    """Runs of the characters [start, end). A place at `end` belongs to what follows, unless this is the
    `last` slice."""
    part: list[Run] = []
    at = 0
    for run in runs:
        if not run.text:
            if start <= at < end or (last and at == end):
                part.append(run)
            continue
        left, right = max(at, start), min(at + len(run.text), end)
        if left < right:
            part.append(Run(run.text[left - at : right - at], run.tags, run.keep))
        at += len(run.text)
    return part


@dataclass
class _Node:
    """One mark in one sentence: its span in the source, then in the target."""

    tag: Hashable
    start: int
    end: int
    order: int
    depth: int
    children: list[_Node] = field(default_factory=list)
    open_left: bool = False  # goes on from the sentence before
    open_right: bool = False  # goes on in the sentence after
    target: Span = (0, 0)


def _tree(runs: Sequence[Run], before: Tags, after: Tags) -> _Node:
    root = _Node(None, 0, 0, 0, -1)
    stack = [root]
    at = order = 0
    for run in runs:
        common = 0
        while common < min(len(run.tags), len(stack) - 1) and stack[common + 1].tag == run.tags[common]:
            common += 1
        del stack[common + 1 :]
        for depth in range(common, len(run.tags)):
            order += 1
            node = _Node(run.tags[depth], at, at, order, depth)
            stack[-1].children.append(node)
            stack.append(node)
        at += len(run.text)
        for node in stack:
            node.end = at
    _mark_open(root, before, left=True)
    _mark_open(root, after, left=False)
    return root


def _mark_open(root: _Node, tags: Tags, *, left: bool) -> None:
    """Marks that the neighbouring text carries too, at the edge of the sentence."""
    node = root
    for tag in tags:
        if not node.children:
            return
        child = node.children[0] if left else node.children[-1]
        edge = child.start == root.start if left else child.end == root.end
        if child.tag != tag or not edge or child.start == child.end:
            return
        if left:
            child.open_left = True
        else:
            child.open_right = True
        node = child


class _Projector:
    """Places the marks of one sentence."""

    def __init__(self, runs: Sequence[Run], target: str, links: Sequence[tuple[int, int]]) -> None:
        source = join_runs(runs)
        self.source_words = word_spans(source)
        self.target_words = word_spans(target)
        self.source_length, self.target_length = len(source), len(target)
        links = _with_kept(runs, target, self.source_words, self.target_words, links)
        if not links:
            links = identical_words(
                [source[a:b] for a, b in self.source_words], [target[a:b] for a, b in self.target_words]
            )
        self.sources_of: list[list[int]] = [[] for _ in self.target_words]
        self.targets_of: list[list[int]] = [[] for _ in self.source_words]
        for s, t in links:
            if s < len(self.source_words) and t < len(self.target_words):
                self.sources_of[t].append(s)
                self.targets_of[s].append(t)

    def place(self, node: _Node, low: int, high: int) -> None:
        """Give every child of `node` its target span; the target words [low, high) are the node's."""
        spans = [child for child in node.children if child.start < child.end]
        taken = [False] * (high - low)
        for child in sorted(spans, key=lambda child: (child.end - child.start, child.order)):
            window = self._window(child, node, low, high, taken)
            child.target = self._characters(window, child, node)
            for index in range(*window):
                taken[index - low] = True
            self.place(child, *window)
        for child in node.children:
            if child.start == child.end:
                place = self._place(child, node, spans)
                child.target = (place, place)
                self.place(child, low, low)

    def _covers(self, child: _Node, node: _Node) -> bool:
        words = [w for w in self.source_words if w[0] < node.end and w[1] > node.start]
        return all(child.start <= a and b <= child.end for a, b in words)

    def _window(self, child: _Node, node: _Node, low: int, high: int, taken: list[bool]) -> Span:
        """The run of free target words that belongs to the mark best."""
        if self._covers(child, node) and not any(taken):
            return low, high
        best, best_score = (low, low), 0.0
        start, score = low, 0.0
        for index in range(low, high):
            if taken[index - low]:
                start, score = index + 1, 0.0
                continue
            if score <= 0.0:
                start, score = index, 0.0
            score += self._weight(index, child)
            if score > best_score + 1e-9:
                best, best_score = (start, index + 1), score
        if best_score > 0.0:
            return best
        return self._proportional(child, node, low, high, taken)

    def _weight(self, target_word: int, child: _Node) -> float:
        sources = self.sources_of[target_word]
        if not sources:
            return -UNLINKED
        share = 0.0
        for source in sources:
            start, end = self.source_words[source]
            share += max(0, min(end, child.end) - max(start, child.start)) / (end - start)
        share /= len(sources)
        return share - OUTSIDE * (1.0 - share)

    def _proportional(self, child: _Node, node: _Node, low: int, high: int, taken: list[bool]) -> Span:
        """Without any link: the free word at the same relative place; an empty window where none is free."""
        free = [index for index in range(low, high) if not taken[index - low]]
        width = max(node.end - node.start, 1)
        wanted = low + (high - low) * ((child.start + child.end) / 2 - node.start) / width
        if not free:
            place = min(max(low, round(wanted)), high)
            return place, place
        nearest = min(free, key=lambda index: abs(index + 0.5 - wanted))
        return nearest, nearest + 1

    def _characters(self, window: Span, child: _Node, node: _Node) -> Span:
        start, end = node.target
        left, right = window
        if left < right:
            first, last = self.target_words[left][0], self.target_words[right - 1][1]
        else:
            first = last = self.target_words[left][0] if left < len(self.target_words) else end
        if self._covers(child, node) and left < right:
            first, last = start, end
        first = start if child.open_left else first
        last = end if child.open_right else last
        return max(start, min(first, end)), max(start, min(last, end))

    def _place(self, child: _Node, node: _Node, siblings: Sequence[_Node]) -> int:
        """Target offset of a mark without text: after the counterpart of the word before it, else before
        the next one's."""
        at = child.start
        start, end = node.target
        if at <= node.start:
            place = start
        elif at >= node.end:
            place = end
        else:
            place = self._counterpart(at, start, end)
        place = max(start, min(place, end))
        for sibling in siblings:
            left, right = sibling.target
            if left < place < right:
                place = left if child.order < sibling.order else right
        return place

    def _counterpart(self, at: int, start: int, end: int) -> int:
        before = [i for i, (_, stop) in enumerate(self.source_words) if stop <= at]
        after = [i for i, (first, _) in enumerate(self.source_words) if first >= at]
        touches_next = bool(after) and self.source_words[after[0]][0] == at
        touches_last = bool(before) and self.source_words[before[-1]][1] == at
        if before and self.targets_of[before[-1]] and (touches_last or not touches_next):
            return self.target_words[max(self.targets_of[before[-1]])][1]
        if after and self.targets_of[after[0]]:
            return self.target_words[min(self.targets_of[after[0]])][0]
        wanted = start + (end - start) * at / max(self.source_length, 1)
        edges = [edge for word in self.target_words for edge in word if start <= edge <= end] or [end]
        return min(edges, key=lambda edge: abs(edge - wanted))


def _with_kept(
    runs: Sequence[Run],
    target: str,
    source_words: Sequence[Span],
    target_words: Sequence[Span],
    links: Sequence[tuple[int, int]],
) -> Sequence[tuple[int, int]]:
    """The links with those of kept runs made certain: their words are linked with each other alone."""
    certain: list[tuple[int, int]] = []
    at = place = 0
    for run in runs:
        end = at + len(run.text)
        text = run.text.strip()
        found = target.find(text, place) if run.keep and text else -1
        if found >= 0:
            place = found + len(text)
            from_words = [i for i, (a, b) in enumerate(source_words) if a < end and b > at]
            to_words = [i for i, (a, b) in enumerate(target_words) if a < place and b > found]
            certain += zip(from_words, to_words, strict=False)
        at = end
    sources, targets = {s for s, _ in certain}, {t for _, t in certain}
    return [link for link in links if link[0] not in sources and link[1] not in targets] + certain


def project_runs(
    runs: Sequence[Run],
    target: str,
    links: Sequence[tuple[int, int]],
    *,
    before: Tags = (),
    after: Tags = (),
) -> list[Run]:
    """The runs of `target`, the translation of the sentence that `runs` spell.

    links: word alignment (source word, target word) over `alignment.word_spans` of both texts; may be empty.
    before, after: tags of the characters beside the sentence, so that a mark that goes on stays in one piece.
    """
    source = join_runs(runs)
    if source == target:
        return list(runs)
    root = _tree(runs, before, after)
    root.target = (0, len(target))
    projector = _Projector(runs, target, links)
    projector.place(root, 0, len(projector.target_words))
    _untangle(root)
    result: list[Run] = []
    keeps = {run.tags for run in runs if run.keep}
    _emit(root, target, (), result, keeps)
    return merge_runs(result)


def _untangle(node: _Node) -> None:
    """Siblings' spans must not overlap: an edge that was pulled to the sentence's end gives way to none."""
    ordered = sorted(node.children, key=lambda child: (child.target[0], child.target[1], child.order))
    at = node.target[0]
    for index, child in enumerate(ordered):
        start, end = child.target
        if start < at:
            start = at
        if index + 1 < len(ordered):
            end = min(end, max(start, ordered[index + 1].target[0]))
        child.target = (start, max(start, min(end, node.target[1])))
        at = child.target[1]
        for grandchild in child.children:
            left, right = grandchild.target
            clamp = child.target
            left, right = max(clamp[0], min(left, clamp[1])), max(clamp[0], min(right, clamp[1]))
            grandchild.target = (left, right)
        _untangle(child)
    node.children = ordered


def _emit(node: _Node, target: str, tags: Tags, out: list[Run], keeps: set[Tags]) -> None:
    at, end = node.target
    if at == end and not node.children and node.depth >= 0:
        out.append(Run("", tags))
        return
    for child in node.children:
        if child.target[0] > at:
            out.append(Run(target[at : child.target[0]], tags, tags in keeps))
        _emit(child, target, (*tags, child.tag), out, keeps)
        at = child.target[1]
    if at < end:
        out.append(Run(target[at:end], tags, tags in keeps))
