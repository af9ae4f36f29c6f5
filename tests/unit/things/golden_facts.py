"""Every fact with the bytes that it is stored as, for ever."""

from __future__ import annotations

from decimal import Decimal

from domain.kernel.facts import (
    Concerned,
    Fact,
    FactCorrected,
    FactWithdrawn,
    Source,
)
from domain.kernel.instants import Instant
from domain.kernel.money import Money
from domain.members.members import Text, Wkt
from domain.members.scalars import Area
from domain.things.land.layers import LayerImported, LayerKind
from domain.things.land.plots import (
    BoundariesAdjusted,
    DrawnPlot,
    PlotAmountRecorded,
    PlotAssigned,
    PlotFrozen,
    PlotRegistered,
    PlotsMerged,
    PlotSplit,
    PlotStage,
    PlotStageRecorded,
    ReshapedPlot,
)
from domain.things.project.projects import (
    InvestmentRecorded,
    LandAcquired,
    PermitIssued,
    PermitValidityRecorded,
    ProjectRegistered,
)
from domain.things.record.district import (
    ClockConfirmed,
    DistrictEstablished,
    JournalResumed,
)
from domain.things.record.registers import RegisterImported

DAY = Instant(1_774_886_400_000_000)
"""2026-03-31 in Shanghai: 1,774,886,400 s, by ``date -d 2026-03-30T16:00Z +%s``."""

EMPTY = Wkt("POLYGON EMPTY")

