"""Names of people in a text, and what short forms and pronouns refer back to."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claims.text.wordlists import word_set

__all__ = [
    "CALENDAR_WORDS",
    "ORGANISATION_WORDS",
    "TITLES",
    "NameIndex",
    "PersonMention",
    "strip_titles",
]

TITLES = word_set("""
    mr mrs ms miss mx dr prof professor sir dame lord lady baroness baron count king queen prince
    princess pope cardinal archbishop bishop rabbi imam sheikh reverend rev father sister brother
    president vice-president vice premier chancellor minister secretary senator sen sens
    representative rep reps congressman congresswoman congressperson governor gov govs mayor
    councilman councilwoman councillor councilor alderman judge justice chief general gen lt
    lieutenant colonel col major maj captain capt commander cmdr admiral adm sergeant sgt officer
    detective deputy sheriff inspector superintendent constable ambassador attorney commissioner
    speaker chairman chairwoman chair chairperson director ceo cfo coo cto founder co-founder
    owner spokesman spokeswoman spokesperson analyst economist host anchor moderator coach
    republican republicans democrat democratic democrats gop conservative labour liberal
    first former ex-president ex then acting interim incoming outgoing late nominee candidate
    leader foreign prime finance defence defense interior treasury state del hon saint st
    presidential vice-presidential pollster strategist adviser advisor aide lawyer author
    journalist reporter editor columnist correspondent campaign running mate
    american chinese russian ukrainian british french german israeli palestinian iranian turkish
    japanese indian canadian mexican australian italian spanish polish european african asian
    brazilian egyptian saudi syrian korean pakistani afghan iraqi dutch swedish swiss irish scottish
    """)
_MALE_TITLES = word_set(
    "mr sir lord baron king prince pope father brother congressman councilman alderman chairman "
    "spokesman"
)
_FEMALE_TITLES = word_set(
    "mrs ms miss dame lady baroness queen princess sister congresswoman councilwoman chairwoman "
    "spokeswoman"
)
CALENDAR_WORDS = word_set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun easter christmas today yesterday tomorrow spring
    summer autumn fall winter
    """)
ORGANISATION_WORDS = word_set("""
    university college school institute institution center centre committee commission council
    party department ministry office bureau agency administration association foundation fund bank
    group corporation corp company co inc ltd llc plc press post times journal news newspaper
    magazine tribune herald gazette chronicle guardian street avenue road house court congress
    senate parliament assembly union league club team states state kingdom republic nations nation
    city county town district north south east west northern southern eastern western new united
    america americans world international national federal supreme white wall act bill law treaty
    agreement accord pact deal war crisis organization organisation network radio television tv
    channel airlines motors technologies systems services service health care security intelligence
    police army navy force forces guard project program programme plan reserve exchange market
    markets index report study survey poll museum theatre theater hall park river lake mountain
    island islands sea ocean bay valley airport station tower center hotel hospital church
    cathedral mosque temple day week month year olympics games cup award awards prize conference
    summit forum convention campaign coalition alliance movement front army brigade unit board
    authority trust society federation twitter facebook google instagram youtube reuters associated
    fox cnn nbc cbs abc bbc msnbc breitbart bloomberg politico
    """)
# Of the words above, those that are people's names as well.
_SURNAMES = word_set("""
    white west north south east day hall park church temple wall law bill bay rivers lake street
    road fox banks bank post press stone price
    """)
_STARTERS = word_set("""
    the a an this that these those in on at by for from with to of and but or nor yet so as if when
    while after before since because although though despite during under over about against among
    through until unless what who which where why how his her their its our my your he she they we
    it i you there here not no yes all some many most few several both each every another other
    others one two three four five last next now then also still even just only more less such
    however meanwhile instead according asked told said says speaking writing perhaps maybe indeed
    moreover furthermore finally earlier later recently once again let is are was were be been do
    does did has have had can could will would should may might must like unlike
    """)
_PARTICLES = word_set(
    "de da do dos das del della di du la le van von der den ten ter bin ibn al el "
    "ben bint abu mac san santa"
)
_SUFFIXES = word_set("jr jr. sr sr. ii iii iv phd md")

