"""Which commission of the data folder a command works on."""

import argparse

from cpr_desk.cli.output import say
from cpr_desk.domain.commission import Commission
from cpr_desk.domain.french import listing
from cpr_desk.services import commission as commissions
from cpr_desk.services.instance import Database


def commission_of(args: argparse.Namespace, db: Database) -> Commission:
    """Return the commission that `--commission` names, else the oldest, told where there are several.

    Raises UserError when there is none.
    """
    chosen = commissions.the_commission(db, args.commission)
    others = [each for each in commissions.list_commissions(db) if each.id != chosen.id]
    if others and args.commission is None:
        say(
            f"Ce dossier contient plusieurs commissions : la n° {chosen.id}, {chosen.name}, est utilisée. "
            f"--commission en choisit une autre : {listing(f'n° {each.id}, {each.name}' for each in others)}."
        )
    return chosen
