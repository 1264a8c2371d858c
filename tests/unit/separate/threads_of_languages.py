"""The same little thread in every language that has a record: our own sentences, about a harbour that froze over.

``heading`` is the platform's own wording for two comments, ``removed`` a notice in a comment's place.
"""

from typing import NamedTuple


class Told(NamedTuple):
    heading: str
    names: tuple[str, str]
    article: tuple[str, str]
    comments: tuple[str, str]
    removed: str


THREADS = {
    "ar": Told(
        "رأيان حول “الميناء المتجمد”",
        (
            "ليلى حداد",
            "سامي خوري",
        ),
        (
            "تجمد الميناء الليلة الماضية ولم تستطع أي سفينة أن تغادر المدينة قبل الظهر، فبقي الصيادون في بيوتهم.",
            "وأعلنت البلدية أن العبارة ستعود إلى العمل صباح يوم غد إذا سمح الطقس بذلك، وأن الجسر سيبقى مغلقا.",
        ),
        (
            "مشيت على الجليد مع كلبي هذا الصباح وكان المنظر رائعا.",
            "أرجوكم أن تنتبهوا، فالجليد رقيق جدا قرب الجسر القديم.",
        ),
        "تم حذف هذا التعليق",
    ),
    "bg": Told(
        "2 коментара за „Замръзналото пристанище“",
        (
            "Анна Петрова",
            "Борис Колев",
        ),
        (
            "Пристанището замръзна през нощта и нито един кораб не можа да напусне града преди обяд, казаха рибарите.",
            "Общината съобщи, че фериботът ще тръгне отново в понеделник, ако времето позволи, а мостът "
            "остава затворен.",
        ),
        (
            "Тази сутрин се разходих по леда с кучето и беше прекрасно.",
            "Внимавайте, ледът до стария мост е много тънък.",
        ),
        "Този коментар беше премахнат от автора.",
    ),
    "bn": Told(
        "“বরফে ঢাকা বন্দর”-এ 2টি মন্তব্য",
        (
            "অনিতা সেন",
            "রফিক আহমেদ",
        ),
        (
            "গত রাতে বন্দরটি জমে গেছে এবং দুপুরের আগে কোনো জাহাজ শহর ছেড়ে যেতে পারেনি, জেলেরা ঘরেই ছিলেন।",
            "পৌরসভা জানিয়েছে যে আবহাওয়া ভালো থাকলে সোমবার ফেরি আবার চলবে, তবে পুরোনো সেতুটি বন্ধ থাকবে।",
        ),
        (
            "আজ সকালে আমি আমার কুকুর নিয়ে বরফের উপর হেঁটেছি।",
            "সাবধানে থাকবেন, পুরোনো সেতুর কাছে বরফ খুব পাতলা।",
        ),
        "এই মন্তব্যটি মুছে ফেলা হয়েছে",
    ),
    "ca": Told(
        "2 comentaris a «El port gelat»",
        (
            "Anna Puig",
            "Bernat Soler",
        ),
        (
            "El port es va gelar durant la nit i cap vaixell no va poder sortir de la ciutat abans del migdia.",
            "L’ajuntament va anunciar que el transbordador tornarà a navegar dilluns si el temps ho permet.",
        ),
        (
            "He caminat sobre el gel amb el gos aquest matí.",
            "Aneu amb compte, el gel és molt prim a prop del pont.",
        ),
        "Aquest comentari ha estat eliminat.",
    ),
    "cs": Told(
        "2 komentáře u „Zamrzlý přístav“",
        (
            "Anna Nováková",
            "Petr Dvořák",
        ),
        (
            "Přístav v noci zamrzl a žádná loď nemohla před polednem opustit město, takže rybáři zůstali doma.",
            "Radnice oznámila, že přívoz bude znovu jezdit v pondělí, pokud to počasí dovolí, a že most "
            "zůstane zavřený.",
        ),
        (
            "Dnes ráno jsem šla po ledu se psem a bylo to krásné.",
            "Buďte prosím opatrní, led je u starého mostu velmi tenký.",
        ),
        "Tento komentář byl odstraněn.",
    ),
    "da": Told(
        "2 kommentarer til “Den frosne havn”",
        (
            "Anna Holm",
            "Bent Krogh",
        ),
        (
            "Havnen frøs til i nat, og intet skib kunne forlade byen før middag, så fiskerne blev hjemme "
            "hele formiddagen.",
            "Kommunen oplyser, at færgen sejler igen på mandag, hvis vejret tillader det, og at broen "
            "forbliver lukket.",
        ),
        (
            "Jeg gik over isen med min hund her til morgen.",
            "Pas på derude, isen er meget tynd ved den gamle bro.",
        ),
        "Denne kommentar er blevet fjernet.",
    ),
    "de": Told(
        "2 Kommentare zu „Der gefrorene Hafen“",
        (
            "Anna Berg",
            "Bernd Holz",
        ),
        (
            "Der Hafen ist in der Nacht zugefroren, und kein Schiff konnte die Stadt vor dem Mittag verlassen.",
            "Das Rathaus kündigte an, dass die Fähre am Montag wieder fährt, wenn das Wetter es zulässt.",
        ),
        (
            "Ich bin heute früh mit dem Hund über das Eis gegangen.",
            "Seid bitte vorsichtig, an der alten Brücke ist das Eis sehr dünn.",
        ),
        "Dieser Kommentar wurde entfernt.",
    ),
    "el": Told(
        "2 σχόλια στο “Το παγωμένο λιμάνι”",
        (
            "Άννα Παππά",
            "Νίκος Βλάχος",
        ),
        (
            "Το λιμάνι πάγωσε τη νύχτα και κανένα πλοίο δεν μπόρεσε να φύγει από την πόλη πριν το μεσημέρι.",
            "Ο δήμος ανακοίνωσε ότι το πλοίο θα ταξιδέψει ξανά τη Δευτέρα, αν το επιτρέψει ο καιρός.",
        ),
        (
            "Περπάτησα στον πάγο με τον σκύλο μου σήμερα το πρωί.",
            "Να προσέχετε, ο πάγος είναι πολύ λεπτός κοντά στη γέφυρα.",
        ),
        "Αυτό το σχόλιο έχει διαγραφεί.",
    ),
    "en": Told(
        "2 thoughts on “The frozen harbour”",
        (
            "Anna Hill",
            "Ben Marsh",
        ),
        (
            "The harbour froze over last night, and no ship could leave the town before noon, so the fishers "
            "stayed home.",
            "The town hall announced that the ferry will sail again on Monday if the weather allows, and not before.",
        ),
        (
            "I walked across the ice with my dog this morning.",
            "Please be careful, the ice is very thin near the old bridge.",
        ),
        "This comment has been removed by a moderator.",
    ),
    "es": Told(
        "2 comentarios en «El puerto helado»",
        (
            "Ana Ruiz",
            "Benito Sanz",
        ),
        (
            "El puerto se heló durante la noche y ningún barco pudo salir de la ciudad antes del mediodía.",
            "El ayuntamiento anunció que el transbordador volverá a navegar el lunes si el tiempo lo permite.",
        ),
        (
            "Esta mañana caminé sobre el hielo con mi perro.",
            "Tened cuidado, el hielo es muy fino cerca del puente viejo.",
        ),
        "Este comentario ha sido eliminado por el autor.",
    ),
    "et": Told(
        "2 kommentaari",
        (
            "Anna Tamm",
            "Peeter Kask",
        ),
        (
            "Sadam külmus öösel kinni ja ükski laev ei saanud enne keskpäeva linnast lahkuda, kalurid jäid koju.",
            "Linnavalitsus teatas, et praam sõidab esmaspäeval jälle, kui ilm seda lubab, ja et sild jääb suletuks.",
        ),
        (
            "Käisin täna hommikul koeraga jää peal jalutamas.",
            "Palun olge ettevaatlikud, vana silla juures on jää väga õhuke.",
        ),
        "See kommentaar on kustutatud.",
    ),
    "fa": Told(
        "2 دیدگاه برای «بندر یخ‌زده»",
        (
            "آنا کریمی",
            "بهرام رضایی",
        ),
        (
            "دیشب بندر یخ زد و هیچ کشتی نتوانست پیش از ظهر شهر را ترک کند و ماهیگیران در خانه‌هایشان ماندند.",
            "شهرداری اعلام کرد که اگر هوا اجازه بدهد کشتی مسافربری از دوشنبه دوباره حرکت می‌کند و پل بسته می‌ماند.",
        ),
        (
            "امروز صبح با سگم روی یخ قدم زدم و خیلی زیبا بود.",
            "لطفا مراقب باشید، یخ نزدیک پل قدیمی بسیار نازک است.",
        ),
        "این دیدگاه حذف شده است.",
    ),
    "fi": Told(
        "2 vastausta artikkeliin “Jäätynyt satama”",
        (
            "Anna Virtanen",
            "Pekka Laine",
        ),
        (
            "Satama jäätyi yöllä, eikä yksikään laiva päässyt lähtemään kaupungista ennen puoltapäivää, "
            "joten kalastajat jäivät kotiin.",
            "Kaupunki ilmoitti, että lautta kulkee taas maanantaina, jos sää sen sallii, ja että silta pysyy "
            "suljettuna.",
        ),
        (
            "Kävelin tänä aamuna jään yli koirani kanssa.",
            "Olkaa varovaisia, jää on hyvin ohutta vanhan sillan luona.",
        ),
        "Tämä kommentti on poistettu.",
    ),
    "fr": Told(
        "2 réflexions sur « Le port gelé »",
        (
            "Anne Petit",
            "Bruno Lemoine",
        ),
        (
            "Le port a gelé pendant la nuit et aucun bateau n’a pu quitter la ville avant midi, si bien que "
            "les pêcheurs sont restés chez eux.",
            "La mairie a annoncé que le bac naviguera de nouveau lundi si la météo le permet, mais que le "
            "pont restera fermé.",
        ),
        (
            "J’ai marché sur la glace avec mon chien ce matin.",
            "Faites attention, la glace est très mince près du vieux pont.",
        ),
        "Ce commentaire a été supprimé par son auteur.",
    ),
    "he": Told(
        "2 תגובות בנושא “הנמל הקפוא”",
        (
            "ענת לוי",
            "בועז כהן",
        ),
        (
            "הנמל קפא בלילה האחרון ואף ספינה לא יכלה לצאת מן העיר לפני הצהריים, והדייגים נשארו בבתיהם.",
            "העירייה הודיעה שהמעבורת תשוב להפליג ביום שני אם מזג האוויר יאפשר זאת, ושהגשר הישן יישאר סגור.",
        ),
        (
            "הלכתי הבוקר על הקרח עם הכלב שלי והיה נפלא.",
            "בבקשה תיזהרו, הקרח דק מאוד ליד הגשר הישן.",
        ),
        "תגובה זו הוסרה על ידי המחבר.",
    ),
    "hi": Told(
        "“जमा हुआ बंदरगाह” पर 2 विचार",
        (
            "अनीता शर्मा",
            "रवि वर्मा",
        ),
        (
            "कल रात बंदरगाह जम गया और दोपहर से पहले कोई जहाज़ शहर से नहीं निकल सका, मछुआरे घर पर ही रहे।",
            "नगरपालिका ने बताया कि मौसम ठीक रहा तो नाव सोमवार से फिर चलेगी, लेकिन पुराना पुल बंद रहेगा।",
        ),
        (
            "आज सुबह मैं अपने कुत्ते के साथ बर्फ़ पर चला।",
            "कृपया सावधान रहें, पुराने पुल के पास बर्फ़ बहुत पतली है।",
        ),
        "यह टिप्पणी हटा दी गई है",
    ),
    "hr": Told(
        "2 komentara na “Zaleđena luka”",
        (
            "Ana Horvat",
            "Boris Kovač",
        ),
        (
            "Luka se noćas zaledila i nijedan brod nije mogao napustiti grad prije podneva, pa su ribari "
            "ostali kod kuće.",
            "Gradska uprava javila je da će trajekt ponovno ploviti u ponedjeljak ako vrijeme dopusti, a "
            "most ostaje zatvoren.",
        ),
        (
            "Jutros sam hodala po ledu sa svojim psom.",
            "Budite oprezni, led je vrlo tanak kraj staroga mosta.",
        ),
        "Ovaj komentar je uklonjen.",
    ),
    "hu": Told(
        "“A befagyott kikötő” bejegyzéshez 2 hozzászólás",
        (
            "Szabó Anna",
            "Kiss Béla",
        ),
        (
            "A kikötő az éjjel befagyott, és dél előtt egyetlen hajó sem tudta elhagyni a várost, a halászok "
            "otthon maradtak.",
            "Az önkormányzat közölte, hogy a komp hétfőn újra közlekedik, ha az időjárás engedi, a híd "
            "viszont zárva marad.",
        ),
        (
            "Ma reggel a kutyámmal átsétáltam a jégen.",
            "Kérem, vigyázzanak, a régi hídnál nagyon vékony a jég.",
        ),
        "Ezt a hozzászólást eltávolították.",
    ),
    "id": Told(
        "2 tanggapan untuk “Pelabuhan yang membeku”",
        (
            "Ani Wijaya",
            "Budi Santoso",
        ),
        (
            "Pelabuhan itu membeku tadi malam dan tidak ada kapal yang dapat meninggalkan kota sebelum tengah hari.",
            "Balai kota mengumumkan bahwa feri akan berlayar lagi hari Senin kalau cuaca mengizinkan, tetapi "
            "jembatan tetap ditutup.",
        ),
        (
            "Tadi pagi saya berjalan di atas es bersama anjing saya.",
            "Tolong berhati-hati, esnya sangat tipis di dekat jembatan lama.",
        ),
        "Komentar ini telah dihapus oleh pengarang.",
    ),
    "it": Told(
        "2 commenti su “Il porto ghiacciato”",
        (
            "Anna Rossi",
            "Bruno Conti",
        ),
        (
            "Il porto si è ghiacciato nella notte e nessuna nave ha potuto lasciare la città prima di mezzogiorno.",
            "Il comune ha annunciato che il traghetto navigherà di nuovo lunedì se il tempo lo permette, ma "
            "il ponte resta chiuso.",
        ),
        (
            "Stamattina ho camminato sul ghiaccio con il mio cane.",
            "Fate attenzione, il ghiaccio è molto sottile vicino al vecchio ponte.",
        ),
        "Questo commento è stato eliminato dall'autore.",
    ),
    "ja": Told(
        "「凍った港」への2件のフィードバック",
        (
            "高橋さくら",
            "中村健太",
        ),
        (
            "昨夜、港が凍りつき、正午まで町を出られる船は一隻もなかったため、漁師たちは家で待つことになった。",
            "町役場は、天候が許せば月曜日からフェリーの運航を再開するが、古い橋は閉鎖したままにすると発表した。",
        ),
        (
            "今朝、犬と一緒に氷の上を歩きました。とてもきれいでした。",
            "気をつけてください。古い橋の近くは氷がとても薄いです。",
        ),
        "このコメントは投稿者によって削除されました。",
    ),
    "ko": Told(
        "“얼어붙은 항구”에 대한 2개의 생각",
        (
            "김민수",
            "박지영",
        ),
        (
            "어젯밤 항구가 얼어붙어 정오 전에는 어떤 배도 도시를 떠날 수 없었고 어부들은 집에 머물러야 했다.",
            "시청은 날씨가 허락하면 월요일부터 여객선이 다시 다닐 것이지만 오래된 다리는 계속 닫혀 있을 "
            "것이라고 밝혔다.",
        ),
        (
            "오늘 아침에 강아지와 함께 얼음 위를 걸었습니다.",
            "조심하세요, 오래된 다리 근처는 얼음이 아주 얇습니다.",
        ),
        "작성자에 의해 삭제된 댓글입니다.",
    ),
    "lt": Told(
        "2 komentarai apie „Užšalęs uostas“",
        (
            "Ona Petraitė",
            "Jonas Kazlauskas",
        ),
        (
            "Naktį uostas užšalo ir nė vienas laivas iki vidurdienio negalėjo palikti miesto, todėl žvejai "
            "liko namuose.",
            "Savivaldybė pranešė, kad keltas vėl plauks pirmadienį, jei leis oras, o senasis tiltas liks uždarytas.",
        ),
        (
            "Šįryt vaikščiojau ledu su savo šunimi.",
            "Būkite atsargūs, prie senojo tilto ledas labai plonas.",
        ),
        "Šis komentaras buvo pašalintas.",
    ),
    "lv": Told(
        "2 komentāri par “Aizsalusī osta”",
        (
            "Anna Bērziņa",
            "Jānis Kalniņš",
        ),
        (
            "Naktī osta aizsala, un neviens kuģis līdz pusdienlaikam nevarēja pamest pilsētu, tāpēc "
            "zvejnieki palika mājās.",
            "Dome paziņoja, ka prāmis atkal kursēs pirmdien, ja laikapstākļi to ļaus, bet vecais tilts paliks slēgts.",
        ),
        (
            "Šorīt gāju pa ledu kopā ar savu suni.",
            "Lūdzu, esiet uzmanīgi, pie vecā tilta ledus ir ļoti plāns.",
        ),
        "Šis komentārs ir dzēsts.",
    ),
    "nb": Told(
        "2 kommentarer til “Den frosne havna”",
        (
            "Anne Lund",
            "Bjørn Haug",
        ),
        (
            "Havna frøs til i natt, og ingen skip kunne forlate byen før klokka tolv, så fiskerne ble hjemme "
            "hele formiddagen.",
            "Kommunen melder at ferga går igjen på mandag hvis været tillater det, men at den gamle brua "
            "holdes stengt.",
        ),
        (
            "Jeg gikk over isen med hunden min i morges.",
            "Vær forsiktige, isen er veldig tynn ved den gamle brua.",
        ),
        "Denne kommentaren er slettet.",
    ),
    "nl": Told(
        "2 gedachten over “De bevroren haven”",
        (
            "Anna Vos",
            "Bram Kuiper",
        ),
        (
            "De haven is vannacht dichtgevroren en geen schip kon de stad voor de middag verlaten, dus "
            "bleven de vissers thuis.",
            "Het stadhuis maakte bekend dat de veerboot maandag weer vaart als het weer het toelaat, maar de "
            "brug blijft dicht.",
        ),
        (
            "Ik heb vanochtend met mijn hond over het ijs gelopen.",
            "Wees voorzichtig, het ijs is erg dun bij de oude brug.",
        ),
        "Deze reactie is verwijderd.",
    ),
    "pl": Told(
        "2 komentarze do “Zamarznięty port”",
        (
            "Anna Nowak",
            "Piotr Zieliński",
        ),
        (
            "Port zamarzł w nocy i żaden statek nie mógł opuścić miasta przed południem, więc rybacy zostali w domach.",
            "Urząd miasta ogłosił, że prom znów popłynie w poniedziałek, jeśli pogoda pozwoli, a most "
            "pozostanie zamknięty.",
        ),
        (
            "Dziś rano szłam po lodzie z moim psem.",
            "Proszę uważać, lód jest bardzo cienki przy starym moście.",
        ),
        "Ten komentarz został usunięty przez autora.",
    ),
    "pt": Told(
        "2 comentários em “O porto gelado”",
        (
            "Ana Costa",
            "Bruno Lima",
        ),
        (
            "O porto congelou durante a noite e nenhum navio pôde deixar a cidade antes do meio-dia.",
            "A prefeitura anunciou que a balsa voltará a navegar na segunda-feira se o tempo permitir, mas a "
            "ponte segue fechada.",
        ),
        (
            "Hoje cedo caminhei sobre o gelo com o meu cachorro.",
            "Tomem cuidado, o gelo é muito fino perto da ponte velha.",
        ),
        "Este comentário foi removido pelo autor.",
    ),
    "ro": Told(
        "2 comentarii la „Portul înghețat”",
        (
            "Ana Popescu",
            "Bogdan Ionescu",
        ),
        (
            "Portul a înghețat peste noapte și nicio navă nu a putut părăsi orașul înainte de prânz, așa că "
            "pescarii au rămas acasă.",
            "Primăria a anunțat că feribotul va circula din nou luni dacă vremea o permite, dar podul vechi "
            "rămâne închis.",
        ),
        (
            "Azi dimineață am mers pe gheață cu câinele meu.",
            "Aveți grijă, gheața este foarte subțire lângă podul vechi.",
        ),
        "Acest comentariu a fost șters de autor.",
    ),
    "ru": Told(
        "2 комментария к «Замёрзшая гавань»",
        (
            "Анна Белова",
            "Борис Орлов",
        ),
        (
            "Ночью гавань замёрзла, и ни один корабль не смог покинуть город до полудня, поэтому рыбаки остались дома.",
            "Мэрия объявила, что паром снова пойдёт в понедельник, если позволит погода, а старый мост "
            "останется закрыт.",
        ),
        (
            "Сегодня утром я гуляла по льду со своей собакой.",
            "Будьте осторожны, у старого моста лёд очень тонкий.",
        ),
        "Этот комментарий был удалён.",
    ),
    "sk": Told(
        "2 komentáre k “Zamrznutý prístav”",
        (
            "Anna Kováčová",
            "Peter Horváth",
        ),
        (
            "Prístav v noci zamrzol a žiadna loď nemohla pred poludním opustiť mesto, takže rybári ostali doma.",
            "Radnica oznámila, že kompa bude znova premávať v pondelok, ak to počasie dovolí, a že most "
            "ostane zatvorený.",
        ),
        (
            "Dnes ráno som kráčala po ľade so svojím psom.",
            "Buďte opatrní, ľad je pri starom moste veľmi tenký.",
        ),
        "Tento komentár bol odstránený.",
    ),
    "sl": Told(
        "2 komentarja na “Zaledenelo pristanišče”",
        (
            "Ana Novak",
            "Boris Zupan",
        ),
        (
            "Pristanišče je ponoči zamrznilo in nobena ladja pred poldnevom ni mogla zapustiti mesta, zato "
            "so ribiči ostali doma.",
            "Občina je sporočila, da bo trajekt spet plul v ponedeljek, če bo vreme dopuščalo, most pa ostaja zaprt.",
        ),
        (
            "Danes zjutraj sem s psom hodila po ledu.",
            "Bodite previdni, led je ob starem mostu zelo tanek.",
        ),
        "Ta komentar je bil odstranjen.",
    ),
    "sr": Told(
        "2 коментара на „Залеђена лука“",
        (
            "Ана Петровић",
            "Бојан Илић",
        ),
        (
            "Лука се ноћас заледила и ниједан брод није могао да напусти град пре поднева, па су рибари "
            "остали код куће.",
            "Општина је саопштила да ће трајект поново пловити у понедељак ако време дозволи, а стари мост "
            "остаје затворен.",
        ),
        (
            "Јутрос сам шетала по леду са својим псом.",
            "Будите опрезни, лед је веома танак код старог моста.",
        ),
        "Овај коментар је уклоњен.",
    ),
    "sv": Told(
        "2 kommentarer till “Den frusna hamnen”",
        (
            "Anna Ek",
            "Bengt Sjö",
        ),
        (
            "Hamnen frös till i natt och inget fartyg kunde lämna staden före lunch, så fiskarna stannade "
            "hemma hela förmiddagen.",
            "Kommunen meddelar att färjan går igen på måndag om vädret tillåter det, men att den gamla bron "
            "hålls stängd.",
        ),
        (
            "Jag gick över isen med min hund i morse.",
            "Var försiktiga, isen är väldigt tunn vid den gamla bron.",
        ),
        "Den här kommentaren har tagits bort av skribenten.",
    ),
    "th": Told(
        "2 ความเห็นบน “ท่าเรือที่กลายเป็นน้ำแข็ง”",
        (
            "อรุณี ใจดี",
            "สมชาย ทองคำ",
        ),
        (
            "เมื่อคืนท่าเรือกลายเป็นน้ำแข็งและไม่มีเรือลำใดออกจากเมืองได้ก่อนเที่ยง ชาวประมงจึงต้องอยู่บ้านกันทั้งเช้า",
            "เทศบาลประกาศว่าเรือข้ามฟากจะกลับมาเดินเรืออีกครั้งในวันจันทร์ถ้าอากาศดี แต่สะพานเก่าจะยังคงปิดอยู่ต่อไป",
        ),
        (
            "เช้านี้ฉันเดินบนน้ำแข็งกับหมาของฉัน สวยมากจริงๆ",
            "โปรดระวังกันด้วย น้ำแข็งใกล้สะพานเก่าบางมาก",
        ),
        "ความคิดเห็นนี้ถูกลบโดยผู้เขียน",
    ),
    "tr": Told(
        "“Donan liman” için 2 yorum",
        (
            "Ayşe Yılmaz",
            "Burak Demir",
        ),
        (
            "Liman dün gece dondu ve öğleden önce hiçbir gemi kentten ayrılamadı, balıkçılar bütün sabah "
            "evlerinde kaldı.",
            "Belediye, hava izin verirse vapurun pazartesi yeniden sefere çıkacağını, eski köprünün ise "
            "kapalı kalacağını duyurdu.",
        ),
        (
            "Bu sabah köpeğimle buzun üzerinde yürüdüm.",
            "Lütfen dikkatli olun, eski köprünün yanında buz çok ince.",
        ),
        "Bu yorum yazar tarafından silindi.",
    ),
    "uk": Told(
        "2 коментарі до “Замерзла гавань”",
        (
            "Оксана Бойко",
            "Богдан Шевчук",
        ),
        (
            "Уночі гавань замерзла, і жоден корабель не зміг залишити місто до полудня, тому рибалки залишилися вдома.",
            "Міська рада повідомила, що пором знову піде в понеділок, якщо дозволить погода, а старий міст "
            "буде закрито.",
        ),
        (
            "Сьогодні вранці я гуляла по кризі зі своїм собакою.",
            "Будьте обережні, біля старого мосту крига дуже тонка.",
        ),
        "Цей коментар було видалено автором.",
    ),
    "vi": Told(
        "2 bình luận về “Bến cảng đóng băng”",
        (
            "Nguyễn Lan",
            "Trần Minh",
        ),
        (
            "Đêm qua bến cảng đã đóng băng và không con tàu nào rời được thành phố trước buổi trưa, ngư dân "
            "đành ở nhà.",
            "Chính quyền thông báo phà sẽ chạy lại vào thứ hai nếu thời tiết cho phép, còn cây cầu cũ vẫn "
            "tiếp tục đóng cửa.",
        ),
        (
            "Sáng nay tôi đi dạo trên băng cùng con chó của tôi.",
            "Mọi người cẩn thận nhé, băng gần cây cầu cũ rất mỏng.",
        ),
        "Bình luận này đã bị xóa bởi tác giả.",
    ),
    "zh": Told(
        "《结冰的港口》有2条评论",
        (
            "李小红",
            "王大明",
        ),
        (
            "昨天夜里港口结了冰，中午以前没有一艘船能够离开这座城市，渔民们整个上午都只好待在家里等待消息。",
            "市政府宣布，如果天气允许，渡轮将从星期一起恢复航行，但是那座古老的桥仍将继续关闭一段时间。",
        ),
        (
            "今天早上我和我的狗一起在冰上散步，非常漂亮。",
            "请大家小心，老桥附近的冰非常薄。",
        ),
        "该评论已被作者删除。",
    ),
    "zh-Hant": Told(
        "在〈結冰的港口〉中有 2 則留言",
        (
            "陳美玲",
            "林志明",
        ),
        (
            "昨天夜裡港口結了冰，中午以前沒有一艘船能夠離開這座城市，漁民們整個上午都只好待在家裡等待消息。",
            "市政府宣布，如果天氣允許，渡輪將從星期一起恢復航行，但是那座古老的橋仍將繼續關閉一段時間。",
        ),
        (
            "今天早上我和我的狗一起在冰上散步，非常漂亮。",
            "請大家小心，老橋附近的冰非常薄。",
        ),
        "這則留言已被作者刪除。",
    ),
}
