"""Reports -> tags for those that have none, each with the words that show it.

The archive's own tags go before those of `taxonomy.toml`, and what an author wrote is
never touched. A wrong tag costs more than a missing one, so the words must stand where
the report says what it is about: in its title, summary or causes.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from secondstory.model import Brief, Fact, Origin, Postmortem, Provenance
from secondstory.noun import Noun

CLASSES = "classes"
MOST = 5  # suggestions for a report
_TWICE = 2  # reports that make a tag a word of the archive; mentions that make a technology
_BROAD = 0.4  # of the tagged reports: a tag on more of them tells none apart
_ENOUGH = 10  # tagged reports, before a share of them says anything
_TELLING = 0.6  # of the tagged reports that use its words, how many must have the tag
_BEFORE = 4  # words before a phrase that may deny it
_LONGEST = 20_000  # characters of a passage that are looked at
_LEADING = 3  # the weight of the summary: what it or the title names, the report is about

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*"
)
_APOSTROPHE = re.compile(r"['’]")
_STOP = re.compile(r"[.;:!?\n]")
_DENIALS = frozenset("no without neither nor zero unrelated isnt wasnt werent arent".split())
# "could not resolve" denies nothing, "did not cause any" does.
_NOT = frozenset("not never didnt doesnt cannot".split())
_NOT_ABOUT = frozenset("a an any due cause caused because related in result lead lose".split())
_RULED_OUT = re.compile(r"\s*(?:\w+\s+){0,2}(?:ruled|rule) out\b")

_Phrase = tuple[str, ...]


class Topic(Noun, frozen=True):
    """A tag that may be suggested; `own` where the archive uses it itself."""

    tag: str
    own: bool = False
    technology: bool = False


class Vocabulary(Noun, frozen=True):
    """What may be suggested: by first word, the phrases with their topics, longest first.

    `kind` is what the topics are: tags or classes.
    """

    phrases: Mapping[str, tuple[tuple[_Phrase, Topic], ...]]
    kind: str = "tags"


class _Passage(Noun, frozen=True):
    """A piece of a report and its place. `weight` 0: it shows only where a word stands."""

    text: str
    source: Provenance
    weight: int


def vocabulary(reports: Sequence[Brief]) -> Vocabulary:
    """Collect what may be suggested: tags on two or more of the reports, then the taxonomy.

    A tag that much of the archive has is not suggested. One whose words most authors use
    without setting the tag does not count by its own words: "outage" is such a tag.
    """
    every, tagged = _own_tags(reports)
    broad = {key for key, (_, n) in every.items() if n > tagged * _BROAD and tagged >= _ENOUGH}
    own = {key: tag for key, (tag, n) in every.items() if n >= _TWICE and key not in broad}
    telling = _telling(own.keys(), reports)
    pairs: dict[_Phrase, Topic] = {}
    kinds = {_words(usual.tag): usual.technology for usual, _ in _taxonomy()}
    for usual, phrases in _taxonomy():
        name = _words(usual.tag)
        topic = Topic(own[name], own=True, technology=usual.technology) if name in own else usual
        if name not in broad:
            pairs |= {phrase: pairs.get(phrase, topic) for phrase in phrases}
    for key, tag in own.items():
        if key in pairs or key in telling:
            technology = kinds.get(key, key in pairs and pairs[key].technology)
            pairs[key] = Topic(tag, own=True, technology=technology)
    return _indexed(pairs)


def phrase_book(names: Mapping[str, Iterable[str]]) -> Vocabulary:
    """The vocabulary of classes that go by these names."""
    pairs: dict[_Phrase, Topic] = {}
    for tag, phrases in names.items():
        for phrase in filter(None, map(_words, phrases)):
            pairs.setdefault(phrase, Topic(tag, own=True))
    return Vocabulary(_indexed(pairs).phrases, CLASSES)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as `said` has them."""
    return _words(text)


def single_words() -> frozenset[str]:
    """The words that show a tag all by themselves, such as `conntrack`."""
    return frozenset(
        phrase[0] for _, phrases in _taxonomy() for phrase in phrases if len(phrase) == 1
    )


def said(report: Postmortem) -> str:
    """The words of what a report says it is about: singular, folded, between spaces.

    Each passage ends with a full stop among them, so that no phrase reaches across.
    """
    passages = (_words(passage.text[:_LONGEST]) for passage in _passages(report) if passage.weight)
    return f" {' . '.join(map(' '.join, passages))} "


def suggest(known: Vocabulary, report: Postmortem) -> tuple[Fact[str], ...]:
    """Suggest up to five tags for a report without tags, the surest first; classes likewise.

    `written` of each holds the words that show it and `source` the line where the passage
    with them begins, 0 where that is the name of the file.
    """
    if report.classes if known.kind == CLASSES else report.tags:
        return ()
    shown: dict[Topic, tuple[str, Provenance]] = {}
    weights: Counter[Topic] = Counter()
    for passage in sorted(_passages(report), key=lambda passage: -passage.weight):
        found = list(_mentions(known, passage.text))
        for topic, words in found:
            shown.setdefault(topic, (words, passage.source))
        weights.update({topic: passage.weight for topic, _ in found})
    sure = [topic for topic in shown if _is_sure(topic, weights[topic])]
    doubtful = {topic for topic in shown if topic.technology and topic not in sure}
    if doubtful:
        anywhere = Counter(topic for topic, _ in _mentions(known, report.plain))
        sure += [topic for topic in doubtful if anywhere[topic] >= _TWICE]
    sure.sort(key=lambda topic: (not topic.own, -weights[topic], topic.tag))
    return tuple(Fact(topic.tag, *shown[topic]) for topic in sure[:MOST])


