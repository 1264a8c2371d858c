"""French."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="fr",
    verified=True,
    nouns="commentaire|commentaires|réponse|réponses|réaction|réactions|réflexion|réflexions|avis",
    announcing="réponse",
    headings="commentaires|réactions|vos commentaires|les commentaires|vos réactions",
    spelled=(
        "un commentaire=1|une réponse=1|une réflexion=1|une réaction=1|aucun commentaire=0|"
        "aucune réponse=0|pas de commentaire=0|pas de commentaires=0|pas encore de commentaire=0"
    ),
    about="sur|à|au|pour|de",
    says="dit|a dit|écrit|a écrit|a répondu|a commenté|a ajouté|a réagi",
    by="publié par|posté par|écrit par|commentaire de|rédigé par|par",
    tail="répondre|permalien|lien permanent|signaler|citer|le|à|auteur",
    unverified="non vérifié",
    answering="réponse à |en réponse à |a répondu à ",
    particles="de|du|des|la|le|d|et",
    persons="je|j|me|moi|mon|ma|mes|tu|te|toi|ton|ta|tes|vous|votre|vos|merci",
    reply=("répondre|citer|signaler|signaler un abus|partager|j'aime|permalien|modifier|connectez-vous pour répondre"),
    form=(
        "laisser un commentaire|laissez un commentaire|laisser une réponse|ajouter un commentaire|"
        "poster un commentaire|enregistrer un commentaire|écrire un commentaire|annuler la réponse|"
        "votre adresse e-mail ne sera pas|votre adresse de messagerie ne sera pas|"
        "les champs obligatoires|vous devez vous connecter|aucun commentaire|"
        "laisser un commentaire annuler"
    ),
    removed_what="ce commentaire|le commentaire|votre commentaire|commentaire|ce message|message",
    removed=("a été supprimé|supprimé|a été retiré|a été effacé|est en attente de modération|en attente de modération"),
    removed_by="par",
    furniture="invité|membre|aime|voter|vote|modérateur|aimer|le|à",
    promo_labels="à lire|voir aussi|à lire aussi|à voir|lire aussi|vidéo|sur le même sujet",
    promos="lire aussi|lire la suite|lire plus|à lire aussi",
    mailing=(
        "se désabonner|se désinscrire|voir dans le navigateur|afficher dans le navigateur|"
        "ouvrir dans le navigateur|vous recevez cet|vous recevez cette|gérer vos préférences|"
        "gérer mes préférences|transférer à un ami|cet e-mail a été envoyé"
    ),
    bylines="publié par|écrit par|par",
    dated="publié|mis à jour|date",
    openers={"share": "partager", "related": "lire", "filed": "par"},
    names={"comment": "commentaires|commentaire", "author": "auteur|utilisateur"},
    months={"fevrier": 2, "fév": 2, "aout": 8, "decembre": 12},
    units={"année": 6, "années": 6, "sem": 4},
    ago="il",
    days={"aujourd'hui": 0},
    now="maintenant|l’instant",
    one="un|une",
    joiners="le|la|les|à|a",
    hours="heures|heure|h",
    ordinals="er",
    ambiguous="y|a",
)
