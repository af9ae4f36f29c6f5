"""A sheet as a response: in the format asked for, its dates in headers too."""

from __future__ import annotations

from flask import Response, request

from web.words.refusals import NoGeometryError, UnknownFormatError
from web.words.rows import Rows, streamed
from web.words.tables import Format, Sheet, write

MIME = {
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.GEOJSON: "application/geo+json",
}
STATED = ("as_of", "as_known", "position", "provisional")
"""What headers state too; other texts may be Chinese, which a header cannot hold."""


def written(sheet: Sheet) -> Response:
    """Write a sheet as the request wants it: as JSON by default.

    Raises:
        UnknownFormatError: There is no such format.
        NoGeometryError: The rows have no geometry for GeoJSON.
    """
    form = _form_asked()
    return _stated(Response(write(sheet, form), content_type=MIME[form]), sheet)


def written_by_row(head: Sheet, rows: Rows) -> Response:
    """Write a sheet likewise, each row as soon as it is there.

    Args:
        head: The sheet without its rows.
        rows: Its rows, taken one after another while they are sent.

    Raises:
        UnknownFormatError: There is no such format.
        NoGeometryError: The rows have no geometry for GeoJSON.
    """
    form = _form_asked()
    if form is Format.GEOJSON:
        raise NoGeometryError(key=head.key)
    return _stated(Response(streamed(head, rows, form), content_type=MIME[form]), head)


def _form_asked() -> Format:
    asked = request.args.get("format", Format.JSON.value)
    if asked not in {each.value for each in MIME}:
        raise UnknownFormatError(form=asked)
    return Format(asked)


def _stated(response: Response, sheet: Sheet) -> Response:
    # CSV has no place for the dates it holds for; every form states them alike here.
    for name in STATED:
        if (value := sheet.about.get(name)) is not None:
            response.headers[f"guatu-{name.replace('_', '-')}"] = str(value).lower()
    return response
