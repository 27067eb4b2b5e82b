/// The order book and what guards it: versions, tombstones, numbers of messages, one question for
/// each gap.

#include <QSignalSpy>
#include <QtTest>
#include <algorithm>
#include <random>

#include "apps/kit/freshness.h"
#include "apps/kit/message_counter.h"
#include "apps/kit/order_book.h"

using namespace delivery;
using namespace delivery::kit;
using Effect = OrderBook::Effect;
using Verdict = MessageCounter::Verdict;

namespace {

/// JSON is written with ' in these tests.
QByteArray json(QString text) { return text.replace(u'\'', u'"').toUtf8(); }

/// The changedAt grows with the version unless a later one is named.
QByteArray order(int version, int later = 0, const char* more = "") {
    return json(QString("{'id':17,'version':%1,'changedAt':'2026-01-01T00:00:%2.000Z'%3,"
                        "'_links':{'self':{'href':'http://x/orders/17'}}}")
                    .arg(version)
                    .arg(version + later, 2, 10, QChar(u'0'))
                    .arg(QString::fromUtf8(more)));
}
QByteArray gone(int version, int later = 0) { return order(version, later, ",'gone':true"); }
QByteArray partial(int version) { return order(version, 0, ",'partial':true"); }

Representation read(const QByteArray& bytes) { return *Representation::parse(bytes); }

struct Step {
    QByteArray bytes;
    Road road;
    Effect effect;
};
using Steps = std::vector<Step>;

}  // namespace

Q_DECLARE_METATYPE(Steps)

class TestKitBook : public QObject {
    Q_OBJECT

  private slots:
    void news_areTakenByVersion_data() {
        QTest::addColumn<Steps>("steps");
        const Road push = Road::Push;
        const auto row = [](const char* name, Steps steps) { QTest::newRow(name) << steps; };
        row("first", {{order(1), push, Effect::Added}});
        row("next", {{order(1), push, Effect::Added}, {order(2), push, Effect::Changed}});
        row("twice", {{order(1), push, Effect::Added}, {order(1), push, Effect::Same}});
        row("backwards", {{order(2), push, Effect::Added}, {order(1), push, Effect::Old}});
        row("versions may be left out",
            {{order(1), push, Effect::Added}, {order(9), push, Effect::Changed}});
        row("a rating moves only the time", {{order(3), push, Effect::Added},
                                             {order(3, 1), push, Effect::Changed},
                                             {order(3), Road::Changes, Effect::Old}});
        row("a reply is filled up by the same with its history",
            {{order(3), Road::Reply, Effect::Added},
             {order(3), push, Effect::Changed},
             {order(3), Road::Reply, Effect::Same},
             {order(3), Road::Changes, Effect::Same}});
        row("what the caller may do now is known by whoever asked last",
            {{order(3), push, Effect::Added},
             {order(3, 0, ",'onlyNow':true"), Road::Changes, Effect::Changed},
             {order(3), push, Effect::Same},
             {order(3), Road::Reply, Effect::Same},
             {order(3, 0, ",'onlyNow':true"), Road::Changes, Effect::Same},
             {order(3), Road::Changes, Effect::Changed}});
        row("gone", {{order(3), push, Effect::Added}, {gone(4), push, Effect::Removed}});
        row("gone at the version that is known",
            {{order(3), push, Effect::Added}, {gone(3), Road::Changes, Effect::Removed}});
        row("gone before it was known, and late news of it", {{gone(4), push, Effect::Same},
                                                              {order(3), push, Effect::Old},
                                                              {order(4), push, Effect::Old}});
        row("late news does not bring it back", {{order(3), push, Effect::Added},
                                                 {gone(4), push, Effect::Removed},
                                                 {order(3), Road::Reply, Effect::Old}});
        row("newer news does", {{order(3), push, Effect::Added},
                                {gone(4), push, Effect::Removed},
                                {order(5), push, Effect::Added}});
        row("a late tombstone", {{order(5), push, Effect::Added},
                                 {gone(4), push, Effect::Old},
                                 {order(6), push, Effect::Changed}});
        row("gone twice", {{order(3), push, Effect::Added},
                           {gone(4), push, Effect::Removed},
                           {gone(4), push, Effect::Same}});
        row("partial of something new", {{partial(1), push, Effect::Unclear}});
        row("partial of what is known", {{order(2), push, Effect::Added},
                                         {partial(2), push, Effect::Old},
                                         {partial(1), push, Effect::Old},
                                         {partial(3), push, Effect::Unclear}});
        row("another thing with the order's number",
            {{json("{'id':17,'version':9,'_links':{'self':{'href':'/payments/17'}}}"), Road::Reply,
              Effect::Foreign}});
        row("no order at all", {{"{}", push, Effect::Foreign},
                                {json("{'id':'x'}"), push, Effect::Foreign},
                                {"[]", push, Effect::Foreign},
                                {json("{'id':-1,'gone':true}"), push, Effect::Foreign}});
    }
    void news_areTakenByVersion() {
        QFETCH(Steps, steps);
        OrderBook book(Resource::Orders);
        QSignalSpy added(&book, &OrderBook::added);
        QSignalSpy changed(&book, &OrderBook::changed);
        QSignalSpy removed(&book, &OrderBook::removed);
        QSignalSpy gap(&book, &OrderBook::gapFound);
        std::map<Effect, int> counted;
        for (const Step& step : steps) {
            QCOMPARE(book.apply(read(step.bytes), step.road), step.effect);
            ++counted[step.effect];
            QCOMPARE(added.size(), counted[Effect::Added]);
            QCOMPARE(changed.size(), counted[Effect::Changed]);
            QCOMPARE(removed.size(), counted[Effect::Removed]);
            QCOMPARE(gap.size(), counted[Effect::Unclear]);
        }
    }

