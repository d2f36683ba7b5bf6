"""A private jieba: its own tokenizer and cache, with the words of the lexicon."""

from __future__ import annotations

import logging
import os
from functools import cache
from pathlib import Path
from typing import Any

import jieba

from kg.lexicon.grammar import heads


def _cache_folder() -> Path:
    # jieba unmarshals its cache, and its default lies where everybody can write.
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "fazhi-kg"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@cache
def tokenizer() -> jieba.Tokenizer:
    """The tokenizer, with the heads of names as words of its own."""
    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    own.tmp_dir = str(_cache_folder())
    own.initialize()
    for kind in ("reform", "policy", "institution"):
        for word in heads(kind):
            own.add_word(word)
    return own


@cache
def tagger() -> Any:
    """The part-of-speech tagger over the private tokenizer (a ``jieba.posseg.POSTokenizer``)."""
    import jieba.posseg  # reads two more dictionaries: only where a tag decides something

    return jieba.posseg.POSTokenizer(tokenizer())


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a short text with jieba's part-of-speech tags, HMM on."""
    return [(pair.word, pair.flag) for pair in tagger().cut(text)]
