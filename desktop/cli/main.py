"""Parsing the command line and turning outcomes into exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from db import Store, StoreUnavailable
from desktop import __version__
from desktop.cli.output import ExitCode, Output, TextBar
from desktop.core.errors import UserError
from desktop.core.job import Cancelled
from desktop.core.paths import DATABASE_NAME
from desktop.core.platform_power import awake
from desktop.features.backup import cli as backup
from desktop.features.backup import offer_backups
from desktop.features.dossier import cli as dossier
from desktop.features.evidence import cli as evidence
from desktop.features.exchange import cli as exchange
from desktop.features.findings import cli as findings
from desktop.features.forecast import cli as forecast
from desktop.features.operators import cli as operators
from desktop.features.operators import sign_in
from desktop.features.packages import cli as packages
from desktop.features.readiness import cli as readiness
from desktop.features.reports import cli as reports
from desktop.features.sample_county import cli as sample_county
from desktop.features.spacing import cli as spacing
from desktop.features.visits import cli as visits
from desktop.features.visits import scans_cli as scans
from desktop.features.workspace import cli as workspace
from desktop.features.workspace import open_workspace

# To add commands: one cli.py in the feature's folder, one entry here.
COMMANDS: tuple[Any, ...] = (
    sample_county,
    exchange,
    readiness,
    forecast,
    evidence,
    dossier,
    visits,
    findings,
    scans,
    spacing,
    packages,
    reports,
    workspace,
    backup,
    operators,
)
_MAKERS: tuple[Any, ...] = (sample_county,)
VARIABLE = "YINGJIAN_WORKSPACE"
PASSWORD = "YINGJIAN_PASSWORD"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the words in Chinese."""

    def error(self, message: str) -> Any:
        self.print_usage(sys.stderr)
        self.exit(int(ExitCode.USAGE), f"用法不对：{message}\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; -w and --json go before or after the command."""
    common = _Parser(add_help=False)
    common.add_argument("-w", "--workspace", type=Path, default=argparse.SUPPRESS,
                        help=f"工作区文件夹(或环境变量 {VARIABLE}，或当前文件夹)")  # fmt: skip
    common.add_argument("--operator", default=argparse.SUPPRESS,
                        help=f"操作员姓名；口令放在环境变量 {PASSWORD}")  # fmt: skip
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS,
                        help="输出 JSON,供程序使用")  # fmt: skip
    parser = _Parser(
        prog="yingjian", parents=[common],
        description="迎检台：不带参数打开窗口；带命令时与窗口做同样的事。",
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"迎检台 {__version__}")
    sub = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    class _Sub:
        """Gives every command the common options."""

        @staticmethod
        def add_parser(name: str, **words: Any) -> argparse.ArgumentParser:
            return sub.add_parser(name, parents=[common], **words)

    for commands in COMMANDS:
        commands.add_parser(_Sub)
    _share_options(sub, common)
    return parser


def _share_options(sub: Any, common: argparse.ArgumentParser) -> None:
    """Let the verbs of a command take the common options too."""
    for command in sub.choices.values():
        for action in command._actions:  # noqa: SLF001 - argparse offers no other way in
            for verb in (action.choices or {}).values() if isinstance(action.choices, dict) else ():
                if "--json" not in verb._option_string_actions:  # noqa: SLF001
                    verb._add_container_actions(common)  # noqa: SLF001


def _in_order(words: Sequence[str]) -> list[str]:
    """Let `findings import FILE` mean what `import findings FILE` does."""
    given = list(words)
    for place in range(len(given) - 1):
        if given[place : place + 2] == ["findings", "import"]:
            given[place : place + 2] = ["import", "findings"]
            break
    return given


def main(argv: Sequence[str] | None = None, stream: TextIO | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        args = build_parser().parse_args(_in_order(sys.argv[1:] if argv is None else argv))
    except SystemExit as leaving:
        return int(leaving.code or 0) if not isinstance(leaving.code, str) else 2
    out = Output(as_json=getattr(args, "json", False), stream=stream)
    if args.command is None:
        out.error("请给出命令;yingjian --help 列出全部命令。")
        return ExitCode.USAGE
    try:
        with awake():
            return _run(args, out)
    except UserError as error:
        out.error(str(error))
        return ExitCode.REFUSED
    except StoreUnavailable as error:
        out.error(str(error))
        return ExitCode.STORE
    except (Cancelled, KeyboardInterrupt):
        out.error("已取消，没有改动。")
        return ExitCode.CANCELLED
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does; point stdout nowhere and leave.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.REFUSED
    except Exception as error:
        logging.getLogger("yingjian").exception("command %s", args.command)
        out.error(f"程序出错({type(error).__name__}),这一步没有保存。运行 yingjian log 可看详情。")
        return ExitCode.REFUSED


def _run(args: argparse.Namespace, out: Output) -> int:
    if args.command in backup.NAMES_WITHOUT_STORE:
        return backup.run_without_store(_folder(args), args, out, TextBar())
    commands = next(item for item in COMMANDS if args.command in item.NAMES)
    if commands in _MAKERS:
        return int(commands.run(args, out, TextBar()))
    if commands is packages and packages.needs_no_store(args):
        return int(packages.run(None, args, out, TextBar()))
    with _open(args) as store:
        for notice in store.notices:
            out.warning(notice)
        if getattr(args, "operator", None):
            sign_in(store, args.operator, os.environ.get(PASSWORD, ""))
        return int(commands.run(store, args, out, TextBar()))


def _open(args: argparse.Namespace) -> Store:
    folder = _folder(args)
    if folder is None:
        raise StoreUnavailable("没有指定工作区。", "请用 -w 文件夹，或在工作区文件夹里运行。")
    try:
        return open_workspace(folder)
    except StoreUnavailable as error:
        if folder.is_dir() and any(folder.iterdir()):
            advice = f"{error.advice}\n{offer_backups(folder)}".strip()
            raise StoreUnavailable(error.text, advice) from error
        raise


def _folder(args: argparse.Namespace) -> Path | None:
    given = getattr(args, "workspace", None) or os.environ.get(VARIABLE)
    if given:
        return Path(given)
    return Path() if Path(DATABASE_NAME).is_file() else None
