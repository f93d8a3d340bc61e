"""Closed lists of words that matter to facts, in English, German, French and Arabic."""

from __future__ import annotations

__all__ = [
    "DIRECTIONS",
    "HEDGES",
    "MONTHS_AND_DAYS",
    "NEGATIONS",
    "NUMBER_WORDS",
    "OPENING_WORDS",
    "UNITS",
    "word_set",
]


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list written out as text."""
    return frozenset(words.split())


# They turn a statement into its opposite.
NEGATIONS = word_set(
    """
    not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely n't
    deny denies denied denying refuse refuses refused reject rejects rejected dispute disputes
    disputed refute refutes refuted false falsely untrue fail fails failed nicht kein keine keinen
    keinem keiner keines nie niemals niemand nichts nirgends weder ohne bestreitet bestritt
    bestritten dementiert dementierte leugnet leugnete abgelehnt ne n pas jamais aucun aucune rien
    personne ni sans nient nié nier dément démenti démentent لا لم لن ليس ليست ليسوا ما غير دون
    بدون نفى نفت ينفي تنفي عدم أبدا أبدًا
    """
)

# They make a statement weaker, vaguer or somebody else's.
HEDGES = word_set(
    """
    allegedly alleged reportedly reported supposedly purportedly purported apparently seemingly
    presumably possibly perhaps maybe probably likely unlikely may might could would should about
    around approximately roughly nearly almost some estimated estimate circa suspected claimed
    claims claim unconfirmed partly largely mostly mainly only just least most up fewer less more
    over under exactly angeblich mutmaßlich mutmaßliche mutmaßlichen vermutlich möglicherweise
    wohl vielleicht offenbar anscheinend wahrscheinlich könnte könnten dürfte dürften soll sollen
    sollte etwa rund ungefähr zirka ca fast knapp beinahe mindestens höchstens bis gut nahezu
    genau environ presque peut-être probablement prétendument apparemment présumé présumée
    pourrait pourraient serait seraient aurait auraient jusqu'à jusqu moins plus près quelque
    exactement حوالي نحو تقريبا تقريبًا ربما قد يزعم زعم زعمت مزعوم يقال أكثر أقل قرابة فقط محتمل
    يحتمل
    """
)

MONTHS_AND_DAYS = word_set(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday today yesterday tomorrow januar jänner februar märz mai juni juli oktober dezember
    montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern morgen janvier
    février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi
    jeudi vendredi samedi dimanche aujourd'hui hier demain يناير فبراير مارس أبريل مايو يونيو
    يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين
    الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد اليوم أمس غدا غدًا
    """
)

NUMBER_WORDS = word_set(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands dozen dozens half third quarter twice double triple first
    second fourth fifth null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
    hundert tausend halb hälfte drittel viertel doppelt erste ersten zweite zweiten dritte dritten
    zéro deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante
    soixante cent cents mille moitié tiers quart premier première واحد اثنان اثنين ثلاثة أربعة
    خمسة ستة سبعة ثمانية تسعة عشرة مئة مائة ألف نصف ثلث ربع
    """
)

UNITS = word_set(
    """
    percent per cent pct percentage point points million millions billion billions trillion
    trillions bn tn mn m k euro euros dollar dollars pound pounds yen yuan franc francs cents
    penny pence usd eur gbp km kilometre kilometres kilometer kilometers mile miles metre metres
    meter meters cm mm feet foot ft inch inches yard yards acre acres hectare hectares kg kilogram
    kilograms kilo kilos gram grams g mg µg tonne tonnes ton tons litre litres liter liters gallon
    gallons barrel barrels second seconds minute minutes hour hours day days week weeks month
    months year years decade decades century centuries degree degrees c f celsius fahrenheit watt
    watts kw mw gw kwh mwh gwh twh hz khz mhz ghz kb mb gb tb byte bytes db decibel decibels mph
    kmh knots prozent prozentpunkte promille mio mrd millionen milliarde milliarden billionen tsd
    zentimeter hektar kilogramm gramm tonnen stunde stunden sekunde sekunden minuten tag tage
    tagen woche wochen monat monate monaten jahr jahre jahren jahrzehnt jahrzehnte grad dezibel
    pour-cent pourcent milliard milliards kilomètre kilomètres mètre mètres heure heures jour
    jours semaine semaines mois ans année années siècle degré degrés décibels مليون مليار ألف
    بالمئة بالمائة دينار دولار يورو كيلومتر متر ساعة ساعات دقيقة دقائق يوم أيام شهر أشهر شهرا
    شهرًا سنة سنوات عام أعوام طن درجة
    """
)

# One of these says the opposite of another one.
DIRECTIONS = word_set(
    """
    rise rises rose risen rising raise raises raised fall falls fell fallen falling drop drops
    dropped increase increases increased decrease decreases decreased decline declines declined
    gain gained lose loses lost loss profit up down higher lower above below before after since
    until won win all many few every each any both majority minority public private legal illegal
    largest smallest highest lowest best worst first last open opened close closed accept accepted
    approve approved confirm confirmed support supported oppose opposed steigt stieg gestiegen
    steigen sinkt sank gesunken sinken fällt fiel gefallen höher niedriger über unter vor nach
    seit alle viele wenige teurer billiger hausse baisse augmente augmenté augmentera diminue
    diminué monte baissé avant après depuis tous toutes supérieur inférieur ارتفع ارتفعت ارتفاع
    انخفض انخفضت انخفاض زاد زادت زيادة تراجع قبل بعد منذ كل جميع
    """
)

# They begin sentences, and with a capital there they are no names.
OPENING_WORDS = (
    word_set(
        """
    the a an this that these those it its he she they we you i his her their our your my there
    here in on at by for from with after before during since until when while where who what why
    how if although though because as but and or so yet however meanwhile also then now still both
    each every some many most several no not one two three all another other such according
    despite under over about between among once image photo picture source last next earlier later
    today yesterday more instead moreover nevertheless only even to of please
    """
    )
    | word_set(
        """
    der die das den dem des ein eine einer einem einen dies diese dieser dieses er sie es wir ihr
    ich sein seine ihre im am um auf aus bei mit nach von vor zu zum zur über unter für gegen ohne
    aber und oder doch denn dann da wenn weil als wie wo wer was nun auch nur noch laut man mehr
    kein keine seit während dort hier damit dabei
    """
    )
    | word_set(
        """
    le la les un une des du ce cet cette ces il elle ils elles nous vous je on son sa ses leur
    leurs dans en sur sous avec sans pour par depuis pendant après avant mais et ou donc or ni car
    si quand comme selon aucun aucune tous toutes c’est c'est
    """
    )
)
