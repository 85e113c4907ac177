"""The part of the world of each country, as the standard M49 of the United Nations divides it.

The Americas are divided in two, North America with Central America and the Caribbean. What M49 does not list (Kosovo,
Taiwan, former states) is where its neighbors are.
"""

from collections.abc import Mapping

_CODES = {
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW
        MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
    """,
    "antarctica": "AQ",
    "asia": """
        AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM
        PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE SKIN VDVN XOTT XSVN YDYE
    """,
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME
        MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK CSHH CSXX DDDE SUHH XAUH YUCS
    """,
    "north_america": """
        AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX
        TC TT US VC VG VI ANHH
    """,
    "oceania": """
        AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS GEHH PCHH
    """,
    "south_america": "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
}

REGIONS: Mapping[str, str] = {code: region for region, codes in _CODES.items() for code in codes.split()}
"""The region of each country, by its code: the last part of a translation key."""
