/// kit's models under QAbstractItemModelTester: rows come, go, move and change one by one.

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QtTest>
#include <random>

#include "apps/kit/notice_list_model.h"
#include "apps/kit/order_list_model.h"
#include "apps/kit/position_reporter.h"

using namespace delivery;
using namespace delivery::kit;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {

struct Wish {
    int id = 1;
    int version = 1;
    QString state = QStringLiteral("Paid");
    QStringList links = {};
    QString more = {};
};

Representation thing(const char* resource, const Wish& wish) {
    QString links = QStringLiteral(R"("self":{"href":"/%1/%2"})").arg(resource).arg(wish.id);
    for (const QString& name : wish.links) {
        links += QStringLiteral(R"(,"%1":{"href":"/%2/%3/%1"})").arg(name, resource).arg(wish.id);
    }
    const QString text =
        QStringLiteral(
            R"({"id":%1,"version":%2,"state":"%3","changedAt":"2026-01-01T00:00:00.%4Z"%5,"_links":{%6}})")
            .arg(wish.id)
            .arg(wish.version)
            .arg(wish.state)
            .arg(wish.version, 3, 10, QChar(u'0'))
            .arg(wish.more, links);
    return *Representation::parse(text.toUtf8());
}

QStringList idsOf(const QAbstractItemModel& model) {
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row) {
        ids << model.index(row, 0).data(IdRole).toString();
    }
    return ids;
}

}  // namespace

class TestKitModels : public QObject {
    Q_OBJECT

  private slots:
    void manyRows_findTheirPlacesWithoutAskingEveryRow() {
        int asked = 0;
        ThingListModel model([&asked](const Representation& a, const Representation& b) {
            ++asked;
            return a.number("id") > b.number("id");
        });
        constexpr int rows = 1'000;
        constexpr int twoToTheTen = 10;
        const auto idAt = [](int i) { return 1 + i * 379 % rows; };
        for (int i = 0; i < rows; ++i) model.put(thing("orders", {.id = idAt(i)}));
        QCOMPARE(model.rowCount(), rows);
        for (int row = 0; row < rows; ++row) QCOMPARE(model.at(row).number("id"), rows - row);
        QVERIFY2(asked <= rows * twoToTheTen, qPrintable(QString::number(asked)));
        asked = 0;
        for (int i = 0; i < rows; ++i) model.put(thing("orders", {.id = idAt(i), .version = 2}));
        for (int row = 0; row < rows; ++row) QCOMPARE(model.at(row).number("id"), rows - row);
        QVERIFY2(asked <= rows * twoToTheTen, qPrintable(QString::number(asked)));
    }

