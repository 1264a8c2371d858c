"""What visitors type to see whether a form works: neither ham nor spam, so nothing is to be learnt from it."""

import re
from typing import Final

from classifiers.types import Comment

_TRIES: Final = """
    test tests testing test1 test123 tester teste tes testando prueba probando essai тест проверка тестування δοκιμή
    テスト 测试 測試 테스트 اختبار asdf asd asdfg asdfasdf qwe qwerty qwertz foobar
"""
_TELLING: Final = frozenset(_TRIES.split())
# What comes along with them.
_COMING_ALONG: Final = "1 2 3 123 1234 hello hi comment this is a just my first only please ignore delete it"
_BESIDE: Final = frozenset(_COMING_ALONG.split())
_MOST_WORDS: Final = 6
_WORD: Final = re.compile(r"\w+")
# Letters of one row of a keyboard, as hands fall on it; of fewer different consonants it is laughter.
_MASHED: Final = re.compile(r"[asdfghjkl]{6,}|[zxcvbnm]{5,}|[qwertyuiop]{8,}", re.IGNORECASE)
_VOWELS: Final = frozenset("aeiouy")
_FEWEST_CONSONANTS: Final = 3


def is_trial(comment: Comment) -> bool:
    """Tell whether a comment only tries the form out, or is what fingers do on a keyboard; with a link it does more."""
    if comment.links or "://" in comment.text or "www." in comment.text:
        return False
    words = _WORD.findall(comment.text.lower())
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if len(words) == 1:
        return words[0] in _TELLING or _is_mashed(words[0])
    return any(word in _TELLING for word in words) and all(word in _TELLING or word in _BESIDE for word in words)


def _is_mashed(word: str) -> bool:
    return _MASHED.fullmatch(word) is not None and len(set(word) - _VOWELS) >= _FEWEST_CONSONANTS