GOLDEN: list[tuple[bytes, Fact]] = [
    (
        (
            b'{"effective":1774886400000000,"boundary":"POLYGON EMPTY",'
            b'"paper_area_m2":"9.50","neighbours":['
            b'{"plot":"B","boundary":"POLYGON EMPTY"},'
            b'{"plot":"C","boundary":"POLYGON EMPTY","paper_area_m2":"1"}]}'
        ),
        BoundariesAdjusted(
            effective=DAY,
            boundary=EMPTY,
            paper_area_m2=Area(Decimal("9.50")),
            neighbours=(
                ReshapedPlot(plot=Text("B"), boundary=EMPTY),
                ReshapedPlot(
                    plot=Text("C"), boundary=EMPTY, paper_area_m2=Area(Decimal(1))
                ),
            ),
        ),
    ),
    (b'{"by":"plot:A"}', Concerned(by="plot:A")),
    (
        (
            b'{"effective":1774886400000000,"until":1774886400000001,'
            b'"permit":"land","number":null}'
        ),
        PermitValidityRecorded(
            effective=DAY,
            until=Instant(DAY + 1),
            permit=Text("land"),
            number=None,
        ),
    ),
    (
        (
            b'{"effective":1774886400000000,"until":1774972800000000,'
            b'"typed_through":true,"freeze":"No. 3"}'
        ),
        PlotFrozen(
            effective=DAY,
            until=Instant(DAY + 86_400_000_000),
            typed_through=True,
            freeze=Text("No. 3"),
        ),
    ),
    (
        (
            b'{"effective":1774886400000000,"children":['
            b'{"plot":"A-1","stage":null,"boundary":"POLYGON EMPTY"},'
            b'{"plot":"A-2","stage":"cleared","point":"POINT (1 2)","zone":"z",'
            b'"land_use":"u","paper_area_m2":"3"}]}'
        ),
        PlotSplit(
            effective=DAY,
            children=(
                DrawnPlot(plot=Text("A-1"), stage=None, boundary=EMPTY),
                DrawnPlot(
                    plot=Text("A-2"),
                    stage=PlotStage.CLEARED,
                    point=Wkt("POINT (1 2)"),
                    zone=Text("z"),
                    land_use=Text("u"),
                    paper_area_m2=Area(Decimal(3)),
                ),
            ),
        ),
    ),
    (
        (
            b'{"effective":1774886400000000,"parents":["A","B"],"stage":null,'
            b'"boundary":"POLYGON EMPTY"}'
        ),
        PlotsMerged(
            effective=DAY,
            parents=(Text("A"), Text("B")),
            stage=None,
            boundary=EMPTY,
        ),
    ),
    (
        (
            b'{"layer":"roads","shows":"road","file":"r.gpkg","sha256":"00",'
            b'"features":7,"effective":1774886400000000}'
        ),
        LayerImported(
            layer="roads",
            shows=LayerKind.ROAD,
            file="r.gpkg",
            sha256="00",
            features=7,
            effective=DAY,
        ),
    ),
    (
        (
            b'{"name":"\xe5\x8c\xba","crs":"EPSG:4546","currency":"CNY","journal_id":"j-1",'
            b'"demonstration":true,"effective":1774886400000000}'
        ),
        DistrictEstablished(
            name="区",
            crs="EPSG:4546",
            currency="CNY",
            journal_id="j-1",
            demonstration=True,
            effective=DAY,
        ),
    ),
    (
        (
            b'{"reason":"by radio","certain":1774886300000000,'
            b'"effective":1774886400000000}'
        ),
        ClockConfirmed(
            reason="by radio", certain=Instant(1_774_886_300_000_000), effective=DAY
        ),
    ),
    (
        b'{"target":7,"reason":"typo","changes":{"amount":1250,"zone":null}}',
        FactCorrected(target=7, reason="typo", changes={"amount": 1250, "zone": None}),
    ),
    (b'{"target":7,"reason":"never"}', FactWithdrawn(target=7, reason="never")),
    (
        b'{"effective":1774886400000000,"amount":-1250}',
        InvestmentRecorded(effective=DAY, amount=Money(-1250)),
    ),
    (
        b'{"effective":1774886400000000,"area_m2":"12.5000"}',
        LandAcquired(effective=DAY, area_m2=Area(Decimal("12.5000"))),
    ),
    (
        b'{"effective":1774886400000000,"permit":"land","number":"No. 1"}',
        PermitIssued(effective=DAY, permit=Text("land"), number=Text("No. 1")),
    ),
    (
        b'{"effective":1774886400000000,"amount":1250,"purpose":"guard"}',
        PlotAmountRecorded(effective=DAY, amount=Money(1250), purpose=Text("guard")),
    ),
    (
        b'{"effective":1774886400000000,"project":null}',
        PlotAssigned(effective=DAY, project=None),
    ),
    (
        b'{"effective":-1,"zone":"north","paper_area_m2":"30","point":"POINT (1 2)"}',
        PlotRegistered(
            effective=Instant(-1),
            zone=Text("north"),
            paper_area_m2=Area(Decimal(30)),
            point=Wkt("POINT (1 2)"),
        ),
    ),
    (
        (
            b'{"source":{"register":"r","file":"r.csv","line":3,"slot":"s"},'
            b'"effective":1774886400000000,"stage":"vacated","amount":99}'
        ),
        PlotStageRecorded(
            source=Source(register="r", file="r.csv", line=3, slot="s"),
            effective=DAY,
            stage=PlotStage.VACATED,
            amount=Money(99),
        ),
    ),
    (
        (
            b'{"reason":"disk","first_lost":3,"last_lost":5,"marked_leaf":"0a",'
            b'"marked_root":"0b"}'
        ),
        JournalResumed(
            reason="disk",
            first_lost=3,
            last_lost=5,
            marked_leaf="0a",
            marked_root="0b",
        ),
    ),
    (
        b'{"effective":1774886400000000,"name":"depot"}',
        ProjectRegistered(effective=DAY, name=Text("depot")),
    ),
    (
        (
            b'{"register":"r","edition":2,"file":"r.csv","sha256":"00","rows":9,'
            b'"records":4,"corrections":3,"withdrawals":1,"reinstatements":0,'
            b'"effective":1774886400000000}'
        ),
        RegisterImported(
            register="r",
            edition=2,
            file="r.csv",
            sha256="00",
            rows=9,
            records=4,
            corrections=3,
            withdrawals=1,
            reinstatements=0,
            effective=DAY,
        ),
    ),
]
