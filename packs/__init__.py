"""Rule packs: law and local protocol as dated YAML, read once, checked, and frozen by content hash. 规则包.

`load` reads a pack from files and refuses a bad one with file, line and remedy; `editions` reads all its editions;
`from_content` reads back what was frozen with a case; `check` lists what is wrong with a pack that was put together by
other means.
"""

from packs.checks import check
from packs.editions import Editions
from packs.loader import available, editions, from_content, load
from packs.pack import Pack

__all__ = ["Editions", "Pack", "available", "check", "editions", "from_content", "load"]