def _is_sure(topic: Topic, weight: int) -> bool:
    return weight >= _LEADING if topic.technology else weight > 0


def _passages(report: Postmortem) -> Iterator[_Passage]:
    title = report.title
    yield _Passage(title.value, Provenance(Origin.TITLE, title.source.line), 4)
    for fact, weight in (
        (report.summary, _LEADING),
        (report.root_cause, 2),
        (report.trigger, 2),
        *((factor, 2) for factor in report.contributing),
        (report.impact, 0),
        (report.detection, 0),
        (report.resolution, 0),
    ):
        if fact:
            yield _Passage(fact.value.text, _place(fact.source), weight)
    for event in report.timeline:
        yield _Passage(event.text.text, _place(event.source), 0)


def _place(source: Provenance) -> Provenance:
    return Provenance(Origin.BODY, source.line, source.label)


def _mentions(known: Vocabulary, text: str) -> Iterator[tuple[Topic, str]]:
    """What a text mentions and does not deny, in which words; the longest phrase counts."""
    text = text[:_LONGEST]
    if _surely_none(known, text):
        return
    text = unicodedata.normalize("NFKC", text)
    found = [(_folded(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    free = 0
    for at, (word, start, _) in enumerate(found):
        if at < free or word not in known.phrases:
            continue
        for phrase, topic in known.phrases[word]:
            here = found[at : at + len(phrase)]
            if tuple(_singular(token) for token, _, _ in here) != phrase:
                continue
            free = at + len(phrase)
            end = here[-1][2]
            if not _denied(text, found[max(0, at - _BEFORE) : at + 1], end):
                yield topic, " ".join(text[start:end].split())
            break


def _surely_none(known: Vocabulary, text: str) -> bool:
    """Whether no phrase can begin in a text, for most texts told without taking it apart."""
    if not text.isascii() or "''" in text:
        return False
    words = _TOKEN.findall(text.replace("'", "").lower())
    return known.phrases.keys().isdisjoint(words)


def _denied(text: str, tokens: Sequence[tuple[str, int, int]], end: int) -> bool:
    """Whether a phrase, from the last of the tokens to `end`, is what did *not* happen."""
    start = tokens[-1][1]
    for (word, at, _), (following, _, _) in pairwise(tokens):
        denies = word in _DENIALS or (word in _NOT and following in _NOT_ABOUT)
        if denies and not _STOP.search(text, at, start):
            return True
    return _RULED_OUT.match(text, end) is not None


def _indexed(pairs: Mapping[_Phrase, Topic]) -> Vocabulary:
    found: dict[str, list[tuple[_Phrase, Topic]]] = defaultdict(list)
    for phrase in sorted(pairs, key=lambda phrase: (-len(phrase), phrase)):
        for first in _numbers(phrase[0]):
            found[first].append((phrase, pairs[phrase]))
    return Vocabulary({first: tuple(entries) for first, entries in found.items()})


def _own_tags(reports: Iterable[Brief]) -> tuple[dict[_Phrase, tuple[str, int]], int]:
    """The archive's tags by their words: usual spelling and number of reports; reports tagged."""
    spellings: dict[_Phrase, Counter[str]] = defaultdict(Counter)
    tagged = 0
    for report in reports:
        tagged += bool(report.tags)
        for key, tag in {_name_words(tag): tag for tag in report.tags}.items():
            spellings[key][tag] += 1
    return {
        key: (min(spelled.items(), key=lambda entry: (-entry[1], entry[0]))[0], spelled.total())
        for key, spelled in sorted(spellings.items())
        if len("".join(key)) > 2 and not "".join(key).isdigit()
    }, tagged


def _telling(own: Iterable[_Phrase], reports: Iterable[Brief]) -> set[_Phrase]:
    """The tags that most reports which use their words do have."""
    beginning = defaultdict(list)
    for key in own:
        beginning[key[0]].append((key, f" {' '.join(key)} "))
    used: Counter[_Phrase] = Counter()
    had: Counter[_Phrase] = Counter()
    for report in reports:
        if not report.tags:
            continue
        tags = set(map(_name_words, report.tags))
        for word in beginning.keys() & report.said.split():
            for key, phrase in beginning[word]:
                if phrase in report.said:
                    used[key] += 1
                    had[key] += key in tags
    return {key for key in own if had[key] >= used[key] * _TELLING}


@cache
def _taxonomy() -> tuple[tuple[Topic, tuple[_Phrase, ...]], ...]:
    text = files("secondstory").joinpath("taxonomy.toml").read_text(encoding="utf-8")
    return tuple(
        (Topic(tag, technology=kind == "technology"), tuple(map(_words, phrases)))
        for kind, topics in tomllib.loads(text).items()
        for tag, phrases in topics.items()
    )


@lru_cache(maxsize=4096)
def _name_words(tag: str) -> _Phrase:
    return _words(tag)


def _words(text: str) -> _Phrase:
    text = unicodedata.normalize("NFKC", text)
    return tuple(map(_plain, _TOKEN.findall(text)))


@lru_cache(maxsize=20_000)  # most words come again and again
def _plain(word: str) -> str:
    return _singular(_folded(word))


def _folded(word: str) -> str:
    return _APOSTROPHE.sub("", word).casefold()


def _singular(word: str) -> str:
    """Take the plural ending off a word; what merely looks like one loses it everywhere."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def _numbers(word: str) -> tuple[str, ...]:
    """The forms whose singular a word may be."""
    forms = (word, f"{word}s", f"{word[:-1]}ies")
    return tuple(dict.fromkeys(form for form in forms if _singular(form) == word))
