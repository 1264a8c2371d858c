"""An article and its comments in ten languages, written for the benchmark of plain text: a tram that comes back."""

from typing import NamedTuple


class Thread(NamedTuple):
    """``heading`` counts the comments at "#", ``says`` and ``reply`` are WordPress' own, ``menu`` stands above."""

    title: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]
    comments: tuple[str, ...]
    heading: str
    says: str
    day: str
    reply: str
    form: tuple[str, ...]
    menu: tuple[str, ...]


THREADS = {
    "fr": Thread(
        title="Le tramway revient à Valmont",
        paragraphs=(
            (
                "Après soixante ans d'absence, le tramway circulera de nouveau dans les rues de Valmont à partir "
                "du printemps. Le conseil municipal a approuvé mardi soir la construction d'une première ligne de "
                "sept kilomètres."
            ),
            (
                "La ligne reliera la gare à l'hôpital en passant par la vieille place du marché. Selon la mairie, "
                "onze mille personnes pourront laisser leur voiture au garage chaque jour."
            ),
            (
                "Les travaux commenceront en septembre et dureront deux ans et demi. Les commerçants de la rue des "
                "Tanneurs recevront une indemnité pendant toute la durée du chantier."
            ),
            (
                "L'ancien réseau avait été fermé en 1961, quand la ville avait préféré les autobus. Deux des "
                "vieilles rames sont conservées au musée des transports, où elles attirent encore de nombreux "
                "visiteurs."
            ),
            (
                "Le projet coûtera cent quarante millions d'euros, dont un tiers sera payé par la région. "
                "L'opposition juge la somme trop élevée et demande un référendum."
            ),
        ),
        names=(
            "Claire Morel",
            "Julien Petit",
            "Nadia Benali",
            "Marc Vasseur",
            "Lucie Arnaud",
        ),
        comments=(
            "Enfin ! Je prends le bus tous les matins et je suis toujours en retard à cause des bouchons.",
            "Et qui va payer, encore une fois ? Nos impôts ont déjà augmenté l'année dernière, je n'en peux plus.",
            "Mon grand-père conduisait une de ces vieilles rames, ça me ferait tellement plaisir de remonter dedans.",
            "Tu exagères, Julien, un tiers vient de la région. Moi je trouve que c'est une très bonne idée.",
            (
                "Merci pour cet article, mais vous avez oublié de parler des vélos. Où est-ce qu'on va rouler "
                "maintenant ?"
            ),
        ),
        heading="# réflexions sur « Le tramway revient à Valmont »",
        says="dit :",
        day="{} mars 2024 à 15 h 1{}",
        reply="Répondre",
        form=(
            "Laisser un commentaire",
            "Votre adresse e-mail ne sera pas publiée.",
        ),
        menu=(
            "Accueil",
            "Politique",
            "Culture",
            "Sports",
            "Abonnez-vous",
        ),
    ),
    "es": Thread(
        title="El tranvía vuelve a Villaflor",
        paragraphs=(
            (
                "Después de sesenta años, el tranvía volverá a circular por las calles de Villaflor a partir de la "
                "primavera. El pleno del ayuntamiento aprobó el martes la construcción de una primera línea de "
                "siete kilómetros."
            ),
            (
                "La línea unirá la estación con el hospital y pasará por la antigua plaza del mercado. Según el "
                "alcalde, once mil personas podrán dejar el coche en casa cada día."
            ),
            (
                "Las obras empezarán en septiembre y durarán dos años y medio. Los comerciantes de la calle "
                "Curtidores recibirán una ayuda mientras duren los trabajos."
            ),
            (
                "La antigua red se cerró en 1961, cuando la ciudad prefirió los autobuses. Dos de los viejos "
                "coches se conservan en el museo del transporte, donde todavía atraen a muchos visitantes."
            ),
            (
                "El proyecto costará ciento cuarenta millones de euros, de los que la región pagará un tercio. La "
                "oposición considera que la suma es excesiva y pide una consulta."
            ),
        ),
        names=(
            "Lucía Herrero",
            "Andrés Molina",
            "Carmen Vidal",
            "Pablo Ríos",
            "Inés Castaño",
        ),
        comments=(
            "¡Por fin! Cojo el autobús todas las mañanas y siempre llego tarde por culpa de los atascos.",
            "¿Y quién lo va a pagar, otra vez nosotros? Ya nos subieron los impuestos el año pasado, estoy harto.",
            "Mi abuelo conducía uno de esos coches viejos, me haría muchísima ilusión volver a subirme.",
            "No exageres, Andrés, un tercio lo paga la región. A mí me parece una idea estupenda.",
            "Gracias por el artículo, pero se os ha olvidado hablar de las bicis. ¿Por dónde vamos a ir ahora?",
        ),
        heading="# comentarios en «El tranvía vuelve a Villaflor»",
        says="dice:",
        day="{} marzo, 2024 a las 15:1{}",
        reply="Responder",
        form=(
            "Deja una respuesta",
            "Tu dirección de correo electrónico no será publicada.",
        ),
        menu=(
            "Inicio",
            "Política",
            "Cultura",
            "Deportes",
            "Suscríbete",
        ),
    ),
    "it": Thread(
        title="Il tram torna a Montefiore",
        paragraphs=(
            (
                "Dopo sessant'anni il tram tornerà a circolare per le strade di Montefiore a partire dalla "
                "primavera. Il consiglio comunale ha approvato martedì la costruzione di una prima linea di sette "
                "chilometri."
            ),
            (
                "La linea collegherà la stazione con l'ospedale passando per la vecchia piazza del mercato. "
                "Secondo il comune, undicimila persone potranno lasciare a casa la macchina ogni giorno."
            ),
            (
                "I lavori cominceranno a settembre e dureranno due anni e mezzo. I negozianti di via dei "
                "Conciatori riceveranno un contributo per tutta la durata del cantiere."
            ),
            (
                "La vecchia rete fu chiusa nel 1961, quando la città preferì gli autobus. Due delle vecchie "
                "vetture sono conservate nel museo dei trasporti, dove attirano ancora molti visitatori."
            ),
            (
                "Il progetto costerà centoquaranta milioni di euro, un terzo dei quali pagato dalla regione. "
                "L'opposizione ritiene la somma eccessiva e chiede un referendum."
            ),
        ),
        names=(
            "Giulia Ferri",
            "Marco Bassi",
            "Elena Conti",
            "Paolo Greco",
            "Sara Longo",
        ),
        comments=(
            "Finalmente! Prendo l'autobus tutte le mattine e arrivo sempre in ritardo per colpa del traffico.",
            "E chi lo paga, sempre noi? Le tasse sono già aumentate l'anno scorso, non ne posso più.",
            "Mio nonno guidava una di quelle vecchie vetture, mi piacerebbe tantissimo salirci di nuovo.",
            "Dai, Marco, non esagerare, un terzo lo mette la regione. Secondo me è un'ottima idea.",
            "Grazie per l'articolo, però vi siete dimenticati delle biciclette. Adesso noi dove passiamo?",
        ),
        heading="# commenti su “Il tram torna a Montefiore”",
        says="ha detto:",
        day="{} marzo 2024 alle 15:1{}",
        reply="Rispondi",
        form=(
            "Lascia un commento",
            "Il tuo indirizzo email non sarà pubblicato.",
        ),
        menu=(
            "Home",
            "Politica",
            "Cultura",
            "Sport",
            "Abbonati",
        ),
    ),
    "pt": Thread(
        title="O bonde volta a Vila Serena",
        paragraphs=(
            (
                "Depois de sessenta anos, o bonde vai voltar a circular nas ruas de Vila Serena a partir da "
                "primavera. A câmara municipal aprovou na terça-feira a construção de uma primeira linha de sete "
                "quilômetros."
            ),
            (
                "A linha vai ligar a estação ao hospital e passar pela antiga praça do mercado. Segundo a "
                "prefeitura, onze mil pessoas poderão deixar o carro em casa todos os dias."
            ),
            (
                "As obras começam em setembro e vão durar dois anos e meio. Os comerciantes da rua dos Curtumes "
                "vão receber uma ajuda durante todo esse tempo."
            ),
            (
                "A antiga rede foi fechada em 1961, quando a cidade preferiu os ônibus. Dois dos velhos carros "
                "estão guardados no museu dos transportes, onde ainda atraem muitos visitantes."
            ),
            (
                "O projeto vai custar cento e quarenta milhões, dos quais um terço será pago pelo estado. A "
                "oposição acha o valor alto demais e pede uma consulta popular."
            ),
        ),
        names=(
            "Mariana Lopes",
            "Rui Tavares",
            "Beatriz Nunes",
            "Caio Moreira",
            "Sofia Prado",
        ),
        comments=(
            "Até que enfim! Pego o ônibus todo dia de manhã e sempre chego atrasada por causa do trânsito.",
            "E quem vai pagar, nós de novo? Já aumentaram o imposto no ano passado, não aguento mais.",
            "Meu avô dirigia um desses carros velhos, eu ia adorar andar nele outra vez.",
            "Você está exagerando, Rui, um terço é do estado. Eu acho uma ótima ideia.",
            "Obrigada pelo texto, mas vocês se esqueceram das bicicletas. Por onde a gente vai passar agora?",
        ),
        heading="# comentários em “O bonde volta a Vila Serena”",
        says="disse:",
        day="{} de março de 2024 às 15:1{}",
        reply="Responder",
        form=(
            "Deixe um comentário",
            "O seu endereço de e-mail não será publicado.",
        ),
        menu=(
            "Início",
            "Política",
            "Cultura",
            "Esportes",
            "Assine",
        ),
    ),
    "nl": Thread(
        title="De tram komt terug in Merenveen",
        paragraphs=(
            (
                "Na zestig jaar rijdt er vanaf het voorjaar weer een tram door de straten van Merenveen. De "
                "gemeenteraad stemde dinsdagavond in met de aanleg van een eerste lijn van zeven kilometer."
            ),
            (
                "De lijn verbindt het station met het ziekenhuis en loopt over het oude marktplein. Volgens de "
                "gemeente kunnen elfduizend mensen elke dag hun auto laten staan."
            ),
            (
                "De werkzaamheden beginnen in september en duren tweeënhalf jaar. De winkeliers in de Looierstraat "
                "krijgen al die tijd een vergoeding."
            ),
            (
                "Het oude net werd in 1961 gesloten, toen de stad voor bussen koos. Twee van de oude wagens staan "
                "in het vervoersmuseum, waar ze nog altijd veel bezoekers trekken."
            ),
            (
                "Het plan kost honderdveertig miljoen euro, waarvan de provincie een derde betaalt. De oppositie "
                "vindt het bedrag te hoog en vraagt om een referendum."
            ),
        ),
        names=(
            "Femke de Wit",
            "Joost Bakker",
            "Anouk Visser",
            "Sander Mulder",
            "Lotte Kuiper",
        ),
        comments=(
            "Eindelijk! Ik neem elke ochtend de bus en ik kom altijd te laat door die files.",
            "En wie gaat dat weer betalen? Vorig jaar gingen de belastingen ook al omhoog, ik ben er klaar mee.",
            "Mijn opa reed op een van die oude wagens, ik zou er zo graag nog eens in zitten.",
            "Overdrijf niet zo, Joost, een derde komt van de provincie. Ik vind het een heel goed idee.",
            "Bedankt voor het stuk, maar jullie zijn de fietsers vergeten. Waar moeten wij straks langs?",
        ),
        heading="# gedachten over “De tram komt terug in Merenveen”",
        says="schreef:",
        day="{} maart 2024 om 15:1{}",
        reply="Beantwoorden",
        form=(
            "Geef een reactie",
            "Je e-mailadres wordt niet gepubliceerd.",
        ),
        menu=(
            "Home",
            "Politiek",
            "Cultuur",
            "Sport",
            "Abonneren",
        ),
    ),
    "sv": Thread(
        title="Spårvagnen kommer tillbaka till Lindby",
        paragraphs=(
            (
                "Efter sextio år ska spårvagnen rulla igen på gatorna i Lindby från och med våren. "
                "Kommunfullmäktige sa på tisdagskvällen ja till att bygga en första linje på sju kilometer."
            ),
            (
                "Linjen går från stationen till sjukhuset över det gamla torget. Enligt kommunen kan elva tusen "
                "personer lämna bilen hemma varje dag."
            ),
            (
                "Arbetet börjar i september och ska ta två och ett halvt år. Butikerna på Garvargatan får "
                "ersättning under hela byggtiden."
            ),
            (
                "Det gamla nätet lades ner 1961, när staden hellre ville ha bussar. Två av de gamla vagnarna finns "
                "kvar på trafikmuseet, där de fortfarande lockar många besökare."
            ),
            (
                "Bygget kostar hundrafyrtio miljoner euro, och regionen betalar en tredjedel. Oppositionen tycker "
                "att summan är för hög och kräver en folkomröstning."
            ),
        ),
        names=(
            "Elin Sjöberg",
            "Mattias Ek",
            "Sara Lindqvist",
            "Jonas Wall",
            "Karin Åström",
        ),
        comments=(
            "Äntligen! Jag tar bussen varje morgon och kommer alltid för sent på grund av köerna.",
            "Och vem ska betala den här gången då? Skatten höjdes redan förra året, jag orkar inte mer.",
            "Min morfar körde en av de där gamla vagnarna, jag skulle så gärna vilja åka med en gång till.",
            "Nu överdriver du, Mattias, en tredjedel kommer från regionen. Jag tycker att det är jättebra.",
            "Tack för artikeln, men ni glömde cyklarna. Var ska vi köra nu?",
        ),
        heading="# svar på ”Spårvagnen kommer tillbaka till Lindby”",
        says="skriver:",
        day="{} mars 2024 kl. 15:1{}",
        reply="Svara",
        form=(
            "Lämna ett svar",
            "Din e-postadress kommer inte publiceras.",
        ),
        menu=(
            "Hem",
            "Politik",
            "Kultur",
            "Sport",
            "Prenumerera",
        ),
    ),
    "pl": Thread(
        title="Tramwaj wraca do Zalesia",
        paragraphs=(
            (
                "Po sześćdziesięciu latach tramwaj znów wyjedzie wiosną na ulice Zalesia. We wtorek wieczorem rada "
                "miasta zgodziła się na budowę pierwszej linii o długości siedmiu kilometrów."
            ),
            (
                "Linia połączy dworzec ze szpitalem i przejdzie przez stary rynek. Zdaniem urzędu jedenaście "
                "tysięcy osób będzie mogło codziennie zostawić samochód w domu."
            ),
            (
                "Prace zaczną się we wrześniu i potrwają dwa i pół roku. Sklepy przy ulicy Garbarskiej otrzymają "
                "przez cały ten czas odszkodowanie."
            ),
            (
                "Starą sieć zamknięto w 1961 roku, gdy miasto wolało autobusy. Dwa dawne wagony stoją w muzeum "
                "komunikacji, gdzie wciąż przyciągają wielu zwiedzających."
            ),
            (
                "Inwestycja będzie kosztować sto czterdzieści milionów euro, z czego jedną trzecią zapłaci "
                "województwo. Opozycja uważa, że to za dużo, i żąda referendum."
            ),
        ),
        names=(
            "Anna Kowalczyk",
            "Piotr Zieliński",
            "Ewa Mazur",
            "Tomasz Wrona",
            "Kasia Lis",
        ),
        comments=(
            "Nareszcie! Codziennie rano jeżdżę autobusem i zawsze się spóźniam przez te korki.",
            "A kto za to znowu zapłaci? W zeszłym roku już podnieśli nam podatki, mam tego dość.",
            "Mój dziadek prowadził jeden z tych starych wagonów, bardzo chciałabym się jeszcze raz przejechać.",
            "Nie przesadzaj, Piotrze, jedną trzecią daje województwo. Moim zdaniem to świetny pomysł.",
            "Dziękuję za artykuł, ale zapomnieliście o rowerach. Którędy mamy teraz jeździć?",
        ),
        heading="# odpowiedzi do „Tramwaj wraca do Zalesia”",
        says="pisze:",
        day="{} marca 2024 o 15:1{}",
        reply="Odpowiedz",
        form=(
            "Dodaj komentarz",
            "Twój adres e-mail nie zostanie opublikowany.",
        ),
        menu=(
            "Strona główna",
            "Polityka",
            "Kultura",
            "Sport",
            "Prenumerata",
        ),
    ),
    "ru": Thread(
        title="Трамвай возвращается в Заречье",
        paragraphs=(
            (
                "Через шестьдесят лет трамвай снова выйдет на улицы Заречья уже этой весной. Во вторник вечером "
                "городской совет одобрил строительство первой линии длиной семь километров."
            ),
            (
                "Линия свяжет вокзал с больницей и пройдёт через старую рыночную площадь. По расчётам мэрии, "
                "одиннадцать тысяч человек смогут каждый день оставлять машину дома."
            ),
            (
                "Работы начнутся в сентябре и продлятся два с половиной года. Магазины на Кожевенной улице всё это "
                "время будут получать возмещение."
            ),
            (
                "Старую сеть закрыли в 1961 году, когда город предпочёл автобусы. Два прежних вагона стоят в музее "
                "транспорта, где они до сих пор привлекают много посетителей."
            ),
            (
                "Проект обойдётся в сто сорок миллионов, треть из них заплатит область. Оппозиция считает сумму "
                "завышенной и требует провести опрос жителей."
            ),
        ),
        names=(
            "Ольга Смирнова",
            "Игорь Белов",
            "Марина Титова",
            "Павел Громов",
            "Юлия Орлова",
        ),
        comments=(
            "Наконец-то! Я каждое утро езжу на автобусе и всё время опаздываю из-за пробок.",
            "А кто опять будет платить? Налоги и так подняли в прошлом году, сил моих больше нет.",
            "Мой дедушка водил один из этих старых вагонов, я бы так хотела прокатиться ещё раз.",
            "Не преувеличивай, Игорь, треть даёт область. По-моему, отличная идея.",
            "Спасибо за статью, но вы забыли про велосипеды. Где нам теперь ездить?",
        ),
        heading="# комментариев к «Трамвай возвращается в Заречье»",
        says="говорит:",
        day="{}.03.2024 в 15:1{}",
        reply="Ответить",
        form=(
            "Добавить комментарий",
            "Ваш адрес email не будет опубликован.",
        ),
        menu=(
            "Главная",
            "Политика",
            "Культура",
            "Спорт",
            "Подписка",
        ),
    ),
    "tr": Thread(
        title="Tramvay Yeşilköprü'ye dönüyor",
        paragraphs=(
            (
                "Altmış yıl aradan sonra tramvay ilkbaharda yeniden Yeşilköprü sokaklarında olacak. Belediye "
                "meclisi salı akşamı yedi kilometrelik ilk hattın yapımını onayladı."
            ),
            (
                "Hat, istasyonu eski pazar meydanı üzerinden hastaneye bağlayacak. Belediyeye göre her gün on bir "
                "bin kişi arabasını evde bırakabilecek."
            ),
            (
                "Çalışmalar eylülde başlayacak ve iki buçuk yıl sürecek. Tabakhane Sokağı'ndaki dükkânlara bu süre "
                "boyunca destek verilecek."
            ),
            (
                "Eski hatlar 1961'de, şehir otobüsü tercih edince kapatılmıştı. Eski vagonlardan ikisi ulaşım "
                "müzesinde duruyor ve hâlâ çok sayıda ziyaretçi çekiyor."
            ),
            (
                "Proje yüz kırk milyon avroya mal olacak, üçte birini il ödeyecek. Muhalefet bu tutarı yüksek "
                "buluyor ve halk oylaması istiyor."
            ),
        ),
        names=(
            "Elif Aydın",
            "Murat Koç",
            "Zeynep Şahin",
            "Emre Doğan",
            "Selin Kaya",
        ),
        comments=(
            "Sonunda! Her sabah otobüse biniyorum ve trafik yüzünden hep geç kalıyorum.",
            "Peki parasını yine kim ödeyecek? Geçen yıl vergiler zaten arttı, artık bıktım.",
            "Dedem o eski vagonlardan birini kullanırdı, bir kez daha binmeyi çok isterim.",
            "Abartma Murat, üçte birini il veriyor. Bence çok güzel bir fikir.",
            "Yazı için teşekkürler ama bisikletleri unutmuşsunuz. Biz şimdi nereden gideceğiz?",
        ),
        heading="“Tramvay Yeşilköprü'ye dönüyor” üzerine # yorum",
        says="dedi ki:",
        day="{} Mart 2024, 15:1{}",
        reply="Yanıtla",
        form=(
            "Bir yanıt yazın",
            "E-posta adresiniz yayınlanmayacak.",
        ),
        menu=(
            "Ana sayfa",
            "Siyaset",
            "Kültür",
            "Spor",
            "Abone ol",
        ),
    ),
    "ja": Thread(
        title="路面電車が緑川市に帰ってくる",
        paragraphs=(
            (
                "六十年ぶりに、路面電車がこの春から緑川市の通りを再び走ることになった。市議会は火曜日の夜、最初の七"
                "キロの路線の建設を承認した。"
            ),
            (
                "路線は駅から古い市場の広場を通って病院までを結ぶ。市によると、毎日一万一千人が車を家に置いて出かけ"
                "られるようになるという。"
            ),
            "工事は九月に始まり、二年半続く予定である。革屋通りの商店には、その間ずっと補償金が支払われる。",
            (
                "昔の路線は一九六一年、市がバスを選んだときに廃止された。当時の車両のうち二両は交通博物館に残されて"
                "いて、今も多くの人が見に訪れる。"
            ),
            "費用は百四十億円で、その三分の一を県が負担する。野党は金額が高すぎるとして、住民投票を求めている。",
        ),
        names=(
            "山田花子",
            "佐藤健",
            "鈴木美咲",
            "高橋一郎",
            "伊藤さくら",
        ),
        comments=(
            "やっとですね！毎朝バスに乗っていますが、渋滞のせいでいつも遅刻してしまいます。",
            "それでまた誰が払うんですか。去年も税金が上がったばかりなのに、もううんざりです。",
            "私の祖父があの古い車両を運転していました。もう一度乗れたら本当にうれしいです。",
            "佐藤さん、それは言いすぎですよ。三分の一は県が出すんだから。私はとてもいい考えだと思います。",
            "記事をありがとうございます。でも自転車のことを忘れていませんか。これからどこを走ればいいのでしょう。",
        ),
        heading="「路面電車が緑川市に帰ってくる」への#件のフィードバック",
        says="より:",
        day="2024年3月{}日 15:1{}",
        reply="返信",
        form=(
            "コメントを残す",
            "メールアドレスが公開されることはありません。",
        ),
        menu=(
            "ホーム",
            "政治",
            "文化",
            "スポーツ",
            "購読",
        ),
    ),
}
