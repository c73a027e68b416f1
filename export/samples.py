"""Sentences to verify and calibrate with: files the user gives, else a few everyday ones kept here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import PlgtError
from app.text.languages import LANGUAGE_NAMES, Direction
from training.data.corpus import clean, read_lines

EVERYDAY = {
    "en": (
        "Good morning, how are you?",
        "The train to Lisbon leaves at 8:45.",
        "I don't understand what you mean.",
        "She bought 12 apples and 3 kg of flour for €7.50.",
        "IMPORTANT: close the window before you leave!",
        "If it rains tomorrow, we will stay at home and read.",
        "Where can I find a doctor who speaks English?",
        "The government announced on Tuesday that taxes would not be raised this year.",
        "Yes.",
        "My grandmother, who was born in 1931, still cooks for the whole family every Sunday.",
        "Click <ph0> to save the file.",
        '"Nobody knows," he said, "what will happen next."',
    ),
    "tr": (
        "Günaydın, nasılsınız?",
        "Ankara treni saat 8.45'te kalkıyor.",
        "Ne demek istediğini anlamıyorum.",
        "Pazardan 12 elma ve 3 kilo un aldı, 250 lira ödedi.",
        "ÖNEMLİ: Çıkmadan önce pencereyi kapatın!",
        "Yarın yağmur yağarsa evde kalıp kitap okuyacağız.",
        "İngilizce bilen bir doktoru nerede bulabilirim?",
        "Hükümet salı günü bu yıl vergilerin artırılmayacağını açıkladı.",
        "Evet.",
        "1931'de doğan büyükannem hâlâ her pazar bütün aileye yemek pişiriyor.",
        "Dosyayı kaydetmek için <ph0> düğmesine tıklayın.",
        '"Kimse bilmiyor," dedi, "bundan sonra ne olacağını."',
    ),
    "pt": (
        "Bom dia, como está?",
        "O comboio para Lisboa parte às 8h45.",
        "Não percebo o que queres dizer.",
        "Ela comprou 12 maçãs e 3 kg de farinha por 7,50 €.",
        "IMPORTANTE: feche a janela antes de sair!",
        "Se chover amanhã, ficaremos em casa a ler.",
        "Onde posso encontrar um médico que fale inglês?",
        "O governo anunciou na terça-feira que os impostos não vão subir este ano.",
        "Sim.",
        "A minha avó, que nasceu em 1931, ainda cozinha para toda a família aos domingos.",
        "Clique em <ph0> para guardar o ficheiro.",
        '"Ninguém sabe", disse ele, "o que vai acontecer a seguir."',
    ),
}


@dataclass(frozen=True)
class Sample:
    """A sentence of a direction, with its reference translation if there is one."""

    direction: Direction
    source: str
    reference: str | None = None


def everyday(directions: Sequence[Direction]) -> list[Sample]:
    """The sentences kept here, for every direction."""
    return [Sample(d, text) for d in directions for text in EVERYDAY[d.source]]


def read_samples(paths: Sequence[Path], directions: Sequence[Direction], limit: int = 0) -> list[Sample]:
    """Sentences of files named NAME.LANG, one a line, for every direction from that language.

    If NAME.TARGET lies beside a file and has as many lines, its lines are the references. A name such as
    `dev.tr-en.tr` limits a file to these two languages. A folder stands for its files in source languages.
    limit: most sentences of a file and direction, evenly spread (0 = all). Raises PlgtError for a file of
    no use.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            codes = {d.source for d in directions}
            files += [p for p in sorted(path.iterdir()) if p.suffix[1:] in codes]
        else:
            files.append(path)
    samples: list[Sample] = []
    for path in files:
        language = path.suffix[1:]
        if language not in LANGUAGE_NAMES:
            raise PlgtError(f'The name of "{path}" must end in its language, for example dev.tr.')
        lines = [clean(line) for line in read_lines(path)]
        named = re.search(r"\.(\w\w)-(\w\w)$", path.stem)
        for direction in directions:
            if direction.source != language or (named and direction.target not in named.groups()):
                continue
            other = path.with_name(f"{path.stem}.{direction.target}")
            references: list[str] | None = None
            if other.exists():
                references = [clean(line) for line in read_lines(other)]
                if len(references) != len(lines):
                    raise PlgtError(f'"{path}" and "{other}" differ in their number of lines.')
            places = [i for i, line in enumerate(lines) if line]
            if limit and len(places) > limit:
                places = [places[i * len(places) // limit] for i in range(limit)]
            samples += [Sample(direction, lines[i], references[i] if references else None) for i in places]
    if paths and not samples:
        served = ", ".join(map(str, directions))
        raise PlgtError(f"None of the calibration files is in a source language of this model ({served}).")
    return samples
