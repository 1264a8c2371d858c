"""The cues themselves, a row a language; ``worker.separate.cues`` says what each column means.

Entries are casefolded and parted by ``|``. Rows that aren't ``verified`` hold the default strings of
WordPress, Blogger, Disqus, Discourse and phpBB in that language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """One language's cues.

    ``nouns`` name a comment and are counted in headings ("6 responses"), and ``stem`` is what all forms of the
    first one share, where that is less than the noun; ``headings`` open a section as a whole line; ``says`` ends a
    name line ("NAME says:"), ``by`` begins one ("Posted by NAME") and ``tail`` may stand behind its name; ``reply``
    are the links below a comment; ``form`` begins the lines of the form that closes a section. ``verified``: seen on
    labelled pages.
    """

    language: str
    nouns: str
    stem: str = ""
    headings: str = ""
    says: str = ""
    by: str = ""
    tail: str = ""
    reply: str = ""
    form: str = ""
    verified: bool = False


CUES = (
    Cues(
        language="en",
        verified=True,
        nouns="comment|comments|response|responses|reply|replies|thought|thoughts|review|reviews|reaction|"
        "reactions|remark|remarks|responded",
        headings="comments|responses|replies|reader comments|discussion|join the discussion|what people say|"
        "join the conversation|feedback|reactions|all comments|user comments|follow-up postings|follow-ups",
        says="says|said|writes|wrote|responded|replied|commented|added",
        by="posted by blogger|posted by anonymous|posted by|written by|comment by|submitted by|commented by|"
        "posted on|posted|published|updated|date|by|on|at|from|comment",
        tail="up reply actions|reply actions|actions|reply to this|parent|"
        "permalink|link to this comment|link to comment|reply to comment|report abuse|report as abusive|"
        "report this comment|reply|posted on|posted at|posted|on|at|avatar|(author)|author|link|edit|quote|"
        "flag|"
        "my page|log in to reply|in response to|rate up|rate down|permanent link|share|comment|edited",
        reply="reply|quote|report|report abuse|report comment|flag|permalink|like|dislike|share|edit|"
        "log in to reply|reply to this comment|link to this comment|avatar|reply to this|reply to comment|"
        "reply actions|up reply actions|parent|recommend|spam|offensive|disagree|off topic|vote up|vote down|"
        "flag as inappropriate|thumb up|thumb down|rate this",
        form="leave a reply|leave a comment|leave a response|post a comment|post a reply|add a comment|"
        "add comment|write a comment|cancel reply|click here to cancel reply|your email address will not be|"
        "required fields are|you must be logged in|you must log in|comments are closed|name (required)|"
        "comments are now closed|want to participate in the conversation|post a new comment|postpost a new comment|"
        "enter your information below to add a new comment|"
        "mail (will not be published)|notify me of|you may use these html tags|submit comment|comments rss|"
        "rss feed for comments|subscribe to: post comments|feel free to leave a comment|"
        "be the first to comment|be the first to review|there are no comments|no comments yet|"
        "blog comments powered by|comments powered by|add your comment|add a reply|discuss this|sign in to add|"
        "sign in to comment|sign in to post|log in or join|login to post|log in to post|login to comment|"
        "log in to comment|register to post|post your comment|post comment|have your say|you need to be logged in|"
        "please log in|please login|please sign in|subscribe to the comments|subscribe to comments|"
        "all comments are moderated|comments are moderated|commenting is closed|and oh, if you want a pic to show",
    ),
    Cues(
        language="de",
        verified=True,
        nouns="kommentar|kommentare|kommentaren|antwort|antworten|gedanke|gedanken|reaktion|reaktionen|beiträge",
        headings="kommentare|leserkommentare|diskussion|diskutieren sie mit|antworten",
        says="sagt|sagte|schreibt|schrieb|meint|meinte|antwortete|kommentierte",
        by="geschrieben von|verfasst von|kommentar von|eingestellt von|antworten|von",
        tail="antworten|permalink|permanenter link|zitieren|melden|am|um|autor|zum antworten anmelden|uhr",
        reply="antworten|zitieren|melden|teilen|gefällt mir|zum antworten anmelden|permalink|bearbeiten",
        form="schreibe einen kommentar|schreiben sie einen kommentar|hinterlasse eine antwort|"
        "hinterlasse einen kommentar|kommentar hinterlassen|kommentar schreiben|kommentar verfassen|"
        "antwort abbrechen|antworten abbrechen|deine e-mail-adresse wird nicht|ihre e-mail-adresse wird "
        "nicht|"
        "erforderliche felder sind|du musst angemeldet sein|sie müssen angemeldet sein|kommentar abschicken|"
        "kommentar veröffentlichen|keine kommentare",
    ),
    Cues(
        language="fr",
        verified=True,
        nouns="commentaire|commentaires|réponse|réponses|réaction|réactions|réflexion|réflexions|avis",
        headings="commentaires|réactions|vos commentaires|les commentaires|vos réactions",
        says="dit|a dit|écrit|a écrit|a répondu|a commenté",
        by="publié par|posté par|écrit par|commentaire de|rédigé par|par",
        tail="répondre|permalien|lien permanent|signaler|citer|le|à|auteur",
        reply="répondre|citer|signaler|signaler un abus|partager|j'aime|permalien|modifier|connectez-vous "
        "pour répondre",
        form="laisser un commentaire|laissez un commentaire|laisser une réponse|ajouter un commentaire|"
        "poster un commentaire|enregistrer un commentaire|écrire un commentaire|annuler la réponse|"
        "votre adresse e-mail ne sera pas|votre adresse de messagerie ne sera pas|les champs obligatoires|"
        "vous devez vous connecter|aucun commentaire|laisser un commentaire annuler",
    ),
    Cues(
        language="es",
        nouns="comentario|comentarios|respuesta|respuestas|pensamiento|pensamientos|opinión|opiniones|comentó",
        stem="comentari",
        headings="comentarios|respuestas|opiniones|deja tu comentario",
        says="dice|dijo|escribió|comentó|respondió",
        by="publicado por|escrito por|comentario de|enviado por|por",
        tail="responder|enlace permanente|denunciar|citar|el|a las|autor",
        reply="responder|citar|denunciar|reportar|compartir|me gusta|editar|accede para responder",
        form="deja una respuesta|deja un comentario|dejar un comentario|añadir un comentario|"
        "publicar un comentario|escribe un comentario|cancelar la respuesta|cancelar respuesta|"
        "tu dirección de correo electrónico no será|los campos obligatorios|debes iniciar sesión|"
        "lo siento, debes estar conectado|no hay comentarios",
    ),
    Cues(
        language="pt",
        verified=True,
        nouns="comentário|comentários|resposta|respostas|pensamento|pensamentos|opinião|opiniões",
        stem="comentári",
        headings="comentários|respostas|deixe seu comentário",
        says="disse|diz|escreveu|comentou|respondeu",
        by="publicado por|postado por|escrito por|comentário de|enviado por|por",
        tail="responder|link permanente|denunciar|em|às|autor|atrás",
        reply="responder|citar|denunciar|compartilhar|partilhar|curtir|gosto|editar|faça login para responder",
        form="deixe uma resposta|deixe um comentário|deixar um comentário|adicionar comentário|"
        "postar um comentário|enviar um comentário|cancelar resposta|o seu endereço de e-mail não será|"
        "o seu endereço de email não será|campos obrigatórios|você precisa fazer o login|nenhum comentário",
    ),
    Cues(
        language="it",
        nouns="commento|commenti|risposta|risposte|pensiero|pensieri|opinione|opinioni",
        headings="commenti|risposte|i vostri commenti",
        says="dice|ha detto|disse|scrive|ha scritto|ha commentato|ha risposto",
        by="pubblicato da|postato da|scritto da|commento di|inviato da",
        tail="rispondi|permalink|segnala|cita|il|alle|autore",
        reply="rispondi|cita|segnala|condividi|mi piace|modifica|accedi per rispondere",
        form="lascia un commento|lascia una risposta|rispondi annulla risposta|annulla risposta|"
        "aggiungi un commento|posta un commento|scrivi un commento|il tuo indirizzo email non sarà|"
        "i campi obbligatori|devi essere connesso|nessun commento",
    ),
    Cues(
        language="nl",
        nouns="reactie|reacties|antwoord|antwoorden|gedachte|gedachten|opmerking|opmerkingen",
        headings="reacties|alle reacties|discussie",
        says="zegt|zei|schreef|schrijft|reageerde",
        by="geplaatst door|gepost door|geschreven door|reactie van|door",
        tail="beantwoorden|reageren|antwoorden|permalink|melden|op|om|auteur",
        reply="beantwoorden|reageren|antwoorden|citeren|melden|delen|vind ik leuk|bewerken",
        form="geef een reactie|laat een reactie achter|laat een antwoord achter|plaats een reactie|"
        "een reactie posten|reactie annuleren|antwoord annuleren|je e-mailadres wordt niet|"
        "vereiste velden zijn|je moet ingelogd zijn|geen reacties",
    ),
    Cues(
        language="sv",
        nouns="kommentar|kommentarer|svar|tanke|tankar",
        headings="kommentarer|svar|diskussion",
        says="säger|sa|skriver|skrev|svarade",
        by="inlagd av|upplagd av|skrivet av|kommentar av|av",
        tail="svara|permalänk|anmäl|den|kl",
        reply="svara|citera|anmäl|dela|gilla|redigera|logga in för att svara",
        form="lämna ett svar|lämna en kommentar|skriv en kommentar|skicka en kommentar|avbryt svar|"
        "din e-postadress kommer inte|obligatoriska fält|du måste vara inloggad|inga kommentarer",
    ),
    Cues(
        language="da",
        nouns="kommentar|kommentarer|svar|tanke|tanker",
        headings="kommentarer|svar|debat",
        says="siger|sagde|skriver|skrev",
        by="indsendt af|skrevet af|kommentar af|af",
        tail="svar|besvar|permalink|anmeld|den|kl",
        reply="svar|besvar|citer|anmeld|del|synes godt om|rediger",
        form="skriv et svar|skriv en kommentar|efterlad et svar|efterlad en kommentar|send en kommentar|"
        "annuller svar|din e-mailadresse vil ikke|krævede felter|du skal være logget ind|ingen kommentarer",
    ),
    Cues(
        language="nb",
        nouns="kommentar|kommentarer|svar|tanke|tanker|innlegg",
        headings="kommentarer|svar|debatt",
        says="sier|sa|skriver|skrev",
        by="lagt inn av|skrevet av|kommentar av|av",
        tail="svar|permalenke|rapporter|den|kl",
        reply="svar|siter|rapporter|del|liker|rediger|logg inn for å svare",
        form="legg igjen en kommentar|legg igjen et svar|skriv en kommentar|legg inn en kommentar|avbryt "
        "svar|"
        "din e-postadresse vil ikke|obligatoriske felt|du må være innlogget|ingen kommentarer",
    ),
    Cues(
        language="fi",
        nouns="kommentti|kommenttia|kommentit|vastaus|vastausta|ajatus|ajatusta",
        stem="komment",
        headings="kommentit|keskustelu|vastaukset",
        says="sanoo|sanoi|kirjoittaa|kirjoitti",
        by="lähettänyt|kirjoittanut|lähettäjä",
        tail="vastaa|pysyvä linkki|ilmoita|klo",
        reply="vastaa|lainaa|ilmoita|jaa|tykkää|muokkaa|kirjaudu vastataksesi",
        form="vastaa peruuta vastaus|jätä vastaus|jätä kommentti|lähetä kommentti|kirjoita kommentti|"
        "peruuta vastaus|sähköpostiosoitettasi ei|pakolliset kentät|sinun täytyy kirjautua|ei kommentteja",
    ),
    Cues(
        language="pl",
        nouns="komentarz|komentarze|komentarzy|odpowiedź|odpowiedzi|przemyślenie|przemyśleń|opinia|opinie|opinii",
        headings="komentarze|odpowiedzi|opinie|dyskusja",
        says="pisze|napisał|napisała|napisał(a)|powiedział|powiedziała|mówi",
        by="opublikowane przez|napisane przez|komentarz od|dodał|autor|przez",
        tail="odpowiedz|bezpośredni odnośnik|zgłoś|o|dnia",
        reply="odpowiedz|cytuj|zgłoś|udostępnij|lubię to|edytuj|zaloguj się, aby odpowiedzieć",
        form="dodaj komentarz|zostaw odpowiedź|zostaw komentarz|napisz komentarz|prześlij komentarz|"
        "anuluj pisanie odpowiedzi|anuluj odpowiedź|twój adres e-mail nie zostanie|twój adres email nie "
        "zostanie|"
        "wymagane pola są|musisz się zalogować|brak komentarzy",
    ),
    Cues(
        language="cs",
        nouns="komentář|komentáře|komentářů|odpověď|odpovědi|odpovědí|názor|názory|názorů|příspěvek|příspěvky",
        headings="komentáře|odpovědi|diskuse|názory",
        says="napsal|napsala|napsal(a)|říká|řekl|řekla|řekl(a)|odpověděl",
        by="přidal|napsal|vložil|autor|od",
        tail="odpovědět|trvalý odkaz|nahlásit|v|dne",
        reply="odpovědět|citovat|nahlásit|sdílet|to se mi líbí|upravit",
        form="napsat komentář|přidat komentář|zanechat komentář|zanechte odpověď|okomentovat|zrušit odpověď|"
        "vaše e-mailová adresa nebude|vyžadované informace jsou|pro přidávání komentářů|žádné komentáře",
    ),
    Cues(
        language="sk",
        nouns="komentár|komentáre|komentárov|odpoveď|odpovede|odpovedí|názor|názory",
        headings="komentáre|odpovede|diskusia|názory",
        says="píše|napísal|napísala|hovorí|povedal|povedala",
        by="pridal|napísal|autor|od",
        tail="odpovedať|trvalý odkaz|nahlásiť",
        reply="odpovedať|citovať|nahlásiť|zdieľať|páči sa mi to|upraviť",
        form="pridaj komentár|pridať komentár|zanechajte komentár|zverejnenie komentára|zrušiť odpoveď|"
        "vaša e-mailová adresa nebude|vyžadované polia sú|žiadne komentáre",
    ),
    Cues(
        language="hu",
        nouns="hozzászólás|komment|kommentek|megjegyzés|vélemény|válasz",
        headings="hozzászólások|kommentek|vélemények|megjegyzések",
        says="szerint|írta|mondta|mondja",
        by="írta|bejegyezte",
        tail="válasz|közvetlen link|jelentés",
        reply="válasz|válasz erre|idézet|jelentés|megosztás|tetszik|szerkesztés",
        form="vélemény, hozzászólás|szólj hozzá|hozzászólás írása|megjegyzés küldése|válasz megszakítása|"
        "az e-mail címet nem|a kötelező mezőket|hozzászólás küldéséhez|nincs hozzászólás|nincsenek "
        "megjegyzések",
    ),
    Cues(
        language="ro",
        nouns="comentariu|comentarii|răspuns|răspunsuri|gând|gânduri|părere|păreri",
        stem="comentari",
        headings="comentarii|răspunsuri|păreri",
        says="spune|a spus|zice|a zis|scrie|a scris",
        by="publicat de|postat de|scris de|comentariu de|trimis de",
        tail="răspunde|legătură permanentă|raportează|la|pe",
        reply="răspunde|citează|raportează|distribuie|îmi place|editează",
        form="lasă un răspuns|lasă un comentariu|adaugă un comentariu|trimiteți un comentariu|anulează "
        "răspunsul|"
        "adresa ta de email nu va fi|câmpurile obligatorii|trebuie să fii autentificat|niciun comentariu",
    ),
    Cues(
        language="ru",
        verified=True,
        nouns="комментарий|комментария|комментариев|комментарии|ответ|ответа|ответов|отзыв|отзыва|отзывов|мнение",
        stem="коммент",
        headings="комментарии|ответы|отзывы|обсуждение|комментарии читателей",
        says="говорит|сказал|сказала|сказал(а)|пишет|написал|написала|ответил|комментирует",
        by="опубликовал|автор|отправил|написал|от",
        tail="ответить|постоянная ссылка|пожаловаться|в|автор",
        reply="ответить|цитировать|пожаловаться|поделиться|нравится|мне нравится|редактировать|войдите, чтобы ответить",
        form="добавить комментарий|оставить комментарий|оставьте комментарий|отправить комментарий|"
        "написать комментарий|отменить ответ|ваш адрес email не будет|ваш e-mail не будет|обязательные поля|"
        "для отправки комментария|нет комментариев|комментариев нет",
    ),
    Cues(
        language="uk",
        nouns="коментар|коментарі|коментарів|відповідь|відповіді|відповідей|відгук|відгуки|відгуків|думка|думки",
        headings="коментарі|відповіді|відгуки|обговорення",
        says="каже|говорить|сказав|сказала|пише|написав|написала|коментує",
        by="опублікував|опубліковано|автор|від",
        tail="відповісти|постійне посилання|поскаржитися|о|в",
        reply="відповісти|цитувати|поскаржитися|поділитися|подобається|редагувати",
        form="залишити відповідь|залишити коментар|залишіть коментар|додати коментар|дописати коментар|"
        "скасувати відповідь|ваша e-mail адреса не|обов’язкові поля|щоб відправити коментар|немає коментарів",
    ),
    Cues(
        language="bg",
        nouns="коментар|коментара|коментари|отговор|отговора|отговори|мнение|мнения",
        headings="коментари|отговори|мнения",
        says="каза|казва|написа|пише",
        by="публикувано от|автор|от",
        tail="отговор|постоянна връзка|на|в",
        reply="отговор|отговори|цитирай|докладвай|сподели|харесва ми",
        form="вашият коментар|оставете коментар|оставете отговор|публикуване на коментар|отказ|"
        "вашият имейл адрес няма|задължителните полета|няма коментари",
    ),
    Cues(
        language="hr",
        nouns="komentar|komentara|komentari|odgovor|odgovora|odgovori|misao|misli",
        headings="komentari|odgovori|rasprava",
        says="kaže|je rekao|je rekla|piše|napisao|napisala",
        by="objavio|napisao|autor|od",
        tail="odgovori|stalna poveznica|prijavi|u",
        reply="odgovori|citiraj|prijavi|podijeli|sviđa mi se|uredi",
        form="odgovori otkaži odgovor|komentiraj|ostavite komentar|ostavi komentar|objavi komentar|napišite "
        "komentar|"
        "otkaži odgovor|vaša adresa e-pošte neće|obavezna polja|nema komentara",
    ),
    Cues(
        language="sr",
        nouns="коментар|коментара|коментари|одговор|одговора|одговори|мишљење|мишљења",
        headings="коментари|одговори",
        says="каже|је рекао|је рекла|пише|написао|написала",
        by="објавио|написао|аутор|од",
        tail="одговори|стална веза|у",
        reply="одговори|цитирај|пријави|подели|свиђа ми се",
        form="оставите коментар|оставите одговор|постави коментар|одустани од одговора|ваша адреса е-поште "
        "неће|"
        "неопходна поља|нема коментара",
    ),
    Cues(
        language="el",
        nouns="σχόλιο|σχόλια|απάντηση|απαντήσεισ|σκέψη|σκέψεισ",
        stem="σχόλι",
        headings="σχόλια|απαντήσεισ|συζήτηση",
        says="λέει|είπε|έγραψε|γράφει|ο/η|σχολίασε",
        by="αναρτήθηκε από|δημοσιεύθηκε από|συντάκτησ|από",
        tail="απάντηση|μόνιμοσ σύνδεσμοσ|στισ|στο",
        reply="απάντηση|παράθεση|αναφορά|κοινοποίηση|μου αρέσει|επεξεργασία",
        form="αφήστε μια απάντηση|αφήστε ένα σχόλιο|γράψτε ένα σχόλιο|δημοσίευση σχολίου|σχολιάστε|"
        "ακύρωση απάντησησ|η ηλ. διεύθυνση σασ δεν|τα υποχρεωτικά πεδία|δεν υπάρχουν σχόλια",
    ),
    Cues(
        language="tr",
        nouns="yorum|yorumlar|yanıt|yanıtlar|cevap|cevaplar|düşünce",
        headings="yorumlar|yanıtlar|cevaplar|okuyucu yorumları",
        says="dedi ki|diyor ki|dedi|diyor|yazdı",
        by="gönderen|yazan|yorum yapan",
        tail="yanıtla|cevapla|kalıcı bağlantı|şikayet et",
        reply="yanıtla|cevapla|alıntıla|şikayet et|paylaş|beğen|düzenle|cevaplamak için giriş yapın",
        form="bir yanıt yazın|bir cevap yazın|yorum yapın|yorum yaz|yorum gönder|yanıtı iptal et|cevabı "
        "iptal et|"
        "e-posta adresiniz yayınlanmayacak|e-posta hesabınız yayımlanmayacak|gerekli alanlar|hiç yorum yok",
    ),
    Cues(
        language="ar",
        nouns="تعليق|تعليقا|تعليقات|رد|ردود|فكرة|أفكار",
        headings="التعليقات|تعليقات|الردود|تعليقات القراء",
        says="يقول|قال|كتب|كتبت|تقول|علق",
        by="أرسلت بواسطة|نشر بواسطة|كتبه|بواسطة",
        tail="رد|الرابط الدائم|إبلاغ",
        reply="رد|الرد|اقتباس|إبلاغ|مشاركة|أعجبني|تعديل",
        form="اترك ردا|اترك ردًا|اترك تعليقا|اترك تعليقاً|أضف تعليقا|أضف تعليق|إرسال تعليق|إلغاء الرد|"
        "لن يتم نشر عنوان بريدك|الحقول الإلزامية|لا توجد تعليقات|يجب أنت تكون مسجل",
    ),
    Cues(
        language="fa",
        nouns="دیدگاه|نظر|نظرات|پاسخ|دیدگاه‌ها|فکر",
        headings="دیدگاه‌ها|نظرات|نظرات کاربران|پاسخ‌ها",
        says="گفت|گفته|می‌گوید|نوشته|نوشت",
        by="ارسال شده توسط|نوشته شده توسط|توسط",
        tail="پاسخ|پیوند یکتا|گزارش",
        reply="پاسخ|پاسخ دادن|نقل قول|گزارش|اشتراک|پسندیدم",
        form="دیدگاهتان را بنویسید|پاسخ دهید|نظر بدهید|ارسال نظر|لغو پاسخ|نشانی ایمیل شما منتشر|"
        "بخش‌های موردنیاز|برای نوشتن دیدگاه|بدون نظر",
    ),
    Cues(
        language="he",
        nouns="תגובה|תגובות|מחשבה|מחשבות",
        stem="תגוב",
        headings="תגובות|תגובות הגולשים|דיון",
        says="הגיב|הגיבה|אומר|אמר|אמרה|כתב|כתבה",
        by="פורסם על ידי|נכתב על ידי|מאת",
        tail="הגב|השב|קישור ישיר|דווח",
        reply="הגב|השב|ציטוט|דווח|שתף|אהבתי",
        form="כתיבת תגובה|השארת תגובה|השאר תגובה|להגיב|פרסום תגובה|הוסף רשומת תגובה|לבטל|ביטול תגובה|"
        "האימייל לא יוצג|שדות החובה|אין תגובות",
    ),
    Cues(
        language="hi",
        nouns="टिप्पणी|टिप्पणियाँ|टिप्पणियां|प्रतिक्रिया|प्रतिक्रियाएं|जवाब|विचार",
        stem="टिप्पण",
        headings="टिप्पणियाँ|टिप्पणियां|प्रतिक्रियाएं",
        says="कहते हैं|ने कहा|कहता है|का कहना है",
        by="द्वारा प्रकाशित|प्रस्तुतकर्ता",
        tail="जवाब दें|उत्तर दें|प्रतिक्रिया",
        reply="जवाब दें|उत्तर दें|प्रतिक्रिया दें|साझा करें|पसंद",
        form="प्रातिक्रिया दे|प्रतिक्रिया दें|टिप्पणी करें|एक टिप्पणी भेजें|टिप्पणी पोस्ट करें|जवाब रद्द "
        "करें|"
        "आपका ईमेल पता प्रकाशित नहीं|आवश्यक फ़ील्ड|कोई टिप्पणी नहीं",
    ),
    Cues(
        language="th",
        nouns="ความคิดเห็น|ความเห็น",
        headings="ความคิดเห็น|ความเห็น",
        says="พูดว่า|กล่าวว่า|เขียนว่า",
        by="โพสต์โดย|เขียนโดย|เขียนโดยคุณ",
        tail="ตอบ|ตอบกลับ|ลิงก์ถาวร",
        reply="ตอบ|ตอบกลับ|อ้างอิง|รายงาน|แชร์|ถูกใจ",
        form="ใส่ความเห็น|แสดงความคิดเห็น|แสดงความเห็น|ยกเลิกการตอบ|อีเมลของคุณจะไม่|ช่องข้อมูลจำเป็น|ไม่มีความคิดเห็น",
    ),
    Cues(
        language="vi",
        nouns="bình luận|phản hồi|nhận xét|ý kiến|trả lời",
        headings="bình luận|phản hồi|nhận xét|ý kiến bạn đọc|thảo luận",
        says="viết|nói|đã viết|đã nói|đã bình luận",
        by="đăng bởi|được đăng bởi|viết bởi|bởi",
        tail="trả lời|phản hồi|liên kết|báo cáo|lúc",
        reply="trả lời|phản hồi|trích dẫn|báo cáo|chia sẻ|thích",
        form="để lại một bình luận|trả lời hủy|để lại bình luận|gửi phản hồi|đăng nhận xét|viết bình luận|"
        "hủy trả lời|email của bạn sẽ không|các trường bắt buộc|không có nhận xét nào|bạn phải đăng nhập",
    ),
    Cues(
        language="id",
        nouns="komentar|balasan|tanggapan|pemikiran",
        headings="komentar|tanggapan|balasan|diskusi",
        says="berkata|mengatakan|menulis|bilang",
        by="diposting oleh|dikirim oleh|ditulis oleh|diposkan oleh|oleh",
        tail="balas|permalink|laporkan|pada|pukul",
        reply="balas|kutip|laporkan|bagikan|suka|masuk untuk membalas",
        form="tinggalkan balasan|tinggalkan komentar|beri komentar|tambahkan komentar|posting komentar|"
        "batalkan balasan|alamat email anda tidak akan|ruas yang wajib|tidak ada komentar|anda harus masuk",
    ),
    Cues(
        language="ko",
        verified=True,
        nouns="댓글|답글|의견|덧글|코멘트",
        headings="댓글|답글|의견|전체 댓글|덧글",
        says="님의 말|님의 댓글|의 말|말하길",
        by="작성자|글쓴이",
        tail="답글|답글쓰기|신고|avatar",
        reply="답글|답글쓰기|답글 달기|답변|신고|공유|좋아요|수정|로그인하여 답글",
        form="댓글 남기기|답글 남기기|댓글 달기|댓글쓰기|댓글 쓰기|응답 취소|답글 취소|"
        "이메일 주소는 공개되지|"
        "필수 필드는|필수 항목은|댓글을 달기 위해서는|댓글 없음",
    ),
    Cues(
        language="ja",
        nouns="コメント|返信|件のコメント|件のフィードバック|フィードバック",
        headings="コメント|コメント一覧|返信|みんなのコメント",
        says="より|さんの発言|さん",
        by="投稿者",
        tail="返信",
        reply="返信|引用|通報|シェア|いいね|いいね!|ログインして返信",
        form="コメントを残す|コメントをどうぞ|コメントする|コメントを投稿|コメントを書く|返信をキャンセル|コメントをキャンセル|"
        "メールアドレスが公開されること|メールアドレスは公開され|が付いている欄は必須|コメントはありません",
    ),
    Cues(
        language="zh",
        nouns="评论|条评论|評論|留言|则留言|則留言|则回应|則回應|回复|回應|回响|迴響|条留言",
        headings="评论|評論|留言|回应|回應|全部评论|网友评论|热门评论|最新评论",
        says="说道|說道|说|說|表示|写道",
        by="发表者|作者|张贴者",
        tail="回复|回覆|举报|赞",
        reply="回复|回覆|引用|举报|檢舉|分享|赞|讚|登录以回复|登入以回覆",
        form="发表评论|发表回复|發表迴響|發佈留言|发表留言|写评论|取消回复|取消回覆|您的邮箱地址不会|您的电子邮箱地址不会|"
        "發佈留言必須填寫|必填项已用|必填欄位標示|要发表评论|没有评论|沒有留言",
    ),
)
