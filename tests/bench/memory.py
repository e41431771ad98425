"""What the whole program holds: with the sample county, with the large one, after many repeats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.bench.race import Call, Races, Watch, now_mb, own_peak_mb
from tests.bench.rows import Goal, Row
from tests.bench.window import Screen, copy_workspace

# The first repeats make the heap as large as it stays: a step or two of some megabytes.
_REPEATS, _SETTLED = 100, 50


def program(watch: Watch, room: Path, source: str) -> None:
    """Open the workspace and every page of the window."""
    from desktop.shell.pages import PAGES

    screen = Screen(copy_workspace(Path(source), room / "w"))
    with watch:
        screen.probe.longest_ms(screen.open)
        for page in PAGES:
            screen.probe.longest_ms(lambda name=page.name: screen.window.go_to(name))
    watch.figures |= {"now_mb": now_mb(), "most_mb": own_peak_mb()}
    screen.close()


def repeats(watch: Watch, room: Path, source: str, count: int, settled: int) -> None:
    """Open a workspace in a window, print one sheet, close it; what is held since `settled`."""
    import gc

    from desktop.core.job import QuietContext
    from desktop.features.points import point_rows
    from desktop.features.reports import SheetChoice, print_sheets

    folder = copy_workspace(Path(source), room / "w")
    screen = Screen(folder)
    first = 0.0
    for number in range(count):
        screen.open()
        desk = screen.program.desk
        assert desk is not None
        name = point_rows(desk.store).all()[0].name
        print_sheets(QuietContext(), desk.store, room / "one.pdf", SheetChoice(points=(name,)))
        desk.close()
        screen.renew()
        gc.collect()
        if number + 1 == settled:
            first = now_mb()
    watch.figures["grown_mb"] = now_mb() - first


def rows(races: Races) -> Iterator[Row]:
    """Yield the memory of the whole program."""
    # Here, not above: what is measured is the program, without what makes a workspace.
    from tests.bench.county import large_county, sample_county

    sizes = (20_000, 2_000) if races.is_quick else (200_000, 20_000)
    sample = sample_county(races.folder)
    for title, folder, most in (
        ("整个程序，示例县，每页都打开过", sample, 180),
        (f"整个程序，{sizes[0]} 条问题、{sizes[1]} 份材料，每页都打开过",
         large_county(races.folder, *sizes), 350),
    ):  # fmt: skip
        timed = races.one(Call(program, (str(folder),)), runs=3)
        yield Row(f"{title}：内存", timed.seconds, "s", figure=timed.figures["most_mb"],
                  goal=Goal("≤", most, "MB"), peak_mb=timed.peak_mb)  # fmt: skip
    count, settled = races.size(_REPEATS, 6), races.size(_SETTLED, 3)
    timed = races.one(Call(repeats, (str(sample), count, settled)), runs=1)
    yield Row(f"打开、打印、关闭 {count} 遍，从第 {settled} 遍起多占的内存", timed.seconds, "s",
              figure=timed.figures["grown_mb"], goal=Goal("≤", 5, "MB"),
              peak_mb=timed.peak_mb)  # fmt: skip
