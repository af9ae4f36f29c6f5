"""What facts, members and stages are called by people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.members.scalars import TRUE
from domain.members.types import FLAG, Column, MemberType, type_of
from domain.things.land.plots import PlotStage
from geo.stage_ramp import STAGES
from web.words.catalogue import Translate, marked
from web.words.values import BLANK, NONE, parted

FACT_LABELS: Mapping[str, str] = {
    "BoundariesAdjusted": marked("Boundaries adjusted"),
    "ClockConfirmed": marked("Clock confirmed"),
    "Concerned": marked("Concerned by a redrawing"),
    "DistrictEstablished": marked("District established"),
    "FactCorrected": marked("Record corrected"),
    "FactWithdrawn": marked("Record withdrawn"),
    "InvestmentRecorded": marked("Investment recorded"),
    "JournalResumed": marked("Recording resumed after a loss"),
    "LandAcquired": marked("Land acquired"),
    "LayerImported": marked("Base layer imported"),
    "PermitIssued": marked("Permit issued"),
    "PermitValidityRecorded": marked("Permit validity recorded"),
    "PlotAmountRecorded": marked("Amount recorded"),
    "PlotAssigned": marked("Assigned to a project"),
    "PlotFrozen": marked("Plot frozen"),
    "PlotRegistered": marked("Plot registered"),
    "PlotSplit": marked("Plot divided"),
    "PlotStageRecorded": marked("Stage recorded"),
    "PlotsMerged": marked("Plots merged"),
    "ProjectRegistered": marked("Project registered"),
    "RegisterImported": marked("Register imported"),
}

UNKNOWN_FACT = marked("A fact that is not known here")
MEMBER_LABELS: Mapping[str, str] = {
    "amount": marked("Amount"),
    "area_m2": marked("Area (m²)"),
    "boundary": marked("Boundary"),
    "by": marked("Recorded with"),
    "certain": marked("Certain until then"),
    "children": marked("New plots"),
    "effective": marked("Happened on"),
    "freeze": marked("Freeze"),
    "land_use": marked("Land use"),
    "name": marked("Name"),
    "neighbours": marked("Adjusted plots"),
    "number": marked("Number"),
    "paper_area_m2": marked("Area on paper (m²)"),
    "parents": marked("Former plots"),
    "permit": marked("Permit"),
    "point": marked("Point"),
    "project": marked("Project"),
    "purpose": marked("Purpose"),
    "stage": marked("Stage"),
    "through": marked("Through"),
    "unreadable": marked("Cannot be read"),
    "until": marked("Until"),
    "zone": marked("Zone"),
    "corrections": marked("Corrections"),
    "crs": marked("Coordinate reference system"),
    "currency": marked("Currency"),
    "demonstration": marked("Demonstration"),
    "edition": marked("Edition"),
    "file": marked("File"),
    "first_lost": marked("First position lost"),
    "journal_id": marked("Journal"),
    "last_lost": marked("Last position known to be lost"),
    "marked_leaf": marked("Leaf of that position, as marked"),
    "marked_root": marked("Root of the journal then, as marked"),
    "records": marked("Records"),
    "reason": marked("Reason"),
    "register": marked("Register"),
    "reinstatements": marked("Reinstatements"),
    "rows": marked("Rows"),
    "sha256": marked("Digest (SHA-256)"),
    "withdrawals": marked("Withdrawals"),
}

ATTRIBUTE_LABELS: Mapping[str, str] = {
    "exists": marked("In the books"),
    "investment": marked("Investment"),
    "land_acquired_m2": marked("Land acquired (m²)"),
}
"""Attributes and measures that are called otherwise than a member."""
KEYED_LABELS: Mapping[str, str] = {
    "permit": "{key}",
    "validity": marked("Validity of {key}"),
}
"""Attributes of which there is any number, by the beginning of their names."""

STAGE_LABELS: Mapping[str, str] = {stage.code: stage.label for stage in STAGES}
CHOICES: Mapping[str, Mapping[str, str]] = {"PlotStage": STAGE_LABELS}
"""Enumeration → what its values are called, and that there is none."""
STAGE = type_of(PlotStage)
YES, NO = marked("yes"), marked("no")
MAX_SHAPE_LENGTH = 60


def stage_label(stage: str | None, translate: Translate) -> str:
    """Say which stage a plot is in, or that it is in none yet."""
    return value_shown(STAGE, stage, translate)


def attribute_label(name: str, translate: Translate) -> str:
    """Return what an attribute or a measure is called; a keyed one by its key."""
    before, colon, key = name.partition(":")
    if colon:
        return translate(KEYED_LABELS[before]).format(key=key)
    return translate(ATTRIBUTE_LABELS.get(name) or MEMBER_LABELS[name])


def value_shown(of: MemberType, value: str | None, translate: Translate) -> str:
    """Print for people what is printed for programs already: the one way, by type.

    Choices have names, numbers their thousands parted, flags are yes or no, and what
    is long is shown by its beginning. Where there is no value, a dash or its name.
    """
    names = CHOICES.get(of.name, {})
    if value is None:
        return translate(names.get(NONE, BLANK))
    if of.column is Column.CHOICES:
        return translate(names.get(value, value))
    if of is FLAG:
        return translate(YES if value == TRUE else NO)
    if of.column is Column.LONG and len(value) > MAX_SHAPE_LENGTH:
        return f"{value[:MAX_SHAPE_LENGTH]}…"
    return parted(value) if of.column is Column.NUMBERS else value
