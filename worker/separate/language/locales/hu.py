"""Hungarian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="hu",
    nouns="hozzászólás|komment|kommentek|megjegyzés|vélemény|válasz",
    headings="hozzászólások|kommentek|vélemények|megjegyzések",
    counted=("… bejegyzéshez # hozzászólás|… bejegyzéshez # hozzászólást|… bejegyzésre # válasz|… – # hozzászólás"),
    spelled=(
        "egy hozzászólás=1|egy komment=1|egy gondolat=1|egy válasz=1|nincs hozzászólás=0|"
        "nincsenek hozzászólások=0|nincsenek megjegyzések=0"
    ),
    about="a|az|a(z)|ehhez",
    says="szerint|írta|mondta|mondja",
    by="írta|bejegyezte",
    tail="válasz|közvetlen link|jelentés",
    unverified="nem ellenőrzött",
    answering="válasz erre: |válaszul neki: |válasz neki: ",
    particles="és",
    persons="én|nekem|engem|enyém|te|neked|téged|ti|nektek|köszi|köszönöm|vagyok|voltam|szerintem|tudom",
    reply="válasz|válasz erre|idézet|jelentés|megosztás|tetszik|szerkesztés",
    form=(
        "vélemény, hozzászólás|szólj hozzá|hozzászólás írása|megjegyzés küldése|válasz megszakítása|"
        "az e-mail címet nem|a kötelező mezőket|hozzászólás küldéséhez|nincs hozzászólás|"
        "nincsenek megjegyzések"
    ),
    removed_what="ezt a hozzászólást|ez a hozzászólás|a hozzászólás|hozzászólás|a megjegyzést|megjegyzés",
    removed="törölve|törölték|eltávolítva|eltávolították|törölve lett|moderálásra vár|jóváhagyásra vár",
    furniture="tag|vendég|szavazat|tetszik",
    promo_labels="olvasd el|olvassa el|lásd még|kapcsolódó|olvasd el ezt is",
    promos="olvasd el|olvassa el|tovább olvasom",
    bylines="írta|szerző",
    dated="dátum|közzétéve|frissítve",
    units={"másodperce": 0, "perce": 1, "órája": 2, "napja": 3, "hete": 4, "hónapja": 5, "éve": 6},
    ago="ezelőtt",
    one="egy",
    ambiguous="de|du|h|k|p|v",
)
