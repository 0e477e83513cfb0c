"""Commands that only read: check, presidency, deadlines, adhesions summary, funding, verify."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cpr_desk import clock, paths
from cpr_desk.cli.choice import commission_of
from cpr_desk.cli.output import answer
from cpr_desk.domain.commission import Counting, Rules
from cpr_desk.domain.controls import Controls
from cpr_desk.domain.deadlines import Deadline, meeting_deadlines
from cpr_desk.domain.french import WEEKDAYS, date_words, euros, integer, percent, plural
from cpr_desk.domain.funding import full_year
from cpr_desk.domain.presidency import Office, PresidencyYear
from cpr_desk.domain.scale import Plan
from cpr_desk.domain.sizes import size_of
from cpr_desk.errors import UserError
from cpr_desk.services import commission as commissions
from cpr_desk.services import instance, presidency, reference, register
from cpr_desk.services.controls import controls_at
from cpr_desk.services.holidays import holidays_of


def run_check(args: argparse.Namespace) -> int:
    """Control the composition on a date; the problems are the answer, not a failure."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    at = args.date or clock.today()
    controls = controls_at(db, commission, at)
    answer(_check_data(controls), _check_lines(controls), as_json=args.json)
    return 0


def _check_data(controls: Controls) -> dict[str, object]:
    social, professional = controls.social, controls.professional
    return {
        "date": controls.composition.at,
        "social": {
            "seats": social.seats,
            "votes": social.votes,
            "general_votes": social.general_votes,
            "agricultural_votes": social.agricultural_votes,
            "general_share": round(social.general_share, 4),
            "agricultural_share": round(social.agricultural_share, 4),
        },
        "professional": {
            "seats": professional.seats,
            "votes": professional.votes,
            "designated": professional.designated,
        },
        "parity": controls.parity,
        "vacant_titulars": len(controls.vacant),
        "unrepresented_professions": [profession.label for profession in controls.unrepresented],
        "problems": [
            {
                "rule": problem.rule,
                "severity": problem.severity,
                "message": problem.message,
                "mend": problem.mend,
                "source": problem.source,
                "certainty": problem.certainty,
            }
            for problem in controls.problems
        ],
    }


def _check_lines(controls: Controls) -> list[str]:
    social, professional = controls.social, controls.professional
    lines = [
        f"Composition au {date_words(controls.composition.at)}",
        (
            f"Section sociale : {plural(social.seats, 'siège')}, {social.votes} voix "
            f"(régime général {social.general_votes}, soit {percent(social.general_share)} ; "
            f"MSA {social.agricultural_votes}, soit {percent(social.agricultural_share)})"
        ),
        (
            f"Section professionnelle : {plural(professional.seats, 'siège')}, {professional.votes} voix, "
            f"{plural(professional.designated, 'titulaire désigné', 'titulaires désignés')}"
        ),
        f"Parité : {'respectée' if controls.parity else 'non respectée'}",
        controls.vacancies_line,
    ]
    for problem in controls.problems:
        lines += [f"- {problem.severity.label} : {problem.message}", f"  {problem.mend} ({problem.source})"]
    return lines


def run_presidency(args: argparse.Namespace) -> int:
    """Give the ledger of the presidency by calendar year."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    first = args.first or commission.installed_on.year
    last = args.last or max(clock.today().year + 1, first)
    if last < first:
        raise UserError(f"L’année {last} précède l’année {first}.", "Donnez --from puis --to dans l’ordre.")
    years = presidency.ledger_of(db, commission.id, first, last)
    answer({"years": [_year_data(year) for year in years]}, list(_year_lines(years)), as_json=args.json)
    return 0


def _year_data(year: PresidencyYear) -> dict[str, object]:
    return {
        "year": year.year,
        "president_section": year.president_section,
        "vice_president_section": year.vice_president_section,
        "president": _names(year.presidency),
        "vice_president": _names(year.vice_presidency),
        "exception": year.exception.reason if year.exception else None,
        "vacancies": [
            {"section": office.section, "from": span.since, "to": span.until}
            for office in (year.presidency, year.vice_presidency)
            for span in office.spans
            if span.president is None
        ],
        "acting": [
            {"president": span.president.person.name, "from": span.since, "to": span.until}
            for span in year.acting
            if span.president
        ],
        "mentions": year.mentions,
    }


def _names(office: Office) -> str | None:
    return " puis ".join(person.name for person in office.persons) or None


def _year_lines(years: Iterable[PresidencyYear]) -> Iterator[str]:
    for year in years:
        yield (
            f"{year.year} : présidence {year.president_section.label.lower()} ({year.president or 'à désigner'}), "
            f"vice-présidence {year.vice_president_section.label.lower()} ({year.vice_president or 'à désigner'})"
        )
        yield from (f"  {mention}" for mention in ((year.why,) if year.exception else ()) + year.mentions)


def run_deadlines(args: argparse.Namespace) -> int:
    """Give both deadlines of a meeting on a day, under the commission's rules or the defaults."""
    rules = _rules(args)
    if args.counting:
        rules = replace(rules, counting=Counting(args.counting))
    found = meeting_deadlines(args.day, rules, holidays_of(rules.holiday_territory))
    limits = {"convocation": found.convocation, "agenda": found.agenda}
    data = {key: _deadline_data(limit) for key, limit in limits.items()}
    lines = [line for limit in limits.values() for line in (limit.kind.label, *(f"  {step}" for step in limit.steps))]
    answer({"meeting": args.day, **data}, lines, as_json=args.json)
    return 0


