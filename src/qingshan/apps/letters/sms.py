"""The adapter for places without a provider: short messages are kept in a file of the data folder.

Another adapter is a class with the same ``send``, named in ``QINGSHAN_SMS``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings


class FileMessages:
    """Appends each message as one line of JSON, readable by the owner of the file alone."""

    def send(self, number: str, text: str) -> None:
        """Keep one message."""
        folder: Path = settings.DATA_FOLDER / "sms"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        line = json.dumps({"to": number, "text": text}, ensure_ascii=False) + "\n"
        handle = os.open(folder / "sent.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
