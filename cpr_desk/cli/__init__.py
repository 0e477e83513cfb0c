"""The command line, for IT services and scheduled tasks; without a command, the window.

Exit codes: 0 done, 1 the data or the world says no (the message says why), 2 usage.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cpr_desk import logs
from cpr_desk.cli.output import prepare_streams, say
from cpr_desk.errors import UserError

_CONSULTING = ("check", "presidency", "deadlines", "adhesions_summary", "funding", "verify")
_MANY_OBJECTS = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window; return the exit code."""
    prepare_streams()
    args = _read(sys.argv[1:] if arguments is None else list(arguments))
    try:
        if args.command is None:
            from cpr_desk import app

            return app.main(args.data_dir, args.commission)
        # A command lives for seconds: to look for its garbage over and over would take up to a third of them.
        gc.set_threshold(_MANY_OBJECTS)
        # Reading commands must not wait for what only writing ones import.
        module = import_module(f"cpr_desk.cli.{'consulting' if args.action in _CONSULTING else 'producing'}")
        code: int = getattr(module, f"run_{args.action}")(args)
        print(end="", flush=True)  # a window program on Windows has no stream to flush
    except UserError as fault:
        say(str(fault))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us left, as « | head » does
        return 0
    except KeyboardInterrupt:
        say("Interrompu. Rien de ce qui était en cours n’a été enregistré.")
        return 1
    except Exception as fault:  # noqa: BLE001 - a person never sees a traceback; the log has it
        logs.record_fault(fault)
        say(f"Un défaut du programme l’a arrêté ({type(fault).__name__}). Rien n’a été enregistré à moitié.")
        return 1
    return code


def _read(arguments: list[str]) -> Any:
    """Parse the arguments; those of the window are read here, for building the parser would delay its first paint."""
    match arguments:
        case []:
            return SimpleNamespace(command=None, data_dir=None, commission=None)
        case ["--data-dir", folder] if not folder.startswith("-"):
            return SimpleNamespace(command=None, data_dir=Path(folder), commission=None)
    from cpr_desk.cli.parser import build_parser

    return build_parser().parse_args(arguments)
