"""Templates into pages. 页面渲染.

Everything is escaped; a name that a template misspells is an error and not an empty place.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from board.chips import chip, chip_of_window
from rules.vocabulary import Force

if TYPE_CHECKING:
    from board.visit import Visit


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("board", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    forces = {"statutory": Force.STATUTORY, "local": Force.LOCAL, "ours": Force.OUR_DEFAULT}
    made.globals |= {"chip": chip, "chip_of_window": chip_of_window, "forces": forces}
    return made


def page(visit: Visit, template: str, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page as this visitor reads it.

    Args:
        template: its file under `templates`.
        facts: what it shows, beside `visit`, `say` and `url`.
    """
    drawn = _environment().get_template(template)
    return HTMLResponse(drawn.render(visit=visit, say=visit.say, url=visit.url, **facts), status_code=status)
