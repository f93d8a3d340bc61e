"""What stands between a check and its end, and the digest that a sign-off is bound to.

The one rule, for page, API and commands alike. A check is over when the newest draft was looked
through and all that is checkable in it is under a claim or dismissed, each claim is decided, none
waits for a recheck, no place is lost, what is unsourced was accepted by an editor, and a second
person has signed off exactly what is there now.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claims.text.chain import canonical_json

MOST_NAMED = 12
MOST_QUOTED_CODE_POINTS = 60
_PART_DIGITS = 16  # to tell one from another, not to vouch for it: the whole digest does that


class Gap(StrEnum):
    """What kind of thing is missing."""

    NOT_LOOKED_THROUGH = "not_looked_through"
    UNCOVERED = "uncovered"
    UNDECIDED = "undecided"
    RECHECK = "recheck"
    ORPHANED = "orphaned"
    UNSOURCED = "unsourced"
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim in the check, as the rule sees it."""

    number: int
    rating: str
    """verified, disputed, unsourced, or empty."""
    needs_recheck: bool = False
    is_accepted: bool = False
    """An editor has accepted each unsourced verdict that counts."""
    orphans: int = 0
    """Places whose words are gone from the newest draft, and that nobody has closed."""


@dataclass(frozen=True, slots=True)
class SignOffFacts:
    """A sign-off, as the rule sees it."""

    by: str
    """Who gave it."""
    changes: tuple[str, ...] = ()
    """What has changed since, a sentence each; while there is nothing, it holds."""
    objection: str = ""
    """Why it does not count although nothing has changed; empty where it does."""

    @property
    def holds(self) -> bool:
        return not self.changes and not self.objection


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """An article's check, as the rule sees it."""

    is_looked_through: bool
    """The desk has looked through the newest draft for what is checkable."""
    uncovered: tuple[str, ...] = ()
    """The words of each item that is neither under a claim nor dismissed, in reading order."""
    claims: tuple[ClaimFacts, ...] = ()
    sign_offs: tuple[SignOffFacts, ...] = ()
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing, in words, and the claims it is about by number."""

    gap: Gap
    sentence: str
    claims: tuple[int, ...] = ()


def unmet_check(facts: ReleaseFacts) -> list[Missing]:
    """Return what is missing before anybody may sign off; nothing when the check is complete."""
    missing = []
    if not facts.is_looked_through:
        missing.append(
            Missing(
                Gap.NOT_LOOKED_THROUGH,
                "The desk has not looked through the newest draft yet. Wait a moment, then try"
                " again.",
            )
        )
    if facts.uncovered:
        missing.append(Missing(Gap.UNCOVERED, _uncovered(facts.uncovered)))
    for gap, is_in_it, one, many in _OF_CLAIMS:
        numbers = tuple(sorted(claim.number for claim in facts.claims if is_in_it(claim)))
        if numbers:
            sentence = one if len(numbers) == 1 else many
            missing.append(Missing(gap, sentence.format(named(numbers)), numbers))
    return missing


def unmet_release(facts: ReleaseFacts) -> list[Missing]:
    """Return what is missing before the article may be cleared; nothing when it may."""
    return [*unmet_check(facts), *_unmet_sign_off(facts.sign_offs)]


def _unmet_sign_off(sign_offs: Sequence[SignOffFacts]) -> list[Missing]:
    if any(sign_off.holds for sign_off in sign_offs):
        return []
    if not sign_offs:
        return [Missing(Gap.SIGN_OFF, "No second person has signed the check off.")]
    unchanged = [sign_off for sign_off in sign_offs if not sign_off.changes]
    if unchanged:
        return [Missing(Gap.SIGN_OFF, unchanged[-1].objection)]
    newest = sign_offs[-1]
    return [
        Missing(
            Gap.SIGN_OFF,
            f"The sign-off by {newest.by} has lapsed: {_continued(newest.changes[0])}"
            " It takes a new one.",
        )
    ]


_OF_CLAIMS: tuple[tuple[Gap, Callable[[ClaimFacts], bool], str, str], ...] = (
    (
        Gap.UNDECIDED,
        lambda claim: not claim.rating and not claim.needs_recheck,
        "Claim {} is not decided.",
        "Claims {} are not decided.",
    ),
    (
        Gap.RECHECK,
        lambda claim: claim.needs_recheck,
        "Claim {} waits for a recheck.",
        "Claims {} wait for a recheck.",
    ),
    (
        Gap.ORPHANED,
        lambda claim: claim.orphans > 0,
        "Claim {} has lost words that the newest draft no longer has. Mark them anew or close the"
        " place.",
        "Claims {} have lost words that the newest draft no longer has. Mark them anew or close"
        " the places.",
    ),
    (
        Gap.UNSOURCED,
        lambda claim: claim.rating == "unsourced" and not claim.is_accepted,
        "Claim {} is unsourced, and no editor has accepted that it rests on the reporter.",
        "Claims {} are unsourced, and no editor has accepted that they rest on the reporter.",
    ),
)


def _uncovered(words: Sequence[str]) -> str:
    quoted = [f"“{_shortened(each)}”" for each in words]
    verb = "is" if len(words) == 1 else "are"
    return (
        f"{listed(quoted)} {verb} neither under a claim nor dismissed. Mark"
        f" {'it or dismiss it' if len(words) == 1 else 'each or dismiss it'}."
    )


def _continued(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= MOST_QUOTED_CODE_POINTS:
        return words
    return f"{words[: MOST_QUOTED_CODE_POINTS - 1].rstrip()}…"


def named(numbers: Sequence[int]) -> str:
    """Return numbers for a sentence: "3", "3 and 4", "3, 4 and 12 more"."""
    return listed([str(number) for number in numbers])


def listed(things: Sequence[str]) -> str:
    """Return things for a sentence, at most `MOST_NAMED` of them and how many there are more."""
    shown = list(things[:MOST_NAMED])
    if len(things) > MOST_NAMED:
        shown.append(f"{len(things) - MOST_NAMED} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@dataclass(frozen=True, slots=True)
class SignedClaim:
    """What a sign-off vouches for in one claim. Each list holds JSON values, in a fixed order."""

    number: int
    wording: str
    kind: str
    rating: str
    version: int = 0
    """Rises with each change: what was changed and changed back is no longer what was signed."""
    places: Sequence[Any] = ()
    """Where the newest draft makes it, and which of its places are gone."""
    verdicts: Sequence[Any] = ()
    """Number, question, rating and evidence digest of those that count."""
    citations: Sequence[Any] = ()
    """Id, source, address, passage, locator, stance, and whether it is in use, of each."""
    acceptances: Sequence[Any] = ()
    """Verdict and reason of those that count."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a sign-off vouches for."""

    text_digest: str
    """Of the newest draft."""
    claims: Sequence[SignedClaim] = ()
    suggestions: Sequence[Any] = ()
    """Those dismissed, JSON values in a fixed order."""
    notes: Sequence[Any] = ()
    """Those dismissed, JSON values in a fixed order."""


