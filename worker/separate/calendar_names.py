"""Month names, time units and the small words of dates, by language: a table, not code.

Names are casefolded. A month row holds twelve entries; an entry lists its spellings (full, inflected and
short), parted by ``|``. Where a spelling means two things in two languages, the language with more readers
keeps it and the other's row leaves it out (Croatian ``listopad`` is October, Czech and Polish November). The
names come from the Unicode CLDR's wide and abbreviated forms.
"""

from functools import cache

MONTHS: dict[str, str] = {
    "en": "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep "
    "october|oct november|nov december|dec",
    "de": "januar|jänner februar|feber märz|mär|mrz april mai juni juli august september oktober|okt "
    "november "
    "dezember|dez",
    "fr": "janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre "
    "octobre "
    "novembre décembre|decembre|déc",
    "es": "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre "
    "noviembre "
    "diciembre|dic",
    "pt": "janeiro fevereiro|fev março|marco abril maio junho julho agosto setembro|set outubro|out novembro "
    "dezembro|dez",
    "it": "gennaio|gen febbraio|febb marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|sett "
    "ottobre|ott novembre dicembre",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre|des",
    "ro": "ianuarie|ian februarie martie aprilie mai iunie|iun iulie|iul august septembrie octombrie "
    "noiembrie|noi "
    "decembrie",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta|tammikuu|tammi helmikuuta|helmikuu|helmi maaliskuuta|maaliskuu|maalis "
    "huhtikuuta|huhtikuu|huhti toukokuuta|toukokuu|touko kesäkuuta|kesäkuu|kesä heinäkuuta|heinäkuu|heinä "
    "elokuuta|elokuu|elo syyskuuta|syyskuu|syys lokakuuta|lokakuu|loka marraskuuta|marraskuu|marras "
    "joulukuuta|joulukuu|joulu",
    "et": "jaanuar|jaan veebruar|veebr märts aprill mai juuni juuli august september oktoober november detsember|dets",
    "lt": "sausio|sausis vasario|vasaris kovo|kovas balandžio|balandis gegužės|gegužė birželio|birželis "
    "liepos|liepa rugpjūčio|rugpjūtis rugsėjo|rugsėjis spalio|spalis lapkričio|lapkritis gruodžio|gruodis",
    "lv": "janvāris|janvārī februāris|februārī marts aprīlis|aprīlī maijs|maijā jūnijs|jūnijā jūlijs|jūlijā "
    "augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī decembris|decembrī",
    "pl": "stycznia|styczeń|sty lutego|luty marca|marzec kwietnia|kwiecień|kwi maja|maj czerwca|czerwiec|cze "
    "lipca|lipiec|lip sierpnia|sierpień września|wrzesień|wrz października|październik|paź "
    "listopada|listopad grudnia|grudzień|gru",
    "cs": "ledna|leden února|únor|úno března|březen|bře dubna|duben|dub května|květen|kvě června|červen "
    "července|červenec srpna|srpen|srp září října|říjen|říj listopadu prosince|prosinec",
    "sk": "januára|január februára|február marca|marec apríla|apríl mája|máj júna|jún júla|júl augusta "
    "septembra "
    "októbra|október novembra decembra",
    "hu": "január február|febr március|márc április|ápr május|máj június|jún július|júl augusztus "
    "szeptember|szept "
    "október november december",
    "hr": "siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj lipnja|lipanj "
    "srpnja|srpanj kolovoza|kolovoz rujna|rujan - studenoga|studenog|studeni prosinca|prosinac",
    "sr": "јануар|јан фебруар|феб март|мар април|апр мај јун јул август|авг септембар|сеп октобар|окт "
    "новембар|нов "
    "децембар|дец",
    "sl": "januarja februarja marca aprila maja junija julija avgusta|avgust|avg septembra oktobra novembra decembra",
    "el": "ιανουαρίου|ιανουάριος|ιαν φεβρουαρίου|φεβρουάριος|φεβ μαρτίου|μάρτιος|μαρ απριλίου|απρίλιος|απρ "
    "μαΐου|μάιος|μάι|μαΐ ιουνίου|ιούνιος|ιουν ιουλίου|ιούλιος|ιουλ αυγούστου|αύγουστος|αυγ "
    "σεπτεμβρίου|σεπτέμβριος|σεπ οκτωβρίου|οκτώβριος|οκτ νοεμβρίου|νοέμβριος|νοε δεκεμβρίου|δεκέμβριος|δεκ",
    "ru": "января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн "
    "июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб "
    "декабря|декабрь|дек",
    "uk": "січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|квіт травня|травень|трав "
    "червня|червень|черв липня|липень|лип серпня|серпень|серп вересня|вересень|вер жовтня|жовтень|жовт "
    "листопада|листопад|лист грудня|грудень|груд",
    "bg": "януари|яну февруари март април май юни юли август септември октомври ноември декември",
    "tr": "ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki "
    "kasım|kas aralık|ara",
    "id": "januari februari maret|mac april mei|mei juni|jun juli|julai agustus|agu|ogos september oktober "
    "november|nopember desember|disember",
    "ar": "يناير فبراير|شباط مارس|آذار أبريل|إبريل|ابريل|نيسان مايو|أيار يونيو|يونيه|حزيران "
    "يوليو|يوليه|تموز أغسطس|اغسطس|آب سبتمبر|أيلول أكتوبر|اكتوبر نوفمبر ديسمبر",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט "
    "ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "hi": "जनवरी|जन फ़रवरी|फरवरी|फ़र मार्च अप्रैल मई जून जुलाई|जुल अगस्त|अग सितंबर|सितम्बर|सित "
    "अक्तूबर|अक्टूबर|अक्तू नवंबर|नवम्बर|नव दिसंबर|दिसम्बर|दिस",
    "bn": "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "th": "มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค สิงหาคม|"
    "ส.ค "
    "กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค",
}

