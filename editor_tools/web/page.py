"""What a page says, as far as marks and fragments ask: its text in the right charset, title, words, anchors.

By patterns, not by a tree: pages are large, often damaged, and little of them is asked for.
"""

from __future__ import annotations

import codecs
import html
import re
from functools import cached_property

from editor_tools.later import later

HTML_TYPES = ("text/html", "application/xhtml+xml")

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.-]{1,40})""")
_CHARSET = later(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
          "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "utf8": "utf-8", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}  # fmt: skip
"""Labels that stand for more than they say (encoding.spec.whatwg.org)."""

_CHARSETS = later(
    r"utf-8|utf-16(?:-?[lb]e)?|gb18030|big5(?:hkscs)?|euc-(?:jp|kr|tw)|cp\d{3,4}|windows-\d{3,4}"
    r"|iso-8859-\d{1,2}|iso-2022-jp|shift_jis|koi8-[ru]|ibm866|macintosh",
    re.IGNORECASE,
)
"""Not all that Python decodes: some of its names are no charsets, and one takes hours over a hostile text."""

_HEAD = 4096


def charset_of(content_type: str, body: bytes) -> str:
    """The charset of a page: mark of order, header, meta element, else UTF-8 where that fits."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    said = _CHARSET.search(content_type)
    names = [said[1]] if said else []
    names += [found[1].decode("ascii") for found in (_META.search(body[:_HEAD]), _XML.match(body)) if found]
    for name in names:
        known = _WIDER.get(name.lower(), name)
        if _CHARSETS.fullmatch(known) and _is_known(known):
            return known
    return _guessed(body)


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _guessed(body: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(body)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


_COMMENTS = later(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNSEEN = later(
    r"<(script|style|template|noscript|svg|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_CODE = later(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_NOSCRIPT = later(r"<noscript\b[^<>]*>.*?(?:</noscript\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TITLE = later(r"<title\b[^<>]*>(.*?)(?:</title\s*>|<|\Z)", re.DOTALL | re.IGNORECASE)


def _any_case(words: str) -> str:
    """A pattern of words in any case, told apart by their first letters: faster than to ignore case."""
    by_letter: dict[str, list[str]] = {}
    for word in words.split():
        by_letter.setdefault(word[0], []).append(word[1:])
    written = []
    for letter, rests in by_letter.items():
        tails = ("".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in rest) for rest in rests)
        written.append(f"[{letter}{letter.upper()}](?:{'|'.join(tails)})")
    return "|".join(written)


_BLOCKS = later(
    "</?(?:"
    + _any_case(
        "p div br li tr td th ul ol dd dl dt hr h1 h2 h3 h4 h5 h6 address article aside blockquote body"
        " button center figure footer form header html main nav option pre section table tbody"
    )
    + r")\b[^<>]*>"
)
_TAGS = later(r"<[^>]*>?")
_IDS = later(r"""id\s*=\s*(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>=`]{1,500}))""")
"""Sought in lower case: a search for plain letters is twenty times as fast as one that ignores their case."""

_NAMES = later(
    r"""<a\s(?:[^<>]{0,500}?[\s"'])?name\s*=\s*(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>=`]{1,500}))""",
    re.IGNORECASE,
)
_REFRESH = later(
    r"""<meta\b(?=[^<>]{0,300}http-equiv\s*=\s*["']?refresh\b)[^<>]{0,300}?content\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)'|([^\s>]+))""",
    re.IGNORECASE,
)
_DELAY = later(r"""\s*([0-9]{1,4})(?:\.[0-9]*)?\s*[;,]?\s*(?:url\s*=\s*)?["']?([^"']*)""", re.IGNORECASE)
_SENT_ON = later(
    r"""\blocation(?:\.href)?\s*=\s*["']([^"'\s]{1,2000})["']|\blocation\.(?:replace|assign)\(\s*["']([^"'\s]{1,2000})["']"""
)

_LONGEST_STUB = 4096
"""Characters of a page that does nothing but send the reader on by a script."""


class Page:
    """The body of an answer as text; each part is made when it is asked for."""

    def __init__(self, body: bytes, content_type: str, *, whole: bool = True) -> None:
        self.kind = content_type.partition(";")[0].strip().lower()
        self.whole = whole
        self._body = body
        self._type = content_type

    @property
    def is_html(self) -> bool:
        """Whether a browser would show this as a page, as far as the header and the beginning say."""
        if self.kind in HTML_TYPES:
            return True
        return not self.kind and self._body[:512].lstrip()[:1] == b"<"

    @cached_property
    def text(self) -> str:
        """The source of the page."""
        text = self._body.decode(charset_of(self._type, self._body), "replace")
        return text.removeprefix("\ufeff")

    @cached_property
    def lower(self) -> str:
        """The source in lower case."""
        return self.text.lower()

    @cached_property
    def marked(self) -> str:
        """The source without comments, scripts and styles."""
        text = self.text
        if "<!--" in text:
            text = _COMMENTS.sub(" ", text)
        return _CODE.sub(" ", text)

    @cached_property
    def title(self) -> str:
        """The title, its blanks single."""
        found = _TITLE.search(self.marked) if self.is_html else None
        return _words(found[1]) if found else ""

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """What a reader without scripts sees, each block of it apart, its blanks single."""
        if not self.is_html:
            return (self.text,)
        blocks = (_printable(" ".join(block.split())) for block in self._seen.split("\0"))
        return tuple(filter(None, blocks))

    @cached_property
    def _seen(self) -> str:
        """The text of the page, its blocks parted by a null."""
        return _seen(self.marked)

    @cached_property
    def amount(self) -> int:
        """How many characters a reader without scripts sees; of a long page, more than anybody asks for."""
        if not self.is_html:
            return len(self.text)
        if len(self.marked) > 2 * _ENOUGH_SOURCE:
            begun = _length(_seen(self.marked[:_ENOUGH_SOURCE]))
            if begun > _ENOUGH:
                return begun
        return _length(self._seen)

    @cached_property
    def words(self) -> str:
        """All blocks in one line."""
        return " ".join(self.blocks)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids of the page's elements and the names of its anchors."""
        if not self.is_html:
            return frozenset()
        marked = self.marked
        found = [
            marked[slice(*one.span(one.lastindex or 0))]
            for one in _IDS.finditer(marked.replace("\u0130", "i").lower())  # the one that gets longer
            if _is_attribute(marked, one.start())
        ]
        found += [one or two or three for one, two, three in _NAMES.findall(self.marked)]
        return frozenset(html.unescape(name) if "&" in name else name for name in found)

    @cached_property
    def is_shell(self) -> bool:
        """Whether scripts make what is seen: then what is missing here need not be missing."""
        return self.is_html and "<script" in self.lower and self.amount < FEWEST_WORDS

    def sends_on(self, longest: int) -> str:
        """The address that a browser goes on to by itself within ``longest`` seconds; empty where none."""
        if not self.is_html:
            return ""
        if "refresh" in self.lower[:_FRONT]:
            found = _REFRESH.search(_NOSCRIPT.sub(" ", self.marked[:_FRONT]))
            timed = _DELAY.match(html.unescape(found[1] or found[2] or found[3] or "")) if found else None
            if timed and int(timed[1]) <= longest and timed[2].strip():
                return timed[2].strip()
        if len(self.text) > _LONGEST_STUB or "location" not in self.text or self.amount > _FEW:
            return ""
        script = _SENT_ON.search(self.text)
        return (script[1] or script[2]) if script else ""

    @cached_property
    def paragraphs(self) -> int:
        """How many blocks are long enough to be what somebody wrote for readers."""
        return sum(len(block) >= _SHORTEST or _width(block) >= _SHORTEST for block in self.blocks)


FEWEST_WORDS = 200
"""Characters that a page which is made without scripts shows at least."""

_FEW = 80
_SHORTEST = 80
"""Columns of a paragraph."""

_LONGEST_TAG = 4000
_BEFORE = " \t\n\r\f\v\"'/"

_ENOUGH = 10_000
"""Characters beyond which nobody asks how many a page has."""

_ENOUGH_SOURCE = 64 * 1024
_FRONT = 20_000


def _seen(marked: str) -> str:
    return html.unescape(_TAGS.sub("", _BLOCKS.sub("\0", _UNSEEN.sub("\0", marked))))


def _length(seen: str) -> int:
    return len(" ".join(seen.replace("\0", " ").split()))


def _width(text: str) -> int:
    """Columns, near enough: what is none of the first scripts is two wide."""
    return len(text) + sum(char > "\u2e7f" for char in text)


def _is_attribute(source: str, place: int) -> bool:
    """Whether an attribute can begin at a place: in a tag, or where quotes leave that open."""
    if not place or source[place - 1] not in _BEFORE:
        return False
    begin = source.rfind("<", max(0, place - _LONGEST_TAG), place)
    if begin >= 0 and not source[begin + 1 : begin + 2].isalpha():
        return False
    _, ended, after = source[max(begin, 0, place - _LONGEST_TAG) : place].rpartition(">")
    return not ended or '"' in after or "'" in after


def _words(source: str) -> str:
    return _printable(" ".join(html.unescape(_TAGS.sub(" ", source)).split()))


def _printable(text: str) -> str:
    """A text without what nobody sees in it: breaks of no width, marks of direction, controls."""
    return text if text.isprintable() else "".join(filter(str.isprintable, text)).strip()
