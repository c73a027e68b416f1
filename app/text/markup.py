"""Inline marks (bold, links, images, footnote signs) carried from a source sentence to its translation.

A text with marks is a list of runs `(text, tags)`: `tags` names the marks that hold the run, outermost
first. A run without text stands for a mark that has only a place (an image, a footnote sign). The
translation's runs follow from the word alignment. Whatever the alignment looks like, four things hold:
the texts of the runs join to the translated text (but for blanks beside places), every mark of the source is
there exactly as often as before, marks nest as before, and what stood beside a place, a blank or a word,
stands beside it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from app.text.words import Span, identical_words, word_spans

Tags = tuple[Hashable, ...]
OUTSIDE = 0.7  # what a target word that belongs elsewhere costs inside a mark, relative to one that belongs
UNLINKED = 0.05  # cost of an unaligned target word inside a mark
MOST_STAND_INS = 8  # visible places of a text that the model is shown; it knows ten placeholders a sentence
_LINE_BLANKS = frozenset(" \u00a0\u202f")
_AFTER = frozenset(".,;:!?…)]}»”’'\"")
_CLOSES_SENTENCE = frozenset(".!?…:;")
_OPENING = frozenset("([{«“„‘'\"¿¡/-–—\u2011")


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


def visible_places(runs: Sequence[Run]) -> list[int]:
    """Indices of the places that a reader takes for a word of a sentence: fields, formulas, pictures in line.

    Such a place stands within a sentence, with a blank before it and a blank, a mark or the end behind it;
    without it the two blanks would stand side by side. Of places that touch each other the first counts."""
    text = join_runs(runs)
    found: list[int] = []
    at, last = 0, -1
    for index, run in enumerate(runs):
        at += len(run.text)
        if run.text or at == last:
            continue
        left, right = text[max(at - 1, 0) : at], text[at : at + 1]
        begun = any(map(str.isalpha, text[:at])) and text[:at].rstrip()[-1] not in _CLOSES_SENTENCE
        if begun and left in _LINE_BLANKS and (not right or right in _LINE_BLANKS or right in _AFTER):
            found.append(index)
        last = at
    return found


def stand_in(runs: Sequence[Run]) -> tuple[list[Run], str]:
    """The runs with a character of its own for every visible place, so that the model knows that something
    stands there; and these characters. They come from the private use area, which is copied, never
    translated."""
    indices = visible_places(runs)
    if not 0 < len(indices) <= MOST_STAND_INS:
        return list(runs), ""
    taken = set(join_runs(runs))
    free = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in taken)
    filled = list(runs)
    signs = ""
    for index in indices:
        sign = next(free, "")
        filled[index] = Run(sign, runs[index].tags, True)
        signs += sign
    return filled, signs


def without_signs(runs: Sequence[Run], signs: str) -> list[Run]:
    """The inverse of `stand_in`: places are empty again."""
    table = dict.fromkeys(map(ord, signs))
    cleaned: list[Run] = []
    for run in runs:
        text = run.text.translate(table)
        if text or not run.text:
            cleaned.append(Run(text, run.tags, run.keep))
        elif run.tags:
            cleaned.append(Run("", run.tags))
    return cleaned


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
        self.source, self.target = source, target
        self.source_length, self.target_length = len(source), len(target)
        links, self.kept = _with_kept(runs, target, self.source_words, self.target_words, links)
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
            exact = self._exact(child, node)
            if exact is not None:
                child.target = exact
                for index in range(low, high):
                    start, end = self.target_words[index]
                    taken[index - low] |= exact[0] <= start and end <= exact[1]
                self.place(child, low, low)
                continue
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

    def _exact(self, child: _Node, node: _Node) -> Span | None:
        """The characters that are certain to belong to a mark: kept text, or a part of a word that is
        written the same on both sides (the digit of H2O). None where nothing is certain."""
        start, end = node.target
        found = self.kept.get((child.start, child.end))
        if found is not None:
            return found if start <= found[0] and found[1] <= end else None
        whole = next(
            (i for i, (a, b) in enumerate(self.source_words) if a <= child.start and child.end <= b), -1
        )
        if whole < 0 or (child.start, child.end) == self.source_words[whole] or child.children:
            return None
        first, _ = self.source_words[whole]
        left = self.source[first : child.end]
        for index in sorted(self.targets_of[whole]):
            at, stop = self.target_words[index]
            if self.target.startswith(left, at) and at + len(left) <= stop and start <= at and stop <= end:
                return at + child.start - first, at + child.end - first
        if any(map(str.isalnum, left[: child.start - first])) and not any(
            map(str.isalpha, self.source[child.start : child.end])
        ):  # a digit of a word that the translation spells otherwise: it must not mark another word
            ends = [self.target_words[index][1] for index in self.targets_of[whole]]
            place = max(start, min(max(ends, default=end), end))
            return place, place
        return None

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
        inside = [i for i, (first, stop) in enumerate(self.source_words) if first < at < stop]
        touches_next = self.source[at : at + 1].isalnum() and not inside
        touches_last = bool(before) and self.source_words[before[-1]][1] == at
        if inside:
            return self._within(inside[0], at, start, end)
        if touches_last and not touches_next:  # a note's number: it goes with its word, never with the next
            before = [i for i in before if self.targets_of[i]] or before
        if before and self.targets_of[before[-1]] and (touches_last or not touches_next):
            return self.target_words[max(self.targets_of[before[-1]])][1]
        if after and self.targets_of[after[0]] and not touches_last:
            return self.target_words[min(self.targets_of[after[0]])][0]
        wanted = start + (end - start) * at / max(self.source_length, 1)
        if touches_last:
            edges = [stop for _, stop in self.target_words if start <= stop <= end] or [end]
        else:
            edges = [edge for word in self.target_words for edge in word if start <= edge <= end] or [end]
        return min(edges, key=lambda edge: abs(edge - wanted))

    def _within(self, word: int, at: int, start: int, end: int) -> int:
        """Where a place within a word goes: into the same word, else behind the word's counterpart."""
        first, _ = self.source_words[word]
        left = self.source[first:at]
        for index in sorted(self.targets_of[word]):
            begin, stop = self.target_words[index]
            if self.target.startswith(left, begin) and begin + len(left) <= stop:
                return begin + len(left)
        if self.targets_of[word]:
            return self.target_words[max(self.targets_of[word])][1]
        wanted = start + (end - start) * at / max(self.source_length, 1)
        return min((stop for _, stop in self.target_words), key=lambda stop: abs(stop - wanted), default=end)


