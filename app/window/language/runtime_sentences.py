"""The sentences of the runtime that can reach the window, with {places} for what varies.

The order does not matter: the most particular one is tried first (see `app.window.language.runtime_text`).
"""

from __future__ import annotations

from app.settings import QT_TRANSLATE_NOOP

SENTENCES = (
    # Since the rooms: files, places, tags
    QT_TRANSLATE_NOOP("Runtime", 'A PDF can\'t be translated into "{value}": use txt, docx or both.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{file}" declares XML entities that nest or stand outside it ("{name}"), which books never need: it was '
        "not opened.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{file}" declares XML entities that nest or stand outside it: it was not opened.'
    ),
    QT_TRANSLATE_NOOP("Runtime", "It stands too deep."),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{file}" is damaged: the part with the document itself is missing; save it again.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{file}" unpacks to more than {count} MB: it is refused.'),
    QT_TRANSLATE_NOOP("Runtime", '"{file}" has more than {count} pages: split it first.'),
    QT_TRANSLATE_NOOP("Runtime", "A page holds too many letters."),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{file}" has keys for msgids and no texts: give the catalogue of the source language.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{file}" has keys for msgids, and its texts are in "{language}" already: give the catalogue of the source '
        "language.",
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{file}" has more than {count} lines: split it first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{file}" is no {kind}: check its extension.'),
    QT_TRANSLATE_NOOP("Runtime", "{file} is a folder: give a file."),
    QT_TRANSLATE_NOOP(
        "Runtime", "{file} is no regular file but a device or a pipe: copy its content into a file."
    ),
    QT_TRANSLATE_NOOP("Runtime", "{file} can't be read: {reason}."),
    QT_TRANSLATE_NOOP("Runtime", "Stopped before the file was translated."),
    QT_TRANSLATE_NOOP("Runtime", "A beam of {value} isn't possible: use 1 to {most}."),
    QT_TRANSLATE_NOOP("Runtime", "{value} alternatives aren't possible: ask for 0 to {most}."),
    QT_TRANSLATE_NOOP("Runtime", "Sampling draws from 1 or more tokens, and needs a beam of 1."),
    QT_TRANSLATE_NOOP("Runtime", "A plural or select pattern was left as it is: translate it by hand."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary's terms were put in place of the words aligned to them."),
    QT_TRANSLATE_NOOP("Runtime", 'The glossary\'s "{term}" may stand in the wrong place.'),
    QT_TRANSLATE_NOOP(
        "Runtime", "The tags could not be placed in the translation: the text was kept as it is."
    ),
    # Devices and engines
    QT_TRANSLATE_NOOP("Runtime", "CUDA libraries can't be loaded ({detail})"),
    QT_TRANSLATE_NOOP("Runtime", "the CUDA provider doesn't start ({detail})"),
    QT_TRANSLATE_NOOP(
        "Runtime",
        "the CUDA provider doesn't start: CUDA, cuDNN or the driver is missing or of another version",
    ),
    QT_TRANSLATE_NOOP("Runtime", "{device} ran out of memory even for one sentence ({detail})"),
    QT_TRANSLATE_NOOP("Runtime", "CUDA can't be used: {reason}; choose the device auto or cpu."),
    QT_TRANSLATE_NOOP("Runtime", "The CUDA provider stopped working: choose the device cpu."),
    QT_TRANSLATE_NOOP("Runtime", 'Unknown device "{value}": use auto, cpu or cuda.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'onnxruntime is not installed: run pip install "plgt-translator[cpu]" (or [gpu] for an NVIDIA GPU).',
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        "onnxruntime is damaged, as happens when onnxruntime and onnxruntime-gpu were both "
        "installed: uninstall both and install one of them again.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", "There isn't enough memory to translate a sentence ({detail}): close other programs."
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", "A sentence of {count} tokens is longer than the model can read ({most}): split it."
    ),
    QT_TRANSLATE_NOOP("Runtime", 'The model "{name}" has no variant "{wanted}": it has {known}.'),
    QT_TRANSLATE_NOOP("Runtime", "Cancelled."),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{value}" is typed in texts: press Ctrl, Alt or Meta with it, or use an F key.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The settings file makes "{value}", which is typed in texts, a shortcut: '
        '"{action}" has no shortcut now.',
    ),
    # Translator
    QT_TRANSLATE_NOOP("Runtime", 'Unknown mode "{value}": use latency or throughput.'),
    QT_TRANSLATE_NOOP("Runtime", "A beam of {value} isn't possible: use 1 to 32."),
    QT_TRANSLATE_NOOP("Runtime", "A batch size of {value} isn't possible: use at least 1."),
    QT_TRANSLATE_NOOP("Runtime", "{value} alternatives aren't possible: ask for 0 to 20."),
    QT_TRANSLATE_NOOP("Runtime", 'Unknown language "{value}": use one of {known}.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{value}" is not a direction: write it as SOURCE-TARGET, for example tr-en.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", "A confidence table needs at least two observations: give more development sentences."
    ),
    # Doubts about a sentence
    QT_TRANSLATE_NOOP("Runtime", "The model gave no translation."),
    QT_TRANSLATE_NOOP("Runtime", "The model gave no words."),
    QT_TRANSLATE_NOOP("Runtime", "The same word came {count} times in a row."),
    QT_TRANSLATE_NOOP("Runtime", "The same {words} words came {count} times in a row."),
    QT_TRANSLATE_NOOP("Runtime", "The same letters came {count} times in a row."),
    QT_TRANSLATE_NOOP("Runtime", '"{words}" came {count} times.'),
    QT_TRANSLATE_NOOP("Runtime", "The model began to repeat itself and was stopped."),
    QT_TRANSLATE_NOOP("Runtime", "The translation is {count} times as long as the source."),
    QT_TRANSLATE_NOOP(
        "Runtime", "The translation is much shorter than the source; something is probably missing."
    ),
    QT_TRANSLATE_NOOP("Runtime", "The translation reached the length limit before its end."),
    QT_TRANSLATE_NOOP("Runtime", "The number {number} isn't in the source."),
    QT_TRANSLATE_NOOP("Runtime", "The number {number} of the source is missing."),
    QT_TRANSLATE_NOOP("Runtime", "The sentence came back untranslated."),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{first}" and "{second}" changed places, and they take the arguments in order.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{item}" was missing and was put at the start.'),
    QT_TRANSLATE_NOOP("Runtime", '"{item}" was missing and was put at the end.'),
    QT_TRANSLATE_NOOP("Runtime", 'The glossary\'s "{wanted}" for "{term}" is missing.'),
    QT_TRANSLATE_NOOP("Runtime", "The model is unsure of this sentence ({percent} confidence)."),
    QT_TRANSLATE_NOOP("Runtime", "A part was kept as it is: {what}."),
    QT_TRANSLATE_NOOP("Runtime", "{script} script"),
    QT_TRANSLATE_NOOP("Runtime", "a word longer than the model can read"),
    # Models
    QT_TRANSLATE_NOOP(
        "Runtime",
        "No installed model translates {source_language} to {target_language} (installed "
        "directions: {list}): import one with: plgt models import FILE.",
    ),
    QT_TRANSLATE_NOOP("Runtime", 'There is no model named "{name}": installed are {list}.'),
    QT_TRANSLATE_NOOP("Runtime", "none"),
    QT_TRANSLATE_NOOP(
        "Runtime", "The bundle's name \"{name}\" can't be used as a file name: export it with --name."
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", 'A model named "{name}" is installed already: add --replace to overwrite it.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" is shipped with the program and can\'t be removed; set another default.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" does not translate {direction}; it serves {known}.'),
    QT_TRANSLATE_NOOP("Runtime", 'Can\'t remove "{path}": {reason}.'),
    QT_TRANSLATE_NOOP("Runtime", 'Can\'t read the bundle "{path}" ({reason}): check its permissions.'),
    QT_TRANSLATE_NOOP(
        "Runtime", 'Can\'t read the bundle "{path}" ({reason}): check the path and its permissions.'
    ),
    QT_TRANSLATE_NOOP("Runtime", 'Can\'t write the bundle "{path}": {reason}.'),
    QT_TRANSLATE_NOOP("Runtime", 'There is no bundle "{path}": check the path.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" exists already: remove it first or give another name.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" is missing from the bundle "{path}": download or export it again.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not a model bundle: its manifest is of another format.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not a model bundle: its manifest is not a table.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not a model bundle: it has no {name}.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{path}" is not a readable model bundle ({detail}): download or export it again.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The bundle "{path}" has format version {version}, but this program knows versions up to '
        "{most}: update the program.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", 'The bundle "{path}" has no file "{name}": it is incomplete, export it again.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{name}" in the bundle "{path}" is damaged (its checksum differs): download or export the '
        "bundle again.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{name}" in the bundle "{path}" refers to files outside itself, which a bundle may not do.',
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The manifest of the bundle "{path}" has no valid "{entry}": download or export the bundle again.',
    ),
    QT_TRANSLATE_NOOP("Runtime", 'The manifest of the bundle "{path}" is wrong: {error}'),
    QT_TRANSLATE_NOOP(
        "Runtime", 'The manifest of the bundle "{path}" is damaged: download or export the bundle again.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The graphs of the bundle "{path}" can\'t be loaded by onnxruntime {version} ({detail}): '
        "update onnxruntime or export the bundle again.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{file}" in the bundle "{path}" does not fit its manifest ("{name}" {what}): export the '
        "bundle again.",
    ),
    QT_TRANSLATE_NOOP("Runtime", "is missing"),
    QT_TRANSLATE_NOOP("Runtime", "has shape {shape}"),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The tokenizer "{name}" of the bundle "{path}" has {pieces} pieces, but the model has '
        "{expected}: export the bundle again.",
    ),
    QT_TRANSLATE_NOOP("Runtime", 'The bundle "{name}" has no symbol for the target language "{language}".'),
    QT_TRANSLATE_NOOP("Runtime", 'The tokenizer of the bundle "{name}" has no placeholder symbols.'),
    QT_TRANSLATE_NOOP("Runtime", 'The tokenizer "{name}" of the bundle "{path}" can\'t be read: {detail}.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The bundle\'s confidence table "{name}" is not a rising list of [raw, calibrated] pairs '
        "between 0 and 1: fit it again with python -m export.calibrate.",
    ),
    # Glossary, memory, history, settings
    QT_TRANSLATE_NOOP("Runtime", "{file}, line {line}"),
    QT_TRANSLATE_NOOP("Runtime", "{where}: the term is empty; give a term or delete the line."),
    QT_TRANSLATE_NOOP("Runtime", '{where}: unknown case rule "{value}"; use match or exact.'),
    QT_TRANSLATE_NOOP(
        "Runtime", "The glossary {path} holds no pair of Turkish, Portuguese or English terms."
    ),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} doesn't exist: check the path."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} has an unknown ending: use .csv, .tsv or .tbx."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} is larger than 64 MiB: split it."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} isn't a table at line {line} ({detail})."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} isn't a TBX file ({detail})."),
    QT_TRANSLATE_NOOP("Runtime", "The glossary {path} isn't UTF-8: save it as UTF-8 text."),
    QT_TRANSLATE_NOOP("Runtime", "Can't write {path} ({reason}): choose a folder that you may write to."),
    QT_TRANSLATE_NOOP("Runtime", "The history {path} failed ({reason}): check the disk or delete the file."),
    QT_TRANSLATE_NOOP("Runtime", "The file {path} doesn't exist: check the path."),
    QT_TRANSLATE_NOOP(
        "Runtime", "The translation memory {path} failed ({reason}): check the disk or restore a backup."
    ),
    QT_TRANSLATE_NOOP("Runtime", "The file {path} isn't well-formed TMX ({detail})."),
    QT_TRANSLATE_NOOP("Runtime", "The file {path} isn't TMX: its outermost element is <{name}>."),
    QT_TRANSLATE_NOOP(
        "Runtime", "The translation memory {path} was made by a newer program: update this one."
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        "The translation memory {path} can't be opened ({reason}): choose another file or restore a backup.",
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{value}" is not a value for {option}: use yes or no.'),
    QT_TRANSLATE_NOOP("Runtime", '"{value}" is not a value for {option}: use a text.'),
    QT_TRANSLATE_NOOP("Runtime", '"{value}" is not a value for {option}: use a number.'),
    QT_TRANSLATE_NOOP("Runtime", '"{value}" is not a value for {option}: use {known}.'),
    QT_TRANSLATE_NOOP("Runtime", "{value} is not a value for {option}: use {least} to {most}."),
    QT_TRANSLATE_NOOP("Runtime", '"{keys}" is already the shortcut of "{action}": choose another one.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The settings file gives "{keys}" to two actions: "{action}" keeps it and "{other}" has no '
        "shortcut now.",
    ),
    QT_TRANSLATE_NOOP("Runtime", 'There is no option "{name}": the options are {known}.'),
    QT_TRANSLATE_NOOP("Runtime", 'Can\'t write the settings "{path}" ({reason}): check the folder.'),
    QT_TRANSLATE_NOOP("Runtime", "The settings file had a wrong value, so the default is used: {error}"),
    QT_TRANSLATE_NOOP(
        "Runtime", 'The settings file is damaged: it was set aside as "{path}" and the defaults are used.'
    ),
    QT_TRANSLATE_NOOP("Runtime", "The settings file is damaged: it is ignored and the defaults are used."),
    # Documents
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged and cannot be unpacked: get or save a fresh copy.'),
    QT_TRANSLATE_NOOP("Runtime", 'Cannot read "{path}": {reason}.'),
    QT_TRANSLATE_NOOP("Runtime", 'Cannot write "{path}": {reason}; free space or choose another target.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" holds {count} entries, more than a document can: it was not opened.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" unpacks to {size} MB, more than the limit of {most} MB: it was not opened.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{name}" is packed like a zip bomb (an entry grows more than {most} times): it was not opened.',
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged: its part "{part}" is missing; save it again.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" holds a part ("{part}") of more than {size} MB: split the document first.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is protected with a password: remove the password and try again.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is protected with a password: remove the password first.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" holds an entry that points outside it ("{part}"): it was not opened.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is the file being translated: choose another target.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged: its list of contents is missing; get a fresh copy.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" declares XML entities, which books never need: it was not opened.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" declares XML entities, which documents never need: it was not opened.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is protected against copying and cannot be read.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is larger than {size} MB: split it first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is not valid JSON (line {line}): correct it first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is not valid JSON: correct it first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is a damaged PDF: save or print it into a new one.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" holds no text (a scan?): run it through text recognition first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged in line {line}: msgfmt --check helps to mend it.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged: msgfmt --check helps to mend it.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" is in an old binary Office format: save it as docx, xlsx or pptx first.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is a zip archive but no known kind of document: unpack it first.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" has no known extension: files of these kinds can be translated: {known}.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is empty: save it again in the program that made it.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        '"{name}" is not a {format} inside, or it is damaged: save it again in the program that made it.',
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is a binary file, not a text or document of a known format.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is a binary file, not a text.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is a folder: give a file.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not there or is not a file: check the name.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not there: check the name.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" holds no subtitles that could be read: check its format.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" has no column "{column}": it has {count} ({known}).'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" is not valid {encoding} text, as its beginning says: save it again.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", "{name} begins as {encoding} but is broken further on: save it again as UTF-8."
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", "{name} is not text: give a text file, or a document in one of the known formats."
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is no TMX file: check its extension.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is no XLIFF file: check its extension.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is XLIFF {version}: versions 1.2 and 2.0 can be translated.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is for a translation into "{language}", not "{wanted}".'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" holds more than {size} MB of XML: split the document first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" is damaged: its XML cannot be read ({detail}).'),
    # Files of the queue
    QT_TRANSLATE_NOOP("Runtime", 'Too many translations of "{name}" in "{path}": move some of them away.'),
    QT_TRANSLATE_NOOP("Runtime", "Source and target are the same language: choose two different ones."),
    QT_TRANSLATE_NOOP("Runtime", "The number of workers can't be negative: use 0 for one per core."),
    QT_TRANSLATE_NOOP("Runtime", 'A PDF can\'t be translated into "{value}": use txt or docx.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'A batch into "{path}" was not finished: add --resume to continue it or --force to start over.',
    ),
    QT_TRANSLATE_NOOP("Runtime", "Stopped before anything was translated."),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" exists already: add --force to replace it.'),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" exists and is no report: choose another name with --report.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        "The batch was started with other settings ({list}): resume with the same ones or start "
        "over with --force.",
    ),
    QT_TRANSLATE_NOOP("Runtime", "The journal of the batch is closed."),
    QT_TRANSLATE_NOOP("Runtime", 'Cannot write in "{path}": {reason}; choose another output folder.'),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'The batch in "{path}" was started by another version of the program: finish it there or '
        "start over with --force.",
    ),
    QT_TRANSLATE_NOOP(
        "Runtime",
        'Cannot keep the journal in "{path}": {reason}; free space or choose another output folder.',
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", 'Another batch is running in "{path}": wait for it or choose another output folder.'
    ),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{name}" is translated into a {suffix} file: name the target so or give a folder.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" changed while it was being translated: run the batch again.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" does not fit into memory: split it first.'),
    QT_TRANSLATE_NOOP("Runtime", '"{name}" could not be translated ({detail}): please report it.'),
    QT_TRANSLATE_NOOP("Runtime", "There is not enough memory: use fewer workers."),
    QT_TRANSLATE_NOOP("Runtime", "The translator failed unexpectedly ({detail}): please report it."),
    QT_TRANSLATE_NOOP(
        "Runtime", "A worker process ended twice while translating this file: it may need more memory."
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is a damaged batch report: run the batch again.'),
    QT_TRANSLATE_NOOP(
        "Runtime", '"{path}" is not the JSON report of a batch: name reports that plgt batch wrote.'
    ),
    QT_TRANSLATE_NOOP("Runtime", '"{path}" is not a JSON report: name reports that plgt batch wrote.'),
    QT_TRANSLATE_NOOP("Runtime", "Nothing to translate: name files or folders."),
    # What the operating system and SQLite say
    QT_TRANSLATE_NOOP("Runtime", "[Errno {number}] {reason}: '{path}'"),
    QT_TRANSLATE_NOOP("Runtime", "No such file or directory"),
    QT_TRANSLATE_NOOP("Runtime", "Permission denied"),
    QT_TRANSLATE_NOOP("Runtime", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Runtime", "Is a directory"),
    QT_TRANSLATE_NOOP("Runtime", "Not a directory"),
    QT_TRANSLATE_NOOP("Runtime", "File exists"),
    QT_TRANSLATE_NOOP("Runtime", "Directory not empty"),
    QT_TRANSLATE_NOOP("Runtime", "No space left on device"),
    QT_TRANSLATE_NOOP("Runtime", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("Runtime", "Read-only file system"),
    QT_TRANSLATE_NOOP("Runtime", "File name too long"),
    QT_TRANSLATE_NOOP("Runtime", "Too many open files"),
    QT_TRANSLATE_NOOP("Runtime", "Input/output error"),
    QT_TRANSLATE_NOOP("Runtime", "database is locked"),
    QT_TRANSLATE_NOOP("Runtime", "database disk image is malformed"),
    QT_TRANSLATE_NOOP("Runtime", "file is not a database"),
    QT_TRANSLATE_NOOP("Runtime", "attempt to write a readonly database"),
    QT_TRANSLATE_NOOP("Runtime", "unable to open database file"),
    QT_TRANSLATE_NOOP("Runtime", "disk I/O error"),
    QT_TRANSLATE_NOOP("Runtime", "database or disk is full"),
)