    void rowsOfABook_comeAndGoOneByOne() {
        OrderBook book(Resource::Orders);
        OrderListModel model(book, underWay());
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        for (const int id : {2, 1, 3}) book.apply(thing("orders", {.id = id}), Road::Push);
        QCOMPARE(idsOf(model), (QStringList{"3", "2", "1"}));
        QCOMPARE(inserted.size(), 3);
        book.apply(thing("orders", {.id = 2, .version = 2, .state = "Cooking"}), Road::Push);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.last().first().toModelIndex().row(), 1);
        book.apply(thing("orders", {.id = 2, .version = 3, .state = "Cancelled"}), Road::Push);
        QCOMPARE(idsOf(model), (QStringList{"3", "1"}));
        QCOMPARE(removed.size(), 1);
        book.apply(thing("orders", {.id = 3, .version = 2, .more = R"(,"gone":true)"}), Road::Push);
        QCOMPARE(idsOf(model), (QStringList{"1"}));
        QCOMPARE(reset.size(), 0);
    }

    void modelOfAFullBook_startsWithItsRows() {
        OrderBook book(Resource::Orders);
        book.apply(thing("orders", {.id = 4}), Road::Changes);
        book.apply(thing("orders", {.id = 5, .state = "Expired"}), Road::Changes);
        QCOMPARE(idsOf(OrderListModel(book, underWay())), QStringList{"4"});
        QCOMPARE(idsOf(OrderListModel(book)), (QStringList{"5", "4"}));
    }

    void values_areReadOffTheRepresentation() {
        OrderBook book(Resource::Orders);
        OrderListModel model(book);
        book.apply(
            thing(
                "orders",
                {.id = 7,
                 .state = "Accepted",
                 .links = {"cancel"},
                 .more =
                     R"(,"status":"주문접수됨","amount":23000,"pickup":true,"readyBy":"2026-01-01T03:04:05.678Z",)"
                     R"("reason":null,"lines":[{"foodName":"짜장","qty":2},{"foodName":"짬뽕","qty":1}])"}),
            Road::Push);
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(IdRole), QVariant(7LL));
        QCOMPARE(row.data(StatusRole).toString(), QString("주문접수됨"));
        QCOMPARE(row.data(AmountRole).toLongLong(), 23'000);
        QCOMPARE(row.data(PickupRole).toBool(), true);
        QCOMPARE(row.data(ReadyByRole).toDateTime(),
                 QDateTime({2026, 1, 1}, {3, 4, 5, 678}, Qt::UTC));
        QVERIFY(!row.data(ReasonRole).isValid());
        QVERIFY(!row.data(RiderIdRole).isValid());
        QCOMPARE(row.data(TitleRole).toString(), QString("짜장 x2, 짬뽕 x1"));
        QVERIFY(row.data(LinksRole).toStringList().contains("cancel"));
        QCOMPARE(row.data(RepresentationRole).value<Representation>().linkPath("cancel"),
                 QString("/orders/7/cancel"));
        QCOMPARE(model.roleNames().value(StatusRole), QByteArray("status"));
        QCOMPARE(model.roleNames().size(), PendingRole - IdRole + 1);
    }

    void tickets_stayUntilAnEndWasSeen() {
        OrderBook book(Resource::Tickets);
        OrderListModel model(book, openTickets(), oldestFirst());
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        const auto cancelled = [&](int id, const char* by, const QStringList& links, int version) {
            book.apply(
                thing("foodCookings", {.id = id,
                                       .version = version,
                                       .state = "Cancelled",
                                       .links = links,
                                       .more = QStringLiteral(R"(,"cancelledBy":"%1")").arg(by)}),
                Road::Push);
        };
        book.apply(thing("foodCookings", {.id = 1}), Road::Push);
        cancelled(2, "customer", {"acknowledge"}, 1);
        cancelled(3, "store", {"acknowledge"}, 1);
        QCOMPARE(idsOf(model), (QStringList{"1", "2"}));
        cancelled(2, "customer", {}, 2);
        QCOMPARE(idsOf(model), QStringList{"1"});
    }

    void riders_seeOffersNearestFirstAndWhatTheyHold() {
        OrderBook book(Resource::Deliveries);
        OrderListModel nearby(book, offers(), nearestFirst());
        OrderListModel held(book, holdings(), oldestFirst());
        const QAbstractItemModelTester tester(&nearby, Mode::QtTest);
        const auto offer = [&](int id, const QString& meters, int version = 1,
                               const QStringList& links = {"pick"}) {
            const QString distances = meters.isEmpty() ? QString() : R"("toStoreMeters":)" + meters;
            book.apply(thing("deliveries", {.id = id,
                                            .version = version,
                                            .state = "Cooked",
                                            .links = links,
                                            .more = R"(,"distances":{)" + distances + "}"}),
                       Road::Push);
        };
        offer(1, "900");
        offer(2, "");
        offer(3, "300");
        QCOMPARE(idsOf(nearby), (QStringList{"3", "1", "2"}));
        QSignalSpy moved(&nearby, &QAbstractItemModel::rowsMoved);
        offer(1, "100", 2);
        QCOMPARE(idsOf(nearby), (QStringList{"1", "3", "2"}));
        QCOMPARE(moved.size(), 1);
        offer(3, "300", 2, {"release", "collect"});
        QCOMPARE(idsOf(nearby), (QStringList{"1", "2"}));
        QCOMPARE(idsOf(held), QStringList{"3"});
        QCOMPARE(nearby.index(0).data(ToStoreMetersRole).toInt(), 100);
    }

    void pendingCommands_standBesideTheTruth() {
        OrderBook book(Resource::Tickets);
        OrderListModel model(book);
        PendingCommands pending;
        const QAbstractItemModelTester tester(&pending, Mode::QtTest);
        model.showPending(pending);
        book.apply(thing("foodCookings", {.id = 17, .state = "Paid"}), Road::Push);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        pending.began(
            {1, "c1", {"PUT", "/foodCookings/17/accept", R"({"cookMinutes":20})"}, Instant{1'000}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.last().at(2).value<QList<int>>(), QList<int>{PendingRole});
        QCOMPARE(model.index(0).data(PendingRole).toStringList(), QStringList{"accept"});
        QCOMPARE(model.index(0).data(StateRole).toString(), QString("Paid"));
        QCOMPARE(pending.index(0).data(PendingCommands::SinceRole).toDateTime().toMSecsSinceEpoch(),
                 1'000);
        pending.show({{1, "c1", {"PUT", "/foodCookings/17/accept"}, Instant{1'000}},
                      {2, "c0", {"DELETE", "/orders/9"}, Instant{500}}});
        QCOMPARE(pending.rowCount(), 2);
        QCOMPARE(pending.index(1).data(PendingCommands::IsGivenUpRole).toBool(), true);
        QVERIFY(pending.verbsFor(9).isEmpty());
    }

    void subjectsOfCommands_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<qint64>("order");
        QTest::addColumn<QString>("verb");
        const auto row = [](const char* method, const char* path, qint64 order, const char* verb) {
            QTest::addRow("%s %s", method, path) << method << path << order << verb;
        };
        row("POST", "/orders", 0, "place");
        row("DELETE", "/orders/17", 17, "cancel");
        row("PATCH", "/orders/17", 17, "cancel");
        row("PUT", "/orders/17/confirm", 17, "confirm");
        row("PUT", "/payments/17/pay", 17, "pay");
        row("PUT", "/deliveries/17/pick?x=1", 17, "pick");
        row("PUT", "/stores/1/pause", 0, "pause");
        row("PUT", "/riders/rider1", 0, "put");
    }
    void subjectsOfCommands() {
        QFETCH(QString, method);
        QFETCH(QString, path);
        QFETCH(qint64, order);
        QFETCH(QString, verb);
        QCOMPARE(subjectOf({method, path}), (CommandSubject{order, verb}));
    }

    void collection_isShownByItsDifferences() {
        ThingListModel model;
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        const auto dish = [](int id, int price) {
            return *Representation::parse(
                QStringLiteral(R"({"id":%1,"name":"요리%1","price":%2,"count":null,"score":4.5})")
                    .arg(id)
                    .arg(price)
                    .toUtf8());
        };
        model.show({dish(1, 100), dish(2, 200), dish(3, 300)});
        QCOMPARE(idsOf(model), (QStringList{"1", "2", "3"}));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.show({dish(1, 100), dish(2, 250), dish(3, 300)});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(model.index(1).data(PriceRole).toInt(), 250);
        QCOMPARE(model.index(1).data(TitleRole).toString(), QString("요리2"));
        QCOMPARE(model.index(1).data(ScoreRole).toDouble(), 4.5);
        QVERIFY(!model.index(1).data(StockRole).isValid());
        model.show({dish(3, 300), dish(4, 400), dish(1, 100)});
        QCOMPARE(idsOf(model), (QStringList{"3", "4", "1"}));
        model.show({});
        QCOMPARE(model.rowCount(), 0);
    }

    void randomChanges_keepModelAndTruthEqual() {
        ThingListModel model(oldestFirst());
        ThingListModel unsorted;
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        const QAbstractItemModelTester tester2(&unsorted, Mode::QtTest);
        std::mt19937 source(7);
        for (int round = 0; round < 300; ++round) {
            std::vector<Representation> things;
            std::vector<int> ids(10);
            std::iota(ids.begin(), ids.end(), 1);
            std::shuffle(ids.begin(), ids.end(), source);
            ids.resize(source() % 11);
            for (const int id : ids) {
                things.push_back(
                    thing("orders", {.id = id, .version = static_cast<int>(source() % 3)}));
            }
            model.show(things);
            unsorted.show(things);
            QStringList expected;
            for (const int id : ids) expected << QString::number(id);
            QCOMPARE(idsOf(unsorted), expected);
            std::sort(ids.begin(), ids.end());
            expected.clear();
            for (const int id : ids) expected << QString::number(id);
            QCOMPARE(idsOf(model), expected);
        }
    }

    void notices_areNewestFirstAndOnce() {
        NoticeListModel model;
        const QAbstractItemModelTester tester(&model, Mode::QtTest);
        QSignalSpy arrived(&model, &NoticeListModel::arrived);
        const auto notice = [](int n) {
            return *Representation::parse(
                QStringLiteral(
                    R"({"id":"song/%1","message":"알림 %1","at":"2026-01-01T00:00:%2.000Z"})")
                    .arg(n)
                    .arg(n, 2, 10, QChar(u'0'))
                    .toUtf8());
        };
        model.add(notice(2));
        model.add(notice(3));
        model.add(notice(3));
        model.add(notice(1));
        QCOMPARE(idsOf(model), (QStringList{"song/3", "song/2", "song/1"}));
        QCOMPARE(arrived.size(), 2);
        model.addAll(*Representation::parse(
            R"({"_embedded":{"notificationLogs":[{"id":"song/0","at":"2025-01-01T00:00:00.000Z"}]}})"));
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(arrived.size(), 2);
    }

    void positions_areThinned_data() {
        QTest::addColumn<double>("latitude");
        QTest::addColumn<int>("afterMs");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("too soon") << 37.6 << 4'999 << false;
        QTest::newRow("moved") << 37.501 << 5'000 << true;
        QTest::newRow("stands") << 37.5001 << 59'999 << false;
        QTest::newRow("stands for a minute") << 37.5 << 60'000 << true;
        QTest::newRow("nowhere") << 91.0 << 60'000 << false;
    }
    void positions_areThinned() {
        QFETCH(double, latitude);
        QFETCH(int, afterMs);
        QFETCH(bool, isTold);
        PositionThinner thinner;
        QVERIFY(thinner.isWorthTelling({37.5, 127.0}, 1'000));
        thinner.told({37.5, 127.0}, 1'000);
        QCOMPARE(thinner.isWorthTelling({latitude, 127.0}, 1'000 + afterMs), isTold);
    }
};

QTEST_GUILESS_MAIN(TestKitModels)
#include "tst_kit_models.moc"