    /// Whatever is lost, repeated and turned round on the way: the last word wins, and nothing goes
    /// back meanwhile.
    void anyOrderOfArrival_endsInTheSameBook() {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            std::mt19937 source(seed);
            std::vector<QByteArray> all;
            for (int version = 1; version <= 8; ++version) {
                all.push_back(version == 5 ? gone(5) : order(version));
            }
            const auto again = all;
            all.insert(all.end(), again.begin(), again.end());
            std::shuffle(all.begin(), all.end(), source);
            OrderBook book(Resource::Orders);
            std::int64_t seen = 0;
            connect(&book, &OrderBook::changed, this, [&](qint64 id) {
                const auto now = book.find(id)->number("version");
                QVERIFY2(now > seen, qPrintable(QString::number(seed)));
                seen = now;
            });
            for (const QByteArray& bytes : all) book.apply(read(bytes), Road::Push);
            QCOMPARE(book.find(17)->number("version"), 8);
        }
    }

    void forgotten_isTakenAnewFromTheBeginning() {
        OrderBook book(Resource::Orders);
        QSignalSpy removed(&book, &OrderBook::removed);
        book.apply(read(order(4)), Road::Push);
        book.forgetAll();
        QCOMPARE(removed.size(), 1);
        QCOMPARE(book.apply(read(order(1)), Road::Push), Effect::Added);
    }

    void doubted_staysUntilAnythingIsToldOfIt_data() {
        QTest::addColumn<Steps>("steps");
        const auto row = [](const char* name, Steps steps) { QTest::newRow(name) << steps; };
        row("lower",
            {{order(2), Road::Push, Effect::Changed}, {order(1), Road::Push, Effect::Old}});
        row("the same",
            {{order(9), Road::Changes, Effect::Same}, {order(8), Road::Changes, Effect::Old}});
        row("another of the same version",
            {{order(9, 0, ",'other':true"), Road::Push, Effect::Changed}});
        row("partial", {{partial(1), Road::Push, Effect::Unclear}});
        row("gone", {{gone(1), Road::Changes, Effect::Removed}});
    }
    void doubted_staysUntilAnythingIsToldOfIt() {
        QFETCH(Steps, steps);
        OrderBook book(Resource::Orders);
        book.apply(read(order(9)), Road::Push);
        book.doubtAll();
        QCOMPARE(book.find(17)->number("version"), 9);
        for (const Step& step : steps)
            QCOMPARE(book.apply(read(step.bytes), step.road), step.effect);
    }
    void doubted_goesWhenEverythingElseWasTold() {
        OrderBook book(Resource::Orders);
        QSignalSpy removed(&book, &OrderBook::removed);
        book.apply(read(order(9)), Road::Push);
        book.forgetDoubted();
        book.doubtAll();
        book.apply(read(order(9)), Road::Push);
        book.forgetDoubted();
        QCOMPARE(removed.size(), 0);
        book.doubtAll();
        QCOMPARE(removed.size(), 0);
        book.forgetDoubted();
        QCOMPARE(removed.size(), 1);
        QVERIFY(!book.find(17));
    }
    void doubt_takesTombstonesToo() {
        OrderBook book(Resource::Orders);
        book.apply(read(gone(9)), Road::Push);
        book.doubtAll();
        QCOMPARE(book.apply(read(order(1)), Road::Push), Effect::Added);
    }

    void numbers_tellNextFromRepeatedFromLost() {
        MessageCounter counter;
        QCOMPARE(counter.hear("a", "e", 7), Verdict::Next);
        QCOMPARE(counter.hear("a", "e", 8), Verdict::Next);
        QCOMPARE(counter.hear("a", "e", 8), Verdict::Repeated);
        QCOMPARE(counter.hear("a", "e", 7), Verdict::Repeated);
        QCOMPARE(counter.hear("a", "e", 10), Verdict::Lost);
        QCOMPARE(counter.hear("a", "e", 9), Verdict::Repeated);
        QCOMPARE(counter.hear("a", "e", 11), Verdict::Next);
        QCOMPARE(counter.hear("b", "e", 3), Verdict::Next);
        QCOMPARE(counter.hear("a", "f", 1), Verdict::Lost);
        QCOMPARE(counter.hear("a", "f", 2), Verdict::Next);
        QCOMPARE(counter.hear("a", "f", 99), Verdict::Lost);
    }

    void gaps_areAskedOnceAndOnceMoreIfWantedMeanwhile() {
        AskOnce once;
        QVERIFY(once.want());
        QVERIFY(!once.answered());
        QVERIFY(!once.isAsking());
        QVERIFY(once.want());
        QVERIFY(!once.want());
        QVERIFY(!once.want());
        QVERIFY(once.answered());
        QVERIFY(once.isAsking());
        QVERIFY(!once.answered());
        QVERIFY(!once.isAsking());
    }

    void freshness_isNeverYoungerThanItIs_data() {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<QString>("korean");
        QTest::addColumn<QString>("english");
        const auto row = [](qint64 age, const char* korean, const char* english) {
            QTest::addRow("%lld", age) << age << QString::fromUtf8(korean) << QString(english);
        };
        row(0, "동기화 0.0초 전", "in sync 0.0 s ago");
        row(1, "동기화 0.1초 전", "in sync 0.1 s ago");
        row(400, "동기화 0.4초 전", "in sync 0.4 s ago");
        row(401, "동기화 0.5초 전", "in sync 0.5 s ago");
        row(9'900, "동기화 9.9초 전", "in sync 9.9 s ago");
        row(9'901, "동기화 10초 전", "in sync 10 s ago");
        row(59'000, "동기화 59초 전", "in sync 59 s ago");
        row(59'001, "동기화 1분 전", "in sync 1 min ago");
        row(3'540'000, "동기화 59분 전", "in sync 59 min ago");
        row(3'540'001, "동기화 1시간 전", "in sync 1 h ago");
        row(-5, "동기화 0.0초 전", "in sync 0.0 s ago");
    }
    void freshness_isNeverYoungerThanItIs() {
        QFETCH(qint64, age);
        QFETCH(QString, korean);
        QFETCH(QString, english);
        QCOMPARE(freshnessText(age, Language::Korean), korean);
        QCOMPARE(freshnessText(age, Language::English), english);
    }
    void freshness_beforeTheFirstTime_saysSo() {
        QCOMPARE(freshnessText(std::nullopt, Language::Korean), QString("동기화 전"));
    }
};

QTEST_GUILESS_MAIN(TestKitBook)
#include "tst_kit_book.moc"
