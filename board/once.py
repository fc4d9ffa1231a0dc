"""A form that is sent twice does one thing. 表单只办一次.

Where the services themselves cannot tell a second press of the button from a second fact (a further adult, one more
correction), the form carries a key, drawn when it was shown; the act and the page that follows it are kept under that
key in one transaction (`tasks.once`), and whoever sends it again is led to the same page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rules.errors import Refused
from tasks.canonical import canonical
from tasks.once import HEADER, Answered, Asked, once
from tasks.report_once import is_token, new_token

if TYPE_CHECKING:
    from board.forms import Typed
    from board.visit import Visit
    from tasks.office import Office

FIELD = "once"
"""Hidden field of a form that carries a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a form came to. 办理结果.

    Args:
        to: path of the page that follows.
        case_no: the case whose procedures look at it; None: no procedure waits for it.
    """

    to: str
    case_no: str | None = None


def key_of(visit: Visit, typed: Typed) -> str:
    """The key of a form that is shown: of the form that was refused, or a new one."""
    return typed(FIELD) if is_token(typed(FIELD)) else new_token(visit.house)


def do_once(visit: Visit, typed: Typed, act: Callable[[Office], Done]) -> Done:
    """Act, once for each form that was shown.

    Args:
        act: does it in the office that it is given.
    Returns: what it came to; of a form that was sent before, what it came to then.
    Raises: Refused: the form carries no key, or was sent before and says something else now; and whatever the act
        raises: then nothing is written, and the form may be mended and sent again.
    """
    if not is_token(typed(FIELD)):
        raise Refused("页面不完整，请重新打开本页再填", "the form is not whole: open the page again", field=FIELD)
    said = {name: values for name, values in typed.values.items() if name != FIELD}
    digest = hashlib.sha256(canonical({"path": visit.path, "seat": visit.post_no, "said": said}).encode()).hexdigest()
    assert visit.who is not None, "a form that acts is sent by somebody who is signed in"
    asked = Asked(by=visit.who.account_no, key=typed(FIELD), digest=digest)
    try:
        answer = once(visit.office, asked, lambda office: Answered(status=303, body=json.dumps(asdict(act(office)))))
    except Refused as refused:
        raise (_said_otherwise() if refused.field == HEADER else refused) from None
    return Done(**json.loads(answer.body))


def _said_otherwise() -> Refused:
    return Refused(
        "这张表已经提交过一次，第一次的内容已经写入；要登记另一件事，请重新打开本页",
        "this form was sent before and what it said then was entered; for another fact, open the page again",
        field=FIELD,
    )
