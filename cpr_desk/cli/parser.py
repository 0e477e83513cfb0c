"""The grammar of the command line (a stable contract: names and options are kept)."""

import argparse
import re
from datetime import date, time
from pathlib import Path
from typing import Any, Protocol

from cpr_desk import __version__
from cpr_desk.cli.french import speak_french
from cpr_desk.domain.commission import CommissionKind, Counting
from cpr_desk.domain.french import capital, parse_date, parse_time
from cpr_desk.domain.mandates import GIVEN_REASONS, EndReason
from cpr_desk.domain.meetings import MeetingKind

DOCUMENT_KINDS = (
    "convocations",
    "agenda",
    "attendance",
    "proxies",
    "tallies",
    "ballots",
    "cancellations",
    "dispatches",
    "minutes",
    "extract",
    "certificate",
    "indemnities",
    "no-quorum",
    "decisions",
    "composition",
    "differences",
    "presidency",
    "presences",
    "reminders",
    "contacts",
    "adhesions",
    "cpts-file",
    "map",
    "dialogue",
    "funding",
    "payments",
    "scales",
)
FOLDER = "folder"
"""The agenda of a meeting bound with its papers, beside the documents that are printed by themselves."""
EXPORT_KINDS = (
    "adhesions",
    "composition",
    "differences",
    "addresses",
    "deadlines",
    "dispatches",
    "attendance",
    "decisions",
    "funding",
    "payments",
    "journal",
)


