"""What an official text is made of, for PDF and Word alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.features.reports.types import Heading, TableData


@dataclass(frozen=True, slots=True)
class Title:
    """A heading in the text: level 1 is 一、, level 2 is （一）."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, indented as official texts are; `signed` stands at the right."""

    text: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo with the words under it."""

    path: Path
    words: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos side by side, `across` in a row."""

    photos: tuple[Photo, ...]
    across: int = 3


Part = Title | Words | TableData | Photos


@dataclass(frozen=True, slots=True)
class OfficialText:
    """A 公文-like text: the red head, its number line, the parts; `pages` begin anew at each."""

    heading: Heading
    head: str
    number: str
    title: str
    parts: tuple[Part, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give (where, text) of everything that is printed."""
        yield "标题", f"{self.head}{self.number}{self.title}"
        for part in self.parts:
            if isinstance(part, Title | Words):
                yield part.text[:12], part.text
            elif isinstance(part, Photos):
                yield from (("照片", photo.words) for photo in part.photos)
            else:
                yield from ((row[0], "".join(row)) for row in part.rows)
