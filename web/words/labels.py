"""What facts, members and stages are called by people."""

from __future__ import annotations

from collections.abc import Mapping

from domain.kernel.money import AMOUNT, parse_money
from geo.stage_ramp import STAGES
from web.words.catalogue import Translate, marked
from web.words.values import money_text, parted

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

STAGE_LABELS: Mapping[str, str] = {stage.code: stage.label for stage in STAGES}

MAX_SHAPE_LENGTH = 60


def member_value(name: str, value: str | None, translate: Translate) -> str | None:
    """Show a member: stages by name, money in thousands, geometry by its beginning."""
    if value is None:
        return None
    if name == "amount" and AMOUNT.fullmatch(value):
        return money_text(parse_money(value))
    if name in ("paper_area_m2", "area_m2"):
        return parted(value)
    if name == "stage":
        return translate(STAGE_LABELS.get(value, value))
    if len(value) > MAX_SHAPE_LENGTH and name in ("boundary", "point"):
        return f"{value[:MAX_SHAPE_LENGTH]}…"
    return value
