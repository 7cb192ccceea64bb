"""A user's data as a file: JSON that says in Chinese what its sections and fields are.

A user has little data, mostly, and gets the URL at once. After AT_ONCE rows a message lets the
queue do the work, and the user calls again. The work begins anew if it stops; its file is there
when all of it is. The bucket removes such files after a day.

A user has one export, so that an erasure finds it: a new one takes the place of the last, whose
file is deleted before. The item is there before its file, and tells the file's key by its id.
"""

from __future__ import annotations

from typing import Any

import msgspec

from shop.privacy import headings
from shop.privacy.gathering import gather
from shop.privacy.jobs import JOBS, PrivacyJob
from shop.privacy.model import (
    DataExport,
    LastExport,
    file_of,
    get_export,
    last_export,
    last_export_id,
)
from shop.privacy.views import DataExportView
from wxcloud import clock, files
from wxcloud.errors import BUSY, Refusal
from wxcloud.rates import Rate
from wxcloud.transaction import ALREADY_SO, Part, as_read, commit, commit_one, delete, put, update

AT_ONCE = 1000  # rows
URL_S = 300
_LATER_S = 60
FRESH = 5 * clock.MINUTE  # a file that is no older is given again
STALLED = 40 * clock.MINUTE  # then the message that worked on it has failed, or is on its way again
_STEP = 500  # rows between two notes of how far it is
NAME = "个人数据"
EXPORTS = Rate("exportMyData", 10, clock.DAY, "You have asked for your data too often today.")

Sections = dict[str, list[dict[str, Any]]]


def export(openid: str) -> DataExportView:
    """All that the shop knows of the user. TOO_MANY_REQUESTS if the user asks for it too often;
    BUSY."""
    last = last_export(openid)
    if last is not None and _is_given_again(last):
        return _view(last)
    EXPORTS.use(openid)
    sections, done, is_all = _read(openid)
    made = DataExport.new(openid, done=0, total=done)
    try:
        _begin(made, last)
    except Refusal as refusal:
        others = last_export(openid) if refusal.code is BUSY else None
        if others is None or not _is_given_again(others):
            raise
        return _view(others)  # two calls at once
    # If this call ends before its file is there, the queue makes it.
    JOBS.send(PrivacyJob(job="export", id=made.exportId), delay_s=_LATER_S if is_all else 0)
    return _view((_finish(made, sections, done) if is_all else None) or made)


def go_on(export_id: str) -> None:
    """Make the file of an export that is too large for a call. A repeat changes nothing."""
    export = get_export(export_id)
    if export is None:  # erased, or begun anew; an attempt may have stopped before it saw that
        files.delete(file_of(export_id))
        return
    if export.file is not None:
        return
    sections: Sections = {}
    done = 0
    for section, row in gather(export.person):
        sections.setdefault(section, []).append(row)
        done += 1
        if done % _STEP == 0:
            _note(export, done)
    _finish(export, sections, done)


def erase(openid: str) -> None:
    """Delete the user's export, after its file. A repeat changes nothing."""
    while (export_id := last_export_id(openid)) is not None:
        export = get_export(export_id)
        files.delete(export.key_of_file if export is not None else file_of(export_id))
        is_last = LastExport.exportId == export_id
        commit(
            delete(DataExport.key(export_id)),
            delete(LastExport.key(openid), where=is_last, otherwise=ALREADY_SO),
        )


def _is_given_again(export: DataExport) -> bool:
    """Whether a call gets this export: its file is fresh, or somebody makes it now."""
    return export.updatedAt + (FRESH if export.file is not None else STALLED) > clock.now()


def _begin(made: DataExport, last: DataExport | None) -> None:
    """The new export takes the place of the last one. BUSY if another one has."""
    place = LastExport.exportId
    is_as_read = as_read(place, last and last.exportId)
    parts: list[Part[Any]] = [
        put(made, otherwise=BUSY),
        update(
            LastExport.key(made.person), place.set(made.exportId), where=is_as_read, otherwise=BUSY
        ),
    ]
    if last is not None:
        files.delete(last.key_of_file)  # first: afterwards nothing leads to it
        parts.append(delete(DataExport.key(last.exportId)))
    commit(*parts)
    if last is not None:
        files.delete(last.key_of_file)  # a slow attempt may have made it meanwhile


def _read(openid: str) -> tuple[Sections, int, bool]:
    """The first rows; how many; whether they are all."""
    sections: Sections = {}
    done = 0
    for section, row in gather(openid):
        if done == AT_ONCE:
            return sections, done, False
        sections.setdefault(section, []).append(row)
        done += 1
    return sections, done, True


def _finish(export: DataExport, sections: Sections, done: int) -> DataExport | None:
    """Save the file; the export with it, or None if it was erased or begun anew meanwhile."""
    file = export.key_of_file
    files.put(file, as_json(sections), "application/json; charset=utf-8")
    finished = _note(export, done, file)
    if finished is None:
        files.delete(file)
    return finished


def as_json(sections: Sections) -> bytes:
    """The file: notes, what the fields are called in Chinese, and the sections under Chinese
    headings; a section without rows is an empty list."""
    names = sorted(_names(list(sections.values())))
    content: dict[str, Any] = {
        "说明": list(headings.NOTES),
        "字段说明": {name: headings.FIELDS.get(name, name) for name in names},
    }
    for section, heading in headings.SECTIONS.items():
        content[heading] = sections.get(section, [])
    return msgspec.json.format(msgspec.json.encode(content), indent=2)


def _names(value: Any) -> set[str]:
    """The names of all fields. In `options` and `lots` the names are values."""
    if isinstance(value, list):
        return {name for each in value for name in _names(each)}
    if not isinstance(value, dict):
        return set()
    inner = (each for name, each in value.items() if name not in ("options", "lots"))
    return {*value, *(name for each in inner for name in _names(each))}


def _note(export: DataExport, done: int, file: str | None = None) -> DataExport | None:
    """Note how far it is; the export as it is now, None if there is none any more."""
    is_done = [DataExport.file.set(file)] if file is not None else []
    return commit_one(
        update(
            DataExport.key(export.exportId),
            DataExport.done.set(done),
            DataExport.total.set(max(done, export.total)),
            DataExport.updatedAt.set(clock.now()),
            *is_done,
            where=DataExport.exportId.exists(),
            otherwise=ALREADY_SO,
        )
    )


def _view(export: DataExport) -> DataExportView:
    if export.file is None:
        return DataExportView(state="RUNNING", done=export.done, total=export.total)
    name = f"{NAME} {clock.day_of(export.startedAt)}.json"
    url = files.download_url(export.file, URL_S, filename=name)
    return DataExportView(state="DONE", done=export.done, total=export.total, url=url)
