"""The Translate page: two panes, languages above, actions below, the chosen sentence underneath."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.errors import PlgtError
from app.memory.history import Entry
from app.text.languages import AUTO
from app.translation.result import Translation
from app.window.context import Context
from app.window.language.chips import LanguageChips
from app.window.language.choice import LanguageChoice
from app.window.language.runtime_text import error_text, language_name, runtime_text
from app.window.text.draft import Draft
from app.window.text.live import LiveTranslation, Request
from app.window.text.looking_closer import LookingCloser
from app.window.text.offsets import difference
from app.window.text.scrolling import ScrollingTogether
from app.window.text.sentence_panel import SentencePanel
from app.window.text.target_pane import TargetPane
from app.window.text.text_pane import TextPane
from app.window.widgets.controls import Retranslating, describe, icon_button, label, text_button
from app.window.widgets.status_line import StatusLine, announce

EXAMPLES = {
    "tr": "Bugün hava çok güzel. Öğleden sonra deniz kenarında yürüyüşe çıkalım mı?",
    "pt": "Hoje o tempo está muito bom. Vamos dar um passeio à beira-mar depois do almoço?",
    "en": "The weather is lovely today. Shall we go for a walk by the sea this afternoon?",
}
TEXT_FILES = {".txt", ".text", ".log"}
PANE_FILE = 400_000  # bytes; a larger text file is better off in the queue
REST = 2500  # ms without a change until a translation enters the history and the draft is written ...
LATEST = 5000  # ... which is never later than this after a change
COUNTED_EXACTLY = 50_000  # characters
NOTICED = 30_000  # ms that a sentence about the user's files is shown
STOPPABLE = 700  # ms after which a running translation shows its Stop button
SMALLEST, LARGEST = 7, 48  # points of the panes' text
MAPPED_WHILE_RUNNING = 300  # sentences; a longer text can be looked at closely once it is finished
RESULT_SETTINGS = ("beam", "device", "threads", "use_glossary", "use_memory")  # others leave the result alone
_WORD = re.compile(r"\w+(?:['’\-.,]\w+)*")


def word_count(text: str) -> int:
    """Words; in a long text what stands between blanks, which is counted ten times as fast."""
    if len(text) > COUNTED_EXACTLY:
        return len(text.split())
    return sum(1 for _ in _WORD.finditer(text))


class TranslatePage(Retranslating, QWidget):
    """Translates what stands in the source pane."""

    files_dropped = Signal(list)
    models_wanted = Signal()
    status = Signal(str, str)  # speed, device
    crashed = Signal(object)  # an unexpected exception of the translator

    def __init__(self, context: Context, draft: Draft | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.draft = draft if draft is not None else Draft()
        self.translation: Translation | None = None
        self._translated = ""  # the source text that `translation` is of, once it is whole
        self._target_text = ""  # before the latest edit
        self._kept_target = ("", "")  # source and target of the opened entry of the history
        self._notice = ""  # about the user's files; stays through requests for a while
        self._offered = ""  # a language to translate from instead of the chosen one
        self._filling = False  # the target pane is written by the program
        self.live = LiveTranslation(context.translator, self)
        self._result_settings: tuple[object, ...] = ()
        self._build()
        self.closer = LookingCloser(context, self.source_pane, self.target_pane, self.panel)
        self.choice = LanguageChoice(context.settings, self.source_box, self.target_box)
        self._connect()
        self.apply_settings()
        self.retranslate()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.keep)
        self._latest = QTimer(self)
        self._latest.setSingleShot(True)
        self._latest.setInterval(LATEST)
        self._latest.timeout.connect(self.keep_draft)
        self._restore()

    # Building -------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.source_box, self.target_box = LanguageChips(auto=True), LanguageChips()
        self.source_pane, self.target_pane = TextPane(), TargetPane()
        self.swap_button = icon_button("swap")
        self.paste_button, self.clear_button = text_button("paste"), icon_button("clear")
        self.copy_button = icon_button("copy")
        self.translate_button = text_button("translate", primary=True)
        self.example_button = text_button()
        self.source_words, self.target_words = label("dim"), label("dim")
        self.line = StatusLine()
        self.message, self.hint = self.line.message, self.line.hint
        self.models_button, self.offer_button = text_button("models"), text_button("translate")
        self.stop_button = text_button("pause")
        for button in (self.offer_button, self.models_button, self.stop_button):
            self.line.add(button)
        self.busy = QProgressBar()
        self.busy.setTextVisible(False)
        self.busy.setRange(0, 1000)
        for widget in (self.busy, self.paste_button, self.example_button, self.translate_button):
            keep = widget.sizePolicy()
            keep.setRetainSizeWhenHidden(widget is self.busy)
            widget.setSizePolicy(keep)
        self.busy.hide()
        self.example_button.hide()
        self.source_pane.set_corner(self.clear_button)
        self.target_pane.set_corner(self.copy_button)
        self.panel = SentencePanel(self)
        self.panel.hide()

        languages = QHBoxLayout()
        languages.setSpacing(8)
        languages.addWidget(self.source_box, 4)
        languages.addWidget(self.swap_button)
        languages.addWidget(self.target_box, 3)
        left, right = QHBoxLayout(), QHBoxLayout()
        for widget in (self.translate_button, self.paste_button, self.example_button):
            left.addWidget(widget)
        left.addStretch(1)
        left.addWidget(self.source_words)
        right.addStretch(1)
        right.addWidget(self.target_words)
        panes = QGridLayout()
        panes.setHorizontalSpacing(12)
        panes.setVerticalSpacing(4)
        panes.addWidget(self.source_pane, 0, 0)
        panes.addWidget(self.target_pane, 0, 1)
        panes.addLayout(left, 1, 0)
        panes.addLayout(right, 1, 1)
        panes.setRowStretch(0, 1)
        panes.setColumnStretch(0, 1)
        panes.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 6)
        layout.setSpacing(6)
        layout.addLayout(languages)
        layout.addWidget(self.busy)
        layout.addLayout(panes, 1)
        layout.addWidget(self.line)
        self.scrolling = ScrollingTogether(self.source_pane, self.target_pane)
        for first, second in (
            (self.source_box, self.swap_button), (self.swap_button, self.target_box),
            (self.target_box, self.source_pane), (self.source_pane, self.target_pane),
            (self.target_pane, self.clear_button), (self.clear_button, self.copy_button),
        ):  # fmt: skip
            self.setTabOrder(first, second)
        self._later = QTimer(self)  # a translation that is done at once shows no Stop
        self._later.setSingleShot(True)
        self._later.setInterval(STOPPABLE)
        self._later.timeout.connect(lambda: self.stop_button.setVisible(self.live.busy))

    def _connect(self) -> None:
        self.source_pane.textChanged.connect(self._source_changed)
        self.target_pane.document().contentsChange.connect(self._target_edited)
        self.choice.changed.connect(lambda: self.request(now=True))
        self.target_pane.words_at = self.closer.words_at
        self.stop_button.clicked.connect(self.stop)
        self.offer_button.clicked.connect(self._take_offer)
        self.example_button.clicked.connect(lambda: self.set_source(self.example))
        self.swap_button.clicked.connect(self.swap)
        self.copy_button.clicked.connect(self.copy)
        self.paste_button.clicked.connect(self.paste_and_translate)
        self.clear_button.clicked.connect(self.clear)
        self.translate_button.clicked.connect(self.translate_now)
        self.models_button.clicked.connect(self.models_wanted)
        for pane in (self.source_pane, self.target_pane):
            pane.files_dropped.connect(self.take_files)
            pane.zoomed.connect(self.zoom)
        self.live.started.connect(self._started)
        self.live.progress.connect(self._progress)
        self.live.finished.connect(self._finished)
        self.live.failed.connect(self._failed)
        self.context.glossary_changed.connect(self._resources_changed)
        self.context.noticed.connect(self._noticed)
        self.context.memory_changed.connect(self._resources_changed)
        self.closer.edited.connect(self._changed)
        self.context.models_changed.connect(self._models_changed)
        self.closer.notice.connect(lambda text: self.line.show_text(self.hint, text))
        self.closer.failed.connect(self._failed)

    def retranslate(self) -> None:
        describe(self.source_box, self.tr("Source language"))
        describe(self.target_box, self.tr("Target language"))
        self.source_pane.setPlaceholderText(self.tr("Type or paste text, or drop a file here"))
        self.target_pane.setPlaceholderText(self.tr("The translation appears here"))
        self.source_pane.setAccessibleName(self.tr("Source text"))
        self.target_pane.setAccessibleName(self.tr("Translation"))
        self._name_buttons()
        self.stop_button.setText(self.tr("Stop"))
        describe(self.stop_button, self.tr("Stop translating; what is finished stays"))
        self.example_button.setText(self.tr("Try an example"))
        describe(self.example_button, self.tr("Put an example sentence in"))
        self._show_offer()
        self.paste_button.setText(self.tr("Paste"))
        self.translate_button.setText(self.tr("Translate"))
        self.models_button.setText(self.tr("Models"))
        describe(self.models_button, self.tr("Go to the models page"))
        self.busy.setAccessibleName(self.tr("Translation progress"))
        self._count()
        if self.translation is not None:
            self._show_state(self.translation, None)

    def _name_buttons(self) -> None:
        """Names and tool tips, which tell the shortcuts of the settings."""
        keys = self.context.settings
        for button, text, key in (
            (self.swap_button, self.tr("Swap languages"), "key_swap"),
            (self.copy_button, self.tr("Copy the translation"), "key_copy"),
            (self.paste_button, self.tr("Replace the source by the clipboard and translate"), "key_paste"),
            (self.clear_button, self.tr("Clear"), "key_clear"),
            (self.translate_button, self.tr("Translate now"), "key_translate"),
        ):
            describe(button, text, f"{text} ({keys[key]})" if keys[key] else text)

    def apply_settings(self) -> None:
        """Take over what the settings say."""
        settings = self.context.settings
        self.live.delay = settings["delay"]
        self.live.beam = settings["beam"]
        self.live.translator = self.context.translator
        self.live.glossary = self.context.glossary if settings["use_glossary"] else None
        try:
            self.live.memory = self.context.memory if settings["use_memory"] else None
        except PlgtError as error:
            self.live.memory = None
            self.line.show_text(self.message, error_text(error))
        if not len(self.live.glossary or ()):
            self.live.glossary = None
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if settings["font_family"]:
            font = QFont(settings["font_family"])
        font.setPointSize(settings["font_size"])
        self.source_pane.setFont(font)
        self.target_pane.setFont(font)
        self.translate_button.setVisible(not settings["as_you_type"])
        self._name_buttons()
        if hasattr(self, "closer"):
            self.closer.mark()
        wanted = tuple(settings[key] for key in RESULT_SETTINGS)
        if hasattr(self, "_rest") and wanted != self._result_settings and self.source_pane.text.strip():
            self.request()
        self._result_settings = wanted

    def _restore(self) -> None:
        settings = self.context.settings
        text = "" if settings["private_mode"] else self.draft.load()
        if text:
            self.closer.overrides.load(self.draft.load_edits())
        first = not text and not settings["started_before"]
        if first:
            text = self.example
            settings["started_before"] = True
        if text:
            self.source_pane.setPlainText(text)
            if first:  # typing takes its place
                self.source_pane.selectAll()
            self.request(now=True)

    @property
    def example(self) -> str:
        """A sentence in a language that the user probably knows, for the target."""
        if self.target_box.code != "en":
            return EXAMPLES["en"]
        return EXAMPLES[self.choice.other("en")]

    # Translating ----------------------------------------------------------------------------------

    def request(self, *, now: bool = False) -> None:
        """Translate the source pane; an empty one empties the target."""
        text = self.source_pane.text
        self.choice.text = text
        self.line.show_text(self.message, self._notice)
        self.models_button.hide()
        self.offer_button.hide()
        if not text.strip():
            self.closer.choose(-1)
            self.live.cancel()
            self._ended()
            self._show_target("")
            self.translation = None
            self.closer.set_translation(None)
            self.closer.shown()
            self.target_pane.setReadOnly(False)
            self.source_box.show_guess("", 0)
            self.line.show_text(self.hint, "")
            return
        self.live.request(Request(text, self.source_box.code, self.target_box.code), now=now)

    def translate_now(self) -> None:
        self.request(now=True)

    def _source_changed(self) -> None:
        self._count()
        self._changed()
        self.closer.source_changed()
        if self.context.settings["as_you_type"] or not self.source_pane.text:
            self.request()
        else:
            self.live.cancel()

    def _changed(self) -> None:
        """Something was typed that has to be kept."""
        if hasattr(self, "_rest"):
            self._rest.start()
            if not self._latest.isActive():
                self._latest.start()

    def stop(self) -> None:
        """Stop what runs; the translation so far stays, and typing starts it again."""
        self.live.cancel()
        self._ended()
        self.line.show_text(self.hint, self.tr("Stopped."), aloud=True)
        self.source_pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ended(self) -> None:
        """Nothing runs any more."""
        self._later.stop()
        self.busy.hide()
        self.stop_button.hide()
        self.target_pane.setReadOnly(False)

    def _noticed(self, text: str) -> None:
        """What happened to a file of the user, seen long enough to be read."""
        self._notice = runtime_text(text)
        self.line.show_text(self.message, self._notice, aloud=True)
        QTimer.singleShot(NOTICED, self, self._forget_notice)

    def _forget_notice(self) -> None:
        if self.message.text() == self._notice:
            self.line.show_text(self.message, "")
        self._notice = ""

    def _show_offer(self) -> None:
        lang = self.choice.offered(self.live.guess, self.source_pane.text)
        self._offered = lang
        self.offer_button.setVisible(bool(lang))
        describe(self.offer_button, self.tr("Source language"))
        if lang:
            text = self.tr("Translate from {language}?").format(language=language_name(lang))
            self.offer_button.setText(text)
            describe(self.offer_button, text)

    def _take_offer(self) -> None:
        if self._offered:
            self.choice.take(self._offered)
            self.source_pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def zoom(self, steps: int) -> None:
        """Larger or smaller text in both panes."""
        settings = self.context.settings
        settings["font_size"] = max(SMALLEST, min(LARGEST, settings["font_size"] + steps))
        self.apply_settings()

    def escape(self) -> None:
        """Close the sentence panel, else stop what runs."""
        if self.panel.isVisible():
            self.closer.close_panel()
        elif self.stop_button.isVisible():
            self.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel.isVisible():
            self.closer.place_panel()

    def _started(self) -> None:
        self._later.start()
        self.busy.setRange(0, 0)
        self.busy.show()

    def _progress(self, translation: Translation, fraction: float) -> None:
        self.busy.setRange(0, 1000)
        self.busy.setValue(round(fraction * 1000))
        if len(translation.sentences) <= MAPPED_WHILE_RUNNING:
            self._show_translation(translation)
        else:  # without a map of the sentences an edit would be lost
            self.target_pane.setReadOnly(True)
            self._show_target(self.closer.overrides.applied(translation)[0])

    def _finished(self, translation: Translation, seconds: float) -> None:
        self._ended()
        lang, text = translation.source_lang, self.source_pane.text
        if translation.detected and self.choice.follow(lang, translation.detection_confidence, text):
            return  # and asks again
        self._translated = self.source_pane.text
        self._show_translation(translation)
        self._as_kept()
        self._show_offer()
        if seconds * 1000 > STOPPABLE or not self.target_pane.hasFocus():
            announce(self.target_pane, self.tr("The translation is done."))
        self._show_state(translation, seconds)
        self._rest.start()  # a translation that took longer than the rest enters the history too

    def _show_translation(self, translation: Translation) -> None:
        self.translation = translation
        self._show_target(self.closer.set_translation(translation))
        self.closer.shown()
        if translation.detected and self.source_box.code == AUTO:
            self.source_box.show_guess(translation.source_lang, translation.detection_confidence)

    def _show_target(self, text: str) -> None:
        self._filling = True
        self.target_pane.show_text(text)
        self._filling = False
        self._count()

    def _show_state(self, translation: Translation, seconds: float | None) -> None:
        self.line.show_text(self.hint, runtime_text(translation.note))
        speed = ""
        if seconds and translation.sentences and translation.device is not None:  # else all was known
            words = word_count(self.source_pane.text)
            speed = self.tr("{count} words/s").format(count=round(words / seconds))
        device = translation.device
        shown = ""
        if device is not None:
            name = "GPU" if device.device == "cuda" else "CPU"
            shown = name if device.device == "cuda" else f"{name} ({runtime_text(device.reason)})"
        self.status.emit(speed, shown)

    def _failed(self, error: Exception) -> None:
        self._ended()
        if not isinstance(error, PlgtError):
            self.line.show_text(
                self.message, self.tr("The translator failed; your text is kept."), aloud=True
            )
            self.crashed.emit(error)
            return
        text = str(error)
        lacking = text.startswith("No installed model")
        if lacking:
            source = self.source_box.guess or self.source_box.code
            text = self.tr(
                "No installed model translates {source} to {target}: import one on the Models page."
            )
            if source == AUTO:
                source = self.context.translator.detect(self.source_pane.text[:2000]).lang
            text = text.format(source=language_name(source), target=language_name(self.target_box.code))
        self.line.show_text(self.message, text if lacking else error_text(error), aloud=True)
        self.models_button.setVisible(lacking)

    def _resources_changed(self) -> None:
        self.apply_settings()
        if self.source_pane.text.strip():
            self.request()

    def _models_changed(self) -> None:
        if hasattr(self.context.translator, "forget"):
            self.context.translator.forget()
        self._resources_changed()

    def _target_edited(self, position: int, removed: int, added: int) -> None:
        """position, removed, added: UTF-16 units. An input method reports its whole line as exchanged."""
        before, self._target_text = self._target_text, self.target_pane.text
        if self._filling or self._target_text == before:
            return
        if removed and added:
            start, old_end, new_end = difference(before, self._target_text)
            to_qt = self.target_pane.offsets.to_qt
            position, removed = to_qt(start), old_end - start
            added = to_qt(new_end) - position
        self.closer.target_edited(position, removed, added)
        self._count()

    def _count(self) -> None:
        self.copy_button.setEnabled(bool(self.target_pane.text))
        self.clear_button.setEnabled(bool(self.source_pane.text))
        self.example_button.setVisible(not self.source_pane.text)
        for pane, shown in ((self.source_pane, self.source_words), (self.target_pane, self.target_words)):
            count = word_count(pane.text)
            shown.setText(self.tr("1 word") if count == 1 else self.tr("{count} words").format(count=count))
            shown.setVisible(count > 0)

    # Actions --------------------------------------------------------------------------------------

    def swap(self) -> None:
        """Exchange languages, and the texts with them."""
        source = self.source_box.code
        if source == AUTO:
            guess = self.translation.source_lang if self.translation is not None else self.source_box.guess
            source = guess or ("tr" if self.target_box.code == "en" else "en")
        target, text = self.target_box.code, self.target_pane.text
        if source == target:
            return
        if text:
            self.source_pane.replace_all(text)
        self.choice.fix(target, source)

    def copy(self) -> None:
        """An empty translation leaves the clipboard alone."""
        if not self.target_pane.text:
            return
        QGuiApplication.clipboard().setText(self.target_pane.text)
        self.line.show_text(self.hint, self.tr("The translation is in the clipboard."), aloud=True)

    def paste_and_translate(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text:
            self.set_source(text)

    def set_source(self, text: str) -> None:
        """Put a text in and translate it at once; undo brings the old one back."""
        self.choice.new_text()
        self.source_pane.replace_all(text)
        self.source_pane.setFocus(Qt.FocusReason.OtherFocusReason)
        self.request(now=True)

    def clear(self) -> None:
        self.choice.new_text()
        self.source_pane.replace_all("")
        self.source_pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_pair(self) -> None:
        self.closer.save_pair()

    def take_files(self, files: list[Path]) -> None:
        """A small text file opens in the pane, everything else goes to the queue."""
        if len(files) == 1 and files[0].suffix.casefold() in TEXT_FILES and files[0].is_file():
            try:
                if files[0].stat().st_size <= PANE_FILE:
                    from app.text.encoding import decode

                    text, _, _ = decode(files[0].read_bytes(), self.source_box.code)
                    self.set_source(text)
                    return
            except OSError as error:
                self.line.show_text(self.message, self.tr("Can't read {file}: {reason}").format(
                    file=files[0], reason=runtime_text(error.strerror or str(error))))  # fmt: skip
                return
        self.files_dropped.emit(files)

    # Keeping --------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Write the source and the edits of its translation, unless in private mode."""
        self._latest.stop()
        if self.context.settings["private_mode"]:
            self.draft.save("")
            return
        settled = self.translation is not None and not (self.live.busy or self.live.waiting)
        sources = {place.sentence.source for place in self.closer.map.places} if settled else None
        self.draft.save(self.source_pane.text, self.closer.overrides.dump(sources))
        if self.draft.trouble:
            self.line.show_text(self.message, self.tr("Nothing can be kept on the disk: {reason}.").format(
                reason=runtime_text(self.draft.trouble)))  # fmt: skip

    def keep(self) -> None:
        """Write the draft, and the finished translation into the history, unless in private mode."""
        self.keep_draft()
        if self.context.settings["private_mode"]:
            return
        done, text = self.translation, self.source_pane.text
        if done is None or self.live.busy or not self.context.keeps_history or not done.sentences:
            return
        if text in EXAMPLES.values():  # nobody wrote it
            return
        if text != self._translated:  # changed since: the target pane still shows the old text's translation
            return
        try:
            self.context.history.add(text, self.target_pane.text, done.source_lang, done.target_lang)
        except PlgtError as error:
            self.line.show_text(self.message, error_text(error))
            return
        self.context.history_changed.emit()

    def open_entry(self, entry: Entry) -> None:
        """Show a pair of the history as it was kept; where its translation is another one now, it counts as the
        user's own."""
        self.set_source(entry.source)
        self.choice.fix(entry.source_lang, entry.target_lang)
        self._kept_target = (entry.source, entry.target)
        self.closer.set_translation(None)
        self._show_target(entry.target)

    def _as_kept(self) -> None:
        """Make the difference between the new translation and the kept one the user's edits, line by line where
        both have the same lines."""
        source, kept = self._kept_target
        self._kept_target = ("", "")
        now = self.target_pane.text
        if source != self.source_pane.text or kept == now:
            return
        old, new = now.split("\n"), kept.split("\n")
        pairs = list(zip(old, new, strict=True)) if len(old) == len(new) else [(now, kept)]
        at = len(now)
        cursor = QTextCursor(self.target_pane.document())
        for before, after in reversed(pairs):
            at -= len(before)
            if before != after:
                start, old_end, new_end = difference(before, after)
                to_qt = self.target_pane.offsets.to_qt
                cursor.setPosition(to_qt(at + start))
                cursor.setPosition(to_qt(at + old_end), QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(after[start:new_end])
            at -= 1

    def close_page(self) -> None:
        self.live.close()
        self._rest.stop()
        self.keep()
