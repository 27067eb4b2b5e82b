/// Opening hours by the Korean clock: breaks, nights, holidays, and when a store opens next.

#include <QtTest>

#include "core/calendar.h"
#include "shop/opening.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

constexpr int clock(int hour, int minute = 0) { return hour * 60 + minute; }

/// "2026-11-21 18:05" in Korea.
Instant korean(const QString& text) {
    const QStringList parts = text.split(u' ');
    const QStringList date = parts[0].split(u'-');
    const QStringList time = parts[1].split(u':');
    const std::int64_t day = dayNumber({date[0].toInt(), date[1].toInt(), date[2].toInt()});
    return Instant{} + days(day) + minutes(clock(time[0].toInt(), time[1].toInt())) - hours(9);
}
QString text(const std::optional<Instant>& at) {
    if (!at) return "never";
    const std::int64_t day = koreanDay(*at);
    return QString::fromStdString(dateText(day) + " " + minuteText(koreanMinuteOfDay(*at)));
}

/// 2026-11-21 is a Saturday. Lunch and dinner from Tuesday to Friday, a long night on Saturday,
/// closed on Sunday and Monday; Christmas Eve is short, Christmas closed.
Opening usual() {
    const std::vector<Hours> twice{{clock(11), clock(15)}, {clock(17), clock(21)}};
    Opening opening;
    opening.week = {{}, twice, twice, twice, twice, {{clock(18), clock(2)}}, {}};
    opening.specialDays = {{dayNumber({2026, 12, 24}), {{clock(11), clock(13)}}, "성탄 전야"},
                           {dayNumber({2026, 12, 25}), {}, "성탄절"}};
    return opening;
}

}  // namespace

class TestShopOpening : public QObject {
    Q_OBJECT

  private slots:
    void R19_usualWeek_isOpenAndOpensNext_data() {
        QTest::addColumn<QString>("at");
        QTest::addColumn<bool>("open");
        QTest::addColumn<QString>("next");
        const auto row = [](const char* at, bool open, const char* next) {
            QTest::newRow(at) << QString(at) << open << QString(next);
        };
        row("2026-11-20 10:59", false, "2026-11-20 11:00");
        row("2026-11-20 11:00", true, "2026-11-20 11:00");
        row("2026-11-20 14:59", true, "2026-11-20 14:59");
        row("2026-11-20 15:00", false, "2026-11-20 17:00");
        row("2026-11-20 20:59", true, "2026-11-20 20:59");
        row("2026-11-20 21:00", false, "2026-11-21 18:00");
        row("2026-11-21 17:59", false, "2026-11-21 18:00");
        row("2026-11-22 01:59", true, "2026-11-22 01:59");
        // Sunday and Monday are days off.
        row("2026-11-22 02:00", false, "2026-11-24 11:00");
        row("2026-12-24 12:59", true, "2026-12-24 12:59");
        // The short day has no dinner, Christmas is a Friday off.
        row("2026-12-24 13:00", false, "2026-12-26 18:00");
        row("2026-12-25 12:00", false, "2026-12-26 18:00");
    }
    void R19_usualWeek_isOpenAndOpensNext() {
        QFETCH(QString, at);
        QFETCH(bool, open);
        QFETCH(QString, next);
        QCOMPARE(isOpen(usual(), korean(at)), open);
        QCOMPARE(text(nextOpening(usual(), korean(at))), next);
    }

    void aroundTheClock_isAlwaysOpen() {
        const Opening always;
        QVERIFY(isAroundTheClock(always.week));
        QVERIFY(!isAroundTheClock(usual().week));
        for (int minute = 0; minute < 3 * minutesPerDay; minute += 7) {
            QVERIFY(isOpen(always, korean("2026-11-21 00:00") + minutes(minute)));
        }
    }

    void holiday_afterALongNight_beginsWhenTheNightEnds() {
        Opening opening;
        opening.week = everyDay({{clock(18), clock(2)}});
        opening.specialDays = {{dayNumber({2026, 11, 22}), {}, "쉬는 날"}};
        QVERIFY(isOpen(opening, korean("2026-11-22 01:59")));
        QVERIFY(!isOpen(opening, korean("2026-11-22 02:00")));
        QVERIFY(!isOpen(opening, korean("2026-11-22 23:00")));
        // The holiday's own night does not reach into the next day.
        QVERIFY(!isOpen(opening, korean("2026-11-23 01:00")));
        QCOMPARE(text(nextOpening(opening, korean("2026-11-22 12:00"))),
                 QString("2026-11-23 18:00"));
    }

