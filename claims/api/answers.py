"""How answers are written: JSON in UTF-8, times in UTC to the microsecond."""

import datetime as dt
from typing import Any

from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder


class AnswerEncoder(NinjaJSONEncoder):
    """Django's encoder, but for times: it cuts them to milliseconds, and hashes are made of all."""

    def default(self, o: Any) -> Any:
        if isinstance(o, dt.datetime):
            return o.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return super().default(o)


class AnswerRenderer(JSONRenderer):
    encoder_class = AnswerEncoder
