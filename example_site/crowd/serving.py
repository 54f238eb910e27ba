"""Answering for many origins in one process: each has a listening socket of its own on loopback."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from example_site.crowd.answers import Answer, Request, Site

logger = logging.getLogger("example_site.crowd")

# A request of a harvest takes milliseconds to arrive; whoever says nothing is not waited for.
SECONDS_FOR_A_REQUEST = 30
MAX_HEAD_BYTES = 65_536


@contextlib.asynccontextmanager
async def serving(sites: Iterable[Site]) -> AsyncIterator[None]:
    """All sites answer as long as the context lasts. Raises OSError where an address is taken."""
    async with contextlib.AsyncExitStack() as stack:
        for site in sites:
            parts = urlsplit(site.origin)
            server = await asyncio.start_server(
                partial(_converse, site),
                parts.hostname,
                parts.port,
                limit=MAX_HEAD_BYTES,
                backlog=128,
            )
            stack.push_async_callback(_close, server)
        yield


async def _close(server: asyncio.Server) -> None:
    server.close()


async def _converse(site: Site, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(SECONDS_FOR_A_REQUEST):
            request = await _read(reader)
        await _send(site.answer(request), reader, writer)
    except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError):
        pass  # whoever asked has gone, or did not ask in HTTP
    except Exception:
        logger.exception("%s could not answer", site.origin)
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, target, _version = first.split(" ", 2)
    fields = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in fields}
    if headers.get("content-length", "").isdecimal():
        await reader.readexactly(min(int(headers["content-length"]), MAX_HEAD_BYTES))
    return Request(method=method, target=target, headers=headers)


async def _send(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if answer.hangs:
        await reader.read()
        return
    if answer.raw:
        writer.write(answer.raw)
        await writer.drain()
        return
    headers = {
        "Content-Length": str(len(answer.body)),
        "Connection": "close",
        **answer.headers,
    }
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
    if not answer.seconds_a_byte:
        writer.write(answer.body)
        await writer.drain()
        return
    for number in range(len(answer.body)):
        writer.write(answer.body[number : number + 1])
        await writer.drain()
        await asyncio.sleep(answer.seconds_a_byte)
