"""Texts in Japanese and English, which are equal: no text exists in one language alone."""

import os
from dataclasses import dataclass
from typing import Literal

__all__ = ["LANGS", "Lang", "Text", "default_lang"]

Lang = Literal["ja", "en"]
LANGS: tuple[Lang, Lang] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages.

    Examples
    --------
    >>> Text(ja="首相", en="Prime Minister")["en"]
    'Prime Minister'
    """

    ja: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.ja if lang == "ja" else self.en

    def format(self, **values: object) -> "Text":
        """Return the text with its named fields filled in, the same values in both languages."""
        return Text(ja=self.ja.format(**values), en=self.en.format(**values))


def default_lang() -> Lang:
    """Return the language of the environment: Japanese for a Japanese locale, else English."""
    for name in ("TATEYOKO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"