def release_digest(signed: Signed) -> str:
    """Return the SHA-256, in hex, of all that a sign-off vouches for, as canonical JSON."""
    return _sha256(
        {
            "text": signed.text_digest,
            "claims": [_as_json(claim) for claim in _by_number(signed.claims)],
            "suggestions": list(signed.suggestions),
            "notes": list(signed.notes),
        }
    )


def parts_of(signed: Signed) -> dict[str, Any]:
    """Return a digest of each piece, to tell later which of them has changed.

    Returns:
        `text`, `suggestions` and `notes`; and `claims`, which has for each claim by its number
        `is_decided`, `words`, `places`, `verdicts`, `citations` and `acceptances`.
    """
    return {
        "text": _part(signed.text_digest),
        "suggestions": _part(list(signed.suggestions)),
        "notes": _part(list(signed.notes)),
        "claims": {
            str(claim.number): {
                "is_decided": bool(claim.rating),
                "words": _part([claim.wording, claim.kind]),
                "places": _part(list(claim.places)),
                "verdicts": _part([claim.rating, *claim.verdicts]),
                "citations": _part(list(claim.citations)),
                "acceptances": _part(list(claim.acceptances)),
            }
            for claim in signed.claims
        },
    }


def changes_between(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what has changed from one result of `parts_of` to another, a sentence a kind.

    A new draft moves most places; that it is new is said once.
    """
    changes = []
    is_new_text = before.get("text") != now.get("text")
    if is_new_text:
        changes.append("The text changed.")
    then, today = before.get("claims", {}), now.get("claims", {})
    both = then.keys() & today.keys()
    lost = {n for n in both if then[n]["is_decided"] and not today[n]["is_decided"]}
    changes += _of_claims("Claim {} is new.", "Claims {} are new.", today.keys() - then.keys())
    changes += _of_claims(
        "Claim {} left the check.", "Claims {} left the check.", then.keys() - today.keys()
    )
    changes += _of_claims("Claim {} lost its verdict.", "Claims {} lost their verdicts.", lost)
    for part, one, many in _CHANGED:
        if part == "places" and is_new_text:
            continue
        changed = {n for n in both if then[n][part] != today[n][part]}
        changes += _of_claims(one, many, changed - lost if part == "verdicts" else changed)
    if before.get("suggestions") != now.get("suggestions") and not is_new_text:
        changes.append("What was dismissed as not checkable changed.")
    if before.get("notes") != now.get("notes") and not is_new_text:
        changes.append("What was dismissed of the notes on consistency changed.")
    return changes


_CHANGED = (
    ("words", "Claim {} was worded anew.", "Claims {} were worded anew."),
    ("verdicts", "Claim {} was decided anew.", "Claims {} were decided anew."),
    ("citations", "The citations of claim {} changed.", "The citations of claims {} changed."),
    ("places", "The places of claim {} changed.", "The places of claims {} changed."),
    (
        "acceptances",
        "What an editor accepted of claim {} changed.",
        "What an editor accepted of claims {} changed.",
    ),
)


def _of_claims(one: str, many: str, found: Iterable[str]) -> list[str]:
    numbers = sorted(map(int, found))
    return [(one if len(numbers) == 1 else many).format(named(numbers))] if numbers else []


def _by_number(claims: Iterable[SignedClaim]) -> list[SignedClaim]:
    return sorted(claims, key=lambda claim: claim.number)


def _as_json(claim: SignedClaim) -> dict[str, Any]:
    return {
        "number": claim.number,
        "wording": claim.wording,
        "kind": claim.kind,
        "version": claim.version,
        "rating": claim.rating,
        "places": list(claim.places),
        "verdicts": list(claim.verdicts),
        "citations": list(claim.citations),
        "acceptances": list(claim.acceptances),
    }


def _part(value: Any) -> str:
    return _sha256(value)[:_PART_DIGITS]


def _sha256(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
