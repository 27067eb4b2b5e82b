// Columns, tables, money, times and the words of an order, as the terminal client shows and reads
// them.

#include <QTest>

#include "apps/terminal/display_width.h"
#include "apps/terminal/hours_words.h"
#include "apps/terminal/order_words.h"
#include "apps/terminal/screen.h"
#include "apps/terminal/table.h"
#include "apps/terminal/wording.h"

using namespace delivery::terminal;

class TestTerminalWords : public QObject {
    Q_OBJECT

  private slots:
    void text_whenMeasured_takesItsColumns_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("columns");
        QTest::newRow("nothing") << "" << 0;
        QTest::newRow("latin") << "order 12" << 8;
        QTest::newRow("hangul") << "짜장면" << 6;
        QTest::newRow("mixed") << "짜장 x2" << 7;
        QTest::newRow("won sign") << "₩100" << 4;
        QTest::newRow("full width") << "ＡＢ" << 4;
        QTest::newRow("half width katakana") << "ｱｲ" << 2;
        QTest::newRow("han") << "漢字" << 4;
        QTest::newRow("combining accent") << QString::fromUtf8("e\u0301") << 1;
        QTest::newRow("decomposed hangul") << QString::fromUtf8("\u1112\u1161\u11ab") << 2;
        QTest::newRow("zero width joiner") << QString::fromUtf8("a\u200db") << 2;
        QTest::newRow("emoji") << QString::fromUtf8("\U0001F35C") << 2;
        QTest::newRow("star") << "★" << 1;
        QTest::newRow("brackets") << "「가」" << 6;
    }
    void text_whenMeasured_takesItsColumns() {
        QFETCH(QString, text);
        QFETCH(int, columns);
        QCOMPARE(displayWidth(text), columns);
    }

    void text_whenTooWide_isCutBetweenLetters() {
        QCOMPARE(cutToWidth("짜장면 곱빼기", 20), "짜장면 곱빼기");
        QCOMPARE(cutToWidth("짜장면 곱빼기", 8), "짜장면..");
        QCOMPARE(cutToWidth("짜장면 곱빼기", 7), "짜장..");
    }

    void table_whenCellsAreKorean_linesUp() {
        Table table({{"음식"}, {"값", Table::Side::Right}, {"가게"}});
        table.addRow({"짜장", "2,500원", "용산반점"});
        table.addRow({"tangsuyuk", "10,000원", "가"});
        table.addRow({"여러\n줄", "0원", ""});
        const QStringList lines = table.lines();
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], "음식             값  가게");
        QCOMPARE(lines[1], "짜장        2,500원  용산반점");
        QCOMPARE(lines[2], "tangsuyuk  10,000원  가");
        QCOMPARE(lines[3], "여러 줄         0원");
        // What stands before the last column is equally wide in every row that has one.
        for (const qsizetype row : {0, 1, 2}) {
            const qsizetype last = lines[row].lastIndexOf("  ") + 2;
            QCOMPARE(displayWidth(lines[row].left(last)), 21);
        }
    }

    void won_whenShown_isGroupedByThousands_data() {
        QTest::addColumn<qint64>("amount");
        QTest::addColumn<QString>("korean");
        QTest::addColumn<QString>("english");
        QTest::newRow("zero") << qint64{0} << "0원"
                              << "₩0";
        QTest::newRow("three digits") << qint64{999} << "999원"
                                      << "₩999";
        QTest::newRow("four") << qint64{1000} << "1,000원"
                              << "₩1,000";
        QTest::newRow("five") << qint64{12500} << "12,500원"
                              << "₩12,500";
        QTest::newRow("seven") << qint64{1234567} << "1,234,567원"
                               << "₩1,234,567";
        QTest::newRow("negative") << qint64{-100} << "-100원"
                                  << "-₩100";
        QTest::newRow("negative four") << qint64{-1000} << "-1,000원"
                                       << "-₩1,000";
    }
    void won_whenShown_isGroupedByThousands() {
        QFETCH(qint64, amount);
        QTEST(wonText(amount, Language::Korean), "korean");
        QTEST(wonText(amount, Language::English), "english");
    }

    void instant_whenShown_isSeoulsClock() {
        QCOMPARE(seoulDateTime("2026-11-20T15:30:05.123Z"), "2026-11-21 00:30:05");
        QCOMPARE(seoulTime("2026-11-20T15:30:05Z"), "00:30:05");
        QCOMPARE(seoulShort("2026-12-31T15:00:00Z"), "01-01 00:00");
        QCOMPARE(seoulDay("2026-11-20T14:59:59Z"), "2026-11-20");
        QCOMPARE(seoulDay(0), "1970-01-01");
        QCOMPARE(seoulDateTime(""), "");
        QCOMPARE(seoulDateTime("soon"), "soon");
    }

    void distance_whenShown_hasItsUnit() {
        QCOMPARE(distanceText(350), "350 m");
        QCOMPARE(distanceText(1850), "1.9 km");
        QCOMPARE(hoursText("10:00", "22:00", Language::Korean), "10:00-22:00");
        QCOMPARE(hoursText("00:00", "00:00", Language::English), "24 h");
        QCOMPARE(hoursText("", "", Language::Korean), "오늘 휴무");
        QCOMPARE(scoreText(0.0), "-");
        QCOMPARE(scoreText(4.5), "★ 4.5");
    }

    void hours_whenTyped_standOnTheirDays() {
        const auto week = typedWeek({"mon-wed,금", "11:00-15:00", "17:00-21:00", "주말", "휴무"});
        QVERIFY(week);
        QCOMPARE(week->size(), 6U);
        QVERIFY((week->at(4) == std::vector<TypedHours>{{"11:00", "15:00"}, {"17:00", "21:00"}}));
        QVERIFY(week->at(6).empty());
        QVERIFY(!week->contains(3));
        QCOMPARE(typedWeek({"09:00-18:00"})->size(), 7U);
        QCOMPARE(typedWeek({"토-월", "09:00-18:00"})->size(), 3U);
        QVERIFY(!typedWeek({"월"}));
        QVERIFY(!typedWeek({"월", "내일"}));
        QVERIFY(!typedWeek({"월", "9-18"}));
        QVERIFY(typedHours({"closed"})->empty());
        QCOMPARE(typedHours({"09:00-11:00,12:00-18:00"})->size(), 2U);
    }

    void othersText_whenShown_cannotMoveTheCursor() {
        QCOMPARE(harmless(QString::fromUtf8("\x1b[2J짜장\a\r")),
                 QString::fromUtf8("\ufffd[2J짜장\ufffd\ufffd"));
        QCOMPARE(harmless("두\n줄"), "두\n줄");
    }

    void orderWords_whenRead_makeTheBody_data() {
        QTest::addColumn<QStringList>("foods");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("body");
        const QStringList none;
        QTest::newRow("name") << QStringList{"짜장"} << none << "{'foodId':'짜장','qty':1}";
        QTest::newRow("name and quantity")
            << QStringList{"짜장x2"} << none << "{'foodId':'짜장','qty':2}";
        QTest::newRow("number") << QStringList{"3X10"} << none << "{'foodId':3,'qty':10}";
        QTest::newRow("a name with x")
            << QStringList{"xo소스"} << none << "{'foodId':'xo소스','qty':1}";
        QTest::newRow("several") << QStringList{"짜장x2", "4"} << none
                                 << "{'lines':[{'foodId':'짜장','qty':2},{'foodId':4,'qty':1}]}";
        QTest::newRow("options") << QStringList{"짬뽕x2"} << QStringList{"짬뽕:맵기=매운맛"}
                                 << "{'lines':[{'foodId':'짬뽕','qty':2,'options':"
                                    "[{'name':'맵기','choice':'매운맛'}]}]}";
    }
    void orderWords_whenRead_makeTheBody() {
        QFETCH(QStringList, foods);
        QFETCH(QStringList, options);
        QFETCH(QString, body);
        OrderWords words;
        words.foods = foods;
        words.options = options;
        const auto made = orderBody(words);
        QVERIFY(made.has_value());
        QCOMPARE(QString::fromUtf8(made->json()), body.replace(u'\'', u'"'));
    }

    void orderWords_whenEverythingIsSaid_makeEveryField() {
        OrderWords words;
        words.foods = QStringList{"2"};
        words.storeId = 1;
        words.price = 2500;
        words.usePoints = 100;
        words.address = "서울 용산구 용산동";
        words.mobile = "010-1234-5678";
        words.note = "문 앞";
        words.cardId = "c1";
        QCOMPARE(
            QString::fromUtf8(orderBody(words)->json()),
            QString("{'storeId':1,'foodId':2,'qty':1,'price':2500,'address':'서울 용산구 용산동',"
                    "'usePoints':100,'phone':'010-1234-5678','options':'문 앞','cardId':'c1'}")
                .replace(u'\'', u'"'));
        words.pickup = true;
        QVERIFY(!orderBody(words).has_value());
        words.address.clear();
        QVERIFY(orderBody(words)->json().contains("\"pickup\":true"));
    }

    void orderWords_whenAnOptionFitsNoDish_areRefused() {
        OrderWords words;
        words.foods = QStringList{"짜장"};
        words.options = QStringList{"짬뽕:맵기=매운맛"};
        QVERIFY(orderBody(words).error().korean.contains("짬뽕"));
        words.options = QStringList{"짜장 맵기"};
        QVERIFY(orderBody(words).error().english.contains("FOOD:NAME=CHOICE"));
    }
};

QTEST_APPLESS_MAIN(TestTerminalWords)
#include "tst_terminal_words.moc"