_MALE_NAMES = word_set("""
    aaron abdul abdullah abraham adam adrian ahmed al alan albert alberto alejandro alex alexander
    alexei alfred ali allan allen andre andrea andreas andrei andrew andy angus anthony antonio
    arnold arthur austin barack barry ben benjamin bernard bernie bill billy bob bobby boris brad
    bradley brandon brendan brent brett brian bruce bryan bryce calvin cameron carl carlos charles
    charlie chip chris christian christopher chuck clarence clark claude clint colin corey craig
    curtis cyril dale damon dan daniel danny darrell darren dave david dean dennis derek dick
    diego dmitri dominic don donald doug douglas drew dustin dwight earl ed eddie edgar eduardo
    edward edwin elijah elliott elon emmanuel enrique eric erik ernest ernesto ethan eugene evan
    felix fernando francis francisco frank franklin fred frederick gabriel gareth garrett gary
    gavin gene geoff geoffrey george gerald gerard gilbert giovanni giuseppe glen glenn gordon
    graham grant greg gregory guy hank hans harold harry harvey hassan hector henry herbert herman
    howard hugh hugo hussein ian ibrahim igor isaac ivan jack jackson jacob jaime jake jamal james
    jamie jared jason javier jay jeb jeff jeffrey jeremy jerome jerry jesse jim jimmy joe joel
    johan john johnny jon jonathan jordan jorge jose joseph josh joshua juan julian justin karl
    keith ken kenneth kevin khalid klaus kofi kurt kyle lance larry lars lawrence lee leo leon
    leonard leonid leroy leslie lester lewis liam lloyd logan lorenzo louis lucas luis luke mahmoud
    malcolm manuel marc marcel marco marcus mario mark marshall martin marvin matt matthew maurice
    max maxwell michael miguel mike mikhail miles milton mitch mitchell mitt mohamed mohammad
    mohammed moses muhammad nathan nathaniel neal ned neil nelson newt nicholas nick nicolas nigel
    nikolai noah noam norman oleg oliver omar orlando oscar osama otto owen pablo pat patrick paul
    pedro pete peter phil philip phillip pierre preston rafael ralph ramon randall randy raul ray
    raymond recep reggie reginald reince rex ricardo richard rick ricky rob robert roberto rodney
    rodrigo roger roland ron ronald ross roy ruben rudolph rudy russ russell ryan sadiq salman sam
    samuel saul scott sean sebastian sergei sergey sergio seth shane shaun shawn sidney simon
    spencer stanley stefan stephen steve steven stewart stuart sylvester ted terrence terry theo
    theodore thomas tim timothy toby todd tom tommy tony travis trevor tyler vadim vernon victor
    viktor vincent vladimir volodymyr wade wallace walter warren wayne wesley will william willie
    wolf wolfgang xavier xi yasser yuri zachary
    """)