# second, minute, hour, day, week, month, year
UNITS: dict[str, str] = {
    "en": "second|seconds|sec|secs|s minute|minutes|min|mins|m hour|hours|hr|hrs|h day|days|d week|weeks|wk|"
    "wks|w "
    "month|months|mo|mos year|years|yr|yrs|y",
    "de": "sekunde|sekunden|sek minute|minuten stunde|stunden|std tag|tage|tagen woche|wochen monat|monate|"
    "monaten "
    "jahr|jahre|jahren",
    "fr": "seconde|secondes minute|minutes heure|heures jour|jours semaine|semaines|sem mois an|ans|année|années",
    "es": "segundo|segundos minuto|minutos hora|horas día|días|dia|dias semana|semanas mes|meses año|años",
    "pt": "segundo|segundos minuto|minutos hora|horas dia|dias semana|semanas mês|meses ano|anos",
    "it": "secondo|secondi minuto|minuti ora|ore giorno|giorni settimana|settimane mese|mesi anno|anni",
    "ca": "segon|segons minut|minuts hora|hores dia|dies setmana|setmanes mes|mesos any|anys",
    "ro": "secundă|secunde minut|minute oră|ore zi|zile săptămână|săptămâni lună|luni an|ani",
    "nl": "seconde|seconden minuut|minuten uur|uren dag|dagen week|weken maand|maanden jaar|jaren",
    "sv": "sekund|sekunder minut|minuter timme|timmar dag|dagar vecka|veckor månad|månader år",
    "da": "sekund|sekunder minut|minutter time|timer dag|dage uge|uger måned|måneder år",
    "nb": "sekund|sekunder minutt|minutter time|timer dag|dager uke|uker måned|måneder år",
    "fi": "sekunti|sekuntia minuutti|minuuttia tunti|tuntia päivä|päivää viikko|viikkoa kuukausi|kuukautta "
    "vuosi|vuotta",
    "pl": "sekunda|sekundę|sekundy|sekund minuta|minutę|minuty|minut godzina|godzinę|godziny|godzin|godz "
    "dzień|dni tydzień|tygodnie|tygodni miesiąc|miesiące|miesięcy rok|lata|lat",
    "cs": "sekunda|sekundou|sekundami minuta|minutou|minutami hodina|hodinou|hodinami den|dnem|dny "
    "týden|týdnem|týdny měsíc|měsícem|měsíci rok|rokem|roky|lety",
    "hu": "másodperce perce órája napja hete hónapja éve",
    "el": "δευτερόλεπτο|δευτερόλεπτα λεπτό|λεπτά ώρα|ώρες ημέρα|ημέρες|μέρα|μέρες εβδομάδα|εβδομάδες "
    "μήνα|μήνας|μήνες έτος|έτη|χρόνο|χρόνια",
    "ru": "секунду|секунды|секунд минуту|минуты|минут|мин час|часа|часов день|дня|дней неделю|недели|недель "
    "месяц|месяца|месяцев год|года|лет",
    "uk": "секунду|секунди|секунд хвилину|хвилини|хвилин годину|години|годин день|дні|днів тиждень|тижні|"
    "тижнів "
    "місяць|місяці|місяців рік|роки|років",
    "tr": "saniye dakika saat gün hafta ay yıl",
    "id": "detik menit jam hari minggu bulan tahun",
    "ms": "saat minit jam hari minggu bulan tahun",
    "vi": "giây phút giờ ngày tuần tháng năm",
    "ar": "ثانية|ثوان|ثواني دقيقة|دقائق ساعة|ساعات يوم|أيام|يوما|يومًا أسبوع|أسابيع شهر|أشهر|شهور سنة|سنوات|عام|أعوام",
    "fa": "ثانیه دقیقه ساعت روز هفته ماه سال",
    "he": "שנייה|שניות דקה|דקות שעה|שעות יום|ימים שבוע|שבועות חודש|חודשים שנה|שנים",
    "hi": "सेकंड मिनट घंटा|घंटे|घण्टे दिन सप्ताह|हफ़्ते|हफ्ते महीना|महीने|माह साल|वर्ष",
    "bn": "সেকেন্ড মিনিট ঘণ্টা|ঘন্টা দিন সপ্তাহ মাস বছর",
    "th": "วินาที นาที ชั่วโมง วัน สัปดาห์ เดือน ปี",
    "zh": "秒|秒钟|秒鐘 分钟|分鐘|分 小时|小時|个小时|個小時 天|日 周|週|星期|个星期 个月|個月 年",
    "ja": "秒 分 時間 日 週間 か月|ヶ月|ヵ月|カ月 年",
    "ko": "초 분 시간 일 주|주일 개월|달 년",
}

