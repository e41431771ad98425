"""One connection to one workspace's database: reading, and writing as named operations."""

from __future__ import annotations

import getpass
import logging
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from db import journal, searching
from db.errors import (
    StoreTooNew,
    StoreUnavailable,
    known_fault,
    readable_faults,
    readable_statement,
)
from db.ids import new_id, not_before
from db.pinyin import pinyin_match
from db.schema import APPLICATION_ID, TooNew, migrate, pending

if TYPE_CHECKING:
    from sqlite_utils import Database

_BUSY_MS = 5000
# From here on going through a whole table takes longer than a window may stand still.
_LARGE_BYTES = 32 << 20
_READ_CACHE_KB, _WRITE_CACHE_KB = 2000, 64_000
_steps = logging.getLogger("yingjian.step")


class _TrialOver(Exception):  # noqa: N818 - not an error: it takes a trial back
    """Ends a trial."""


class Store:
    """A connection; use it on the thread that opened it and close it.

    The rollback journal with synchronous=FULL is chosen over WAL because offices copy the folder
    by hand, and a WAL database copied without its -wal file loses rows without a sign.
    `reason` says why a store is read only; `who` is named in 历史, `operator_id` says which
    operator that is; `gate` is asked with the label and the right of every operation before it,
    and refuses by raising; `on_close` is called once when it is closed.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._database: Database | None = None
        self._operation: journal.Operation | None = None
        self.reason = ""
        self.notices: tuple[str, ...] = ()
        self.who = _user_name()
        self.operator_id = ""
        self.gate: Callable[[str, str], None] | None = None
        self.on_close: Callable[[], None] | None = None

    @property
    def workspace(self) -> Path:
        """Return the folder the database lies in."""
        return self.path.parent

    def query(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """Return all rows of a SELECT as tuples."""
        with readable_statement():
            return self._connection.execute(sql, values).fetchall()

    def execute(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> None:
        """Run one statement; for rooms of this package, inside an open `write`."""
        with readable_statement():
            self._connection.execute(sql, values)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows, inside an open `write`."""
        with readable_statement():
            self._connection.executemany(sql, rows)

    @property
    def version(self) -> tuple[int, int]:
        """Return what is another pair after any change, ours or another connection's."""
        return self._connection.total_changes, int(self.query("PRAGMA data_version")[0][0])

    @property
    def database(self) -> Database:
        """Return the same connection as sqlite-utils sees it, for schema and maintenance."""
        if self._database is None:
            # Reading sqlite-utils takes longer than opening a workspace that is up to date.
            from sqlite_utils import Database

            self._database = Database(self._connection, execute_plugins=False)
        return self._database

    @property
    def is_large(self) -> bool:
        """Tell whether lists are long enough to be read on another thread."""
        try:
            return self.path.stat().st_size >= _LARGE_BYTES
        except OSError:
            return False

    def reader(self) -> Store:
        """Open the database once more, only to be read, for the thread that calls; close it."""
        return open_store(self.path, read_only=True)

    @contextmanager
    def write(
        self, label: str, *, right: str = "", at: datetime | None = None
    ) -> Iterator[journal.Operation]:
        """Open one operation: all of it is kept, or nothing; nested calls join the outer one.

        `label` is the words of 历史 and 撤销, `right` what the gate is asked for. An operation
        that changed no row leaves no trace.
        Raises StoreUnavailable when the surroundings refuse (busy, full, read-only …).
        """
        if self._operation is not None:
            with self.database.atomic():
                yield self._operation
            return
        self._refuse_write(label, right)
        moment = at or datetime.now().astimezone()
        operation = journal.Operation(
            id=new_id(), label=label, at=moment.isoformat(timespec="seconds"),
            who=self.who, machine=platform.node(), kind="edit", target=None,
        )  # fmt: skip
        with self._transaction():
            yield from self._journaled(operation)

    def _journaled(self, operation: journal.Operation) -> Iterator[journal.Operation]:
        journal.begin(self, operation)
        self._operation = operation
        try:
            yield operation
            journal.finish(self, operation)
        finally:
            self._operation = None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with readable_faults():
            # A changed page that no longer fits must be written out and synced in the middle.
            self._connection.execute(f"PRAGMA cache_size=-{_WRITE_CACHE_KB}")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._connection.execute(f"PRAGMA cache_size=-{_READ_CACHE_KB}")

    @contextmanager
    def write_as(self, operation: journal.Operation) -> Iterator[None]:
        """Open an operation that undoes or redoes another one."""
        self._refuse_write(operation.label, "")
        with self._transaction():
            for _ in self._journaled(operation):
                yield

    @contextmanager
    def trial(self, operation: journal.Operation) -> Iterator[None]:
        """Open an operation of which nothing stays, to see what it would do."""
        with suppress(_TrialOver), self._transaction():
            for _ in self._journaled(operation):
                yield
            raise _TrialOver

    def _refuse_write(self, label: str, right: str) -> None:
        if self.read_only:
            raise StoreUnavailable("工作区以只读方式打开，没有保存。", self.reason)
        if self.gate is not None:
            self.gate(label, right)
        _steps.info("%s", label)

    @property
    def is_writing(self) -> bool:
        """Tell whether an operation is open."""
        return self._operation is not None

    def close(self) -> None:
        """Close the connection; nothing is ever left unsaved."""
        self._connection.close()
        if self.on_close is not None:
            self.on_close()
            self.on_close = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create_store(path: Path) -> Store:
    """Make the database of a new workspace; raise StoreUnavailable where one exists already."""
    if path.exists():
        raise StoreUnavailable(f"{path} 已经存在。", "没有改动它。请换一个空文件夹。")
    return _open(path, read_only=False, create=True)