_FEMALE_NAMES = word_set("""
    abigail ada adriana agnes aisha alexandra alice alicia alison allison amanda amber amelia amy
    ana anastasia andrea angela angelina anita ann anna anne annette annie april ashley audrey ava
    barbara beatrice becky belinda bernadette beth bethany betsy betty beverly bonnie brenda
    brittany camilla carla carly carmen carol caroline carolyn cassandra catherine cathy cecilia
    charlotte chelsea cheryl chloe christina christine cindy claire clara claudia colleen
    condoleezza connie courtney crystal cynthia daisy dana danielle dawn deborah debbie debra
    denise diana diane donna dora doris dorothy edith eileen elaine eleanor elena elise elizabeth
    ella ellen emily emma erica erin esther eva evelyn fatima fiona florence frances gabby
    gabriela gail georgia geraldine gina ginger giorgia glenda gloria grace greta gwen hannah
    harriet hazel heather heidi helen hillary holly hope huma ida ingrid irene iris isabel
    isabella ivanka jackie jacqueline jane janet janice jasmine jean jeanne jenna jennifer jenny
    jessica jill jo joan joanna joanne jodi josephine joy joyce juanita judith judy julia julie
    june justine kaitlyn kamala karen karla kate katherine kathleen kathryn kathy katie katrina
    kayla kellie kelly kelli kerry kim kimberly kirsten kristen kristin laura lauren leah leila
    lena leticia lillian linda lisa liz lois lorena loretta lori lorraine louise lucia lucille
    lucy lydia lynn mabel madeleine madeline maggie marcia margaret margarita maria marianne marie
    marilyn marina marine marjorie marsha martha mary maureen megan meghan melania melanie melissa
    mercedes meredith michaela michele michelle mildred miranda miriam molly monica nadia nancy
    naomi natalie natasha nicola nicole nina nora norma olga olivia pamela patricia patty paula
    pauline peggy penny phyllis priscilla priti rachel rakeyia rebecca regina renee rhonda rita
    roberta robin rosa rose rosemary roxanne ruth sabrina sally samantha sandra sara sarah serena
    sharon sheila shelley sherry shirley silvia sofia sonia sophia sophie stacy stella stephanie
    sue susan suzanne sylvia tamara tammy tanya tara teresa theresa tiffany tina tracy trudy tulsi
    ursula valerie vanessa vera veronica vicki victoria viola virginia vivian wanda wendy whitney
    whoopi yolanda yvonne zoe
    """)

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-Я]"
_NAME_WORD = rf"(?:{_CAPITAL}\.(?:{_CAPITAL}\.)*|{_CAPITAL}[\w’'-]*)"
_NAME_RUN = re.compile(
    rf"(?<![\w’'-])(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Prof|Maj|Adm|Del|St)\.?[^\S\n]"
    rf"{{1,3}})*{_NAME_WORD}(?:[^\S\n]{{1,3}}(?:{_NAME_WORD}|(?:de|da|do|dos|del|della|di|du|la|le|van|"
    rf"von|der|den|bin|ibn|al|el|ben)(?=[^\S\n]{{1,3}}(?:{_CAPITAL}|de|la|der|den)))){{0,7}}"
)
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_WORD = re.compile(r"[^\s]+")
_PERSON_CONTEXT = re.compile(
    r"(?:,?\s(?:who|whose|said|says|told|tells|added|adds|asked|wrote|argued|recalled|explained"
    r"|himself|herself)\b|,\s(?:\d\d\b|an?\s|the\s|his\s|her\s)|\s\((?:D|R|I)\b)"
)
# The parts of "Obama’s Attorney General Loretta Lynch": the owner, what is owned.
_OWNED = re.compile(r"\S(?:(?![’']s\s).)*(?:[’']s(?=\s))?")
_STOP = re.compile(r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bDr)(?<!\bMrs)[.!?][”\"’')]*\s|\n")
_LOOKBACK_CODE_POINTS = 1_500
_SENTENCE_CODE_POINTS = 400
_HEADLINE_CODE_POINTS = 160
_MENTIONS_TRIED = 40


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A place where a person is named.

    Attributes:
        start, end: code points of the name as written, titles and possessive left out.
        title_start: where the titles before it begin; `start` where there are none.
        name: the fullest form known at this place.
        gender: "m", "f" or "" where nothing tells.
        leads: the name opens its sentence, hence is probably its subject.
        is_person: a title, a known first name or the words beside it tell so.
    """

    start: int
    end: int
    title_start: int
    name: str
    gender: str
    leads: bool
    is_person: bool


def strip_titles(name: str) -> str:
    """Return `name` without titles, offices and nationalities in front of it."""
    words = name.split()
    return " ".join(words[_after_titles(words) :])


def _after_titles(words: Sequence[str]) -> int:
    """Return how many words of a name are titles or stand before one in its middle."""
    start = 0
    while start < len(words) - 1 and _bare(words[start]) in TITLES:
        start += 1
    # "PolitiFact Executive Director Aaron Sharockman"
    for place in range(start, len(words) - 2):
        if _bare(words[place]) in TITLES:
            start = place + 1
    return start


def _bare(word: str) -> str:
    return word.lower().rstrip(".").removesuffix("’s").removesuffix("'s")


def _gender_of(words: list[str], titles: list[str]) -> str:
    for title in titles:
        if title in _MALE_TITLES:
            return "m"
        if title in _FEMALE_TITLES:
            return "f"
    first = words[0].lower().rstrip(".")
    if len(words) < 2:
        return ""
    if first in _MALE_NAMES and first not in _FEMALE_NAMES:
        return "m"
    if first in _FEMALE_NAMES and first not in _MALE_NAMES:
        return "f"
    return ""


class NameIndex:
    """All people named in a text, to look up who a short form or a pronoun means.

    A last name refers to the newest full name before it that ends so (one that begins so where
    none ends so, as in "Xi"); "he" and "she" refer to the newest fitting person, the subject of
    a sentence before the others.
    """

    def __init__(self, text: str, quoted: Sequence[tuple[int, int]] = ()) -> None:
        """Read the names of `text`; those inside `quoted`, sorted, answer no pronoun outside."""
        self._text = text
        self._quoted = quoted
        self._quoted_starts = [start for start, _ in quoted]
        self._full: dict[str, tuple[str, str]] = {}  # short form, lower case -> (full name, gender)
        self._genders: dict[str, str] = {}
        self.mentions: list[PersonMention] = []
        self._known_ahead: dict[str, str] = {}
        runs = self._read_runs()
        for _, _, words, _ in runs:
            if len(words) > 1:
                for key in (words[-1], words[0]):
                    self._known_ahead.setdefault(key.lower(), " ".join(words))
        for start, end, words, titles in runs:
            self._add(start, end, words, titles)
        self._starts = [mention.start for mention in self.mentions]

    def resolve_name(self, name: str, at: int) -> str:
        """Return the full name that `name`, standing at `at`, is short for, or `name` itself."""
        bare = _POSSESSIVE.sub("", strip_titles(name).strip(" ,.;:"))
        index = bisect_left(self._starts, at)
        for mention in self.mentions[index : index + 3]:
            if self._text[mention.start : mention.end] == bare:
                return mention.name
        return bare

    def resolve_pronoun(self, gender: str, at: int) -> PersonMention | None:
        """Return the newest person before `at` whom a pronoun of `gender` fits.

        Within the pronoun's own sentence the nearest counts; before it, the newest that led
        its sentence, and only then the newest of all.
        """
        index = bisect_left(self._starts, at)
        sentence = self._sentence_start(at)
        fallback: PersonMention | None = None
        for position in range(index - 1, max(0, index - _MENTIONS_TRIED) - 1, -1):
            mention = self.mentions[position]
            if at - mention.start > _LOOKBACK_CODE_POINTS:
                break
            if not self._fits(mention, gender, at):
                continue
            if mention.leads or mention.start >= sentence:
                return mention
            fallback = fallback or mention
        return fallback

    def _fits(self, mention: PersonMention, gender: str, at: int) -> bool:
        known = mention.gender or self._genders.get(mention.name, "")
        if (known and known != gender) or not (known or mention.is_person):
            return False
        return self._is_quoted(at) or not self._is_quoted(mention.start)

    def _sentence_start(self, at: int) -> int:
        low = max(0, at - _SENTENCE_CODE_POINTS)
        stops = list(_STOP.finditer(self._text, low, at))
        return stops[-1].end() if stops else low

    def _is_quoted(self, at: int) -> bool:
        place = bisect_right(self._quoted_starts, at) - 1
        return place >= 0 and at < self._quoted[place][1]

    def _read_runs(self) -> list[tuple[int, int, list[str], list[str]]]:
        runs = []
        for found in _NAME_RUN.finditer(self._text):
            if self._is_headline(*found.span()):
                continue
            for part in _OWNED.finditer(found.group()):
                read = self._read_run(found.start() + part.start(), part.group())
                if read is not None:
                    runs.append(read)
        return runs

    def _is_headline(self, start: int, end: int) -> bool:
        """Whether the words stand in a short line without a small word: capitals mean nothing."""
        if end - start > _HEADLINE_CODE_POINTS:
            return True
        first = self._text.rfind("\n", max(0, start - _HEADLINE_CODE_POINTS), start) + 1
        last = self._text.find("\n", end, end + _HEADLINE_CODE_POINTS)
        if (first == 0 and start >= _HEADLINE_CODE_POINTS) or last < 0:
            return False
        if last - first > _HEADLINE_CODE_POINTS:
            return False
        words = [word for word in self._text[first:last].split() if len(word) > 3]
        return len(words) > 2 and all(not word[0].islower() for word in words)

    def _read_run(self, at: int, run: str) -> tuple[int, int, list[str], list[str]] | None:
        words = [(m.group(), at + m.start()) for m in _WORD.finditer(run)]
        titles: list[str] = []
        cut = _after_titles([word for word, _ in words])
        titles.extend(_bare(word) for word, _ in words[:cut])
        words = words[cut:]
        while words:
            low = _bare(words[0][0])
            if low in TITLES:
                titles.append(low)
            elif low not in _STARTERS and low not in CALENDAR_WORDS:
                break
            words.pop(0)
        kept: list[tuple[str, int]] = []
        known = bool(words) and _bare(words[0][0]) in _MALE_NAMES | _FEMALE_NAMES
        for word, start in words:
            low = _bare(word)
            is_surname = known and low in _SURNAMES
            if low in CALENDAR_WORDS and not known:
                break
            if low in ORGANISATION_WORDS and len(words) > 1 and not is_surname:
                break
            bare = _POSSESSIVE.sub("", word)
            kept.append((bare, start))
            if bare != word:
                break
        if not kept or (len(kept) < len(words) and kept[-1][0] == words[len(kept) - 1][0]):
            return None  # an organisation, a place, a day
        names = [word for word, _ in kept]
        end = kept[-1][1] + len(kept[-1][0])
        if names[-1].lower() in _PARTICLES:
            return None
        if names[0].lower() in ORGANISATION_WORDS and not known:
            return None
        return kept[0][1], end, names, titles

    def _add(self, start: int, end: int, words: list[str], titles: list[str]) -> None:
        name = " ".join(words)
        gender = _gender_of(words, titles)
        if len(words) > 1:
            if words[-1].lower() in _SUFFIXES and len(words) > 2:
                keys = (words[0], words[-2])
            else:
                keys = (words[0], words[-1])
            for key in keys:
                self._full[key.lower()] = (name, gender)
        else:
            key = words[0].lower()
            if key in self._full:
                name, known = self._full[key]
                if gender and known and gender != known:
                    name = words[0]
                else:
                    gender = gender or known
            elif key in self._known_ahead:
                name = self._known_ahead[key]
                gender = gender or _gender_of(name.split(), [])
            elif not titles:
                return  # one capitalised word, never part of a full name: rarely a person
        if gender:
            self._genders.setdefault(name, gender)
        is_person = bool(gender or titles) or self._acts_as_person(start, end)
        self.mentions.append(
            PersonMention(
                start,
                end,
                self._title_start(start) if is_person else start,
                name,
                gender,
                self._leads(start, end),
                is_person,
            )
        )

    def _title_start(self, start: int) -> int:
        """Return where the run of titles directly before a name begins."""
        low = max(0, start - 80)
        at = start
        for found in reversed(list(_WORD.finditer(self._text, low, start))):
            if found.start() == low > 0 or "\n" in self._text[found.end() : at]:
                break
            word = found.group()
            if _bare(word) not in TITLES or (word[0].isupper() and word.lower() in _STARTERS):
                break
            at = found.start()
        return at

    def _acts_as_person(self, start: int, end: int) -> bool:
        before = self._text[max(0, start - 24) : start].split()
        if before and _bare(before[-1]) in TITLES:
            return True
        return _PERSON_CONTEXT.match(self._text, end) is not None

    def _leads(self, start: int, end: int) -> bool:
        before = self._text[max(0, start - 60) : start]
        tail = re.split(r"[.!?:”\"\n•]", before)[-1].split()
        if self._text[end : end + 2] in ("’s", "'s"):
            return False
        return len(tail) < 8 and all(
            word[:1].isupper() or word.lower().strip(",") in _LEADING_WORDS or _bare(word) in TITLES
            for word in tail
        )


_LEADING_WORDS = word_set("the a an but and former later then meanwhile however")