def _with_kept(
    runs: Sequence[Run],
    target: str,
    source_words: Sequence[Span],
    target_words: Sequence[Span],
    links: Sequence[tuple[int, int]],
) -> tuple[Sequence[tuple[int, int]], dict[Span, Span]]:
    """The links with those of kept runs made certain: their words are linked with each other alone; and the
    characters of each kept run in the target."""
    certain: list[tuple[int, int]] = []
    kept: dict[Span, Span] = {}
    at = place = 0
    for run in runs:
        end = at + len(run.text)
        text = run.text.strip()
        found = _find_kept(target, text, place, list(kept.values())) if run.keep and text else -1
        if found >= 0:
            place = found + len(text)
            if text == run.text:
                kept[at, end] = (found, place)
            from_words = [i for i, (a, b) in enumerate(source_words) if a < end and b > at]
            to_words = [i for i, (a, b) in enumerate(target_words) if a < place and b > found]
            certain += zip(from_words, to_words, strict=False)
        at = end
    sources, targets = {s for s, _ in certain}, {t for _, t in certain}
    return [link for link in links if link[0] not in sources and link[1] not in targets] + certain, kept


def _find_kept(target: str, text: str, place: int, taken: Sequence[Span]) -> int:
    """Where a kept text stands: behind the one before if it can be, else anywhere; -1 if nowhere."""
    for start in (place, 0):
        found = target.find(text, start)
        while found >= 0 and any(found < end and found + len(text) > begin for begin, end in taken):
            found = target.find(text, found + 1)
        if found >= 0:
            return found
    return -1


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
    return settle_blanks(runs, merge_runs(result))


@dataclass(frozen=True)
class _Sides:
    """What stands beside a place: blanks (or the text's edge; behind it also a mark), or a word."""

    at: int  # offset in the text; places that touch each other share it
    loose_before: bool
    loose_after: bool
    blank: str  # the kind of blank that goes beside it


