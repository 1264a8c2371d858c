"""Estonian."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="et",
    nouns="kommentaar|kommentaari|kommentaarid|vastus|vastust|arvamus|arvamust",
    headings="kommentaarid|vastused|arvamused",
    counted="… kohta # kommentaari",
    spelled="üks kommentaar=1|üks vastus=1|kommentaare pole=0",
    says="ütleb|ütles|kirjutas|kirjutab|vastas",
    by="postitas|autor|kirjutanud",
    tail="vasta|püsilink|teata|kell",
    answering="vastuseks kasutajale |vastus kasutajale ",
    particles="von|de|ja",
    persons="mina|ma|mind|mul|minu|mulle|sina|sa|sind|sul|sinu|teie|teil|teid|aitäh|tänan|olen",
    reply="vasta|tsiteeri|teata|jaga|meeldib|muuda",
    form=(
        "lisa kommentaar|jäta kommentaar|lisa vastus|kirjuta kommentaar|tühista vastus|"
        "sinu e-postiaadressi ei|nõutavad väljad|kommentaare pole"
    ),
    removed_what="see kommentaar|kommentaar|sinu kommentaar",
    removed=("on kustutatud|kustutatud|on eemaldatud|eemaldatud|kustutati|ootab kinnitamist|ootab modereerimist"),
    furniture="liige|külaline|hääl|häält",
    promo_labels="loe|loe ka|vaata|vaata ka|loe edasi",
    promos="loe ka|loe edasi|vaata ka",
    bylines="autor|kirjutas",
    dated="kuupäev|avaldatud|uuendatud",
    ago="tagasi",
    one="üks",
    joiners="kell",
)
