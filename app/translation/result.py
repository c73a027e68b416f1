"""What a translation is: the dataclasses that the translator returns and every surface shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from app.memory.translation_memory import MemoryMatch
from app.model.devices import DeviceReport
from app.translation.guards import Flag


@dataclass
class Word:
    """A word or punctuation mark of the target; start and end are offsets in the sentence's target."""

    text: str
    start: int
    end: int
    confidence: float  # 0..1, calibrated
    alternatives: list[str] = field(default_factory=list)


@dataclass
class Sentence:
    """A sentence of the source, where it stands, and what became of it."""

    source: str
    target: str
    start: int = 0  # offsets of the source sentence in the source text
    end: int = 0
    target_start: int = 0  # offset of the target sentence in the translated text
    source_lang: str = ""
    confidence: float = 1.0  # 0..1, calibrated: the expected quality
    flags: list[Flag] = field(default_factory=list)  # why the result is doubtful
    note: str = ""  # why the sentence was not simply translated
    alternatives: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    source_words: list[tuple[int, int]] = field(default_factory=list)  # offsets in `source`
    alignment: list[tuple[int, int]] = field(default_factory=list)  # (source word, target word)
    memory: list[MemoryMatch] = field(default_factory=list)  # similar pairs on offer

    @property
    def target_end(self) -> int:
        return self.target_start + len(self.target)


@dataclass
class Translation:
    """A translated text. `text` has the structure of the source: every blank, bullet and line break."""

    text: str
    source_lang: str
    detected: bool  # whether source_lang was guessed
    target_lang: str
    sentences: list[Sentence]
    device: DeviceReport | None  # None when no engine was needed
    model: str
    seconds: float
    detection_confidence: float = 1.0  # probability of the guess; 1 when the language was given
    note: str = ""

    @property
    def flags(self) -> list[Flag]:
        return [flag for sentence in self.sentences for flag in sentence.flags]

    @property
    def confidence(self) -> float:
        """Mean confidence of the sentences, weighted by their length; 1 for a text without any."""
        weight = sum(len(sentence.source) for sentence in self.sentences)
        if not weight:
            return 1.0
        return sum(sentence.confidence * len(sentence.source) for sentence in self.sentences) / weight

    def alternatives(self, count: int) -> list[str]:
        """Up to `count` other versions of the whole text: its sentences' first, second, ... alternatives."""
        versions: list[str] = []
        for rank in range(count):
            parts: list[str] = []
            at, changed = 0, False
            for sentence in self.sentences:
                parts.append(self.text[at : sentence.target_start])
                if rank < len(sentence.alternatives):
                    parts.append(sentence.alternatives[rank])
                    changed = True
                else:
                    parts.append(sentence.target)
                at = sentence.target_end
            if not changed:
                break
            versions.append("".join(parts) + self.text[at:])
        return versions

    def to_json(self) -> dict[str, Any]:
        """Plain values for `json.dumps`."""
        device = self.device
        return {
            "text": self.text,
            "source": self.source_lang,
            "detected": self.detected,
            "detection_confidence": round(self.detection_confidence, 4),
            "target": self.target_lang,
            "confidence": round(self.confidence, 4),
            "note": self.note,
            "model": self.model,
            "device": {key: getattr(device, key, "") for key in ("device", "reason", "op", "op_reason")},
            "seconds": round(self.seconds, 4),
            "sentences": [asdict(sentence) for sentence in self.sentences],
        }
