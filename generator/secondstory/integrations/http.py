"""A question for an API of JSON -> its answer, with patience (uses httpx2).

What only asks is asked again where that can help; what makes something is sent once, and whoever
sends it hears whether it was taken, was not, or nobody knows. The token goes to one host, and
into no message.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from secondstory import __version__
from secondstory.findings import ProjectError
from secondstory.integrations.answers import (
    ClosedError,
    DownError,
    LaterError,
    NotTakenError,
    RefusedError,
    UnclearError,
)
from secondstory.noun import Noun
from secondstory.portable import shown, visible

if TYPE_CHECKING:
    import httpx2

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LIMITS = frozenset({403, 429})
_MOVED = frozenset({301, 302, 307, 308})
_LARGEST = 32_000_000  # bytes of an answer
_SLOWEST = 10  # times the timeout, for a whole answer
_SAID = 200  # characters of an answer that are worth repeating
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # seconds before a question is asked again
_MINUTE = 60.0
_LONGEST = 7200.0  # seconds: what is further off is no hour that a server means
_HOPS = 3


class Answer(Noun, frozen=True):
    """What a server answered: `data` is its JSON, None where it sent something else."""

    status: int
    headers: Mapping[str, str]
    data: object
    said: str
    url: str

    @property
    def good(self) -> bool:
        """Whether it agreed, and said so in JSON."""
        return 200 <= self.status < 300 and self.data is not None


class Http:
    """A connection to one server; to be used in a `with`. It has no words for its secrets.

    `patience` is how many seconds to wait, in all, for a server that is busy or away.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        secrets: tuple[str, ...] = (),
        *,
        timeout: float = 30,
        patience: float = 120,
        proxy: str = "",
        ca_file: Path | None = None,
        sleep: Callable[[float], None] = lambda _: None,
        now: Callable[[], datetime],
    ) -> None:
        """Connect to nobody yet. Raises ProjectError where httpx2 or the certificates are not."""
        try:
            import httpx2  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ProjectError(
                "talking to a tracker needs httpx2", hint="pip install 'secondstory[trackers]'"
            ) from error
        self.base = base.rstrip("/")
        self.host = urlsplit(base).netloc.rpartition("@")[2]
        self.left = patience
        self.sleep, self.now = sleep, now
        self._secrets = tuple(filter(None, secrets))
        self._timeout = timeout
        self._errors = httpx2
        try:
            self._client = httpx2.Client(
                headers={"User-Agent": f"secondstory/{__version__}", **headers},
                timeout=timeout,
                proxy=proxy or None,
                verify=_context(ca_file) if ca_file else True,
                follow_redirects=False,
            )
        except (ValueError, httpx2.InvalidURL, ImportError) as error:  # a proxy of the environment
            raise ProjectError(
                "the proxy cannot be used",
                hint="check tracker.proxy, HTTPS_PROXY and ALL_PROXY: http://proxy.example.org:3128",
            ) from error

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self._client.close()

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Answer:
        """Ask, and again where that can help; any answer that is for good comes back.

        Raises LaterError, DownError or ClosedError.
        """
        url = self._url(path)
        for _ in range(_HOPS):
            answer = self._patiently("GET", url, parameters, None)
            target = urljoin(url, answer.headers.get("location", ""))
            if answer.status not in _MOVED or target == url:
                return answer
            url, parameters = self._url(target), None
        raise ClosedError(f"{self.host} leads from one address to the next, without an end")

    def ask(self, path: str, body: Mapping[str, object]) -> Answer:
        """As `get`, for a question that is put by POST and changes nothing."""
        return self._patiently("POST", self._url(path), None, body)

    def post(self, path: str, body: Mapping[str, object]) -> object:
        """Have something made, once; the result is what the server said of it, as JSON.

        Raises RefusedError, LaterError, DownError or ClosedError where it was not made, and
        UnclearError where nobody knows.
        """
        answer = self._once("POST", self._url(path), None, body)
        if answer.good:
            return answer.data
        if self._is_limit(answer):
            raise self._later(answer)
        if answer.status >= 500 or answer.status in _AGAIN or answer.status < 300:
            raise UnclearError(self._told(answer))
        raise self.refusal(answer)

    def refusal(self, answer: Answer) -> NotTakenError:
        """What an answer that is no good means, and what mends it."""
        told = self._told(answer)
        if answer.status == 401:
            return ClosedError(told, "the token is unknown there or has run out: make a new one")
        if answer.status in (403, 407):
            return ClosedError(told, "the token lacks a right, or a proxy stands in the way")
        if answer.status in _MOVED:
            return ClosedError(told, "it has moved, or a page to sign in at stands before it")
        if answer.status < 300:
            return ClosedError(told, "is tracker.url the address of the API, and reachable here?")
        return RefusedError(told)

    def pause(self, seconds: float) -> None:
        """Wait out of courtesy, which no patience is needed for."""
        self.sleep(seconds)

    def wait(self, seconds: float) -> bool:
        """Wait, where there is patience left for it; whether there was."""
        if seconds > self.left:
            return False
        self.left -= seconds
        self.sleep(seconds)
        return True

    def _patiently(
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str] | None,
        body: Mapping[str, object] | None,
    ) -> Answer:
        for pause in (*_PAUSES, *(_PAUSES[-1] for _ in range(100))):
            problem: NotTakenError
            asked = 0.0
            try:
                answer = self._once(method, url, parameters, body)
            except UnclearError as error:  # a question, so that nothing was done
                problem = DownError(error.said, error.hint)
            except DownError as error:
                problem = error
            else:
                if self._is_limit(answer):
                    problem = late = self._later(answer)
                    asked = late.after
                elif answer.status in _AGAIN:
                    problem, asked = DownError(self._told(answer)), self._asked(answer)
                else:
                    return answer
            if not self.wait(max(pause, asked)):
                raise problem
        raise problem

    def _url(self, path: str) -> str:
        """An address on our server. Raises ClosedError for one elsewhere: the token stays here."""
        url = path if "://" in path else f"{self.base}/{path.lstrip('/')}"
        try:
            theirs, ours = urlsplit(url), urlsplit(self.base)
            same = (theirs.scheme, theirs.hostname, theirs.port) == (
                ours.scheme, ours.hostname, ours.port
            )  # fmt: skip
        except ValueError:
            same = False
        if not same or "@" in theirs.netloc:
            raise ClosedError(
                f"{self.host} leads to another server, which gets no token of ours",
                "if the tracker has moved, name its new address in the config",
            )
        return url

    def _once(
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str] | None,
        body: Mapping[str, object] | None,
    ) -> Answer:
        errors = self._errors
        try:
            with self._client.stream(method, url, params=parameters, json=body) as response:
                return self._read(response)
        except (errors.ConnectError, errors.ConnectTimeout, errors.ProxyError) as error:
            raise self._unreachable(error) from error
        except (errors.HTTPError, errors.StreamError, ssl.SSLError, OSError) as error:
            raise UnclearError(f"{self.host} broke off before it had answered") from error
        except (errors.InvalidURL, ValueError) as error:
            raise ClosedError(f"{self.host} cannot be asked: the address is no address") from error

    def _read(self, response: httpx2.Response) -> Answer:
        """The whole of an answer, of bounded size and within bounded time."""
        end = monotonic() + self._timeout * _SLOWEST
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > _LARGEST or monotonic() > end:
                raise UnclearError(f"{self.host} answers without an end")
        data = _data(bytes(content))
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(
            response.status_code, headers, data, _said(data, bytes(content)), str(response.url)
        )

    def _unreachable(self, error: Exception) -> NotTakenError:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if cause is not None or "CERTIFICATE" in str(error).upper():
            return ClosedError(
                f"{self.host} cannot be talked to privately: its certificate is not trusted",
                "tracker.ca_file names the certificates of a company",
            )
        if isinstance(error, self._errors.ProxyError):
            return DownError(
                f"the proxy does not let us through to {self.host}",
                "check tracker.proxy, or HTTPS_PROXY and NO_PROXY",
            )
        return DownError(
            f"{self.host} does not answer",
            "check the address, the proxy, and whether this machine may connect to it",
        )

    def _is_limit(self, answer: Answer) -> bool:
        """Whether it says that we ask too much: GitHub does so with 403 as well."""
        if answer.status not in _LIMITS:
            return False
        headers = answer.headers
        spent = headers.get("x-ratelimit-remaining", "").strip() == "0"
        told = "retry-after" in headers or "rate limit" in answer.said.casefold()
        return answer.status == 429 or spent or told

    def _later(self, answer: Answer) -> LaterError:
        asked = self._asked(answer) or _MINUTE
        hint = f"it asks to wait {asked:.0f} s; tracker.patience says how long we do"
        return LaterError(self._told(answer), hint, asked)

    def _asked(self, answer: Answer) -> float:
        """How many seconds a server asks to wait; 0 where it does not say."""
        headers, now = answer.headers, self.now()
        written = headers.get("retry-after", "").strip()
        if not written and headers.get("x-ratelimit-remaining", "").strip() == "0":
            reset = _number(headers.get("x-ratelimit-reset", ""))
            return _within(reset - now.timestamp() + 1) if reset else 0.0
        if (seconds := _number(written)) is not None:
            return _within(seconds)
        try:
            day = parsedate_to_datetime(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
        return _within(
            (day if day.tzinfo else day.replace(tzinfo=UTC)).timestamp() - now.timestamp()
        )

    def _told(self, answer: Answer) -> str:
        """What a server said, on a line, and nothing of our secrets."""
        said = answer.said
        if answer.data is None:
            page = "html" in answer.headers.get("content-type", "").casefold()
            said = "a web page" if page else "something that is no JSON"
        for secret in self._secrets:
            said = said.replace(secret, "***")
        return visible(f"{self.host} answers {answer.status}: {said}".removesuffix(": "))


def _context(ca_file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:  # ssl's are of this kind
        reason = visible(str(error.strerror or error)).lower()
        raise ProjectError(
            f"{shown(ca_file)!r} cannot be used: {reason}",
            hint="tracker.ca_file is a file of certificates that begin with BEGIN CERTIFICATE",
        ) from error
    return context


def _data(content: bytes) -> object:
    try:
        return json.loads(content) if content.strip() else None
    except (ValueError, RecursionError):
        return None


def _said(data: Any, content: bytes) -> str:  # noqa: ANN401 - whatever a server sends
    """The words of a refusal: those that GitHub or Jira has for it, else how the answer begins."""
    words: list[str] = []
    if isinstance(data, dict):
        words += [data["message"]] if isinstance(data.get("message"), str) else []
        for key in ("errorMessages", "errors"):
            found = data.get(key)
            listed = found if isinstance(found, list) else []
            words += [item for item in listed if isinstance(item, str)]
            named = [found] if isinstance(found, dict) else listed
            words += [
                f"{name}: {value}"
                for item in named
                if isinstance(item, dict)
                for name, value in item.items()
                if isinstance(value, str)
            ]
    told = "; ".join(words) or content[:_SAID].decode("utf-8", "replace")
    return " ".join(told.split())[:_SAID]


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None


def _within(seconds: float) -> float:
    return seconds if 0 < seconds < _LONGEST else (0.0 if seconds <= 0 else _LONGEST)