def _sides(runs: Sequence[Run]) -> dict[Tags, list[_Sides]]:
    text = join_runs(runs)
    found: dict[Tags, list[_Sides]] = {}
    at = 0
    for run in runs:
        at += len(run.text)
        if not run.text:
            left, right = text[max(at - 1, 0) : at], text[at : at + 1]
            blank = next((side for side in (left, right) if side in "\u00a0\u202f" and side), " ")
            sides = _Sides(at, not left or left.isspace(), not right.isalnum(), blank)
            found.setdefault(run.tags, []).append(sides)
    return found


def settle_blanks(source: Sequence[Run], runs: Sequence[Run]) -> list[Run]:
    """The runs of a translation with the blanks beside places as in the source.

    A place that had a blank (or the text's edge) before it has one again, and so behind it, where a
    punctuation mark does as well. A place that touched a word on one side only changes places with a blank
    that came between them. Places that touched each other in the source get no blank between them."""
    sides = _sides(source)
    if not sides:
        return list(runs)
    waiting = list(runs)
    result: list[Run] = []
    used: Counter[Tags] = Counter()
    previous: _Sides | None = None  # the place before, if the item before is one
    for index, run in enumerate(waiting):
        known = [] if run.text else sides.get(run.tags, [])
        if not known:
            if previous is not None and previous.loose_after and run.text[:1].isalnum():
                result.append(Run(previous.blank, _shared(result[-1].tags, run.tags)))
            if run.text or run.tags:
                result.append(run)
            previous = None
            continue
        fact = known[min(used[run.tags], len(known) - 1)]
        used[run.tags] += 1
        last = result[-1] if result else None
        ahead = waiting[index + 1] if index + 1 < len(waiting) else None
        moved: Run | None = None
        if last is None or (previous is not None and previous.at == fact.at):
            pass
        elif not last.text:
            if fact.loose_before and previous is not None:
                result.append(Run(fact.blank, _shared(last.tags, run.tags)))
        elif fact.loose_before and not (last.text[-1].isspace() or last.text[-1] in _OPENING):
            if fact.loose_after or ahead is None or not ahead.text[:1].isspace():
                result.append(Run(fact.blank, _shared(last.tags, run.tags)))
            else:  # the blank behind it belongs before it
                result.append(Run(ahead.text[0], _shared(last.tags, run.tags)))
                waiting[index + 1] = Run(ahead.text[1:], ahead.tags, ahead.keep)
        elif (
            not fact.loose_before
            and fact.loose_after
            and last.text[-1] in _LINE_BLANKS
            and last.text.strip()
            and ahead is not None
            and ahead.text[:1].isalnum()
        ):  # the blank before it belongs behind it
            result[-1] = Run(last.text[:-1], last.tags, last.keep)
            moved = Run(last.text[-1], _shared(run.tags, ahead.tags))
        result.append(run)
        previous = fact
        if moved is not None:
            result.append(moved)
            previous = None
    return merge_runs(result)


def _shared(first: Tags, second: Tags) -> Tags:
    """The marks that both hold."""
    common = 0
    while common < min(len(first), len(second)) and first[common] == second[common]:
        common += 1
    return first[:common]


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


def unite_runs(runs: Sequence[Run], concerned: Callable[[Hashable], bool]) -> list[Run]:
    """Runs in which every concerned mark is one stretch, for marks that may be written only once.

    Text between two stretches of a mark that has no marks of its own there comes into the mark; otherwise the
    longest stretch stays, and the others lose the mark."""
    result = list(runs)
    last: dict[Hashable, int] = {}
    split: dict[Hashable, None] = {}
    for index, run in enumerate(runs):
        for tag in run.tags:
            if concerned(tag):
                if last.get(tag, index) < index - 1:
                    split[tag] = None
                last[tag] = index
    for tag in split:
        places = [index for index, run in enumerate(result) if tag in run.tags]
        if not places or places[-1] - places[0] + 1 == len(places):
            continue
        stretches = [[places[0]]]
        for before, index in pairwise(places):
            parent = result[before].tags[: result[before].tags.index(tag)]
            between = range(before + 1, index)
            if all(result[i].tags == parent for i in between):
                for i in between:
                    result[i] = Run(result[i].text, (*parent, tag), result[i].keep)
                stretches[-1] += [*between, index]
            else:
                stretches.append([index])
        longest = max(stretches, key=lambda stretch: sum(len(result[i].text) for i in stretch))
        for stretch in stretches:
            for i in stretch if stretch is not longest else ():
                run = result[i]
                result[i] = Run(run.text, run.tags[: run.tags.index(tag)], run.keep)
    return merge_runs(result)
