"""SS601 blame: a judgement on what people did or are.

What: words that measure somebody against what a good person would have done: "failed to", "forgot",
"never checked", "careless", "dropped the ball", "at fault". What somebody did, saw or believed is
a fact and is left alone; so is a thing that fails, forgets or ignores.

Why: a judgement ends the search. Readers learn who was bad, not what made the act look right, and
the next person writes less.

Instead: "The engineer failed to check the lag" -> "The lag was not checked: the failover page shows
it on another screen."
"""

from __future__ import annotations

from collections.abc import Iterator

from secondstory.findings import Code, Level
from secondstory.lint.judged import judgements
from secondstory.lint.rewording import without_blame
from secondstory.lint.rule import Context, Mark, Rule, quoted
from secondstory.lint.sentences import Sentence
from secondstory.lint.subjects import Sort
from secondstory.lint.words import people

CODE = Code(
    "SS601",
    "blame",
    Level.ERROR,
    "A judgement on people ends the search for what made their act look right.",
    "say what was done or not done, and what made that easy; leave the judgement out",
)


def _check(s: Sentence, context: Context) -> Iterator[Mark]:
    if s.told(0, len(s.words)).isupper():
        return  # the capitals of a licence
    taken: set[int] = set()
    for group, start, end, who in judgements(s, context.known):
        if start in taken:
            continue
        taken.update(range(start, end))
        # A judgement on oneself, or on nobody in particular, hurts less: a warning.
        told = s.words[start:end] if group.name == "negligence" else s.words[who.start : who.end]
        ours = not people("ourselves").isdisjoint(told)
        mild = ours or (who.sort is Sort.NONE and group.name != "negligence")
        yield Mark(
            s.spans[start][0],
            s.spans[end - 1][1],
            f"{quoted(s.told(start, end))} judges people",
            without_blame(s, who, group, start, end),
            Level.WARNING if mild else Level.ERROR,
        )


RULE = Rule(CODE, sentence=_check)
