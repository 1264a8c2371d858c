"""Portuguese."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="pt",
    verified=True,
    nouns="comentário|comentários|resposta|respostas|pensamento|pensamentos|opinião|opiniões",
    stem="comentári",
    announcing="respostas",
    headings="comentários|respostas|deixe seu comentário",
    spelled=("um comentário=1|uma resposta=1|um pensamento=1|nenhum comentário=0|sem comentários=0|nenhuma resposta=0"),
    about="em|para|a|sobre|de|on",
    says="disse|diz|escreveu|comentou|respondeu",
    by="publicado por|postado por|escrito por|comentário de|enviado por|por",
    tail="responder|link permanente|denunciar|em|às|autor|atrás",
    unverified="não verificado",
    answering="em resposta a |resposta a |respondeu a |responder a ",
    particles="de|da|do|das|dos|e",
    persons="eu|me|mim|meu|minha|meus|minhas|tu|te|ti|teu|tua|você|vocês|vc|obrigado|obrigada|acho|estou|sou|tenho",
    reply="responder|citar|denunciar|compartilhar|partilhar|curtir|gosto|editar|faça login para responder",
    form=(
        "deixe uma resposta|deixe um comentário|deixar um comentário|adicionar comentário|"
        "postar um comentário|enviar um comentário|cancelar resposta|o seu endereço de e-mail não será|"
        "o seu endereço de email não será|campos obrigatórios|você precisa fazer o login|"
        "nenhum comentário"
    ),
    removed_what="este comentário|o comentário|seu comentário|o seu comentário|comentário|esta mensagem|mensagem",
    removed=(
        "foi removido|removido|foi excluído|excluído|foi eliminado|eliminado|foi apagado|apagado|"
        "foi removida|está aguardando moderação|aguarda moderação|aguardando moderação"
    ),
    removed_by="por|pelo",
    furniture="membro|convidado|gostei|votar|votos|em|às|moderador|conectado",
    promo_labels="leia|veja|leia também|veja também|saiba mais|vídeo",
    promos="leia também|leia mais|veja também|veja mais",
    mailing=(
        "cancelar inscrição|cancelar subscrição|cancelar assinatura|ver no navegador|abrir no navegador|"
        "você está recebendo|você recebeu este|recebeu este|gerenciar preferências|gerir preferências|"
        "encaminhar a um amigo"
    ),
    bylines="escrito por|publicado por|por",
    dated="data|publicado|atualizado",
    names={"comment": "reacoes"},
    months={"marco": 3},
    ago="há|ha|faz|atrás|atras",
    now="agora",
    one="um|uma",
    joiners="de|às|a",
    ordinals="de|da",
)
