"""Commands that write: init, demo, import, template, meeting, documents, export, self-test."""

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from cpr_desk import clock
from cpr_desk.cli.choice import commission_of
from cpr_desk.cli.output import answer, say
from cpr_desk.cli.parser import FOLDER
from cpr_desk.domain.agenda import from_lines
from cpr_desk.domain.commission import Commission, CommissionKind
from cpr_desk.domain.deadlines import first_lawful_meeting
from cpr_desk.domain.french import date_words, plural
from cpr_desk.domain.meetings import Meeting
from cpr_desk.office import documents, exports, importing, importing_payments, meeting_files
from cpr_desk.services import commission as commissions
from cpr_desk.services import instance, meetings, reference, register
from cpr_desk.services.commission import CreateCommission
from cpr_desk.services.meetings import AGENDA_TEMPLATES, PlanMeeting

if TYPE_CHECKING:
    from cpr_desk.imports.problems import Problem

_MANY = 10


def run_demo(args: argparse.Namespace) -> int:
    """Make the demonstration region, say where, and open the window where there is a screen."""
    from cpr_desk.office import demo

    folder = (args.out or Path(mkdtemp(prefix="cpr-desk-demo-"))).resolve()
    files = demo.make(folder, clock.today())
    lines = [f"La région de démonstration est dans {folder}", *_listed(file.relative_to(folder) for file in files)]
    answer({"data_dir": folder, "files": files}, lines, as_json=args.json)
    if args.no_window:
        return 0
    from cpr_desk import app

    if not app.has_screen():
        say("Il n’y a pas d’écran ici : la fenêtre n’a pas été ouverte.")
        return 0
    return app.main(folder)


def _listed(files: Iterable[Path]) -> Iterator[str]:
    """Yield a line a file, but one alone for a folder of letters."""
    for parent, inside in groupby(files, key=lambda file: file.parent):
        names = list(inside)
        if len(names) > _MANY:
            yield f"- {parent} : {plural(len(names), 'fichier')}"
        else:
            yield from (f"- {file}" for file in names)


def run_init(args: argparse.Namespace) -> int:
    """Create the commission in an empty data folder, or a further one with `--add`."""
    typed = {CommissionKind.CPR: args.region, CommissionKind.CPL: args.department}.get(args.kind, "")
    if typed is None:
        args.refuse(f"il manque : {'--department' if args.kind is CommissionKind.CPL else '--region'}")
    territory = reference.find_territory(args.kind, typed)
    office = "" if args.kind is CommissionKind.CPL else args.kind.secretariat
    order = CreateCommission(
        args.kind,
        territory.region_code,
        territory.name,
        args.installed,
        args.name,
        territory.holiday_territory,
        args.secretariat or office,
    )
    create = commissions.add_commission if args.add else commissions.create_commission
    commission = create(instance.open_data(args.data_dir), order)
    data = {
        "id": commission.id,
        "kind": commission.kind,
        "name": commission.name,
        "region": commission.region_code,
        "installed": commission.installed_on,
    }
    lines = [f"{commission.name}, installée le {date_words(commission.installed_on)}."]
    answer({"commission": data}, lines, as_json=args.json)
    return 0


def run_import_composition(args: argparse.Namespace) -> int:
    """Take in the tables of the composition."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    on = args.date or importing.effective_day(db, commission, clock.today())
    preview = importing.preview_composition(db, commission, args.file, on)
    made = importing.every_end(preview, args.end_reason) if args.end_missing else importing.NO_DECISIONS
    if args.dry_run and (refusal := importing.decide_composition(db, commission, preview, made).refusal):
        raise refusal
    return _take_in(args, db, commission, preview, made)


def run_import_adhesions(args: argparse.Namespace) -> int:
    """Take in the register of adhesions."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    return _take_in_answered(
        args, db, commission, importing.preview_register(db, commission, args.file, args.date or clock.today())
    )


