"""Tools -> a server that assistants ask, over standard input and output (uses mcp).

MCP is the Model Context Protocol (https://modelcontextprotocol.io). What is asked and answered
is the business of the tools; here is only the way of asking.
"""

# ruff: noqa: PLC0415  (the SDK is an extra, and it is heavy)
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from secondstory import __version__
from secondstory.findings import ProjectError
from secondstory.noun import Noun


class Tool(Noun, frozen=True):
    """What an assistant can ask, and what it is told about that.

    `ask` only reads; its name, its parameters and their types are the tool's.
    """

    ask: Callable[..., dict[str, Any]]
    about: str


def server(
    about: str, tools: Sequence[Tool], refusals: tuple[type[Exception], ...]
) -> Callable[[], None]:
    """Set up a server; the result answers on standard input and output until the client leaves.

    `refusals` are raised by tools with words for the assistant. Raises ProjectError where the
    SDK is missing.
    """
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise ProjectError(
            "the MCP server needs the MCP SDK, version 2",
            hint="pip install 'secondstory[mcp]'",
        ) from error

    def asked(ask: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        @wraps(ask)  # the SDK reads the parameters
        def answer(*args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
            try:
                return ask(*args, **kwargs)
            except refusals as error:
                raise ToolError(str(error)) from error

        return answer

    found = MCPServer("secondstory", version=__version__, instructions=about, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for tool in tools:
        found.tool(description=tool.about, annotations=reads)(asked(tool.ask))
    return partial(found.run, "stdio")
