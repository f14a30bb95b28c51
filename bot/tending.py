"""The commands that tend the facts: check, load, export, import, backup, restore. Each prints what it did."""

import argparse
import os
from pathlib import Path

from bot.desk import Desk, wall_clock
from bot.errors import PackageError
from bot.options import ANSWERED, NOT_UNDERSTOOD, TROUBLE, desk_of, path_of
from bot.settings import read_settings
from bot.wording import plural


def check_package(options: argparse.Namespace) -> int:
    """Name every fault and warning; faults make the exit status non-zero, warnings do not."""
    from bot.package import read  # noqa: PLC0415
    from bot.review import review  # noqa: PLC0415

    directory = _directory(options)
    package, faults = read(directory)
    errors = [fault for fault in faults if fault.level == "error"]
    if package and not errors:
        now = wall_clock()
        faults += review(package, directory, now, options.today or now.date())
    for fault in faults:
        print(fault if fault.level == "error" else f"warning: {fault}")
    warnings = len(faults) - len(errors)
    rows = sum(len(table.rows) for table in package.tables.values()) if package else 0
    print(f"{directory}: {plural(rows, 'row')}, {plural(len(errors), 'fault')}, {plural(warnings, 'warning')}")
    return TROUBLE if errors else ANSWERED


def _directory(options: argparse.Namespace) -> Path:
    directory: Path = options.data or read_settings(os.environ, "local").data
    return directory.relative_to(Path.cwd()) if directory.is_relative_to(Path.cwd()) else directory


def load_facts(options: argparse.Namespace) -> int:
    """Build or refresh the store from the package."""
    print(f"{path_of(options)}: {load_package(desk_of(options), _directory(options))}")
    return ANSWERED


def load_package(desk: Desk, directory: Path) -> str:
    """Load the package into the store; gives what changed in a line. Raises PackageError or StoreError, changing nothing."""
    from bot.package import read  # noqa: PLC0415
    from bot.store.keeping import load  # noqa: PLC0415

    package, faults = read(directory)
    errors = [fault for fault in faults if fault.level == "error"]
    if package is None or errors:
        more = f", and {len(errors) - 1} more; `python -m bot check` names them all" if len(errors) > 1 else ""
        raise PackageError(f"The package was not loaded, and the store is as it was: {errors[0]}{more}")
    return str(load(desk.store, package))


def export_package(options: argparse.Namespace) -> int:
    """Write the package back from the store."""
    from bot.package import write  # noqa: PLC0415
    from bot.store.keeping import export  # noqa: PLC0415

    tables = export(desk_of(options).store)
    write(options.directory, tables)
    print(f"{options.directory}: {sum(len(rows) for rows in tables.values())} rows written")
    return ANSWERED


def import_rows(options: argparse.Namespace) -> int:
    """Propose the rows of a CSV file; not every row may be taken."""
    from bot.importing import import_and_tell  # noqa: PLC0415

    done = import_and_tell(desk_of(options).store, options.file, options.table, options.author)
    return NOT_UNDERSTOOD if done.refused else ANSWERED


def back_up(options: argparse.Namespace) -> int:
    """Copy the store to a file."""
    from bot.store.keeping import backup  # noqa: PLC0415

    backup(desk_of(options).store, options.file)
    print(f"{path_of(options)} copied to {options.file}")
    return ANSWERED


def put_back(options: argparse.Namespace) -> int:
    """Put a backup in the store's place."""
    from bot.store.keeping import restore  # noqa: PLC0415

    restore(desk_of(options).store, options.file)
    print(f"{path_of(options)} restored from {options.file}")
    return ANSWERED