    void sameMinuteTwice_isTwentyFourHours() {
        Opening opening;
        opening.week = everyDay({});
        opening.week.saturday = {{clock(9), clock(9)}};
        QVERIFY(!isOpen(opening, korean("2026-11-21 08:59")));
        QVERIFY(isOpen(opening, korean("2026-11-21 09:00")));
        QVERIFY(isOpen(opening, korean("2026-11-22 08:59")));
        QVERIFY(!isOpen(opening, korean("2026-11-22 09:00")));
    }

    void closedForWeeks_opensAfterThem_orNever() {
        Opening opening;
        opening.week = everyDay({});
        QCOMPARE(text(nextOpening(opening, korean("2026-11-21 12:00"))), QString("never"));
        opening.week.monday = {{clock(10), clock(12)}};
        for (int week = 0; week < 20; ++week) {
            opening.specialDays.push_back({dayNumber({2026, 11, 23}) + 7 * week, {}, "휴가"});
        }
        QCOMPARE(text(nextOpening(opening, korean("2026-11-21 12:00"))),
                 QString("2027-04-12 10:00"));
        Opening once;
        once.week = everyDay({});
        once.specialDays = {{dayNumber({2028, 2, 29}), {{clock(10), clock(12)}}, "행사"}};
        QCOMPARE(text(nextOpening(once, korean("2026-11-21 12:00"))), QString("2028-02-29 10:00"));
    }

    void nextOpeningDay_isTomorrow_andTonightAfterMidnight_data() {
        QTest::addColumn<QString>("at");
        QTest::addColumn<QString>("next");
        QTest::newRow("a lunch") << "2026-11-20 12:00"
                                 << "2026-11-21 18:00";
        QTest::newRow("the break") << "2026-11-19 16:00"
                                   << "2026-11-20 11:00";
        QTest::newRow("before opening") << "2026-11-20 08:00"
                                        << "2026-11-21 18:00";
        QTest::newRow("the evening of the night") << "2026-11-21 23:00"
                                                  << "2026-11-24 11:00";
        QTest::newRow("its small hours") << "2026-11-22 01:00"
                                         << "2026-11-24 11:00";
    }
    void nextOpeningDay_isTomorrow_andTonightAfterMidnight() {
        QFETCH(QString, at);
        QFETCH(QString, next);
        QCOMPARE(text(nextOpeningDay(usual(), korean(at))), next);
        Opening nights;
        nights.week = everyDay({{clock(18), clock(2)}});
        QCOMPARE(text(nextOpeningDay(nights, korean("2026-11-22 01:00"))),
                 QString("2026-11-22 18:00"));
        QCOMPARE(text(nextOpeningDay(Opening{}, korean("2026-11-22 01:00"))),
                 QString("2026-11-23 00:00"));
    }

    void clockText_namesTheDayOnlyWhereItIsAnother() {
        const Instant now = korean("2026-11-21 12:00");
        QCOMPARE(koreanClockText(korean("2026-11-21 18:05"), now), std::string("18:05"));
        QCOMPARE(koreanClockText(korean("2026-11-22 00:00"), now), std::string("2026-11-22 00:00"));
    }

    void calendar_goesThereAndBack() {
        for (std::int64_t day = -1'000; day < 40'000; day += 13) {
            QCOMPARE(dayNumber(civilDate(day)), day);
        }
        QCOMPARE(weekdayOf(0), 3);
        QCOMPARE(weekdayOf(dayNumber({2026, 11, 21})), 5);
        QCOMPARE(weekdayOf(-1), 2);
        QCOMPARE(dateText(dayNumber({2028, 2, 29})), std::string("2028-02-29"));
        QVERIFY(exists({2028, 2, 29}));
        QVERIFY(!exists({2026, 2, 29}));
        QVERIFY(!exists({2026, 13, 1}));
        QVERIFY(!exists({2026, 1, 0}));
    }
};

QTEST_APPLESS_MAIN(TestShopOpening)
#include "tst_shop_opening.moc"
