"""Verbs that tell of events, and the verb forms at which a noun phrase ends."""

from dataclasses import dataclass

from claims.text.wordlists import word_list, word_set

__all__ = ["AUXILIARIES", "EVENT_FORMS", "NEGATED_EVENTS", "EventForm", "inflect", "is_verb_form"]

_IRREGULAR = {
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "aver": ("avers", "averred", "averred", "averring"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "become": ("becomes", "became", "become", "becoming"),
    "beg": ("begs", "begged", "begged", "begging"),
    "begin": ("begins", "began", "begun", "beginning"),
    "brag": ("brags", "bragged", "bragged", "bragging"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "build": ("builds", "built", "built", "building"),
    "buy": ("buys", "bought", "bought", "buying"),
    "cast": ("casts", "cast", "cast", "casting"),
    "catch": ("catches", "caught", "caught", "catching"),
    "chide": ("chides", "chided", "chided", "chiding"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "come": ("comes", "came", "come", "coming"),
    "cost": ("costs", "cost", "cost", "costing"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "die": ("dies", "died", "died", "dying"),
    "draw": ("draws", "drew", "drawn", "drawing"),
    "drive": ("drives", "drove", "driven", "driving"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "fight": ("fights", "fought", "fought", "fighting"),
    "find": ("finds", "found", "found", "finding"),
    "flee": ("flees", "fled", "fled", "fleeing"),
    "fly": ("flies", "flew", "flown", "flying"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "forecast": ("forecasts", "forecast", "forecasted", "forecasting"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "get": ("gets", "got", "gotten", "getting"),
    "give": ("gives", "gave", "given", "giving"),
    "go": ("goes", "went", "gone", "going"),
    "grow": ("grows", "grew", "grown", "growing"),
    "have": ("has", "had", "had", "having"),
    "hear": ("hears", "heard", "heard", "hearing"),
    "hit": ("hits", "hit", "hit", "hitting"),
    "hold": ("holds", "held", "held", "holding"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "know": ("knows", "knew", "known", "knowing"),
    "label": ("labels", "labeled", "labelled", "labeling"),
    "lay": ("lays", "laid", "laid", "laying"),
    "lead": ("leads", "led", "led", "leading"),
    "leave": ("leaves", "left", "left", "leaving"),
    "lie": ("lies", "lied", "lain", "lying"),
    "lose": ("loses", "lost", "lost", "losing"),
    "make": ("makes", "made", "made", "making"),
    "mean": ("means", "meant", "meant", "meaning"),
    "meet": ("meets", "met", "met", "meeting"),
    "overthrow": ("overthrows", "overthrew", "overthrown", "overthrowing"),
    "overturn": ("overturns", "overturned", "overturned", "overturning"),
    "pay": ("pays", "paid", "paid", "paying"),
    "plan": ("plans", "planned", "planned", "planning"),
    "put": ("puts", "put", "put", "putting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "quit": ("quits", "quit", "quit", "quitting"),
    "read": ("reads", "read", "read", "reading"),
    "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "refer": ("refers", "referred", "referred", "referring"),
    "rip": ("rips", "ripped", "ripped", "ripping"),
    "rise": ("rises", "rose", "risen", "rising"),
    "run": ("runs", "ran", "run", "running"),
    "say": ("says", "said", "said", "saying"),
    "see": ("sees", "saw", "seen", "seeing"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "sell": ("sells", "sold", "sold", "selling"),
    "send": ("sends", "sent", "sent", "sending"),
    "set": ("sets", "set", "set", "setting"),
    "shoot": ("shoots", "shot", "shot", "shooting"),
    "show": ("shows", "showed", "shown", "showing"),
    "shrink": ("shrinks", "shrank", "shrunk", "shrinking"),
    "shut": ("shuts", "shut", "shut", "shutting"),
    "signal": ("signals", "signaled", "signalled", "signaling"),
    "sing": ("sings", "sang", "sung", "singing"),
    "sink": ("sinks", "sank", "sunk", "sinking"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "spend": ("spends", "spent", "spent", "spending"),
    "stand": ("stands", "stood", "stood", "standing"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "strike": ("strikes", "struck", "struck", "striking"),
    "sue": ("sues", "sued", "sued", "suing"),
    "sum": ("sums", "summed", "summed", "summing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "take": ("takes", "took", "taken", "taking"),
    "tell": ("tells", "told", "told", "telling"),
    "text": ("texts", "texted", "texted", "texting"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "understand": ("understands", "understood", "understood", "understanding"),
    "win": ("wins", "won", "won", "winning"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "withhold": ("withholds", "withheld", "withheld", "withholding"),
    "write": ("writes", "wrote", "written", "writing"),
}
_DOUBLING = word_set("""
    ban bar drop plan stop ship scrap slash-x step trim commit permit submit admit transfer refer
    equip occur compel expel control patrol rip rob kidnap wed jet grab cap tap plot omit emit remit
    transmit regret propel repel dispel incur recur concur deter defer infer confer embed flip clip
    trip grip strip snap wrap trap slap map chop shop swap spot log tag flag whip rebel
    """)

# What newsrooms check as "did it happen": acts and changes that a record or a witness can show.
_EVENTS = word_list(
    """
    abandon abolish abuse accept acquire acquit adopt advance afford air amend annex announce
    appear apologize apologise appoint approve arrest arrive assassinate assault assign attack
    attend auction avert award back ban bar block bomb borrow boycott breach break bribe build
    burn buy call-off cancel capture cast cede celebrate censor change charge cheat choose clear
    close clash collapse collect commission commit complete compromise concede conduct
    confiscate contaminate contract contribute convene convict crash create cross curb cut
    cut-off deceive default defeat defect defy delay deliver demand demolish demote deploy
    deport destroy detain detect develop devalue die direct disappear disband discover dismantle
    dismiss disqualify disrupt dissolve divert divorce donate double downgrade draft drop drown
    dump earn eject elect eliminate embezzle employ enact end endorse enlist enter erupt escape
    establish evacuate evict exceed exchange execute exempt exile expand expel expire explode
    export expose extend extradite fabricate fall falsify fight file finance fine finish fire
    flee fly forbid force forge found free freeze fund gain give grant grow hack halt hand
    harass hijack hire hold host identify ignore impeach implement import impose imprison
    improve increase indict infect inherit injure inspect install instal interrogate interview
    introduce invade invent invest investigate invite issue jail join keep kidnap kill land
    launch lead leak leave levy lift limit list loan loot lose lower marry massacre meet merge
    migrate misuse monitor move murder nationalize nationalise negotiate nominate obtain occupy
    offer open oppose order oust overhaul overrule overthrow overturn own pardon participate
    pass pay penalize penalise perform permit persecute pilot plagiarize plagiarise plead pledge
    poison postpone prohibit promote prosecute protest provide publish pull purchase purge push
    quit raid raise ratify reach rebuild recall receive reciprocate recognize recognise recover
    recruit redirect reduce reelect re-elect reform refund register reject release relocate
    remove renew reopen repay repeal replace reprimand request require rescue resign resolve
    resort restore restrict retain retaliate retire retract return reveal reverse review revoke
    rise rob roll-back rule sack sanction save scrap seal secure seize sell send sentence serve
    set settle shell shoot shrink shut sign sink smuggle spend spy stab stage start steal
    step-down stop strike strip submit subsidize subsidise succeed sue supply surpass surrender
    survive suspend swear switch take-over target tax terminate test threaten tighten torture
    trade train transfer travel treat trigger triple try unveil upgrade uphold use vacate veto
    violate visit void vote warn win withdraw withhold witness work comply escort oversee rename
    resettle ransack vandalize storm topple
    """
)
_NEGATED = word_list(
    """
    avoid decline deny evade exclude fail forgo ignore lack neglect omit refuse reject skip
    suppress conceal hide withhold
    """
)
# Too common as other parts of speech, or too vague, to make an event by themselves.
_WEAK = word_set("""
    appear keep use work give set lead direct list found identify develop improve change create
    perform test push pull own back serve provide require start end reach show
    afford treat roll-back call-off cut-off step-down take-over move try hand
    """)
AUXILIARIES = word_set("""
    is are was were be been being has have had do does did will would can could may might must
    shall should isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't
    wouldn't can't couldn't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t
    won’t wouldn’t can’t couldn’t cannot
    """)
_STATES = word_list(
    """
    represent reflect mark make take mean remain include involve come go follow face seek need
    want highlight underscore contain cover cost stand seem appear become rise fall exist belong
    differ depend consist live want expect say tell think believe know ask add argue call
    describe suggest show indicate see hear feel like help continue allow let lead cause produce
    generate play result bring get put lay sit run drive draw catch signal leave hit beat
    average total equal
    """
)


@dataclass(frozen=True, slots=True)
class EventForm:
    """One form of an event verb; `tense` is "base", "third", "past" or "ing"."""

    lemma: str
    tense: str


def inflect(lemma: str) -> tuple[str, str, str, str]:
    """Return third person, past, past participle and "-ing" form of an English verb."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("ie"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-2] + "ying"
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    if lemma in _DOUBLING:
        doubled = lemma + lemma[-1]
        return lemma + "s", doubled + "ed", doubled + "ed", doubled + "ing"
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return third, lemma + "ed", lemma + "ed", lemma + "ing"


def _build_events() -> dict[str, EventForm]:
    forms: dict[str, EventForm] = {}
    for lemma in dict.fromkeys([*_EVENTS, *_NEGATED, "agree", "promise", "threaten", "vow"]):
        if lemma in _WEAK or "-" in lemma.replace("re-elect", ""):
            continue
        third, past, participle, ing = inflect(lemma)
        forms.setdefault(lemma, EventForm(lemma, "base"))
        forms.setdefault(third, EventForm(lemma, "third"))
        forms[past] = EventForm(lemma, "past")
        forms[participle] = EventForm(lemma, "past")
        forms.setdefault(ing, EventForm(lemma, "ing"))
    return forms


EVENT_FORMS = _build_events()
NEGATED_EVENTS = frozenset(_NEGATED)


def _build_finite() -> frozenset[str]:
    forms: set[str] = set()
    for lemma in [*_EVENTS, *_NEGATED, *_STATES]:
        third, past, participle, _ = inflect(lemma)
        forms.update((past, participle))
        if lemma in _STATES:
            forms.add(third)
    return frozenset(forms)


_FINITE = _build_finite()


def is_verb_form(word: str) -> bool:
    """Whether the lower-case `word` is probably a finite verb or a past participle."""
    return (
        word in AUXILIARIES
        or word in _FINITE
        or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed"))
    )