def open_store(path: Path, *, read_only: bool = False) -> Store:
    """Open a workspace's database and bring its schema up to date.

    Raises StoreTooNew for a file of a later version and StoreUnavailable for a file that is
    missing, empty, damaged or not ours; none of these is changed.
    """
    if not path.is_file():
        raise StoreUnavailable(f"找不到数据库：{path}", "请选择含有 workspace.db 的工作区文件夹。")
    if path.stat().st_size == 0:
        raise StoreUnavailable(
            f"数据库是空文件(0 字节):{path}", "文件没有改动。请用备份恢复到新的文件夹。"
        )
    return _open(path, read_only=read_only, create=False)


def _open(path: Path, *, read_only: bool, create: bool) -> Store:
    connection = _connect(path, read_only=read_only, create=create)
    store = Store(path, connection, read_only=read_only)
    try:
        _prepare(store, connection, create=create)
    except BaseException:
        store.close()
        raise
    return store


def file_address(path: PurePath) -> str:
    """Return an absolute path as SQLite reads it in a URI.

    A Windows share has no host part there, which `as_uri` would give it, but four slashes.
    """
    address = path.as_uri()
    return f"file:////{address.removeprefix('file://')}" if path.drive[:2] == "\\\\" else address


def _connect(path: Path, *, read_only: bool, create: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc" if create else "rw"
    address = f"{file_address(path.resolve())}?mode={mode}"
    with readable_statement():
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("pinyin_match", 2, pinyin_match, deterministic=True)
        searching.install(connection)
        return connection


def _prepare(store: Store, connection: sqlite3.Connection, *, create: bool) -> None:
    try:
        if not create:
            _refuse_foreign(store)
        if store.read_only:
            if pending(connection):
                raise StoreUnavailable(
                    "工作区来自旧版本，需要先以可写方式打开一次。", "没有改动它。"
                )
            return
        store.execute("PRAGMA journal_mode=TRUNCATE")
        store.execute("PRAGMA synchronous=FULL")
        if pending(connection):
            migrate(store.database)
        _go_on_from_last_id(store)
    except TooNew as error:
        raise StoreTooNew(
            "这个工作区是用更新版本的迎检台保存的，现在的版本打不开。",
            "文件没有改动。请安装新版本后再打开。",
        ) from error
    except sqlite3.Error as error:
        fault = known_fault(error)
        if fault is None:
            raise
        raise fault from error


def _go_on_from_last_id(store: Store) -> None:
    """Keep ids in order from one start to the next, whatever the clock says."""
    last = store.query(
        "SELECT row_id FROM journal WHERE row_id GLOB '0???????-????-7???-????-????????????'"
        " ORDER BY row_id DESC LIMIT 1"
    )
    for (row_id,) in last:
        not_before(row_id)


def _refuse_foreign(store: Store) -> None:
    (application_id,) = store.query("PRAGMA application_id")[0]
    if application_id != APPLICATION_ID:
        raise StoreUnavailable(
            f"{store.path.name} 不是迎检台的数据库。", "文件没有改动。请打开正确的工作区文件夹。"
        )


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
