"""Indonesian, and Malay's dates."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="id",
    nouns="komentar|balasan|tanggapan|pemikiran",
    announcing="tanggapan|pemikiran|balasan",
    headings="komentar|tanggapan|balasan|diskusi",
    spelled=(
        "satu komentar=1|satu tanggapan=1|satu pemikiran=1|satu balasan=1|tidak ada komentar=0|belum ada komentar=0"
    ),
    about="pada|untuk|tentang|di|terhadap|pada tulisan",
    says="berkata|mengatakan|menulis|bilang",
    by="diposting oleh|dikirim oleh|ditulis oleh|diposkan oleh|oleh",
    tail="balas|permalink|laporkan|pada|pukul",
    answering="membalas |sebagai balasan untuk |balasan untuk |menanggapi ",
    particles="bin|binti|dan",
    persons="aku|saya|gue|gw|kamu|anda|kau|lu|kalian|makasih|gan",
    reply="balas|kutip|laporkan|bagikan|suka|masuk untuk membalas",
    form=(
        "tinggalkan balasan|tinggalkan komentar|beri komentar|tambahkan komentar|posting komentar|"
        "batalkan balasan|alamat email anda tidak akan|ruas yang wajib|tidak ada komentar|"
        "anda harus masuk"
    ),
    removed_what="komentar ini|komentar|komentar anda|pesan ini",
    removed=(
        "telah dihapus|sudah dihapus|dihapus|telah dihapus oleh pengarang|menunggu moderasi|sedang menunggu moderasi"
    ),
    removed_by="oleh",
    furniture="anggota|tamu|suara|di|pada",
    promo_labels="baca|baca juga|lihat juga|simak|baca selengkapnya",
    promos="baca juga|baca selengkapnya|lihat juga",
    bylines="ditulis oleh|penulis|oleh",
    dated="tanggal|diterbitkan|diperbarui",
    months={"julai": 7, "ogos": 8, "nopember": 11, "disember": 12, "mac": 3},
    units={"minit": 1, "minggu": 4},
    ago="lalu",
    days={"semalam": 1},
    one="satu|sebuah",
    joiners="pukul|pada|jam|yang",
    clock="pukul|pkl|jam",
    ambiguous="yang|minggu",
)
