/// The look's rules: colours that can be read, words, money, times, the map's arithmetic.

#include <QApplication>
#include <QFile>
#include <QXmlStreamReader>
#include <QtTest>

#include "apps/look/order_face.h"
#include "apps/look/preferences.h"
#include "apps/look/projection.h"
#include "apps/look/sign_in_page.h"
#include "apps/look/start.h"
#include "apps/look/theme.h"
#include "apps/look/wording.h"

using namespace delivery;
using namespace delivery::look;

namespace {

QDateTime at(const char* text) { return instantOf(QString::fromLatin1(text)); }

}  // namespace

class TestLookParts : public QObject {
    Q_OBJECT

  private slots:
    void init() { speak(*qApp, Language::Korean); }

    void everyTheme_hasTextThatCanBeRead_data() {
        QTest::addColumn<int>("which");
        QTest::newRow("light") << 0;
        QTest::newRow("dark") << 1;
        QTest::newRow("high contrast") << 2;
    }
    void everyTheme_hasTextThatCanBeRead() {
        QFETCH(int, which);
        const Theme& t = which == 0 ? lightTheme() : which == 1 ? darkTheme() : highContrastTheme();
        const double least = t.highContrast ? 7.0 : 4.5;
        for (const QColor& ground : {t.ground, t.surface, t.accentSoft}) {
            QVERIFY2(contrast(t.ink, ground) >= least, qPrintable(ground.name()));
            QVERIFY2(contrast(t.inkSoft, ground) >= least, qPrintable(ground.name()));
        }
        QVERIFY(contrast(t.onAccent, t.accent) >= least);
        for (const Tone tone :
             {Tone::Plain, Tone::Waiting, Tone::Active, Tone::Ready, Tone::Done, Tone::Bad}) {
            const TonePair& pair = t.tone(tone);
            QVERIFY2(contrast(pair.ink, pair.plate) >= least, qPrintable(pair.plate.name()));
        }
        // What is chosen and what has the focus is seen by its border: 3 : 1 (WCAG 2.1, 1.4.11).
        QVERIFY(contrast(t.accent, t.surface) >= 3.0);
        QVERIFY(contrast(t.accent, t.ground) >= 3.0);
    }

    void contrast_ofBlackAndWhite_is21() {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
    }

