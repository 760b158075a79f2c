"""How the time of `study`, or with --lint that of `lint`, grows with its input.

Prints seconds at 10, 100 and 1000 kB for odd texts.

A column that grows much faster than its input is a regular expression that backtracks or a loop in
a loop. `make growth`; name patterns to time only those.
"""

from __future__ import annotations

import sys
import time

from secondstory.extract import load_lexicon
from secondstory.lint import lint
from secondstory.model import Source
from secondstory.parse import parse
from secondstory.pipeline import study

SIZES = (10_000, 100_000, 1_000_000)
ACTIONS, TIMELINE, LESSONS = "## Action items\n", "## Timeline\n", "## Lessons\n"
PATTERNS = {
    "judgements": ("", "The operator forgot the valve and should have asked. "),
    "one long judgement": ("", "the operator who forgot the valve and "),
    "counterfactuals": ("", "if they had "),
    "quotes in quotes": ("", "\"'“‘"),
    "chains of nouns": ("", "the lead of "),
    "names": ("", "Bob and Ann's "),
    "phrases begun": ("", "not take the "),
    "allowances": ("", "<!-- lint: allow blame: x -->\n"),
    "task list": (ACTIONS, "- [ ] do it (owner: @x, due: 2026-01-02)\n"),
    "action table": (f"{ACTIONS}| Action | Owner |\n|---|---|\n", "| x | y |\n"),
    "one long action": (f"{ACTIONS}- ", "word "),
    "open brackets": (f"{ACTIONS}- a ", "("),
    "open squares": (f"{ACTIONS}- a ", "[a"),
    "labels in an action": (f"{ACTIONS}- ", "a: "),
    "handles": (f"{ACTIONS}- a ", "@a "),
    "struck": (f"{ACTIONS}- ", "~~a~~ "),
    "signs": (f"{ACTIONS}- ", "✅"),
    "timeline bullets": (TIMELINE, "- 14:02 it fails\n"),
    "timeline lines": (TIMELINE, "14.02 it fails\n\n"),
    "clocks": (TIMELINE, "12:30 "),
    "digits": (TIMELINE, "1"),
    "zones": (f"{TIMELINE}- 10:00 ", "UTC "),
    "lessons": (LESSONS, "- A lesson. It goes on.\n"),
    "sentences": (f"{LESSONS}- ", "a. B"),
    "bold labels": ("", "**a:** "),
    "plain labels": ("# T\n\n", "Date: x. "),
    "headings": ("", "# a b c\n"),
    "one long heading": ("# ", "a "),
    "CJK heading": ("## ", "根因"),
    "paragraphs": ("", "word " * 20 + "\n\n"),
    "code spans": ("", "x `error` "),
    "links": ("", "[a](b.md) "),
    "quotes": ("", "> "),
    "backslashes": ("", "\\"),
    "tags": ("", "<b>"),
    "less-than": ("", "<"),
    "pipes": ("", "|"),
    "blank lines": ("", "\n"),
    "front matter": ("---\n", "a: b\n"),
    "underscores": ("", "_"),
    "passwords": ("", "password: x9 "),
    "passwords in passwords": ("", "password:"),
    "web tokens": ("", "_eyJa"),
    "long runs": ("", "AKIA0_ghp_"),
    "addresses": ("", "://a:"),
    "private keys": ("", "-----BEGIN PRIVATE KEY-----\n"),
    "open private key": ("-----BEGIN PRIVATE KEY-----\n", "MIIEpAIBAAKCAQEA12\n"),
}


def main() -> None:
    """Print a row for each pattern."""
    lexicon = load_lexicon()
    linted = "--lint" in sys.argv
    wanted = [name for name in sys.argv[1:] if name != "--lint"] or list(PATTERNS)
    print(f"{'pattern':22}", *[f"{size // 1000:>7} kB" for size in SIZES], "  growth of the last")
    for name in wanted:
        head, unit = PATTERNS[name]
        spent = []
        for size in SIZES:
            text = head + unit * (size // len(unit))
            began = time.perf_counter()
            source = Source("2026-01-02-x.md", text)
            lint(parse(source), lexicon) if linted else study(source, lexicon)
            spent.append(time.perf_counter() - began)
        cells = [f"{seconds:9.3f}s" for seconds in spent]
        print(f"{name:22}", *cells, f"{spent[2] / spent[1]:8.1f} x")


if __name__ == "__main__":
    main()
