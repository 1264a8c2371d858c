"""The words that the benchmark's documents are made of, written for it."""

COMMON = (
    "the a of and to in is was for on with as by at from it that this had not but were which their there when would "
    "has been more who about after into some could then other also these two may first only over such most even made "
    "many before through years where much your way well down should because each just those people how too little"
).split()

RARER = (
    "harbour lantern orchard gravel meadow timber kettle saddle ribbon copper pebble willow barley furnace cellar "
    "attic bridge canal ferry tunnel railway station platform ticket journey winter summer autumn spring morning "
    "evening midnight thunder drizzle sunshine shadow mountain valley river island forest garden village market "
    "council mayor teacher pupil doctor nurse baker carpenter plumber farmer sailor painter singer writer editor "
    "reader library museum theatre cinema concert festival parade holiday birthday wedding funeral letter parcel "
    "postcard message promise secret rumour argument agreement discovery invention experiment machine engine wheel "
    "pulley lever spring battery cable switch bulb window curtain carpet cushion blanket pillow candle mirror "
    "cupboard drawer shelf ladder hammer chisel needle thread button pocket collar sleeve jacket trousers slipper "
    "breakfast supper butter cheese onion carrot potato cabbage lentil walnut almond cherry apricot quince plum "
    "pepper cinnamon saffron vinegar mustard honey vanilla pastry dumpling noodle kitchen oven recipe spoon "
    "measured painted carried mended borrowed returned planted watered harvested counted whispered shouted listened "
    "wandered hurried stumbled climbed swam rowed paddled cycled drove parked delivered collected gathered scattered "
    "folded stitched polished scrubbed swept repaired replaced adjusted tested failed improved widened narrowed "
    "quiet gentle sturdy fragile crooked narrow shallow distant familiar curious patient stubborn cheerful gloomy "
    "ancient modern rusty wooden golden silver scarlet emerald violet amber pale bright dusty muddy frozen boiling "
    "salty bitter sweet sour crisp tender hollow heavy light rapid careful clumsy graceful generous thrifty honest "
    "surely perhaps seldom nearly almost rather quite entirely barely gladly sadly slowly quickly early late nearby "
    "abroad upstairs outside beneath beyond against towards between among without despite during until since"
).split()

NAMES = (
    "Ada Bruno Carla Dimitri Elsa Farid Greta Henrik Ines Jonas Katya Leo Mira Nils Olga Pablo Quentin Rosa Stefan "
    "Tilda Umberto Vera Wim Xenia Yusuf Zora Anselm Birgit Cosima Dorian Edda Fabio Gwen Hugo Ilse Jasper"
).split()

SURNAMES = (
    "Abel Bakker Conti Duval Ekman Fischer Garcia Holm Ivanov Jansen Keller Lund Moreau Novak Olsen Petit Quist Rossi "
    "Santos Tamm Urban Vogel Weiss Yilmaz Zeman"
).split()

MONTHS = "January February March April May June July August September October November December".split()

# What a spammer's sentence is made of, between ordinary words.
WARES = (
    "cheap discount casino bonus payday loan pills replica watches seo backlinks crypto profit winning slots coupon "
    "viagra followers wholesale jackpot refinance"
).split()