# Languages that glue the "ago" to the unit ("3小时前", "3日前", "3시간전", "3 ชั่วโมงที่แล้ว").
GLUED_AGO = ("前", "以前", "之前", "전", "ที่แล้ว", "ที่ผ่านมา")

AGO = (
    "ago|vor|hace|há|ha|faz|atrás|atras|fa|fà|geleden|sedan|siden|sitten|temu|před|pred|acum|назад|тому|"
    "преди|"
    "önce|lalu|trước|منذ|قبل|پیش|לפני|पहले|আগে|πριν|il|earlier|前|以前|之前|전|ที่แล้ว|ที่ผ่านมา"
)

# How many days back a word for a day lies.
DAY_WORDS: dict[int, str] = {
    0: "today|heute|aujourd'hui|aujourd’hui|hoy|hoje|oggi|vandaag|idag|tänään|dzisiaj|dziś|dnes|ma|azi|"
    "сегодня|"
    "сьогодні|днес|bugün|اليوم|امروز|היום|आज|আজ|วันนี้|今天|今日|오늘",
    1: "yesterday|gestern|hier|ayer|ontem|ieri|gisteren|igår|eilen|wczoraj|včera|tegnap|вчера|вчора|χθες|"
    "χτες|dün|"
    "kemarin|semalam|أمس|دیروز|אתמול|कल|গতকাল|เมื่อวาน|昨天|昨日|어제",
    2: "vorgestern|avant-hier|anteayer|anteontem|eergisteren|przedwczoraj|позавчера|前天|一昨日|그저께",
}

JUST_NOW = "just|now|gerade|eben|ahora|agora|adesso|zojuist|teraz|сейчас|刚刚|剛剛|たった今|방금"

# A count that is written as a word ("an hour ago", "vor einem Tag").
ONE = "a|an|one|ein|eine|einer|einem|un|une|una|um|uma|uno|een|en|ett|et|isang|bir|един|одну|один"

# Half-day words; 0 is before noon, 12 after.
HALF_DAY: dict[int, str] = {
    0: "am|a.m|a. m|πμ|π.μ|öö|ص|sa|上午|早上|凌晨|午前|오전",
    12: "pm|p.m|p. m|μμ|μ.μ|ös|م|ch|下午|晚上|中午|午後|오후",
}

# Minutes east of Greenwich: RFC 5322's obsolete names and Europe's.
ZONES: dict[str, int] = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "est": -300,
    "edt": -240,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
}

WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so|"
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|"
    "domingo|"
    "segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|lunedì|martedì|mercoledì|giovedì|"
    "venerdì|"
    "sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|"
    "fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag|poniedziałek|wtorek|środa|czwartek|piątek|sobota|"
    "niedziela|"
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|pazartesi|salı|çarşamba|perşembe|cuma|"
    "cumartesi|pazar|senin|selasa|rabu|kamis|jumat|sabtu"
)

# Words that stand between the parts of one date ("le 7 mai 2020 à 16:42", "8. April 2019 @ 11:38").
JOINERS = (
    "at|on|the|of|um|am|den|der|le|la|les|à|a|las|de|del|dei|às|alle|ore|il|op|om|kl|klo|dnia|o|в|г|год|uhr|"
    "uur|"
    "ngày|năm|lúc|pukul|στις"
)


@cache
def months() -> dict[str, int]:
    """Return the number of the month for every spelling."""
    rows = (row.split() for row in MONTHS.values())
    return {name: number for row in rows for number, names in enumerate(row, 1) for name in names.casefold().split("|")}


@cache
def units() -> dict[str, int]:
    """Return the unit for every spelling, 0 (second) to 6 (year); a glued "ago" included."""
    plain: dict[str, int] = {}
    for row in UNITS.values():
        for unit, names in enumerate(row.split()):
            for name in names.casefold().split("|"):
                plain.setdefault(name, unit)
    return plain | {name + ago: unit for name, unit in plain.items() for ago in GLUED_AGO}


@cache
def ago_words() -> frozenset[str]:
    """Return the words that turn a span of time into a point in the past."""
    return frozenset(AGO.casefold().split("|"))


@cache
def day_words() -> dict[str, int]:
    """Return how many days back each word for a day lies."""
    return {name: back for back, names in DAY_WORDS.items() for name in names.casefold().split("|")}


@cache
def half_days() -> dict[str, int]:
    """Return 0 or 12 for each half-day word."""
    return {name: hours for hours, names in HALF_DAY.items() for name in names.casefold().split("|")}
