"""抽点: what to draw, tried as often as one likes, kept once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import UserError
from desktop.features.visits.drawing import (
    DrawOrder,
    draw_points,
    fixed_types,
    new_seed,
    try_draw,
    usual_order,
)
from desktop.ui_kit.context import UiContext
from desktop.ui_kit.fields_area import FieldsArea, fit_screen

_SIZE, _LEAST_SHOWN = QSize(640, 560), 72
_QUOTA_HELP = "如：公园=2、农贸市场=1"


class DrawDialog(QDialog):
    """Asks for quotas and surroundings; shows what a seed draws before it is kept."""

    def __init__(
        self, parent: QWidget | None, context: UiContext, round_id: str,
        points: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("visits.draw")
        self.setWindowTitle("随机抽点")
        self._context, self._round_id = context, round_id
        self._told: tuple[type[Exception], ...] = (UserError, *context.faults)
        self._names = dict(points)
        self._quotas, self._around, self._seed = QLineEdit(), QLineEdit(), QLineEdit(new_seed())
        self._fixed = QComboBox()
        self._radius, self._rest, self._percent = QSpinBox(), QSpinBox(), QSpinBox()
        self._shown = QTextBrowser()
        self._error = QLabel()
        self._build()
        self._set_usual()

    def _build(self) -> None:
        self._fixed.addItem("不抽周边", None)
        for kind in fixed_types():
            self._fixed.addItem(f"每个{kind}的周边", ("type", kind))
        for row_id, name in self._names.items():
            self._fixed.addItem(f"{name}的周边", ("point", row_id))
        self._fixed.setEditable(True)
        self._fixed.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for box, low, high, unit in ((self._radius, 500, 2000, " 米"), (self._rest, 0, 365, " 天"),
                                     (self._percent, 0, 100, " %")):  # fmt: skip
            box.setRange(low, high)
            box.setSuffix(unit)
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        for label, widget, name in (
            ("按类型抽", self._quotas, "quotas"), ("固定点位", self._fixed, "fixed"),
            ("周边抽", self._around, "around"), ("半径", self._radius, "radius"),
            ("近期去过", self._rest, "rest"), ("去过的按几成抽", self._percent, "percent"),
            ("种子", self._seed, "seed"),
        ):  # fmt: skip
            widget.setObjectName(f"visits.draw.{name}")
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        self._quotas.setPlaceholderText(_QUOTA_HELP)
        self._around.setPlaceholderText(_QUOTA_HELP)
        self._shown.setObjectName("visits.draw.shown")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(FieldsArea(fields))
        column.addWidget(self._shown, 1)
        column.addWidget(self._error)
        column.addLayout(self._buttons())
        self._shown.setMinimumHeight(_LEAST_SHOWN)
        fit_screen(self, _SIZE)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, text, run in (("try", "试抽", self._try), ("again", "换种子再试", self._again)):
            row.addWidget(self._button(name, text, run))
        row.addStretch()
        row.addWidget(self._button("cancel", "取消", self.reject))
        keep = self._button("keep", "抽取并加入本轮", self._keep)
        keep.setProperty("role", "primary")
        keep.setDefault(True)
        row.addWidget(keep)
        return row

    def _button(self, name: str, text: str, run: Any) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"visits.draw.{name}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _set_usual(self) -> None:
        usual = usual_order()
        self._around.setText("、".join(f"{name}={number}" for name, number in usual.around))
        self._radius.setValue(int(usual.radius_m))
        self._rest.setValue(usual.rest_days)
        self._percent.setValue(usual.rest_weight_percent)

    def order(self) -> DrawOrder:
        """Return what is asked for; raise UserError where words cannot be read."""
        fixed = self._fixed.currentData()
        around = _pairs(self._around.text()) if fixed else ()
        return DrawOrder(
            _pairs(self._quotas.text()), around,
            (fixed[1],) if fixed and fixed[0] == "point" else (),
            (fixed[1],) if fixed and fixed[0] == "type" else (), float(self._radius.value()),
            self._seed.text(), self._rest.value(), self._percent.value(),
        )  # fmt: skip

    def _try(self) -> None:
        self._error.setText("")
        try:
            result = try_draw(self._context.store, self.order())
        except UserError as error:
            self._error.setText(str(error))
            return
        lines = [f"抽出 {len(result.drawn)} 个点位："]
        lines += [f"{self._names.get(one.id, '')}　{one.reason}" for one in result.drawn]
        lines += [f"未参加：{self._names.get(key, '')}（{why}）" for key, why in result.left_out]
        lines += list(result.short)
        self._shown.setPlainText("\n".join(lines))

    def _again(self) -> None:
        self._seed.setText(new_seed())
        self._try()

    def _keep(self) -> None:
        self._error.setText("")
        try:
            (result, _), changes = draw_points(self._context.store, self._round_id, self.order())
        except self._told as error:
            self._error.setText(str(error))
            return
        self._context.bus.publish(changes)
        self._context.messages.info(
            f"抽出 {len(result.drawn)} 个点位，抽点记录已保存", undo=self._context.undo
        )
        self.accept()


def _pairs(text: str) -> tuple[tuple[str, int], ...]:
    pairs = []
    for part in text.replace("，", "、").replace(",", "、").replace("；", "、").split("、"):
        name, _, number = part.replace("＝", "=").partition("=")
        if name.strip() and not number.strip().isdigit():
            raise UserError(f"“{part}”看不懂。", f"没有抽取。请写成{_QUOTA_HELP}。")
        if name.strip():
            pairs.append((name.strip(), int(number)))
    return tuple(pairs)