    void everyState_hasWordIconAndTone_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("word");
        QTest::newRow("requested") << "PaymentRequested"
                                   << "주문-결제요청중";
        QTest::newRow("deferred") << "PaymentDeferred"
                                  << "결제대기";
        QTest::newRow("declined") << "PaymentDeclined"
                                  << "결제실패";
        QTest::newRow("paid") << "Paid"
                              << "결제완료";
        QTest::newRow("accepted") << "Accepted"
                                  << "주문접수됨";
        QTest::newRow("cooking") << "Cooking"
                                 << "요리시작됨";
        QTest::newRow("cooked") << "Cooked"
                                << "요리완료됨";
        QTest::newRow("picked") << "PickedUp"
                                << "배송시작됨";
        QTest::newRow("delivered") << "Delivered"
                                   << "배송완료됨";
        QTest::newRow("confirmed") << "Confirmed"
                                   << "거래완료";
        QTest::newRow("cancelled") << "Cancelled"
                                   << "주문취소";
        QTest::newRow("rejected") << "Rejected"
                                  << "주문거절됨";
        QTest::newRow("expired") << "Expired"
                                 << "결제시간초과";
    }
    void everyState_hasWordIconAndTone() {
        QFETCH(QString, state);
        QFETCH(QString, word);
        const Face face = faceOfState(state);
        QCOMPARE(face.word, word);
        QVERIFY(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(face.icon)));
        speak(*qApp, Language::English);
        QVERIFY(faceOfState(state).word != word);
    }
    void unknownState_isShownAsItIs() { QCOMPARE(faceOfState("Teleported").word, "Teleported"); }

    void money_hasSeparators() {
        QCOMPARE(wonText(12500), "12,500원");
        QCOMPARE(wonText(0), "0원");
        speak(*qApp, Language::English);
        QCOMPARE(wonText(12500), "₩12,500");
    }

    void times_areKorean_whateverTheMachinesZone() {
        const QDateTime one = at("2026-11-21T04:04:00.000Z");
        QCOMPARE(timeText(one), "오후 1:04");
        QCOMPARE(momentText(one, one), "오늘 오후 1:04");
        QCOMPARE(dayText(one, at("2026-11-22T01:00:00.000Z")), "어제");
        QCOMPARE(dayText(one, at("2026-11-25T01:00:00.000Z")), "11월 21일 (토)");
        QCOMPARE(dayText(one, at("2027-01-25T01:00:00.000Z")), "2026년 11월 21일 (토)");
        // 15:30 UTC is the next day in Seoul.
        QCOMPARE(dayText(at("2026-11-20T15:30:00.000Z"), one), "오늘");
        speak(*qApp, Language::English);
        QCOMPARE(timeText(one), "1:04 PM");
        QCOMPARE(dayText(one, one), "Today");
    }

    void spans_areReadable_data() {
        QTest::addColumn<int>("minutes");
        QTest::addColumn<QString>("text");
        QTest::newRow("negative") << -3 << "0분";
        QTest::newRow("minutes") << 25 << "25분";
        QTest::newRow("an hour") << 60 << "1시간";
        QTest::newRow("more") << 65 << "1시간 5분";
    }
    void spans_areReadable() {
        QFETCH(int, minutes);
        QTEST(minutesText(minutes), "text");
    }

    void ago_growsCoarser() {
        const QDateTime now = at("2026-11-21T04:04:00.000Z");
        QCOMPARE(agoText(now.addSecs(-5), now), "방금");
        QCOMPARE(agoText(now.addSecs(5), now), "방금");
        QCOMPARE(agoText(now.addSecs(-185), now), "3분 전");
        QCOMPARE(agoText(now.addSecs(-7300), now), "2시간 전");
        QCOMPARE(agoText(now.addDays(-1), now), "어제 오후 1:04");
    }

    void distances_areReadable() {
        QCOMPARE(distanceText(737), "730 m");
        QCOMPARE(distanceText(1249), "1.2 km");
        QCOMPARE(ratingText(0, 0), "평가 없음");
        QCOMPARE(ratingText(4.53, 12), "★ 4.5 (12)");
    }

    void projection_goesThereAndBack() {
        for (const GeoPoint place :
             {GeoPoint{37'540'000, 126'990'000}, GeoPoint{33'489'000, 126'498'300}, GeoPoint{0, 0},
              GeoPoint{-45'000'000, -120'000'000}}) {
            const GeoPoint back = round(flat(place, 15.5), 15.5);
            QVERIFY(std::abs(back.latitudeE6 - place.latitudeE6) <= 2);
            QVERIFY(std::abs(back.longitudeE6 - place.longitudeE6) <= 2);
        }
        // The world's middle, and the known tile of Seoul's city hall at zoom 12 (x 3490, y 1586).
        QCOMPARE(flat({0, 0}, 0), QPointF(128, 128));
        const QPointF hall = flat({37'566'500, 126'978'000}, 12) / tileSize;
        QCOMPARE(int(hall.x()), 3492);
        QCOMPARE(int(hall.y()), 1586);
    }
    void scale_agreesWithTheGreatCircle() {
        const GeoPoint one{37'540'000, 126'990'000};
        const GeoPoint other{37'540'000, 127'010'000};
        const double pixels = flat(other, 14).x() - flat(one, 14).x();
        const double meters = pixels * metersPerPixel(one, 14);
        QVERIFY(std::abs(meters - double(distanceMeters(one, other))) < 10);
    }

    void serverAddress_isForgiving_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("whole") << "http://127.0.0.1:8088"
                               << "http://127.0.0.1:8088";
        QTest::newRow("no scheme") << " 192.168.0.5:8088 "
                                   << "http://192.168.0.5:8088";
        QTest::newRow("a path too many") << "https://shop.example/orders"
                                         << "https://shop.example";
        QTest::newRow("empty") << "  "
                               << "";
        QTest::newRow("another scheme") << "ftp://shop.example"
                                        << "";
        QTest::newRow("no host") << "http://"
                                 << "";
    }
    void serverAddress_isForgiving() {
        QFETCH(QString, typed);
        QTEST(serverAddress(typed), "address");
    }

    void preferences_areKept() {
        QTemporaryDir folder;
        const QString file = folder.filePath("settings.ini");
        {
            Preferences preferences(file, QSettings::IniFormat);
            QCOMPARE(preferences.themeChoice(), ThemeChoice::System);
            QCOMPARE(preferences.language(), Language::Korean);
            QCOMPARE(preferences.textPercent(), 100);
            preferences.setThemeChoice(ThemeChoice::HighContrast);
            preferences.setLanguage(Language::English);
            preferences.setTextPercent(900);
            preferences.setVolume(-4);
            preferences.setUser("송하나");
        }
        const Preferences again(file, QSettings::IniFormat);
        QCOMPARE(again.themeChoice(), ThemeChoice::HighContrast);
        QCOMPARE(again.language(), Language::English);
        QCOMPARE(again.textPercent(), 200);
        QCOMPARE(again.volume(), 0);
        QCOMPARE(again.user(), "송하나");
        QVERIFY(again.whyNotKept().isEmpty());
    }

    /// Every text of the apps' sources has its English; scripts/translate brings the file up to
    /// date.
    void english_isComplete() {
        QFile file(QStringLiteral(DELIVERY_SOURCE_DIR "/resources/translations/delivery_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        int messages = 0;
        QString source;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            if (xml.name() == QLatin1String("source")) source = xml.readElementText();
            if (xml.name() == QLatin1String("translation")) {
                ++messages;
                const QString type = xml.attributes().value("type").toString();
                const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
                QVERIFY2(type.isEmpty() && !text.trimmed().isEmpty(), qPrintable(source));
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(messages > 50);
    }
};

QTEST_MAIN(TestLookParts)
#include "tst_look_parts.moc"
