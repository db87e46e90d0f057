"""Says one thing in a conversation and prints what comes back."""
import asyncio
import json
import sys

import websockets


async def main(url, token):
    async with websockets.connect(url, extra_headers={"Authorization": f"Token {token}"}) as socket:
        assert json.loads(await socket.recv())["type"] == "connected"
        await socket.send(json.dumps({"text": "grüße from python", "client_key": "python-key-1"}))
        while True:
            frame = json.loads(await socket.recv())
            if frame["type"] == "message":
                print(frame["type"], frame["text"])
                return


asyncio.run(main(sys.argv[1], sys.argv[2]))