def run_import_payments(args: argparse.Namespace) -> int:
    """Take in a list of payments to CPTS."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    preview = importing_payments.preview_payments(db, commission, args.file, clock.today())
    return _take_in_answered(args, db, commission, preview)


def _take_in_answered(
    args: argparse.Namespace, db: instance.Database, commission: Commission, preview: importing.Preview
) -> int:
    """Answer as `--similar` says what the file leaves open, then import it."""
    made = importing.Decisions(replies=importing.replies_to(preview, args.similar))
    return _take_in(args, db, commission, importing.decide(db, commission, preview, made), made)


def _take_in(
    args: argparse.Namespace,
    db: instance.Database,
    commission: Commission,
    preview: importing.Preview,
    made: importing.Decisions,
) -> int:
    """Import what the preview holds and tell it; `ended` counts the ends that the file implies, applied or not."""
    proposal = preview.proposal
    problems = (*proposal.problems, *(question.problem for question in proposal.open))
    if not args.dry_run and not problems:
        importing.apply(db, commission, preview, lambda _done, _total: None, made)
    warnings = proposal.warnings
    if isinstance(preview, importing.CompositionPreview):
        warnings = (*warnings, *importing.left_to_confirm(preview, made))
    warnings = (*warnings, *importing.taken_for(preview, made))
    data = {
        "date": preview.on,
        "dry_run": args.dry_run,
        "added": proposal.added,
        "changed": proposal.changed,
        "ended": proposal.ended,
        "ends_applied": len(made.ends),
        "unchanged": proposal.unchanged,
        "problems": [_problem(problem) for problem in problems],
        "warnings": [_problem(warning) for warning in warnings],
    }
    done = "Rien n’a été importé" if problems else "Ce qui changerait" if args.dry_run else "Import terminé"
    left = proposal.ended - len(made.ends)
    counts = (
        plural(proposal.added, "ligne ajoutée", "lignes ajoutées"),
        plural(proposal.changed, "modifiée"),
        plural(proposal.unchanged, "inchangée"),
        plural(len(made.ends), "fin"),
        *([plural(left, "fin à confirmer (--end-missing)", "fins à confirmer (--end-missing)")] if left else []),
    )
    lines = [
        f"{done}, à la date du {date_words(preview.on)} : {', '.join(counts)}.",
        *_told("À corriger", problems),
        *_told("À vérifier", warnings),
    ]
    answer(data, lines, as_json=args.json)
    return 1 if problems else 0


def _problem(problem: "Problem") -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message,
    }


def _told(title: str, problems: Iterable["Problem"]) -> list[str]:
    return [f"- {title}{problem.place and f' ({problem.place})'} : {problem.message}" for problem in problems]


def run_template(args: argparse.Namespace) -> int:
    """Write a model workbook to fill in."""
    importing.write_template(args.what, args.file)
    answer({"file": args.file}, [f"Classeur modèle : {args.file}"], as_json=args.json)
    return 0


def run_meeting_new(args: argparse.Namespace) -> int:
    """Plan a meeting, and say when it can no longer be convened in time."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    agenda = from_lines(AGENDA_TEMPLATES[args.kind])
    meeting = meetings.plan_meeting(
        db,
        PlanMeeting(
            commission.id,
            args.date,
            args.kind,
            starts=args.time,
            place=args.place,
            agenda=agenda,
            ends=args.end,
            opens_on=args.opens,
        ),
    )
    limits = meetings.deadlines_of(commission, meeting.on)
    today = clock.today()
    if meeting.on >= today > limits.convocation.latest:
        say(
            f"Cette réunion ne peut plus être convoquée dans les délais : première date possible le "
            f"{date_words(first_lawful_meeting(today, commission.rules))}."
        )
    data = {
        **_meeting(meeting, today),
        "convocation_latest": limits.convocation.latest,
        "agenda_latest": limits.agenda.latest,
    }
    lines = [
        f"Réunion {meeting.reference} du {date_words(meeting.on)} (n° {meeting.id})",
        f"Convocation au plus tard le {date_words(limits.convocation.latest)}",
        f"Ordre du jour au plus tard le {date_words(limits.agenda.latest)}",
    ]
    answer(data, lines, as_json=args.json)
    return 0


