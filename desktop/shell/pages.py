"""The pages of the window, in the order of the navigation.

To add a page: its class in the feature's ui/page.py, one line in PAGES, and how it is made in
desk.py where it needs more than the context and the verbs.
"""

from __future__ import annotations

from desktop.features.backup.ui.page import BackupPage
from desktop.features.dossier.ui.page import DossierPage
from desktop.features.evidence.ui.page import EvidencePage
from desktop.features.findings.ui.page import FindingsPage
from desktop.features.forecast.ui.page import ScorePage
from desktop.features.frameworks.ui.page import IndicatorsPage
from desktop.features.overview.ui.page import OverviewPage
from desktop.features.packages.ui.page import PackagesPage
from desktop.features.points.ui.page import PointsPage
from desktop.features.reports.ui.page import ReportsPage
from desktop.features.units.ui.page import UnitsPage
from desktop.features.visits.ui.page import VisitsPage

PAGES = (
    OverviewPage,
    IndicatorsPage,
    UnitsPage,
    PointsPage,
    VisitsPage,
    FindingsPage,
    EvidencePage,
    DossierPage,
    PackagesPage,
    ScorePage,
    ReportsPage,
    BackupPage,
)
