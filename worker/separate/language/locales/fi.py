"""Finnish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="fi",
    nouns="kommentti|kommenttia|kommentit|vastaus|vastausta|ajatus|ajatusta",
    stem="komment",
    headings="kommentit|keskustelu|vastaukset",
    spelled="yksi kommentti=1|yksi vastaus=1|yksi ajatus=1|ei kommentteja=0|ei vastauksia=0",
    about="artikkeliin|aiheesta|aiheeseen",
    says="sanoo|sanoi|kirjoittaa|kirjoitti",
    by="lähettänyt|kirjoittanut|lähettäjä",
    tail="vastaa|pysyvä linkki|ilmoita|klo",
    unverified="ei vahvistettu|varmistamaton",
    answering="vastauksena |vastaa käyttäjälle |vastasi käyttäjälle ",
    particles="von|de|af",
    persons="minä|mä|minun|mun|minua|minulle|mulle|sinä|sä|sinun|sun|teidän|teille|kiitos|kiitti|olen|en",
    reply="vastaa|lainaa|ilmoita|jaa|tykkää|muokkaa|kirjaudu vastataksesi",
    form=(
        "vastaa peruuta vastaus|jätä vastaus|jätä kommentti|lähetä kommentti|kirjoita kommentti|"
        "peruuta vastaus|sähköpostiosoitettasi ei|pakolliset kentät|sinun täytyy kirjautua|"
        "ei kommentteja"
    ),
    removed_what="tämä kommentti|kommentti|kommenttisi|tämä viesti|viesti",
    removed="on poistettu|poistettu|poistettiin|odottaa hyväksyntää|odottaa moderointia",
    furniture="jäsen|vieras|ääni|ääntä|äänestä|asiaton",
    promo_labels="lue|lue myös|katso|katso myös|lue lisää",
    promos="lue myös|lue lisää|katso myös",
    bylines="kirjoittanut|teksti",
    dated="päivämäärä|julkaistu|päivitetty",
    ago="sitten",
    joiners="klo|kello",
    clock="klo",
    ambiguous="ip|ap",
)
