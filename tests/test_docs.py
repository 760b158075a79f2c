"""The reference pages say what the code says. `make docs` writes them anew."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import click
import pytest

from factories import an_archive
from secondstory.cli import secondstory
from secondstory.config.shapes import KEYS
from secondstory.export.tables import TABLES
from secondstory.lint.rules import MODULES
from secondstory.metrics import state_of
from secondstory.policy import USUAL
from secondstory.report import catalogue
from secondstory.rubric import CRITERIA
from secondstory.strength.vocabulary import vocabulary

DOCS = Path(__file__).parent.parent / "docs"
RULES_BELOW = "## The rules"
PANELS_BELOW = "## The panels"
TABLES_BELOW = "The key of a table is **bold**; `→` leads to the key of another.\n"
FAMILIES_BELOW = "## The families of words"
UPDATE = "UPDATE_DOCS" in os.environ


def findings_page() -> str:
    lines = [
        "# Findings",
        "",
        "What can be wrong with a report, by code. `secondstory codes` prints the same.",
        "A finding never stops a build: `check` and `build --strict` exit with 1 for warnings and",
        "errors, `check --strict` for notes as well.",
    ]
    for code in catalogue():
        lines += ["", f"## {code.code} {code.name}", "", f"*{code.level.word}*", "", code.why]
        lines += ["", f"To mend it: {code.mend}."]
    return "\n".join(lines) + "\n"


def cli_page() -> str:
    lines = [
        "# The command line",
        "",
        "Data goes to standard output, talk to standard error. Exit codes: 0 fine, 1 findings",
        "(under `check` and `--strict`), a digest that did not reach all or action items that are",
        "left, 2 a broken project or command line.",
    ]
    commands: list[tuple[str, click.Command]] = [("secondstory", secondstory)]
    for name, command in secondstory.commands.items():
        commands.append((f"secondstory {name}", command))
        below = command.commands.items() if isinstance(command, click.Group) else ()
        commands += [(f"secondstory {name} {each}", one) for each, one in below]
    for title, command in commands:
        context = click.Context(command, info_name=title, max_content_width=96, terminal_width=96)
        context.help_option_names = ["-h", "--help"]
        lines += ["", f"## {title}", "", "```text", command.get_help(context).rstrip(), "```"]
    return "\n".join(lines) + "\n"


def lint_page() -> str:
    """What each rule says of itself; the hand-written part of the page stands above."""
    lines = (DOCS / "lint.md").read_text("utf-8").partition(RULES_BELOW)[0]
    told = [
        f"### {title}\n\n{body.strip()}\n"
        for module in MODULES
        for title, _, body in [(module.__doc__ or "").partition("\n")]
    ]
    return lines + RULES_BELOW + "\n\n" + "\n".join(told)


def export_page() -> str:
    """The tables and columns; the hand-written part of the page stands above."""
    page = (DOCS / "export.md").read_text("utf-8").partition(TABLES_BELOW)[0] + TABLES_BELOW
    for table in TABLES:
        page += f"\n### {table.name}\n\n{table.about}"
        page += f" Searched by `{table.name}_fts`.\n" if table.searched else "\n"
        page += "\n| Column | Type | What it holds |\n|---|---|---|\n"
        for column in table.columns:
            name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
            leads = f" → `{column.leads_to}`" if column.leads_to else ""
            page += f"| {name} | {column.kind} | {column.about}{leads} |\n"
    return page


def strength_page() -> str:
    """What each family of words tells; the hand-written part of the page stands above."""
    told = []
    for family in vocabulary().families:
        strength = family.grade.value if family.grade else "no grade"
        unknown = "the type of what it is about" if family.grade else "no type"
        kind = family.purpose.value if family.purpose else unknown
        told += ["", f"**{family.told[0].upper()}{family.told[1:]}** ({strength}; {kind})", ""]
        told += [f"- {fix}" for fix in family.fixes]
    lines = (DOCS / "strength.md").read_text("utf-8").partition(FAMILIES_BELOW)[0]
    return lines + FAMILIES_BELOW + "\n" + "\n".join(told) + "\n"


def rubric_page() -> str:
    lines = [
        "# The rubric",
        "",
        "How a report stands, for its authors and reviewers. `secondstory check --rubric FILE`",
        "tells for each criterion whether it is *met*, *partly* met or *not yet*, and what to",
        "write next. There is no number and no sum: it is a list of what is worth doing, and",
        "nobody is compared by it. It does not change the exit code; `policy.rubric` names",
        "criteria that a report has to meet before it is approved",
        "([beginning a report](new.md#by-when-and-reviewed-by-whom)).",
        "",
        "As JSON (`--json`) the standings are the key `rubric`: for each report `path`, `title`",
        "and `criteria`, each with `criterion`, `title`, `standing` and `next`.",
        "",
        "What is read of a report, and how to say it, is told in [writing](writing.md).",
    ]
    for criterion in CRITERIA:
        lines += ["", f"## {criterion.title}", "", f"`{criterion.key}`: *{criterion.asks}*", ""]
        lines += [criterion.why, ""]
        lines += [f"- **Met**: {criterion.met}.", f"- **Partly**: {criterion.partly}."]
        lines += ["- **Not yet**: otherwise."]
        if not criterion.near_miss:
            lines += ["", "A near miss is not asked for it."]
    return "\n".join(lines) + "\n"


def metrics_page() -> str:
    """What each panel says of itself; the hand-written part of the page stands above."""
    lines = [(DOCS / "metrics.md").read_text("utf-8").partition(PANELS_BELOW)[0] + PANELS_BELOW]
    for panel in state_of(an_archive(), (), USUAL, date(2026, 11, 20)).panels:
        lines += ["", f"### {panel.title}", "", f"`{panel.key}`", ""]
        lines += [f"- **Counted as**: {panel.counted}"]
        lines += [f"- **How it can be gamed**: {panel.gamed}"]
    return "\n".join(lines) + "\n"


PAGES = {
    "findings.md": findings_page,
    "cli.md": cli_page,
    "export.md": export_page,
    "lint.md": lint_page,
    "metrics.md": metrics_page,
    "rubric.md": rubric_page,
    "strength.md": strength_page,
}


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_a_reference_page_is_up_to_date(name: str, page: object) -> None:
    """What a reference page says is what the code says."""
    assert callable(page)
    if UPDATE:
        (DOCS / name).write_text(page(), "utf-8")

    assert (DOCS / name).read_text("utf-8") == page()


def test_every_setting_is_documented() -> None:
    """Each key of the config stands in docs/configuration.md and in the file that init writes."""
    page = (DOCS / "configuration.md").read_text("utf-8")
    starter = DOCS.parent / "generator/secondstory/starter/secondstory.toml"
    written = starter.read_text("utf-8")
    for table, keys in KEYS.items():
        for key in keys:
            if key != "*":
                assert f"`{f'{table}.' if table else ''}{key}`" in page
                assert re.search(rf"^#?{key} =", written, re.MULTILINE), key
        assert not table or f"[{table}]" in written


def test_every_link_between_documents_resolves() -> None:
    """No relative link in the documents leads nowhere."""
    root = DOCS.parent
    for document in (*root.glob("*.md"), *DOCS.rglob("*.md")):
        text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_no_code_is_used_twice() -> None:
    """A code names one kind of finding for ever."""
    codes = [code.code for code in catalogue()]

    assert len(codes) == len(set(codes))
    assert len({code.name for code in catalogue()}) == len(codes)
