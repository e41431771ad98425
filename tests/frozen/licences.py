"""Collect the licences of what ships: `python -m tests.frozen.licences > THIRD_PARTY.txt`.

Run it where exactly the program's dependencies are installed.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distribution

_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.I)


def shipped(top: str = "yingjian") -> list[Distribution]:
    """Return every distribution the program needs, in the order of their names."""
    found: dict[str, Distribution] = {}
    waiting = [top]
    while waiting:
        name = waiting.pop()
        key = name.lower().replace("_", "-")
        if key in found or key in {"pip", "setuptools"}:
            continue
        found[key] = distribution(name)
        for need in found[key].requires or ():
            match = _NAME.match(need)
            if match and ";" not in need:
                waiting.append(match[0])
    del found[top]
    return [found[key] for key in sorted(found)]


def text_of(item: Distribution) -> str:
    """Return one distribution's name, version and licence texts."""
    about = item.metadata
    kind = about.get("License-Expression") or (about.get("License") or "").split("\n")[0]
    texts = [
        path.read_text(encoding="utf-8")
        for path in item.files or ()
        if ".dist-info" in str(path) and _TEXTS.search(path.as_posix())
    ]
    return "\n\n".join([f"{'=' * 72}\n{about['Name']} {item.version}  {kind}", *texts])


def main() -> None:
    """Print them all."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write("\n\n".join(text_of(item) for item in shipped()) + "\n")


if __name__ == "__main__":
    main()
