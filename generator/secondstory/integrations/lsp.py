"""A check of texts -> a server that editors ask, over standard input and output (uses pygls).

The Language Server Protocol (https://microsoft.github.io/language-server-protocol) shows what is
found while a text is typed. What is found is the business of the check.
"""

# ruff: noqa: PLC0415  (the SDK is an extra, and it is heavy)
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from secondstory import __version__
from secondstory.findings import ProjectError
from secondstory.noun import Noun

if TYPE_CHECKING:
    from lsprotocol import types as lsp

_NAME = "secondstory"
_SHOW = "secondstory.showSuggestion"


class Advice(Noun, frozen=True):
    """Something found in a text. Lines and columns count from 1, in characters.

    `comment` is what allows it where it is put behind the line.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str
    suggestion: str
    grave: bool
    comment: str


Check = Callable[[str], Sequence[Advice]]


def server(check: Check) -> Callable[[], None]:
    """Set up a server; the result answers on standard input and output until the editor leaves.

    Raises ProjectError where the SDK is missing.
    """
    try:
        from lsprotocol import types as lsp
        from pygls.lsp.server import LanguageServer
    except ImportError as error:
        raise ProjectError(
            "the language server needs pygls, version 2",
            hint="pip install 'secondstory[lsp]'",
        ) from error

    found = LanguageServer(_NAME, __version__)

    def tell(uri: str) -> None:
        document = found.workspace.get_text_document(uri)
        diagnostics = [_diagnostic(document, one) for one in check(document.source)]
        found.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, diagnostics, document.version)
        )

    @found.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        tell(params.text_document.uri)

    @found.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        tell(params.text_document.uri)

    @found.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        nothing = lsp.PublishDiagnosticsParams(params.text_document.uri, [])
        found.text_document_publish_diagnostics(nothing)

    @found.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def offered(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        document = found.workspace.get_text_document(params.text_document.uri)
        ours = (one for one in params.context.diagnostics if one.source == _NAME and one.data)
        return [action for one in ours for action in _actions(document, one)]

    @found.command(_SHOW)
    def show(suggestion: str) -> None:
        found.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, suggestion))

    return found.start_io


def _diagnostic(document: Any, advice: Advice) -> lsp.Diagnostic:  # noqa: ANN401
    """A diagnostic in the units of columns that the editor has chosen."""
    from lsprotocol import types as lsp

    start = lsp.Position(advice.line - 1, advice.column - 1)
    end = lsp.Position(advice.end_line - 1, advice.end_column - 1)
    place = document.position_codec.range_to_client_units(document.lines, lsp.Range(start, end))
    severity = lsp.DiagnosticSeverity.Error if advice.grave else lsp.DiagnosticSeverity.Warning
    return lsp.Diagnostic(
        range=place,
        message=f"{advice.message}\n{advice.suggestion}",
        severity=severity,
        code=advice.code,
        source=_NAME,
        data={"suggestion": advice.suggestion, "comment": advice.comment},
    )


def _actions(document: Any, told: lsp.Diagnostic) -> list[lsp.CodeAction]:  # noqa: ANN401
    """What may be done about a diagnostic: read the suggestion, or allow it with a comment."""
    from lsprotocol import types as lsp

    number, data = told.range.start.line, dict(told.data or {})
    lines = document.lines
    line = lines[number].rstrip("\r\n") if number < len(lines) else ""
    behind = lsp.Position(number, document.position_codec.client_num_units(line))
    insert = lsp.TextEdit(lsp.Range(behind, behind), f" {data['comment']}")
    suggestion = str(data["suggestion"])
    return [
        lsp.CodeAction(
            "Show what to ask instead",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[told],
            command=lsp.Command("Show what to ask instead", _SHOW, arguments=[suggestion]),
        ),
        lsp.CodeAction(
            f"Allow {told.code} here, with a reason",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[told],
            edit=lsp.WorkspaceEdit(changes={document.uri: [insert]}),
        ),
    ]
