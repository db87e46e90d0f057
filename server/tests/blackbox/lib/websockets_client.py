"""Debian's python3-websockets against /echo/ws: exits 0 if everything came back as it should."""

import asyncio
import os
import sys

import websockets


async def main(url):
    async with websockets.connect(url, max_size=64 * 2**20, compression=None) as socket:
        for size in (0, 1, 125, 126, 127, 65535, 65536, 2**20):
            data = os.urandom(size)
            await socket.send(data)
            assert await socket.recv() == data, size
            text = "é" * (size // 2)
            await socket.send(text)
            assert await socket.recv() == text, size
        await socket.send(["frag", "ment", "ed ", "téxt"])
        assert await socket.recv() == "fragmented téxt"
        await socket.send([b"\x00\xff", b"\xfe" * 300])
        assert await socket.recv() == b"\x00\xff" + b"\xfe" * 300
        await asyncio.wait_for(await socket.ping(b"ping"), 10)
        await socket.close(code=4000, reason="enough")
        assert socket.close_code == 4000, socket.close_code

    # permessage-deflate is offered and not taken.
    async with websockets.connect(url) as socket:
        assert socket.extensions == []
        await socket.send("x" * 1000)
        assert await socket.recv() == "x" * 1000

    sockets = await asyncio.gather(*(websockets.connect(url) for _ in range(50)))
    for number, socket in enumerate(sockets):
        await socket.send(str(number))
    for number, socket in enumerate(sockets):
        assert await socket.recv() == str(number)
    await asyncio.gather(*(socket.close() for socket in sockets))


asyncio.run(main(sys.argv[1]))
