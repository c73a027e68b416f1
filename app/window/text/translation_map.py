"""Where each sentence stands in both panes, also after the user has edited the target."""

from __future__ import annotations

from dataclasses import dataclass

from app.translation.result import Sentence, Translation, Word
from app.window.text.overrides import Key, Override, Overrides, gaps, keys, same


@dataclass
class Place:
    """A sentence and its present stretch of the target text, in code points."""

    sentence: Sentence
    start: int
    end: int
    edited: bool = False


@dataclass(frozen=True)
class Counterparts:
    """Stretches to highlight: (start, end) in either text."""

    source: list[tuple[int, int]]
    target: list[tuple[int, int]]


class TranslationMap:
    """Looks up sentences and aligned words by place."""

    def __init__(self, translation: Translation | None = None, overrides: Overrides | None = None) -> None:
        """overrides: what stands in the text instead of sentences of the translation."""
        self.translation = translation
        self.overrides = overrides if overrides is not None else Overrides()
        self.text = ""  # of the target, before later changes
        self.places: list[Place] = []
        if translation is None:
            return
        self.text, places = self.overrides.applied(translation)
        self._keys: list[Key] = list(keys(translation))
        self._gaps = [len(gap) for gap in gaps(translation)]
        self.places = [
            Place(sentence, start, end, edited)
            for sentence, (start, end, edited) in zip(translation.sentences, places, strict=True)
        ]

    def record(self, text: str) -> None:
        """Keep what the user made of the edited sentences. text: the target as it stands."""
        taken = (
            [  # of each gap, how many of its characters the changes took in
                size - (end - start)
                for size, start, end in zip(
                    self._gaps,
                    [0, *(place.end for place in self.places)],
                    [*(place.start for place in self.places), len(text)],
                    strict=True,
                )
            ]
            if any(place.edited for place in self.places)
            else []
        )
        for index, place in enumerate(self.places):
            if not place.edited:
                continue
            alone = index == 0 or not self.places[index - 1].edited
            override = Override(
                text[place.start : place.end],
                max(0, taken[index]) if alone else 0,
                max(0, taken[index + 1]),
            )
            if same(override, place.sentence):  # taken back
                place.edited = False
                self.overrides.drop(self._keys[index])
            else:
                self.overrides.put(self._keys[index], override)

    def at_target(self, position: int) -> int:
        """Index of the sentence at a place of the target text, -1 if there is none."""
        for index, place in enumerate(self.places):
            if place.start <= position < max(place.end, place.start + 1):
                return index
        return -1

    def at_source(self, position: int) -> int:
        for index, place in enumerate(self.places):
            if place.sentence.start <= position < place.sentence.end:
                return index
        return -1

    def edited(self, position: int, removed: int, added: int) -> int:
        """The target text changed; sentences move along. Returns the edited sentence's index or -1.

        A change between two sentences belongs to the one before it, so that it is kept with it.
        """
        hit = -1
        shift = added - removed
        last = position + removed
        before = -1
        for index, place in enumerate(self.places):
            if place.end < position or (place.end == position and hit >= 0):
                before = index
                continue
            if place.start >= last and not (place.start == position and hit < 0 and not removed):
                place.start += shift
                place.end += shift
            elif place.start <= position and hit < 0:
                if removed and place.end == position and self._starts(index + 1) == position:
                    before = index  # the next one is what is changed
                    continue
                place.end = position + added + max(0, place.end - last)
                place.edited = True
                hit = index
            else:  # begins inside the stretch that was removed
                place.end = position + added + max(0, place.end - last)
                place.start = position + added
                place.edited = True
                if hit < 0:
                    place.start, hit = position, index
        if hit < 0 and self.places:
            place = self.places[max(before, 0)]
            if before < 0:
                place.start = position
            else:
                place.end = position + added
            place.edited = True
            return max(before, 0)
        return hit

    def _starts(self, index: int) -> int:
        return self.places[index].start if index < len(self.places) else -1

    def replaced(self, index: int, text: str) -> None:
        """One sentence was exchanged as a whole."""
        place = self.places[index]
        shift = len(text) - (place.end - place.start)
        place.end += shift
        place.edited = True
        for later in self.places[index + 1 :]:
            later.start += shift
            later.end += shift

    def of_target_word(self, position: int) -> Counterparts | None:
        """The target word at a place and the source words that it comes from."""
        index = self.at_target(position)
        if index < 0 or self.places[index].edited:
            return None
        place = self.places[index]
        for number, word in enumerate(place.sentence.words):
            if word.start <= position - place.start < word.end:
                return self._counterparts(
                    place, [number], [s for s, t in place.sentence.alignment if t == number]
                )
        return None

    def target_word(self, position: int) -> Word | None:
        """The word at a place of the target text, unless its sentence was edited."""
        index = self.at_target(position)
        if index < 0 or self.places[index].edited:
            return None
        place = self.places[index]
        found = (word for word in place.sentence.words if word.start <= position - place.start < word.end)
        return next(found, None)

    def of_source_word(self, position: int) -> Counterparts | None:
        """The source word at a place and the target words that come from it."""
        index = self.at_source(position)
        if index < 0 or self.places[index].edited:
            return None
        place = self.places[index]
        for number, (start, end) in enumerate(place.sentence.source_words):
            if start <= position - place.sentence.start < end:
                return self._counterparts(
                    place, [t for s, t in place.sentence.alignment if s == number], [number]
                )
        return None

    @staticmethod
    def _counterparts(place: Place, targets: list[int], sources: list[int]) -> Counterparts:
        sentence = place.sentence
        return Counterparts(
            [
                (sentence.start + a, sentence.start + b)
                for a, b in (sentence.source_words[s] for s in sources)
            ],
            [(place.start + w.start, place.start + w.end) for w in (sentence.words[t] for t in targets)],
        )

    def unsure_words(self, below: float) -> list[tuple[int, int]]:
        """Stretches of the target whose words have less confidence."""
        return [
            (place.start + word.start, place.start + word.end)
            for place in self.places
            if not place.edited
            for word in place.sentence.words
            if word.confidence < below and any(character.isalnum() for character in word.text)
        ]

    def flagged(self) -> list[tuple[int, int]]:
        return [
            (p.start, p.end) for p in self.places if p.sentence.flags and not p.edited and p.end > p.start
        ]
