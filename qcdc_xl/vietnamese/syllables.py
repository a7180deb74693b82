"""Whether a word can be a syllable of Vietnamese: its onset, its rime, at most one tone.

Vietnamese writes each syllable by itself, and there are few of them; so a word that is none tells that a text was typed
in some other way. Source: the tables of initials and rimes of any Vietnamese dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0309\u0303\u0323"))
_ONSETS = "ngh ng nh n tr th t ch c kh k gh gi g ph p qu b d đ h l m r s v x"
_RIMES = """
a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ooc oong
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên
uynh uyêt uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y ych ynh yt yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RIMES.split())})")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, in Unicode and with any case, can be a syllable.

    >>> is_syllable("Nghiêng"), is_syllable("quyết"), is_syllable("café"), is_syllable("vÒ")
    (True, True, False, True)
    """
    parts = unicodedata.normalize("NFD", word.lower())
    bare = parts.translate(_TONES)
    if len(parts) - len(bare) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None
