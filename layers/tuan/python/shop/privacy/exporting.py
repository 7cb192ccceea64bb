"""A user's data as a file: JSON that says in Chinese what its sections and fields are.

A user has little data, mostly, and gets the URL at once. After AT_ONCE rows a message lets the
queue do the work, and the user calls again. The work begins anew if it stops; its file is there
when all of it is. The bucket removes such files after a day.
"""

from __future__ import annotations

from typing import Any

import msgspec

from shop.privacy import headings
from shop.privacy.gathering import gather
from shop.privacy.jobs import JOBS, PrivacyJob
from shop.privacy.model import DataExport, LastExport, get_export, last_export
from shop.privacy.views import DataExportView
from wxcloud import clock, files
from wxcloud.ids import new_id
from wxcloud.rates import Rate
from wxcloud.transaction import ALREADY_SO, commit, commit_one, put, update

AT_ONCE = 1000  # rows
URL_S = 300
FRESH = 5 * clock.MINUTE  # a file that is no older is given again
STALLED = 40 * clock.MINUTE  # then the message that worked on it has failed, or is on its way again
_STEP = 500  # rows between two notes of how far it is
NAME = "个人数据"
EXPORTS = Rate("exportMyData", 10, clock.DAY, "You have asked for your data too often today.")

Sections = dict[str, list[dict[str, Any]]]


def export(openid: str) -> DataExportView:
    """All that the shop knows of the user. TOO_MANY_REQUESTS if the user asks for it too often."""
    now, last = clock.now(), last_export(openid)
    if last is not None:
        if last.file is not None and last.updatedAt + FRESH > now:
            return _view(last)
        if last.file is None and last.updatedAt + STALLED > now:
            return _view(last)
    EXPORTS.use(openid)
    sections, done, is_all = _read(openid)
    made = DataExport.new(openid, done=0 if not is_all else done, total=done)
    if is_all:
        made.file = _save(made, sections)
    commit(put(made, otherwise=ALREADY_SO), _is_last(made))
    if not is_all:
        JOBS.send(PrivacyJob(job="export", id=made.exportId))
    return _view(made)


def go_on(export_id: str) -> None:
    """Make the file of an export that is too large for a call. A repeat changes nothing."""
    export = get_export(export_id)
    if export is None or export.file is not None:
        return
    sections: Sections = {}
    done = 0
    for section, row in gather(export.person):
        sections.setdefault(section, []).append(row)
        done += 1
        if done % _STEP == 0:
            _note(export, done)
    file = _save(export, sections)
    _note(export, done, file)
    if get_export(export_id) is None:  # the user was erased meanwhile
        files.delete(file)


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


def _save(export: DataExport, sections: Sections) -> str:
    key = f"exports/mine/{export.exportId}/{new_id()}.json"
    files.put(key, as_json(sections), "application/json; charset=utf-8")
    return key


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


def _note(export: DataExport, done: int, file: str | None = None) -> None:
    is_done = [DataExport.file.set(file)] if file is not None else []
    commit_one(
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


def _is_last(export: DataExport) -> Any:
    return update(LastExport.key(export.person), LastExport.exportId.set(export.exportId))


def _view(export: DataExport) -> DataExportView:
    if export.file is None:
        return DataExportView(state="RUNNING", done=export.done, total=export.total)
    name = f"{NAME} {clock.day_of(export.startedAt)}.json"
    url = files.download_url(export.file, URL_S, filename=name)
    return DataExportView(state="DONE", done=export.done, total=export.total, url=url)
