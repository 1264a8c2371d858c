"""Catalan."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="ca",
    nouns="comentari|comentaris|resposta|respostes|pensament|pensaments|opinió|opinions",
    headings="comentaris|respostes",
    spelled="un comentari=1|una resposta=1|cap comentari=0|sense comentaris=0|no hi ha comentaris=0",
    about="a|en|sobre|per|de",
    says="diu|ha dit|va dir|ha escrit|va escriure|ha respost",
    by="publicat per|escrit per|comentari de|enviat per",
    tail="respon|enllaç permanent|denuncia|a les|autor",
    unverified="no verificat",
    answering="en resposta a |resposta a |ha respost a ",
    particles="de|del|la|i",
    persons="jo|em|meu|meva|meus|meves|tu|et|teu|teva|vosaltres|us|vostre|gràcies|sóc|soc|crec",
    reply="respon|cita|denuncia|comparteix|m’agrada|m'agrada|edita",
    form=(
        "deixa un comentari|deixa una resposta|afegeix un comentari|publica un comentari|"
        "escriu un comentari|cancel·la les respostes|cancel·la la resposta|"
        "l’adreça electrònica no es publicarà|l'adreça electrònica no es publicarà|els camps necessaris|"
        "no hi ha comentaris"
    ),
    removed_what="aquest comentari|el comentari|el vostre comentari|comentari",
    removed=(
        "ha estat eliminat|eliminat|s’ha eliminat|s'ha eliminat|ha estat suprimit|suprimit|"
        "està pendent de moderació|pendent de moderació"
    ),
    removed_by="per",
    furniture="membre|convidat|vots|vot",
    promo_labels="llegiu|mireu|llegiu també|vegeu també",
    promos="llegiu també|llegiu més|vegeu també",
    bylines="escrit per|publicat per|per",
    dated="data|publicat|actualitzat",
    months={"d’abril": 4, "d’agost": 8, "d’octubre": 10, "d'abril": 4, "d'agost": 8, "d'octubre": 10},
    ago="fa",
    one="un|una",
    joiners="de|del|a|les",
    ordinals="de|d’",
    ambiguous="set|ag|gen|d’ag",
)
