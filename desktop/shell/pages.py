"""The pages of the window, in the order of the navigation.

To add a page: its class in the feature's ui/page.py, a function here that makes it and a line in
PAGES. A page's code is read when the page is first shown, or a little after the first page: reading
all of them would take longer than everything else on opening a workspace.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from desktop.ui_kit.page import Page

if TYPE_CHECKING:
    from desktop.shell.desk import Desk


def _overview(desk: Desk) -> Page:
    from desktop.features.overview.ui.page import OverviewPage
    from desktop.shell.first_steps import with_first_steps

    return with_first_steps(OverviewPage(desk.context, desk.verbs, PAGE_NAMES), desk)


def _indicators(desk: Desk) -> Page:
    from desktop.features.frameworks.ui.page import IndicatorsPage

    return IndicatorsPage(desk.context, desk.verbs)


def _units(desk: Desk) -> Page:
    from desktop.features.units.ui.page import UnitsPage

    return UnitsPage(desk.context, desk.verbs)


def _points(desk: Desk) -> Page:
    from desktop.features.points.ui.page import PointsPage
    from desktop.shell.visits import join_round

    def join(point_ids: tuple[str, ...]) -> None:
        join_round(desk.window, desk.context, point_ids)

    return PointsPage(desk.context, desk.verbs, desk.print_points, join)


def _visits(desk: Desk) -> Page:
    from desktop.shell.visits import make_visits_page

    return make_visits_page(desk.context, desk.verbs, desk.print_choice)


def _findings(desk: Desk) -> Page:
    from desktop.features.findings.ui.page import FindingsPage
    from desktop.shell.findings import finding_prints

    return FindingsPage(desk.context, desk.verbs, finding_prints(desk.context, desk.show_pdf))


def _evidence(desk: Desk) -> Page:
    from desktop.features.evidence.ui.page import EvidencePage

    return EvidencePage(desk.context, desk.verbs)


def _dossier(desk: Desk) -> Page:
    from desktop.shell.dossier import make_dossier_page

    return make_dossier_page(desk.context, desk.verbs)


def _packages(desk: Desk) -> Page:
    from desktop.features.packages.ui.page import PackagesPage

    return PackagesPage(desk.context, desk.verbs)


def _score(desk: Desk) -> Page:
    from desktop.features.forecast.ui.page import ScorePage
    from desktop.features.readiness import readiness

    return ScorePage(desk.context, desk.verbs, readiness)


def _reports(desk: Desk) -> Page:
    from desktop.features.points import point_rows, point_types
    from desktop.features.reports.ui.page import ReportsPage

    def types_and_streets() -> tuple[list[str], list[str]]:
        streets = dict.fromkeys(row.street for row in point_rows(desk.store).all() if row.street)
        return [item.name for item in point_types(desk.store)], list(streets)

    return ReportsPage(desk.context, types_and_streets)


def _backup(desk: Desk) -> Page:
    from desktop.features.backup.ui.page import BackupPage

    return BackupPage(desk.context, desk.verbs)


class PageEntry(NamedTuple):
    """A page as the navigation offers it, under the words its class has; and how it is made."""

    name: str
    title: str
    icon: str
    make: Callable[[Desk], Page]


PAGES = (
    PageEntry("overview", "总览", "overview", _overview),
    PageEntry("indicators", "测评体系", "indicators", _indicators),
    PageEntry("units", "责任单位", "units", _units),
    PageEntry("points", "点位", "points", _points),
    PageEntry("visits", "实地考察", "visits", _visits),
    PageEntry("findings", "问题台账", "findings", _findings),
    PageEntry("evidence", "档案材料", "evidence", _evidence),
    PageEntry("dossier", "试报送", "check", _dossier),
    PageEntry("packages", "打包", "packages", _packages),
    PageEntry("score", "得分", "score", _score),
    PageEntry("reports", "报表", "reports", _reports),
    PageEntry("backup", "备份与恢复", "history", _backup),
)
# What the pages are made of, in parts of a few dozen milliseconds, the most wanted first.
READ_AHEAD = (
    "desktop.ui_kit.pasting", "desktop.ui_kit.table", "desktop.features.frameworks.ui.page",
    "desktop.features.units.ui.page", "desktop.features.findings.ui.page",
    "desktop.features.evidence", "desktop.features.evidence.ui.page",
    "desktop.features.points.ui.page", "desktop.features.spacing", "desktop.features.visits",
    "desktop.features.visits.ui.page", "desktop.shell.visits", "desktop.features.dossier",
    "desktop.shell.dossier", "desktop.features.packages.ui.page",
    "desktop.features.forecast.ui.page", "desktop.features.backup.ui.page",
    "desktop.features.exchange", "desktop.features.reports", "desktop.features.reports.ui.page",
    "desktop.shell.findings",
)  # fmt: skip
PAGE_NAMES = frozenset(page.name for page in PAGES)
