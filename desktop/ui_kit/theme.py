"""Colours, fonts and the style sheet, light and dark."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.core.paths import RESOURCES, fonts
from desktop.ui_kit.preferences import preference


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours; every text colour has a contrast of at least 4.5:1 on its ground."""

    background: str
    panel: str
    line: str
    border: str
    text: str
    secondary: str
    muted: str
    accent: str
    onaccent: str
    selected: str
    hover: str
    good: str
    busy: str
    bad: str
    noticelink: str


LIGHT = Theme(
    "#FFFFFF", "#F6F7F9", "#E1E4E8", "#C9CFD6", "#1F2328", "#57606A", "#5C656E", "#1F5FBF",
    "#FFFFFF", "#DCE8F8", "#EEF2F7", "#167030", "#845700", "#B42318", "#9CC4FF",
)  # fmt: skip
DARK = Theme(
    "#1E1F22", "#26282C", "#3A3D42", "#50545A", "#E6E6E6", "#A6ADB4", "#9CA5AE", "#6EA8FE",
    "#10151C", "#24365A", "#2C2F34", "#57C26B", "#E0B34A", "#FF7B72", "#1F5FBF",
)  # fmt: skip

# Each state as (shape, colour name): colour is never the only sign.
STATES = {
    "齐备": ("●", "good"), "通过": ("●", "good"), "收集中": ("◐", "busy"), "待审": ("◑", "accent"),
    "退回": ("▲", "bad"), "未归位": ("▲", "bad"), "未开始": ("○", "muted"),
    "合格": ("●", "good"), "不合格": ("▲", "bad"), "待定": ("○", "muted"),
    "发现": ("○", "muted"), "交办": ("◔", "accent"), "整改中": ("◐", "busy"),
    "待复查": ("◑", "accent"), "销号": ("●", "good"), "挂账": ("◇", "busy"), "作废": ("×", "muted"),
    "逾期": ("▲", "bad"), "今日到期": ("△", "busy"), "已发": ("◔", "accent"),
    "已回复": ("●", "good"), "白": ("□", "muted"), "黄": ("◧", "busy"), "红": ("■", "bad"),
    "会被拒收": ("▲", "bad"), "要再看": ("◐", "busy"),
}  # fmt: skip

_current = [LIGHT]


def current() -> Theme:
    """Return the theme in use."""
    return _current[0]


def state_colour(state: str) -> QColor:
    """Return the colour of a state's word."""
    return QColor(getattr(current(), STATES.get(state, ("", "text"))[1]))


def is_dark(application: QApplication) -> bool:
    """Tell whether the system asks for dark."""
    return application.palette().color(QPalette.ColorRole.Window).lightness() < 128


def apply_chosen_theme(application: QApplication) -> None:
    """Set the look the person chose, the system's where none was chosen."""
    system = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    dark = {"浅色": False, "深色": True}.get(preference("theme", ""), system)
    apply_theme(application, dark=dark)


def apply_theme(application: QApplication, *, dark: bool | None = None) -> None:
    """Set fonts, palette and style sheet."""
    theme = DARK if (is_dark(application) if dark is None else dark) else LIGHT
    _current[0] = theme
    application.setFont(_font())
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.background), (QPalette.ColorRole.Base, theme.background),
        (QPalette.ColorRole.Text, theme.text), (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.ButtonText, theme.text), (QPalette.ColorRole.Button, theme.panel),
        (QPalette.ColorRole.Link, theme.accent), (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.onaccent),
        (QPalette.ColorRole.PlaceholderText, theme.muted), (QPalette.ColorRole.Dark, theme.line),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    application.setPalette(palette)
    application.setStyleSheet(_style_sheet(theme))


def _style_sheet(theme: Theme) -> str:
    text = (RESOURCES / "qss" / "app.qss").read_text(encoding="utf-8")
    for name in sorted(Theme.__dataclass_fields__, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(theme, name))
    return text.replace("@icons", (RESOURCES / "icons").as_posix())


def _font() -> QFont:
    if sys.platform == "win32" and QFontDatabase.hasFamily("Microsoft YaHei UI"):
        return QFont("Microsoft YaHei UI", 9)
    for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(fonts() / file))
    font = QFont("Noto Sans SC")
    font.setPixelSize(13)
    return font


def icon(name: str, *, accent: bool = False) -> QIcon:
    """Return one of our icons in the theme's colour."""
    source = QIcon(str(RESOURCES / "icons" / f"{name}.svg"))
    pixmap = source.pixmap(QSize(80, 80), 1.0)
    painted = QPixmap(pixmap.size())
    painted.fill(QColor(0, 0, 0, 0))
    painter = QPainter(painted)
    painter.drawPixmap(0, 0, pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(painted.rect(), QColor(current().accent if accent else current().secondary))
    painter.end()
    painted.setDevicePixelRatio(4.0)
    return QIcon(painted)