def _meeting(meeting: Meeting, today: date) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "number": meeting.number,
        "date": meeting.on,
        "time": meeting.starts,
        "kind": meeting.kind,
        "place": meeting.place,
        "end": meeting.ends,
        "opens": meeting.opens_on,
        "joint_with": meeting.joint_with,
        "status": meeting.status(today),
        "cancelled": meeting.cancelled_on,
        "moves": len(meeting.moves),
    }


def run_meeting_list(args: argparse.Namespace) -> int:
    """List the meetings."""
    db = instance.open_existing(args.data_dir)
    found = meetings.list_meetings(db, commission_of(args, db).id)
    today = clock.today()
    lines = [f"n° {m.id} : {m.reference}, {date_words(m.on)}, {m.kind.label}, {m.status(today).label}" for m in found]
    answer(
        {"meetings": [_meeting(meeting, today) for meeting in found]},
        lines or ["Aucune réunion n’est enregistrée."],
        as_json=args.json,
    )
    return 0


def run_documents(args: argparse.Namespace) -> int:
    """Write documents into a folder; exit code 2 where those of a meeting are asked for without one."""
    bound = args.kind == FOLDER
    kind = documents.DocumentKind.AGENDA if bound else documents.DocumentKind(args.kind)
    if kind.of_meeting and args.meeting is None:
        say("Indiquez la réunion : --meeting N, le numéro donné par « cpr-desk meeting list ».")
        return 2
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    today = clock.today()
    cpts = register.cpts_of_code(db, commission.id, args.cpts) if args.cpts else 0
    request = documents.Request(
        commission.id,
        kind,
        args.date or today,
        today,
        args.meeting or 0,
        since=args.since,
        cpts_id=cpts,
        dialogue=args.dialogue,
    )
    if bound:
        return _write_folder(args, db, request)
    files = documents.produce(db, request, args.out)
    answer({"files": files}, [str(file) for file in files], as_json=args.json)
    return 0


def _write_folder(args: argparse.Namespace, db: instance.Database, request: documents.Request) -> int:
    """Bind the agenda and its papers; what the folder could not hold is told, and a sheet in it says so too."""
    file, left_out = meeting_files.produce_folder(db, request, args.out)
    for each in left_out:
        say(f"Hors du dossier : « {each.name} ». {each.why} {each.what_to_do}")
    told = [{"name": each.name, "why": each.why, "what_to_do": each.what_to_do} for each in left_out]
    answer({"files": [file], "left_out": told}, [str(file)], as_json=args.json)
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write an export."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    today = clock.today()
    kind = exports.ExportKind(args.kind)
    cpts = register.cpts_of_code(db, commission.id, args.cpts) if args.cpts else 0
    wanted = exports.Export(commission.id, kind, args.date or today, today, args.since, args.meeting, args.year, cpts)
    rows = exports.export(db, wanted, args.out)
    answer({"file": args.out, "rows": rows}, [f"{args.out} : {plural(rows, 'ligne')}"], as_json=args.json)
    return 0


def run_self_test(args: argparse.Namespace) -> int:
    """Try the whole programme in a temporary folder, or picture its pages; exit code 1 when a step failed."""
    if args.pictures:
        from cpr_desk import app

        files = app.take_pictures(args.pictures)
        answer({"files": files}, map(str, files), as_json=args.json)
        return 0
    from cpr_desk.office import selftest

    steps = selftest.run(clock.today())
    ok = not any(step.fault for step in steps)
    data = {"ok": ok, "steps": [{"name": s.name, "ok": not s.fault, "fault": s.fault} for s in steps]}
    lines = [f"{'échec' if step.fault else 'bon  '}  {step.name} {step.fault}".rstrip() for step in steps]
    answer(data, [*lines, "Tout fonctionne." if ok else "Des essais ont échoué."], as_json=args.json)
    return 0 if ok else 1
