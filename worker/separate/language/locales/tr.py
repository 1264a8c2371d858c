"""Turkish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="tr",
    nouns="yorum|yorumlar|yanıt|yanıtlar|cevap|cevaplar|düşünce",
    headings="yorumlar|yanıtlar|cevaplar|okuyucu yorumları",
    counted=(
        "… için # yorum|… için # yanıt|… üzerine # düşünce|… hakkında # yorum|… hakkında # düşünce|"
        "… yazısına # yorum|… üzerine # yorum|… için # cevap"
    ),
    spelled="bir yorum=1|bir yanıt=1|bir düşünce=1|yorum yok=0|hiç yorum yok=0|henüz yorum yok=0",
    about="var",
    says="dedi ki|diyor ki|dedi|diyor|yazdı",
    by="gönderen|yazan|yorum yapan",
    tail="yanıtla|cevapla|kalıcı bağlantı|şikayet et",
    unverified="doğrulanmamış|onaylanmamış",
    answering="yanıt olarak |cevaben ",
    particles="ve|de",
    persons=(
        "ben|bana|beni|benim|bende|sen|sana|seni|senin|siz|size|sizi|sizin|teşekkürler|teşekkür|sağol|bence|"
        "-yorum|-acağım|-eceğim"
    ),
    reply="yanıtla|cevapla|alıntıla|şikayet et|paylaş|beğen|düzenle|cevaplamak için giriş yapın",
    form=(
        "bir yanıt yazın|bir cevap yazın|yorum yapın|yorum yaz|yorum gönder|yanıtı iptal et|"
        "cevabı iptal et|e-posta adresiniz yayınlanmayacak|e-posta hesabınız yayımlanmayacak|"
        "gerekli alanlar|hiç yorum yok"
    ),
    removed_what="bu yorum|yorum|yorumunuz|bu mesaj|mesaj",
    removed=(
        "silindi|silinmiş|kaldırıldı|yazar tarafından silindi|yönetici tarafından silindi|onay bekliyor|"
        "denetim bekliyor|moderasyon bekliyor|silinmiştir"
    ),
    furniture="üye|misafir|oy|beğeni|ki",
    promo_labels="oku|okuyun|ayrıca okuyun|ilgili|bakınız|ayrıca bakınız|izle",
    promos="devamını oku|ayrıca okuyun|daha fazla oku",
    bylines="yazan|yazar|haber",
    dated="tarih|yayınlanma|güncelleme",
    ago="önce",
    one="bir",
    joiners="saat|günü",
    ambiguous="mar|pa",
)
