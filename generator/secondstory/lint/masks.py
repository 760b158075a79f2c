"""Words of a report -> the same with what is not its author's own voice masked, at the same length.

Code, links and comments are nobody's judgement; quoted speech is somebody else's; a phrase that
is mentioned ("phrases such as ...") and advice on wording ("Avoid: ... Use: ...") judge nobody.
"""

from __future__ import annotations

import re

CODE, QUOTE, BREAK = "\ue000", "\ue001", "\u2029"

_CODE = re.compile(r"(?<!`)(`{1,3})(?!`).{1,2000}?(?<!`)\1(?!`)", re.DOTALL)
_BLANK = re.compile(
    r"<!--.*?(?:-->|$)"
    r"|(?<=\])\([^()\s]{0,2000}(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]{0,300}\")?\)"
    r"|(?<=\])\[[^\]\n]{0,300}\]"
    r"|<?\bhttps?://[^\s)>\]|]+>?|\bwww\.[^\s)>\]|]+"
    r"|\{#[\w:.-]+\}|\[\^[^\]\s]{1,80}\]",
    re.DOTALL,
)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_SPOKEN = re.compile(
    r"“[^“”]{1,1500}”|„[^„“”]{1,1500}[“”]|«[^«»]{1,1500}»"
    r"|(?<![\w\"])\"(?=\S)[^\"]{1,1500}\"(?!\w)"
    r"|(?<![\w'’‘])‘(?:[^‘’\n]|(?<=\w)’(?=\w)){2,300}’(?!\w)"
    r"|(?<![\w'])'(?=\w)(?:[^'\n]|(?<=\w)'(?=\w)){2,300}(?<=[\w.!?,…])'(?!\w)"
)
_MENTIONED = re.compile(
    r"""\b(?:phrases?|words?|wording|terms?|expressions?|language|labels?|sentences?|statements?
        |verbs?|formulations?|vocabulary)
        [,:]?\s+(?:such\ as|like|including|as\ in|e\.g\.|for\ example)\b[^.;\n]{0,400}
    |\bthe\ (?:word|term|phrase|expression|label)s?\s+[*_]+[^*_\n]{1,100}[*_]+
    |\b(?:avoid|do\ not|don't|never)\ (?:write|writing|say|saying|use|using)
        \ (?:words|phrases|things|the)\b[^.\n]{0,300}""",
    re.IGNORECASE | re.VERBOSE,
)
# Pasted chat: "12.37 AC do we have ...", "10:12 RK: I should have ...".
_CHAT = re.compile(
    r"""^[ \t]*(?:[-*+][ \t]+)?[\[(*]*\d{1,2}[.:]\d{2}(?:[.:]\d{2})?
    [^\w\n]{0,4}(?:\([^)\n]*\))?[ \t]*
    (?:[A-Z]{2,3}\b:?|[A-Z][a-z]+(?:\ [A-Z][a-z]*\.?)?:)[ \t][^\n]*""",
    re.MULTILINE | re.VERBOSE,
)
_ADVICE = re.compile(
    r"""^[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?
    (?:[❌✅✗✘✔✓⛔🚫👎👍][^\n]*
    |[*_]{0,2}(?:avoid|use|don'?t|do|bad|good|instead\ of|instead|write|rather|say|not|blameful
        |blameless|wrong|right|poor|better)
        (?:\ (?:this|writing|saying|example|wording))?
        [*_]{0,2}[:：][*_]{0,2}[ \t]*[\"“'‘*_][^\n]*)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def mask(text: str) -> str:
    """Mask what is not to be judged; every other character stays where it was."""
    if "`" in text:
        text = _CODE.sub(lambda m: CODE * len(m[0]), text)
    if "<" in text or "[" in text or "http" in text or "www." in text or "{#" in text:
        text = _BLANK.sub(_spaces, text)
    if "<" in text:
        text = _LINE_BREAK.sub(lambda m: BREAK * len(m[0]), text)
        text = _TAG.sub(_spaces, text)
    text = _CHAT.sub(_spaces, text)
    text = _ADVICE.sub(_spaces, text)
    text = _SPOKEN.sub(lambda m: QUOTE * len(m[0]), text)
    return _MENTIONED.sub(_spaces, text)


def _spaces(match: re.Match[str]) -> str:
    return "".join("\n" if c == "\n" else " " for c in match[0])
