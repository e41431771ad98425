"""Use cases around operators; a workspace without any is open to everybody, as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db import Store, records
from db.ids import new_id
from db.tables.operators import Operator, Password, read_password, write_password
from desktop.core.changes import Changes, Kind
from desktop.core.errors import InputError, Problem, UserError
from desktop.core.resources import resource
from desktop.core.text import tidy

# Each role may do what the ones before it may.
_ORDER = ("entry", "review", "admin")
_BLOCK, _LANES = 8, 1
CHANGED: Changes = frozenset({Kind.SETTING, Kind.OPERATION})


@dataclass(frozen=True, slots=True)
class Right:
    """One kind of work and the least role that may do it."""

    name: str
    role: str
    title: str


def role_names() -> Mapping[str, str]:
    """Return the roles with their Chinese words, least first."""
    words: Mapping[str, str] = resource("operators.json")["roles"]
    return words


def rights() -> Mapping[str, Right]:
    """Return what there is to do in a workspace, each with the least role that may do it."""
    table = resource("operators.json")["rights"]
    return {name: Right(name, role, title) for name, (role, title) in table.items()}


def all_operators(store: Store) -> Sequence[Operator]:
    """Return every operator, those that have left too."""
    return records.find(store, Operator, order="sort, rowid")


def operators(store: Store) -> Sequence[Operator]:
    """Return the operators who may sign in."""
    return [item for item in all_operators(store) if item.active]


def has_password(store: Store, operator: Operator) -> bool:
    """Tell whether an operator signs in with a password."""
    return read_password(store, operator.id) is not None


def sign_in(store: Store, name: str, password: str = "") -> Operator:
    """Work under an operator's name from now on; raise UserError for a wrong name or password."""
    import hmac

    found = next((item for item in operators(store) if item.name == tidy(name)), None)
    kept = read_password(store, found.id) if found else None
    right = kept is None or hmac.compare_digest(kept.hash, _hash(password, kept.salt, kept.cost))
    if found is None or not right:
        raise UserError("姓名或口令不对，没有登录。", "忘记口令请找管理员重设。")
    store.operator_id, store.who = found.id, found.name
    return found


def signed_in(store: Store) -> Operator | None:
    """Return who works on the workspace now; a name struck off is nobody."""
    found = records.get(store, Operator, store.operator_id) if store.operator_id else None
    return found if found and found.active else None


def guard(store: Store) -> None:
    """Ask for the right of every operation, as soon as the workspace has operators.

    An operation without a right, such as 撤销, asks for a name only.
    """
    store.gate = lambda label, right: require(store, right, label)


def require(store: Store, right: str, what: str) -> None:
    """Raise UserError where the one who is signed in has no right; `what` names what is not done.

    Every operation is asked by itself (`guard`); services ask before work that takes long.
    """
    working = operators(store)
    if not working:
        return
    now = signed_in(store)
    if now is None:
        raise UserError(f"还没有登录，没有做“{what}”。", "请先用自己的姓名登录。")
    role = rights()[right].role if right else _ORDER[0]
    if _ORDER.index(now.role) < _ORDER.index(role):
        able = [one.name for one in working if _ORDER.index(one.role) >= _ORDER.index(role)]
        raise UserError(
            f"没有做“{what}”：“{now.name}”的角色是{role_names()[now.role]}，"
            f"{rights()[right].title}要由{role_names()[role]}或更高的角色来做。",
            f"没有改动。可以请 {'、'.join(able)} 来做。",
        )


def save_operator(
    store: Store, operator_id: str | None, *, name: str, role: str, active: bool = True
) -> tuple[Operator, Changes]:
    """Add an operator (no id) or change one; the first one is an admin.

    Raises InputError for an empty or taken name, and where no admin would be left.
    """
    require(store, "operators.edit", f"保存操作员“{tidy(name)}”")
    former = records.get(store, Operator, operator_id) if operator_id else None
    others = [item for item in all_operators(store) if item.id != operator_id]
    clean = tidy(name)
    problems = []
    if not clean or clean in {item.name for item in others}:
        problems.append(Problem("姓名", "不能空，也不能与别人相同"))
    if role not in _ORDER:
        problems.append(Problem("角色", "没有这个角色"))
    if not any(i.role == "admin" and i.active for i in others) and (role != "admin" or not active):
        problems.append(Problem("角色", "至少要有一位管理员"))
    if problems:
        raise InputError("操作员没有保存。", problems, "原来的没有改动。")
    made = Operator(former.id if former else new_id(), clean, role, active, len(others))
    if not operators(store):
        # The one who makes the first operator works on under that name.
        store.operator_id, store.who = made.id, made.name
    with store.write(f"{'修改' if former else '新增'}操作员“{clean}”", right="operators.edit"):
        (records.update if former else records.insert)(store, [made])
    return made, CHANGED


def set_password(
    store: Store, operator_id: str, *, former: str = "", fresh: str
) -> tuple[None, Changes]:
    """Change a password; an empty fresh one drops it.

    One's own needs the former one; an admin may set anybody's. Raises UserError otherwise.
    """
    operator = _known(store, operator_id)
    now = signed_in(store)
    least = int(resource("operators.json")["password_characters"])
    if fresh and len(fresh) < least:
        raise UserError(f"口令太短：至少 {least} 个字符。", "原来的口令没有改动。")
    if now is None or now.id != operator.id:
        require(store, "operators.edit", "设别人的口令")
    elif has_password(store, operator):
        sign_in(store, operator.name, former)
    _keep(store, operator, fresh, f"设置“{operator.name}”的口令")
    return None, CHANGED


def reset_password(store: Store, name: str) -> tuple[Operator, Changes]:
    """Drop a forgotten password, so that an office is not shut out of its own work.

    Everybody sees it in 历史. Whoever has the folder could do worse; see the help.
    """
    operator = next((item for item in operators(store) if item.name == tidy(name)), None)
    if operator is None:
        raise UserError(f"没有这位操作员：{name}", "没有改动。")
    gate, store.gate = store.gate, None
    try:
        _keep(store, operator, "", f"清除“{operator.name}”的口令(忘记口令)")
    finally:
        store.gate = gate
    return operator, CHANGED


def _keep(store: Store, operator: Operator, fresh: str, label: str) -> None:
    with store.write(label, right="operators.password"):
        write_password(store, operator.id, _password(operator.id, fresh) if fresh else None)
        # The journal shows that it happened, not what it was.
        marked = records.changed(operator, sort=operator.sort + 1)
        records.update(store, [marked])


def _known(store: Store, operator_id: str) -> Operator:
    found = records.get(store, Operator, operator_id)
    if found is None:
        raise UserError("这位操作员已被删除。", "没有改动。")
    return found


def _password(operator_id: str, text: str) -> Password:
    import secrets

    salt, cost = secrets.token_hex(16), int(resource("operators.json")["scrypt_cost"])
    return Password(operator_id, salt, cost, _hash(text, salt, cost))


def _hash(text: str, salt: str, cost: int) -> str:
    room = 256 * cost * _BLOCK
    digest = hashlib.scrypt(
        text.encode(), salt=bytes.fromhex(salt), n=cost, r=_BLOCK, p=_LANES, maxmem=room
    )
    return digest.hex()
