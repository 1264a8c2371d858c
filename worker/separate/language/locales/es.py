"""Spanish."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="es",
    nouns="comentario|comentarios|respuesta|respuestas|pensamiento|pensamientos|opinión|opiniones|comentó",
    stem="comentari",
    announcing="respuestas",
    headings="comentarios|respuestas|opiniones|deja tu comentario",
    spelled=(
        "un comentario=1|una respuesta=1|un pensamiento=1|una opinión=1|no hay comentarios=0|"
        "sin comentarios=0|ningún comentario=0|ninguna respuesta=0"
    ),
    about="en|a|sobre|para|de",
    says="dice|dijo|escribió|comentó|respondió|ha dicho|ha escrito",
    by="publicado por|escrito por|comentario de|enviado por|por",
    tail="responder|enlace permanente|denunciar|citar|el|a las|autor",
    unverified="no verificado|sin verificar",
    answering="en respuesta a |respuesta a |respondió a |responder a ",
    particles="de|del|la|las|los|y|e",
    persons=(
        "yo|me|mí|mi|mis|mío|mía|conmigo|tú|te|ti|tu|tus|usted|ustedes|vosotros|os|vuestro|gracias|creo|soy|estoy|tengo"
    ),
    reply="responder|citar|denunciar|reportar|compartir|me gusta|editar|accede para responder",
    form=(
        "deja una respuesta|deja un comentario|dejar un comentario|añadir un comentario|"
        "publicar un comentario|escribe un comentario|cancelar la respuesta|cancelar respuesta|"
        "tu dirección de correo electrónico no será|los campos obligatorios|debes iniciar sesión|"
        "lo siento, debes estar conectado|no hay comentarios"
    ),
    removed_what="este comentario|el comentario|tu comentario|su comentario|comentario|este mensaje|mensaje",
    removed=(
        "ha sido eliminado|fue eliminado|eliminado|ha sido borrado|borrado|está pendiente de moderación|"
        "pendiente de moderación|está en moderación"
    ),
    removed_by="por",
    furniture="miembro|invitado|gusta|votar|voto|votos|moderador|me|el|las",
    promo_labels="lee|vea|mira|ver también|lee también|leer más|te puede interesar|vídeo|lea también",
    promos="lee también|lee más|lea también|lea más|leer también|leer más",
    mailing=(
        "darse de baja|darme de baja|cancelar suscripción|cancelar la suscripción|ver en el navegador|"
        "ver en tu navegador|recibes este|has recibido este|gestionar preferencias|reenviar a un amigo"
    ),
    bylines="escrito por|publicado por|por",
    dated="fecha|publicado|actualizado",
    openers={"share": "compartir"},
    names={"comment": "comentario|comentarios", "author": "autor|usuario", "time": "fecha"},
    months={"setiembre": 9},
    units={"dia": 3, "dias": 3},
    ago="hace",
    now="ahora",
    one="un|una|uno",
    joiners="de|del|la|las|el|a",
    ordinals="º|ª|de",
)
