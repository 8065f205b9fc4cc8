"""The settings and genres that a corpus text may be filed under; imports only the labels."""

from stance.labels import Label


class Kind(Label):
    """Whether a text is a whole article or one to three sentences of one."""

    ARTICLE = "article"
    SNIPPET = "snippet"


class Genre(Label):
    """The newsroom's name for the form of a text."""

    WIRE_REPORT = "wire report"
    LONG_REPORT = "long report"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    OFFICIAL_STATEMENT = "official statement"
    SPEECH = "speech"
    INTERVIEW = "interview"
    PRESS_CONFERENCE = "press conference"
    PARLIAMENTARY_DEBATE = "parliamentary debate"
    BRIEF = "brief"
    HEADLINE_LIST = "headline list"
    LETTER = "letter"
    POSTS = "posts"


class Conflict(Label):
    """Where the troops are; one text has one."""

    AFGHANISTAN = "Afghanistan"
    SOVIET_AFGHANISTAN = "Soviet Afghanistan"
    IRAQ = "Iraq"
    SYRIA = "Syria"
    MALI_AND_THE_SAHEL = "Mali and the Sahel"
    NIGER = "Niger"
    CHAD = "Chad"
    SOMALIA = "Somalia"
    VIETNAM = "Vietnam"
    CAMBODIA = "Cambodia"
    LEBANON = "Lebanon"
    SINAI_AND_GAZA = "Sinai and Gaza"
    GOLAN = "Golan"
    KUWAIT = "Kuwait"
    CYPRUS = "Cyprus"
    KOSOVO = "Kosovo"
    BOSNIA = "Bosnia"
    EAST_TIMOR = "East Timor"
    SOLOMON_ISLANDS = "Solomon Islands"
    SRI_LANKA = "Sri Lanka"
    MALDIVES = "Maldives"
    ANGOLA_AND_NAMIBIA = "Angola and Namibia"
    MOZAMBIQUE = "Mozambique"
    CONGO = "Congo"
    IVORY_COAST = "Ivory Coast"
    SENEGAL = "Senegal"
    DJIBOUTI = "Djibouti"
    HAITI = "Haiti"
    GRENADA = "Grenada"
    PANAMA = "Panama"
    PHILIPPINES = "Philippines"
    NAGORNO_KARABAKH = "Nagorno-Karabakh"
    TRANSNISTRIA = "Transnistria"
    GEORGIA = "Georgia"
    UKRAINE = "Ukraine"
    BALTIC_STATES = "Baltic states"
    HUNGARY_AND_POLAND = "Hungary and Poland"
    GERMANY = "Germany"
    KOREA = "Korea"
    JAPAN = "Japan"
    CZECHOSLOVAKIA = "Czechoslovakia"
    LIBYA = "Libya"
    YEMEN = "Yemen"
    INVENTED = "Invented"
    OTHER_TOPIC = "Other topic"


UNSEEN: frozenset[Conflict] = frozenset({Conflict.CYPRUS, Conflict.CAMBODIA, Conflict.ANGOLA_AND_NAMIBIA})
"""Settings that only `test_unseen` holds: how a model does on a conflict it has never met."""
