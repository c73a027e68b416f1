"""Where each sentence stands in both panes, also after the user has edited the target."""

from __future__ import annotations

from dataclasses import dataclass

from app.translation.result import Sentence, Translation, Word


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

    def __init__(self, translation: Translation | None = None) -> None:
        sentences = translation.sentences if translation is not None else []
        self.translation = translation
        self.places = [Place(s, s.target_start, s.target_end) for s in sentences]

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
        """The target text changed; sentences move along. Returns the edited sentence's index or -1."""
        hit = -1
        shift = added - removed
        for index, place in enumerate(self.places):
            if place.end < position or (place.end == position and hit >= 0):
                continue
            if place.start >= position + removed and not (
                place.start == position and hit < 0 and not removed
            ):
                place.start += shift
                place.end += shift
            elif place.start <= position <= place.end:
                place.end = max(place.start, place.end + shift)
                place.edited = True
                hit = index
            else:  # begins inside the stretch that was removed
                place.start = min(place.start, position + added)
                place.end = max(place.start, place.end + shift)
                place.edited = True
        return hit

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
