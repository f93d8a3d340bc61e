"""Train the check-worthiness score from the desk's own decisions."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.desk_weights import keep_weights, put_aside_weights
from claims.queries.decisions import Decision, get_decisions
from claims.text.training import Example, Quality, measure_weights, train_weights
from claims.text.worthiness import default_weights

LEAST_DECISIONS = 200
_HELD_OUT = 5  # every fifth
_LEAST_ARTICLES = 10


class Command(BaseCommand):
    help = (
        "Train the score that orders suggestions from what people accepted and dismissed, going on"
        " from the shipped weights, and print how well it does on decisions kept aside. The file"
        " before is kept. Drafts that come in from then on use it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Measure only; write nothing.")
        parser.add_argument(
            "--reset", action="store_true", help="Put the desk's weights aside; use the shipped."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["reset"]:
                self._reset(is_dry=options["dry_run"])
            else:
                self._train(is_dry=options["dry_run"])
        except OSError as error:
            raise CommandError(
                f"{settings.WORTHINESS_FILE.parent} cannot be written: {error.strerror}."
            ) from None

    def _reset(self, *, is_dry: bool) -> None:
        if not settings.WORTHINESS_FILE.exists():
            self.stdout.write("The shipped weights are in use already.")
            return
        if is_dry:
            self.stdout.write("The shipped weights would be in use again. Nothing is written.")
            return
        kept = put_aside_weights()
        self.stdout.write(f"The shipped weights are in use again; the desk's own are kept: {kept}")

    def _train(self, *, is_dry: bool) -> None:
        decisions = get_decisions()
        accepted = sum(each.example.is_worthy for each in decisions)
        dismissed = len(decisions) - accepted
        counted = f"{len(decisions)} sentences: {accepted} accepted, {dismissed} dismissed"
        if len(decisions) < LEAST_DECISIONS:
            raise CommandError(
                f"{counted}. It takes {LEAST_DECISIONS} at least: go on accepting and dismissing."
            )
        learned, held_out = _kept_aside(decisions)
        if not all(_has_both(each) for each in (learned, held_out)):
            raise CommandError(
                f"{counted}. It takes more of both, so that some of each can be kept aside."
            )
        self.stdout.write(f"{counted}; {len(held_out)} of them kept aside to measure on.")
        before = measure_weights(held_out, default_weights())
        after = measure_weights(held_out, train_weights(learned, start=default_weights()))
        self._compare(before, after)
        if is_dry:
            self.stdout.write("Nothing is written.")
            return
        everything = [each.example for each in decisions]
        kept = keep_weights(train_weights(everything, start=default_weights()))
        self.stdout.write(f"Written: {settings.WORTHINESS_FILE}")
        if kept:
            self.stdout.write(f"The weights before are kept: {kept}")

    def _compare(self, before: Quality, after: Quality) -> None:
        self.stdout.write("           F1   average precision")
        for name, quality in (("shipped", before), ("trained", after)):
            self.stdout.write(f"{name:8} {quality.f1:.3f}  {quality.average_precision:.3f}")
        if after.average_precision < before.average_precision:
            self.stdout.write("They order worse than the shipped ones; --reset goes back to those.")


def _kept_aside(decisions: Sequence[Decision]) -> tuple[list[Example], list[Example]]:
    """Return what to learn from, and what to measure on: whole articles where there are enough.

    Sentences of one article are alike, so that some of each would flatter the result.
    """
    articles = sorted({each.article for each in decisions})
    if len(articles) >= _LEAST_ARTICLES:
        aside = set(articles[_HELD_OUT - 1 :: _HELD_OUT])
        is_aside = [each.article in aside for each in decisions]
    else:
        is_aside = [place % _HELD_OUT == _HELD_OUT - 1 for place in range(len(decisions))]
    pairs = list(zip(decisions, is_aside, strict=True))
    learned = [each.example for each, is_held in pairs if not is_held]
    return learned, [each.example for each, is_held in pairs if is_held]


def _has_both(examples: Sequence[Example]) -> bool:
    return len({example.is_worthy for example in examples}) > 1
