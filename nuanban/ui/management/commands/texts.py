from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nuanban.ui import texts


class Command(BaseCommand):
    help = "Find, merge and compile the translations of every app (Babel only, no msgfmt)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--update", action="store_true", help="write new sentences into .po")
        parser.add_argument("--check", action="store_true", help="fail when a sentence is missing")

    def handle(self, *args: Any, **options: Any) -> None:
        for app in texts.apps():
            for language in texts.LANGUAGES:
                if options["update"]:
                    texts.merge(app, language)
                if options["check"] and (lacking := texts.missing(app, language)):
                    raise CommandError(f"{app.name} ({language}): " + " | ".join(lacking))
        self.stdout.write(f"compiled {texts.compile_all()}")
