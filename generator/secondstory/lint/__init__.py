"""Document -> Remarks: words that judge people, and plans that rest on nobody. Pure and total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secondstory.extract.actions import find_actions
from secondstory.extract.dates import order_of
from secondstory.extract.lexicon import Lexicon
from secondstory.extract.sections import Part, parts, title_block
from secondstory.findings import Code, Level
from secondstory.lint.allowed import CODES as COMMENT_CODES
from secondstory.lint.allowed import without_allowed
from secondstory.lint.passages import Passage, passages
from secondstory.lint.phrases import own_phrases
from secondstory.lint.plans import plan_of
from secondstory.lint.remark import Remark, by_place
from secondstory.lint.roster import roster
from secondstory.lint.rule import Context, Mark, Note, quoted
from secondstory.lint.rules import RULES
from secondstory.lint.sentences import Sentence
from secondstory.model import Document
from secondstory.model.lint import LintRules
from secondstory.noun import replace

__all__ = ["CODES", "LANGUAGE", "NAMES", "Remark", "lint"]

USUAL = LintRules()
CODES: tuple[Code, ...] = (*(rule.code for rule in RULES), *COMMENT_CODES)
NAMES = frozenset(rule.code.name for rule in RULES)
LANGUAGE = frozenset(rule.code.name for rule in RULES if rule.sentence)


def lint(document: Document, lexicon: Lexicon, rules: LintRules = USUAL) -> tuple[Remark, ...]:
    """Everything that the rules have to say of a document, by place."""
    cut = parts(document, title_block(document, lexicon), lexicon)
    actions = find_actions(document, cut, lexicon, order_of(document.source.text))
    lines = document.source.text.split("\n")
    plan = plan_of(document, lines, cut, actions, rules.most_actions)
    owners = (action.owner.value for action in actions if action.owner)
    known = roster(document.source.text, owners)
    found = [*_language(document, cut, known, dict(rules.phrases))]
    for rule in RULES:
        found += [_noted(rule.code, note, lines) for note in (rule.plan(plan) if rule.plan else ())]
    wanted = (remark for remark in found if remark.code.name not in rules.off)
    left = without_allowed(document.source.text, sorted(wanted, key=by_place), NAMES)
    return tuple(sorted(_levelled(left, dict(rules.levels)), key=by_place))


def _language(
    document: Document,
    cut: tuple[Part, ...],
    known: frozenset[str],
    own: Mapping[str, tuple[str, ...]],
) -> Iterator[Remark]:
    checks = [(rule.code, rule.sentence) for rule in RULES if rule.sentence]
    added = [(code, own_phrases(own[code.name])) for code, _ in checks if code.name in own]
    for passage in passages(document, cut):
        context = Context(passage, known)
        for sentence in passage.sentences():
            for code, check in checks:
                for mark in check(sentence, context):
                    yield _remark(passage, sentence, code, mark)
            for code, phrases in added:
                for _, start, end in phrases.find(sentence):
                    yield _remark(passage, sentence, code, _own(sentence, start, end, code))


def _own(s: Sentence, start: int, end: int, code: Code) -> Mark:
    message = f"{quoted(s.told(start, end))} is a phrase that this project avoids"
    return Mark(s.spans[start][0], s.spans[end - 1][1], message, code.mend, code.level)


def _remark(passage: Passage, sentence: Sentence, code: Code, mark: Mark) -> Remark:
    line, column = passage.place(mark.start)
    end_line, end_column = passage.place(mark.end)
    words = " ".join(passage.block.text[mark.start : mark.end].split())
    around = sentence.told(0, len(sentence.words))
    place = line, column, end_line, end_column
    return Remark(*place, code, mark.message, mark.suggestion, mark.level, words, around)


def _noted(code: Code, note: Note, lines: list[str]) -> Remark:
    line = lines[note.line - 1] if note.line <= len(lines) else ""
    around = " ".join(line.split())
    place = note.line, note.column, note.line, max(note.column, len(line.rstrip()) + 1)
    return Remark(*place, code, note.message, note.suggestion, code.level, "", around)


def _levelled(found: Iterator[Remark], levels: Mapping[str, Level]) -> Iterator[Remark]:
    for remark in found:
        level = levels.get(remark.code.name, remark.level)
        yield remark if level is remark.level else replace(remark, level=level)