def _rules(args: argparse.Namespace) -> Rules:
    asked = args.commission is not None
    if not asked and not paths.database_file(args.data_dir or paths.default_data_dir()).exists():
        return Rules()
    db = instance.open_existing(args.data_dir)
    return commission_of(args, db).rules if asked or commissions.list_commissions(db) else Rules()


def _deadline_data(limit: Deadline) -> dict[str, object]:
    return {
        "latest": limit.latest,
        "weekday": WEEKDAYS[limit.latest.weekday()],
        "advised": limit.advised,
        "explanation": limit.explanation,
        "counting": limit.counting,
        "source": limit.source,
    }


def run_adhesions_summary(args: argparse.Namespace) -> int:
    """Count the adhesions by stage, department and size."""
    db = instance.open_existing(args.data_dir)
    commission = commission_of(args, db)
    summary = register.summary_at(db, commission, args.date or clock.today())
    data = {
        "date": summary.at,
        "total": summary.total,
        "by_stage": summary.by_stage,
        "by_department": summary.by_department,
        "by_size": {("unknown" if size is None else size.value): n for size, n in summary.by_size.items()},
        "population_covered": summary.population_covered,
        "population_projects": summary.population_projects,
        "population_region": summary.population_region,
        "coverage": None if summary.coverage is None else round(summary.coverage, 4),
    }
    lines = [f"État des adhésions au {date_words(summary.at)} : {plural(summary.total, 'CPTS', 'CPTS')}"]
    lines += [f"- {stage.label} : {number}" for stage, number in summary.by_stage.items() if number]
    if summary.coverage is not None:
        lines.append(
            f"Population sous contrat : {integer(summary.population_covered)} habitants, "
            f"{percent(summary.coverage)} de la région"
        )
    answer(data, lines, as_json=args.json)
    return 0


def run_funding(args: argparse.Namespace) -> int:
    """Compute a full contract year of a CPTS of that size."""
    scale = reference.scale(instance.open_if_any(args.data_dir), args.scale)
    missions = [code.strip() for code in args.missions.split(",") if code.strip()] if args.missions else None
    try:
        funding = full_year(
            scale,
            size_of(args.population, scale.thresholds),
            missions=missions,
            plan=Plan(args.plan),
            crisis=args.crisis,
            members=args.members,
            joined=args.joined,
        )
    except ValueError as wrong:
        raise UserError(str(wrong)) from None
    data = {
        "scale": scale.code,
        "size": funding.size.value,
        "lines": [{"code": line.code, "label": line.label, "amount": line.amount} for line in funding.lines],
        "total": funding.total,
        "bonus": funding.bonus.amount,
        "additional": funding.additional.amount,
    }
    lines = [f"{scale.label}, {funding.size.label.lower()}"]
    lines += [f"- {line.label} : {euros(line.amount)}" for line in funding.lines]
    lines.append(f"Total : {euros(funding.total)}")
    for beside in (funding.bonus, funding.additional):
        lines += [f"{beside.label} : {euros(beside.amount)}", f"  {beside.rule.words}"]
    answer(data, lines, as_json=args.json)
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """Check the database file; exit code 1 when something is wrong with it."""
    problems = instance.verify(args.data_dir)
    answer(
        {"ok": not problems, "problems": problems},
        problems or ["La base de données est en bon état."],
        as_json=args.json,
    )
    return 1 if problems else 0
