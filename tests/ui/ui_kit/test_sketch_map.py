"""The map in the window, with real wheel, mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from db import Store
from desktop.core.sketch import MapPoint, MapRing, MapRoute, MapState, SketchMap
from desktop.features.points import point_rows
from desktop.ui_kit.sketch_map import SketchMapView
from desktop.ui_kit.theme import DARK, LIGHT, apply_theme

STATES = (MapState("未看", "○", "muted"), MapState("好", "●", "good"), MapState("坏", "▲", "bad"))
POINTS = (
    MapPoint("a", "青禾大道", 115.30, 34.10, "好", "1"),
    MapPoint("b", "<b>文昌</b>路", 115.32, 34.12, "坏", "2"),
    MapPoint("c", "鼓楼广场", 115.28, 34.09, "未看", "3"),
)
SKETCH = SketchMap(
    "点位示意图", POINTS, STATES, (MapRing(115.30, 34.10, 1000, "青禾大道 1 公里"),),
    (MapRoute("第一组", tuple((point.lng, point.lat) for point in POINTS)),),
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SketchMapView]:
    apply_theme(qapp, dark=False)
    made = SketchMapView("map")
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.set_map(SKETCH, note="另有 2 个点位没有经纬度")
    yield made
    apply_theme(qapp, dark=False)


def place_of(view: SketchMapView, number: int) -> QPoint:
    drawing = view.canvas._drawing
    assert drawing
    x, y = drawing.layout_at(view.canvas.view.scale).signs[number]
    return QPoint(round(x + view.canvas.view.x), round(y + view.canvas.view.y))


def picture(view: SketchMapView) -> QImage:
    return view.canvas.grab().toImage()


def wheel(view: SketchMapView, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(view.canvas.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(view.canvas, event)


def test_the_wheel_zooms_at_the_cursor(view: SketchMapView) -> None:
    before, scale = place_of(view, 1), view.canvas.view.scale
    wheel(view, before, 2)
    assert view.canvas.view.scale == pytest.approx(scale * 1.25**2)
    assert (place_of(view, 1) - before).manhattanLength() <= 2
    wheel(view, before, -40)
    assert view.canvas.view.scale == pytest.approx(scale * 0.4)
    wheel(view, before, 100)
    assert view.canvas.view.scale == pytest.approx(4.0)


def test_dragging_moves_the_map_and_opens_nothing(qtbot: QtBot, view: SketchMapView) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    start = place_of(view, 0)
    qtbot.mousePress(view.canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.canvas, start + QPoint(30, 0))
    qtbot.mouseMove(view.canvas, start + QPoint(80, -40))
    qtbot.mouseRelease(view.canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(80, -40))
    assert place_of(view, 0) == start + QPoint(80, -40)
    assert opened == []


def test_a_click_opens_the_point_under_it(qtbot: QtBot, view: SketchMapView) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    for number in (1, 2, 0):
        qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place_of(view, number))
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    qtbot.mouseClick(view.canvas, Qt.MouseButton.RightButton, pos=place_of(view, 1))
    assert opened == ["b", "c", "a"]


# Said by the offscreen platform about its tips.
@pytest.mark.qt_log_ignore("raise", extend=True)
def test_the_tip_names_the_point_as_typed(view: SketchMapView) -> None:
    at = place_of(view, 1)
    event = QHelpEvent(QEvent.Type.ToolTip, at, view.canvas.mapToGlobal(at))
    QApplication.sendEvent(view.canvas, event)
    assert "&lt;b&gt;文昌&lt;/b&gt;路" in QToolTip.text()
    assert "坏" in QToolTip.text()
    assert view.canvas.tip_at(QPointF(4, 4)) == ""
    QToolTip.hideText()


def test_points_upon_each_other_are_all_named(view: SketchMapView) -> None:
    crowd = tuple(replace(POINTS[0], id=str(number), name=f"第{number}处") for number in range(9))
    view.set_map(SketchMap("图", crowd, STATES))
    tip = view.canvas.tip_at(QPointF(place_of(view, 0)))
    assert all(f"第{number}处" in tip for number in range(6))
    assert "还有 3 个" in tip


def test_keys_and_buttons_do_the_same(qtbot: QtBot, view: SketchMapView) -> None:
    whole = view.canvas.view
    for key, name, factor in (
        (Qt.Key.Key_Plus, "zoom_in", 1.25), (Qt.Key.Key_Minus, "zoom_out", 0.8),
    ):  # fmt: skip
        qtbot.keyClick(view.canvas, key)
        assert view.canvas.view.scale == pytest.approx(whole.scale * factor)
        qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
        assert view.canvas.view == whole
        button = view.findChild(QPushButton, f"map.{name}")
        button.click()
        assert view.canvas.view.scale == pytest.approx(whole.scale * factor)
        view.findChild(QPushButton, "map.show_all").click()
        assert view.canvas.view == whole
    before = place_of(view, 0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert place_of(view, 0) == before + QPoint(60, -60)


def test_points_are_reached_by_keys(qtbot: QtBot, view: SketchMapView) -> None:
    opened: list[str] = []
    view.opened.connect(opened.append)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp):
        qtbot.keyClick(view.canvas, key)
        qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert opened == ["a", "b", "a", "c"]
    assert view.canvas.accessibleDescription() == "鼓楼广场，未看"


def test_a_selected_point_is_brought_into_view_and_marked(view: SketchMapView) -> None:
    view.canvas.zoom(8, QPointF(place_of(view, 2)))
    assert not view.canvas.rect().contains(place_of(view, 1))
    view.select(("b",))
    at = place_of(view, 1)
    assert view.canvas.rect().contains(at)
    ring = picture(view).pixelColor(at + QPoint(-10, 0))
    assert ring.blue() > ring.red() + 60
    view.select(("missing",))
    assert picture(view).pixelColor(at + QPoint(-10, 0)) == QColor(LIGHT.background)


@pytest.mark.parametrize("dark", [False, True])
def test_signs_have_the_colours_of_the_theme(
    qapp: QApplication, view: SketchMapView, dark: bool
) -> None:
    apply_theme(qapp, dark=dark)
    theme, image = (DARK if dark else LIGHT), picture(view)
    assert image.pixelColor(place_of(view, 0)) == QColor(theme.good)
    assert image.pixelColor(place_of(view, 1)) == QColor(theme.bad)
    assert image.pixelColor(place_of(view, 2)) == QColor(theme.background)


def test_a_moved_picture_is_the_one_drawn_afresh(view: SketchMapView) -> None:
    view.canvas.zoom(1.5)
    picture(view)
    for right, down in ((13, 7), (-40, 0), (0, -25), (-2000, 3), (1990, -9)):
        view.canvas.pan(right, down)
        moved = picture(view)
    view.canvas._picture.forget()
    fresh = picture(view)
    other = sum(
        abs(moved.pixelColor(x, y).lightness() - fresh.pixelColor(x, y).lightness()) > 40
        for x in range(0, fresh.width(), 2)
        for y in range(0, fresh.height(), 2)
    )
    assert other == 0


def test_a_zoomed_picture_is_stretched_at_once_and_sharp_when_it_rests(
    qtbot: QtBot, view: SketchMapView
) -> None:
    before = picture(view)
    middle = place_of(view, 0)
    wheel(view, middle, 2)
    stretched = picture(view)
    assert stretched != before
    assert stretched.pixelColor(middle) == QColor(LIGHT.good)
    qtbot.waitUntil(lambda: picture(view) != stretched)
    rested = picture(view)
    view.canvas._picture.forget()
    assert picture(view) == rested


def test_the_view_stays_when_only_states_change(view: SketchMapView) -> None:
    view.canvas.zoom(3)
    kept = view.canvas.view
    visited = tuple(replace(point, state="好") for point in POINTS)
    view.set_map(replace(SKETCH, points=visited))
    assert view.canvas.view == kept
    view.set_map(replace(SKETCH, points=(*POINTS, MapPoint("d", "远", 115.5, 34.3, "好"))))
    assert view.canvas.view != kept


def test_the_whole_map_follows_the_windows_size(qtbot: QtBot, view: SketchMapView) -> None:
    before = view.canvas.view.scale
    view.resize(1300, 900)
    qtbot.waitUntil(lambda: view.canvas.view.scale > before)
    view.canvas.zoom(2)
    kept = view.canvas.view
    view.resize(900, 600)
    assert view.canvas.view == kept


def test_an_empty_map_says_why(view: SketchMapView) -> None:
    full = picture(view)
    view.set_map(SketchMap("点位示意图", (), STATES))
    assert picture(view) != full
    view.canvas.zoom(2)
    view.canvas.pan(3, 3)
    view.select(("a",))
    assert view.canvas.tip_at(QPointF(100, 100)) == ""
    assert not view._note.isVisible()
    button = view.findChild(QPushButton, "map.zoom_in")
    assert not button.isEnabled()
    view.set_map(SKETCH)
    assert button.isEnabled()


def test_the_map_can_be_read_aloud_and_shows_its_focus(qtbot: QtBot, view: SketchMapView) -> None:
    assert "3 个点位：未看 1，好 1，坏 1" in view.canvas.accessibleName()
    assert "路线 1 第一组" in view._legend.accessibleName()
    assert view._note.text() == "另有 2 个点位没有经纬度"
    view.setFocus()
    qtbot.waitUntil(view.canvas.hasFocus)
    assert picture(view).pixelColor(0, 300) == QColor(LIGHT.accent)
    view.findChild(QPushButton, "map.zoom_in").setFocus()
    assert picture(view).pixelColor(0, 300) == QColor(LIGHT.line)


def test_the_sample_county_is_drawn(view: SketchMapView, county_store: Store) -> None:
    rows = point_rows(county_store).all()
    points = tuple(
        MapPoint(row.id, row.name, row.lng, row.lat, "好", str(row.number))
        for row in rows
        if row.lng is not None and row.lat is not None
    )
    view.set_map(SketchMap("点位示意图", points, STATES))
    assert len(points) == 251
    image = picture(view)
    hits = sum(image.pixelColor(place_of(view, n)) == QColor(LIGHT.good) for n in range(251))
    assert hits > 200
