"""Looking closer: counterparts under the mouse, doubts, other versions of a sentence, saving a pair."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QToolTip

from app.errors import Cancelled, PlgtError
from app.translation.result import Sentence, Translation
from app.window.context import Context
from app.window.language.runtime_text import flag_text
from app.window.text.overrides import Overrides
from app.window.text.sentence_panel import SentencePanel
from app.window.text.text_pane import Mark, TextPane
from app.window.text.translation_map import TranslationMap

VERSIONS = 5


class LookingCloser(QObject):
    """Joins the two panes and the panel through the map of the translation."""

    notice = Signal(str)
    failed = Signal(object)
    edited = Signal()  # the user's text of a sentence, kept in `overrides`, is another one
    current_changed = Signal()  # another sentence is the current one, or its translation changed

    def __init__(self, context: Context, source: TextPane, target: TextPane, panel: SentencePanel) -> None:
        super().__init__(panel)
        self.context = context
        self.source, self.target, self.panel = source, target, panel
        self.overrides = Overrides()
        self.map = TranslationMap()
        self.chosen = -1
        self._changing = False
        self._length = 0  # of the target text, in code points
        self._versions: dict[tuple[str, str, str], Sentence] = {}
        target.hovered.connect(self._hover_target)
        source.hovered.connect(self._hover_source)
        target.pressed.connect(lambda place: self.choose(self.map.at_target(place) if place >= 0 else -1))
        source.pressed.connect(self._source_pressed)
        panel.chosen.connect(self.use)
        panel.save_wanted.connect(self.save_pair)
        panel.closed.connect(self.close_panel)

    def set_translation(self, translation: Translation | None) -> str:
        """Returns the text for the target pane: the translation with the user's own sentences in it. The chosen
        sentence stays chosen if it is still there."""
        chosen = self.map.places[self.chosen].sentence.source if self.chosen >= 0 else None
        self.map = TranslationMap(translation, self.overrides)
        self._length = len(self.map.text)
        places = self.map.places
        if chosen is None or self.chosen >= len(places) or places[self.chosen].sentence.source != chosen:
            self.chosen = -1
            self.panel.hide()
        return self.map.text

    def shown(self) -> None:
        """The target pane has the text of `set_translation` now."""
        self.source.set_marks("counterpart", [])
        self.target.set_marks("counterpart", [])
        if self.chosen >= 0 and self.panel.isVisible():
            self.choose(self.chosen)
            return
        self.mark()
        self.current_changed.emit()

    def source_changed(self) -> None:
        """Offsets of the source no longer hold until the next translation."""
        if self.chosen >= 0:
            self.choose(-1)
        self.source.set_marks("counterpart", [])
        self.target.set_marks("counterpart", [])

    def mark(self) -> None:
        """Underline unsure words, colour doubtful sentences and the chosen one."""
        settings = self.context.settings
        unsure = self.map.unsure_words(settings["unsure_below"]) if settings["mark_unsure"] else []
        self.target.set_marks("doubt", [Mark(a, b, "doubt") for a, b in unsure])
        self.target.set_marks("flag", [Mark(a, b, "flag") for a, b in self.map.flagged()])
        if 0 <= self.chosen < len(self.map.places):
            place = self.map.places[self.chosen]
            self.target.set_marks("current", [Mark(place.start, place.end, "current")])
            self.source.set_marks("current", [Mark(place.sentence.start, place.sentence.end, "current")])
        else:
            self.target.set_marks("current", [])
            self.source.set_marks("current", [])

    # Hovering -------------------------------------------------------------------------------------

    def _hover_target(self, position: int) -> None:
        found = self.map.of_target_word(position) if position >= 0 else None
        self._highlight(found)
        index = self.map.at_target(position) if position >= 0 else -1
        flags = self.map.places[index].sentence.flags if index >= 0 else []
        lines = [flag_text(flag) for flag in flags]
        word = self.map.target_word(position) if index >= 0 else None
        if word is not None and word.alternatives:
            lines.insert(0, self.tr("Or: {words}").format(words=", ".join(word.alternatives)))
        settings = self.context.settings
        if word is not None and settings["mark_unsure"] and word.confidence < settings["unsure_below"]:
            lines.insert(0, self.tr("The model is not sure of this word; the right button offers others."))
        tip = "\n".join(lines)
        if self.target.toolTip() != tip:
            self.target.setToolTip(tip)
            if not tip:
                QToolTip.hideText()

    def _hover_source(self, position: int) -> None:
        self._highlight(self.map.of_source_word(position) if position >= 0 else None)

    def _highlight(self, found: object) -> None:
        source = getattr(found, "source", [])
        target = getattr(found, "target", [])
        self.source.set_marks("counterpart", [Mark(a, b, "counterpart") for a, b in source])
        self.target.set_marks("counterpart", [Mark(a, b, "counterpart") for a, b in target])

    def _source_pressed(self, place: int) -> None:
        """A click while writing marks the sentence in both panes; the panel would be in the way."""
        self.chosen = self.map.at_source(place) if place >= 0 else -1
        self.panel.hide()
        self.mark()
        self.current_changed.emit()

    # The chosen sentence --------------------------------------------------------------------------

    def choose_at_cursor(self) -> None:
        """The sentence at the text cursor of the pane that has the focus (for the keyboard)."""
        pane = self.source if self.source.hasFocus() else self.target
        place = pane.offsets.from_qt(pane.textCursor().position())
        look = self.map.at_source if pane is self.source else self.map.at_target
        index = look(place)
        self.choose(index if index >= 0 else look(place - 1))
        if self.chosen >= 0:
            self.panel.versions.setFocus()

    def close_panel(self) -> None:
        """The focus goes back to the translation."""
        inside = self.panel.isAncestorOf(QApplication.focusWidget() or self.source)
        self.choose(-1)
        if inside:
            self.target.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_panel(self) -> None:
        """Beside the chosen sentence, within the target pane's page."""
        page = self.panel.parentWidget()
        if page is None or not 0 <= self.chosen < len(self.map.places):
            return
        place, offsets = self.map.places[self.chosen], self.target.offsets
        found = QRect()
        for position in (place.start, max(place.start, place.end - 1)):
            cursor = QTextCursor(self.target.document())
            cursor.setPosition(min(offsets.to_qt(position), self.target.document().characterCount() - 1))
            found = found.united(self.target.cursorRect(cursor))
        found = found.intersected(self.target.viewport().rect())
        top = self.target.viewport().mapTo(page, found.topLeft())
        left = self.target.mapTo(page, QPoint(0, 0)).x()
        inside = page.rect().adjusted(0, 4, -8, -4)
        inside.setLeft(max(8, min(left, page.width() - 8 - 500)))
        self.panel.place(QRect(top, found.size()), inside)

    @property
    def current(self) -> int:
        """The chosen sentence, else the one that the source's text cursor stands in; -1 if there is none."""
        places = self.map.places
        if 0 <= self.chosen < len(places):
            return self.chosen
        place = self.source.offsets.from_qt(self.source.textCursor().position())
        before = [index for index, entry in enumerate(places) if entry.sentence.start <= place]
        return before[-1] if before else min(0, len(places) - 1)

    def choose(self, index: int) -> None:
        """Show the panel of a sentence; -1 hides it."""
        self.chosen = index
        self.mark()
        self.current_changed.emit()
        if index < 0:
            self.panel.hide()
            return
        sentence = self.map.places[index].sentence
        translation = self.map.translation
        assert translation is not None
        key = (sentence.source, sentence.source_lang or translation.source_lang, translation.target_lang)
        known = self._versions.get(key)
        if known is not None:
            self._show(sentence, known)
            return
        self._open(sentence, waiting=True)
        self.context.tasks.run_task(
            lambda: self.context.translator.translate(key[0], key[1], key[2], alternatives=VERSIONS),
            lambda result, error: self._found(key, index, result, error),
        )

    def _found(
        self, key: tuple[str, str, str], index: int, result: Translation | None, error: Exception | None
    ) -> None:
        current = self.map.places[index].sentence if 0 <= index < len(self.map.places) else None
        if error is not None:
            if index == self.chosen and current is not None:
                self._open(current)
            if not isinstance(error, Cancelled):
                self.failed.emit(error)
            return
        found = result.sentences[0] if result is not None and result.sentences else None
        if found is None:
            found = Sentence(key[0], "")
        self._versions[key] = found
        if len(self._versions) > 500:
            self._versions.pop(next(iter(self._versions)))
        if index == self.chosen and current is not None and current.source == key[0]:
            self._show(current, found)

    def _show(self, sentence: Sentence, found: Sentence) -> None:
        shown = self.map.places[self.chosen]
        now = self.target_text(self.chosen)
        versions = [
            text for text in dict.fromkeys([sentence.target, found.target, *found.alternatives]) if text
        ]
        versions = [text for text in versions if text != now]
        self._open(replace(shown.sentence, alternatives=versions))

    def _open(self, sentence: Sentence, *, waiting: bool = False) -> None:
        self.panel.show_sentence(sentence, waiting=waiting)
        self.place_panel()

    def words_at(self, position: int) -> tuple[int, int, list[str]]:
        """(start, end, other words) of the word at a place of the target text."""
        index = self.map.at_target(position)
        word = self.map.target_word(position)
        if word is None:
            return 0, 0, []
        start = self.map.places[index].start
        return start + word.start, start + word.end, list(word.alternatives)

    def target_text(self, index: int) -> str:
        """The present target text of a sentence, edits included."""
        place = self.map.places[index]
        return self.target.text[place.start : place.end]

    def use(self, text: str) -> None:
        """Put another version in the place of the chosen sentence; undo takes it back."""
        if self.chosen < 0:
            return
        place = self.map.places[self.chosen]
        offsets = self.target.offsets
        cursor = QTextCursor(self.target.document())
        cursor.setPosition(offsets.to_qt(place.start))
        cursor.setPosition(offsets.to_qt(place.end), QTextCursor.MoveMode.KeepAnchor)
        self._changing = True
        cursor.insertText(text)
        self._changing = False
        self._length = len(self.target.text)
        self.map.replaced(self.chosen, text)
        self._keep()
        self.choose(self.chosen)

    def target_edited(self, position: int, removed: int, added: int) -> None:
        """The user (or undo) changed the target text; the counts are UTF-16 units."""
        if self._changing:
            return
        offsets = self.target.offsets
        end = min(position + added, self.target.document().characterCount() - 1)
        start = offsets.from_qt(position)
        grown = offsets.from_qt(end) - start
        length = len(self.target.text)
        index = self.map.edited(start, grown - (length - self._length), grown)
        self._length = length
        self._keep()
        if index >= 0 and index != self.chosen and self.chosen >= 0:
            self.choose(index)
            return
        self.mark()
        self.current_changed.emit()

    def _keep(self) -> None:
        self.map.record(self.target.text)
        self.edited.emit()

    def save_pair(self) -> None:
        """The chosen sentence, or every edited one, into the translation memory."""
        translation = self.map.translation
        if translation is None:
            return
        chosen = [self.chosen] if self.chosen >= 0 else [i for i, p in enumerate(self.map.places) if p.edited]
        saved = 0
        try:
            for index in chosen:
                sentence = self.map.places[index].sentence
                text = self.target_text(index).strip()
                if text:
                    language = sentence.source_lang or translation.source_lang
                    self.context.memory.add(sentence.source, text, language, translation.target_lang)
                    saved += 1
        except PlgtError as error:
            self.failed.emit(error)
            return
        if saved:
            self.context.memory_changed.emit()
            self.notice.emit(self.tr("Saved to the translation memory."))
        else:
            self.notice.emit(self.tr("Click a sentence first, then save it."))