class _Commands(Protocol):
    """What `add_subparsers` returns."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def day(text: str) -> date:
    """Read a date argument, in any form people type."""
    try:
        return parse_date(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def year(text: str) -> int:
    """Read a year that a calendar has and a ledger may list."""
    if re.fullmatch(r"(19|20|21)\d\d", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"« {text} » n’est pas une année. Écrivez par exemple 2021.")


def hour(text: str) -> time:
    """Read an hour argument, in any form people type."""
    try:
        return parse_time(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def build_parser() -> argparse.ArgumentParser:
    """Build the whole parser; each command carries the name of what runs it in `command`."""
    speak_french()
    parser = argparse.ArgumentParser(
        prog="cpr-desk",
        description="Secrétariat des commissions paritaires de l’ACI CPTS. Sans commande, ouvre la fenêtre.",
    )
    parser.add_argument("--version", action="version", version=f"CPR Desk {__version__}", help="affiche la version")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DOSSIER", help="dossier de données (par défaut celui de l’utilisateur)"
    )
    parser.add_argument(
        "--commission", type=int, metavar="N", help="numéro de la commission, s’il y en a plusieurs (par défaut la 1re)"
    )
    parser.add_argument("--json", action="store_true", help="répond par un objet JSON")
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE", title="commandes")
    for add in (_add_starting, _add_importing, _add_consulting, _add_meetings, _add_producing, _add_keeping):
        add(commands)
    return parser


def _command(commands: _Commands, name: str, help_text: str, *, action: str = "") -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=f"{capital(help_text)}.")
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="répond par un objet JSON")
    parser.set_defaults(action=action or name)
    return parser


def _nested(commands: _Commands, name: str, help_text: str) -> _Commands:
    parser = commands.add_parser(name, help=help_text, description=f"{capital(help_text)}.")
    return parser.add_subparsers(dest="what", required=True, metavar="QUOI", title="choix")


def _day_option(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--date", type=day, metavar="DATE", help=help_text)


def _since_option(parser: argparse.ArgumentParser) -> None:
    words = "pour « differences » et « adhesions » : date de départ ou de comparaison (par défaut un an avant)"
    parser.add_argument("--since", type=day, metavar="DATE", help=words)


def _add_starting(commands: _Commands) -> None:
    demo = _command(commands, "demo", "crée une région inventée, tous ses documents, puis ouvre la fenêtre")
    demo.add_argument("--out", type=Path, metavar="DOSSIER", help="où écrire (par défaut un nouveau dossier)")
    demo.add_argument("--no-window", action="store_true", help="n’ouvre pas la fenêtre")
    init = _command(commands, "init", "crée la commission dans un dossier de données vide")
    init.add_argument("--region", metavar="CODE", help="code INSEE ou nom de la région d’une commission régionale")
    init.add_argument("--department", metavar="CODE", help="code INSEE ou nom du département d’une commission locale")
    init.add_argument("--installed", required=True, type=day, metavar="DATE", help="date de la réunion d’installation")
    init.add_argument("--name", default="", metavar="NOM", help="nom de la commission")
    init.add_argument("--kind", type=CommissionKind, choices=list(CommissionKind), default=CommissionKind.CPR)
    init.add_argument("--secretariat", default="", metavar="NOM", help="service qui tient le secrétariat")
    init.add_argument("--add", action="store_true", help="crée une commission de plus dans un dossier qui en contient")
    init.set_defaults(refuse=init.error)


def _add_importing(commands: _Commands) -> None:
    imports = _nested(commands, "import", "reprend un classeur Excel ou CSV")
    for what, help_text in (
        ("composition", "reprend les tableaux de composition"),
        ("adhesions", "reprend le registre des adhésions"),
        ("payments", "reprend les versements aux CPTS"),
    ):
        parser = _command(imports, what, help_text, action=f"import_{what}")
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")
        if what != "payments":
            _day_option(parser, "date d’effet")
        if what == "composition":
            _end_options(parser)
        else:
            _similar_option(parser)
    template = _command(commands, "template", "écrit un classeur modèle à remplir")
    template.add_argument("what", choices=("composition", "adhesions", "payments"))
    template.add_argument("file", type=Path, metavar="FICHIER")


def _similar_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--similar",
        choices=("same", "new"),
        default="",
        help="nom qui ressemble à une seule CPTS du registre : « same », c’est elle ; « new », c’en est une autre "
        "(pour des versements, ils sont laissés de côté) ; sans cette option, un doute arrête l’import",
    )


def _end_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--end-missing",
        action="store_true",
        help="met fin aux mandats et ferme les sièges absents du fichier ; sinon ils restent et sont signalés",
    )
    reasons = [reason.value for reason in GIVEN_REASONS]
    parser.add_argument(
        "--end-reason",
        type=EndReason,
        choices=reasons,
        default=EndReason.TERM,
        metavar="MOTIF",
        help=f"motif de ces fins : {', '.join(reasons)} (par défaut {EndReason.TERM.value})",
    )


def _add_consulting(commands: _Commands) -> None:
    check = _command(commands, "check", "contrôle la composition")
    _day_option(check, "date de la composition (par défaut aujourd’hui)")
    presidency = _command(commands, "presidency", "donne la présidence année par année")
    presidency.add_argument("--from", dest="first", type=year, metavar="ANNÉE")
    presidency.add_argument("--to", dest="last", type=year, metavar="ANNÉE")
    deadlines = _command(commands, "deadlines", "donne les délais d’une réunion")
    deadlines.add_argument("day", type=day, metavar="DATE", help="jour de la réunion")
    deadlines.add_argument("--counting", type=Counting, choices=list(Counting), help="jours calendaires ou francs")
    adhesions = _nested(commands, "adhesions", "consulte le registre des adhésions")
    summary = _command(adhesions, "summary", "compte les adhésions", action="adhesions_summary")
    _day_option(summary, "date de l’état (par défaut aujourd’hui)")
    funding = _command(commands, "funding", "calcule une année pleine de financement")
    funding.add_argument("--population", required=True, type=int, metavar="N", help="habitants couverts")
    funding.add_argument("--scale", default="avenant-2", metavar="BARÈME", help="son code (aci-2019, avenant-2…)")
    funding.add_argument("--members", type=int, metavar="N", help="nombre de membres")
    funding.add_argument("--crisis", action="store_true", help="une crise sanitaire a été déclenchée")
    funding.add_argument("--plan", choices=("first", "update", "none"), default="first", help="plan de crise")
    funding.add_argument("--joined", type=day, metavar="DATE", help="date d’adhésion")
    funding.add_argument("--missions", metavar="A,B", help="missions, séparées par des virgules (par défaut toutes)")


def _add_meetings(commands: _Commands) -> None:
    meeting = _nested(commands, "meeting", "prévoit ou liste les réunions")
    new = _command(meeting, "new", "prévoit une réunion", action="meeting_new")
    new.add_argument("--date", required=True, type=day, metavar="DATE")
    new.add_argument("--time", type=hour, metavar="HH:MM")
    new.add_argument("--end", type=hour, metavar="HH:MM", help="heure de fin ; avant celle du début : le lendemain")
    new.add_argument("--opens", type=day, metavar="DATE", help="ouverture d’une consultation écrite, close à --date")
    new.add_argument("--place", default="", metavar="LIEU")
    new.add_argument("--kind", type=MeetingKind, choices=list(MeetingKind), default=MeetingKind.ORDINARY)
    _command(meeting, "list", "liste les réunions", action="meeting_list")


def _add_producing(commands: _Commands) -> None:
    documents = _command(commands, "documents", "écrit les documents d’une réunion ou de la commission")
    documents.add_argument("kind", choices=(*DOCUMENT_KINDS, FOLDER))
    documents.add_argument(
        "--meeting",
        type=int,
        metavar="N",
        help="pour les documents d’une réunion : numéro donné par « meeting list »",
    )
    documents.add_argument("--out", required=True, type=Path, metavar="DOSSIER")
    documents.add_argument("--cpts", default="", metavar="CODE", help="pour les documents d’une CPTS : son code")
    documents.add_argument(
        "--dialogue",
        default="",
        metavar="CLÉ",
        help="pour « dialogue » : signature, mission-prevention, yearly-2… (par défaut le prochain)",
    )
    _day_option(documents, "pour les autres : date de l’état (par défaut aujourd’hui)")
    _since_option(documents)
    export = _command(commands, "export", "écrit un export en .xlsx ou .pdf")
    export.add_argument("kind", choices=EXPORT_KINDS)
    export.add_argument("--out", required=True, type=Path, metavar="FICHIER")
    export.add_argument(
        "--meeting",
        type=int,
        default=0,
        metavar="N",
        help="pour « dispatches », « attendance » : numéro donné par « meeting list » (par défaut, toutes)",
    )
    export.add_argument(
        "--year",
        type=int,
        default=0,
        metavar="ANNÉE",
        help="pour « attendance » : les réunions d’une année civile (par défaut toutes)",
    )
    words = "pour « funding », « payments » : code d’une CPTS (par défaut toutes)"
    export.add_argument("--cpts", default="", metavar="CODE", help=words)
    _day_option(export, "date de l’état (par défaut aujourd’hui)")
    _since_option(export)


def _add_keeping(commands: _Commands) -> None:
    _command(commands, "verify", "vérifie la base de données et les fichiers conservés")
    trial = _command(commands, "self-test", "essaie tout le programme dans un dossier temporaire", action="self_test")
    # For the proof of the setup program alone (scripts/installer): of no use to a person.
    trial.add_argument("--pictures", type=Path, help=argparse.SUPPRESS)
