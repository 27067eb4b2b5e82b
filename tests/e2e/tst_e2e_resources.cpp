/// Every list of the real server: who sees how much of it, in which order, narrowed to what, and a
/// page at a time.

#include <QtTest>

#include <algorithm>

#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

/// One question and what the answer must be: how many there are in all, and what holds of every
/// item of the page.
struct Line {
    const char* who;
    const char* path;
    int total;                   ///< below zero: the status
    const char* order = "";      ///< "price" ascending or "-price" descending
    const char* everyItem = "";  ///< "state=Cancelled"
};

constexpr int refused = -400;
constexpr int foreign = -403;

/// song ordered twice at store 1 (the first is rated, the second cancelled) and once at store 2
/// (waiting); kim once at store 1 (cooking).
constexpr Line table[]{
    {"song", "/orders", 2, "id"},
    {"song", "/orders?sort=id,desc", 2, "-id"},
    {"song", "/orders?view=open", 1, "", "state=Paid"},
    {"song", "/orders?customerId=song", 2},
    {"song", "/orders?customerId=kim", foreign},
    {"kim", "/orders", 1},
    {"admin", "/orders", 3, "id"},
    {"admin", "/orders?customerId=kim", 1, "", "customerId=kim"},
    {"song", "/orders?state=Paid", refused},
    {"store1", "/orders", foreign},
    {"rider1", "/orders", foreign},

    {"song", "/myPages", 3},
    {"song", "/myPages?state=Cancelled", 1, "", "state=Cancelled"},
    {"song", "/myPages?status=주문취소", 1, "", "state=Cancelled"},
    {"song", "/myPages?state=Confirmed", 1, "", "state=Confirmed"},
    {"song", "/myPages?state=Cooking", 0},
    {"song", "/myPages?view=open", 1},
    {"song", "/myPages?date=TODAY", 3},
    {"song", "/myPages?date=MONTH", 3},
    {"song", "/myPages?date=2020-01-01", 0},
    {"song", "/myPages?date=2020-13-01", refused},
    {"song", "/myPages?date=2020-02-30", refused},
    {"song", "/myPages?state=Eaten", refused},
    {"song", "/myPages?state=Paid&date=TODAY", refused},
    {"song", "/myPages?view=closed", refused},
    {"song", "/myPages?sort=price", refused},
    {"admin", "/myPages?state=Cooking", 1, "", "customerId=kim"},
    {"admin", "/myPages?date=TODAY", 4},
    {"store1", "/myPages", foreign},

    {"song", "/payments", 3},
    {"song", "/pays?view=open", 1},
    {"admin", "/payments?customerId=song", 3, "", "customerId=song"},
    {"store1", "/payments", foreign},

    {"store1", "/foodCookings", 3, "orderId", "storeId=1"},
    {"store1", "/storeOrders?state=Cooking", 1, "", "state=Cooking"},
    {"store1", "/foodCookings?date=TODAY", 3},
    {"store1", "/foodCookings?view=open", 2},
    {"store2", "/foodCookings", 1, "", "storeId=2"},
    {"admin", "/foodCookings", 4},
    {"admin", "/foodCookings?view=open", 3},
    {"song", "/foodCookings", foreign},
    {"rider1", "/foodCookings", foreign},

    {"song", "/deliveries", 3},
    {"store1", "/deliveries", 3},
    {"rider1", "/deliveries?view=past", 1, "", "orderId=1"},
    {"rider2", "/deliveries", 0},
    {"admin", "/deliveries", 4},

    {"kim", "/foods?size=100", 14},
    {"kim", "/foods?sort=price&size=100", 14, "price"},
    {"kim", "/menus?sort=price,desc&size=100", 14, "-price"},
    {"kim", "/foods?storeId=3&sort=price&size=100", 4, "price", "storeId=3"},
    {"kim", "/foods?sort=score,desc&size=100", 14, "-score"},
    {"kim", "/foods?sort=taste", refused},
    {"kim", "/foods?storeId=x", refused},
    {"store1", "/topMenus?size=100", 14, "-orderCount"},
    {"song", "/topMenus?sort=score,desc&size=100", 14, "-score"},
    {"song", "/topMenus?storeId=3", 4, "-orderCount"},

    {"store1", "/foodCounts", 2, "foodId"},
    {"store1", "/foodCounts?sort=count,desc", 2, "-count"},
    {"store2", "/foodCounts", 0},
    {"admin", "/foodCounts?storeId=1", 2},
    {"song", "/foodCounts", foreign},
    {"rider1", "/foodCounts", foreign},
    {"rider1", "/riderCounts", 1, "", "riderId=rider1"},
    {"rider2", "/riderCounts", 0},
    {"store1", "/riderCounts", 1, "", "riderId=rider1"},
    {"store2", "/riderCounts", 0},
    {"admin", "/riderCounts?storeId=1", 1},
    {"song", "/riderCounts", foreign},

    {"song", "/stores", 3, "id"},
    {"song", "/stores?sort=score,desc", 3, "-score"},
    {"song", "/stores?sort=distance&lat=37.5350&lng=127.0008", 3, "distanceMeters"},
    {"song", "/stores?sort=distance", refused},
    {"rider1", "/stores?size=2&page=1", 3},

    {"song", "/points", 4},
    {"kim", "/points", 1},
    {"song", "/points?customerId=kim", foreign},
    {"store1", "/points", foreign},
    {"kim", "/reviews", 1},
    {"kim", "/reviews?sort=stars,desc", 1, "-stars"},
    {"kim", "/reviews?storeId=1", 1, "", "storeId=1"},
    {"kim", "/reviews?storeId=2", 0},
    {"song", "/reviews?customerId=song", 1},
    {"kim", "/reviews?customerId=song", foreign},
    {"rider1", "/notificationLogs?size=5", -200},
    {"song", "/cards", -200},
    {"store1", "/cards", foreign},
    {"song", "/customers", 1, "", "userId=song"},
    {"admin", "/customers", 2},
    {"store1", "/customers", foreign},
    {"rider1", "/riders", 1},
    {"admin", "/riders", 2},
    {"song", "/riders", foreign},
    {"admin", "/accounts?role=store", 3, "", "role=store"},
    {"admin", "/accounts?role=cook", refused},
    {"song", "/accounts", foreign},
    {"admin", "/escalations", 0},
    {"admin", "/contexts", 5},
};

std::string textOf(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

class TestE2eResources : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> m_city;
    std::map<std::string, std::unique_ptr<BlockingHttp>> m_people;

    BlockingHttp& as(const std::string& who) {
        auto& client = m_people[who];
        if (!client) client = m_city->as(QByteArray::fromStdString(who));
        return *client;
    }
    static QByteArray filled(QByteArray path) {
        const QDateTime seoul = QDateTime::currentDateTimeUtc().addSecs(9 * 3'600);
        path.replace("TODAY", seoul.toString("yyyy-MM-dd").toUtf8());
        path.replace("MONTH", seoul.toString("yyyy-MM").toUtf8());
        return QUrl(QString::fromUtf8(path)).toEncoded();
    }
    void cook(const char* store, qint64 id) {
        step(as(store), path("foodCookings", id, "accept"), {{"cookMinutes", 20}});
        step(as(store), path("foodCookings", id, "start"));
    }

  private slots:
    void initTestCase() {
        m_city = std::make_unique<RealCity>();
        const qint64 rated = placed(as("song"), wish("탕수육"));
        cook("store1", rated);
        step(as("store1"), path("foodCookings", rated, "finish"));
        step(as("rider1"), path("deliveries", rated, "pick"));
        step(as("rider1"), path("deliveries", rated, "collect"));
        step(as("rider1"), path("deliveries", rated, "deliver"));
        step(as("song"), path("orders", rated, "confirm"));
        step(as("song"), path("orders", rated, "rate"), {{"stars", 4}});
        const qint64 cancelled = placed(as("song"), wish("짜장"));
        QCOMPARE(as("song").erase(path("orders", cancelled)).status, 204);
        placed(as("song"), wish("김밥"));
        cook("store1", placed(as("kim"), wish("짜장")));
    }

    void list_data() {
        QTest::addColumn<int>("line");
        for (std::size_t i = 0; i < std::size(table); ++i) {
            QTest::newRow((std::string(table[i].who) + " " + table[i].path).c_str())
                << static_cast<int>(i);
        }
    }
    void list() {
        QFETCH(int, line);
        const Line& asked = table[line];
        const auto answer = as(asked.who).get(filled(asked.path));
        if (asked.total < 0) {
            QCOMPARE(answer.status, -asked.total);
            return;
        }
        QVERIFY2(answer.status == 200, answer.body);
        const json shown = answer.json();
        QCOMPARE(shown.at("page").at("totalElements").get<int>(), asked.total);
        const json items = shown.at("_embedded").begin().value();
        const int size = shown.at("page").at("size").get<int>();
        const int number = shown.at("page").at("number").get<int>();
        QCOMPARE(static_cast<int>(items.size()), std::clamp(asked.total - number * size, 0, size));
        const QByteArray order(asked.order);
        if (!order.isEmpty()) {
            const bool falls = order.startsWith('-');
            const std::string field = order.mid(falls ? 1 : 0).toStdString();
            const auto inOrder = [&](const json& one, const json& other) {
                return falls ? one.at(field) < other.at(field) : other.at(field) < one.at(field);
            };
            QVERIFY2(std::adjacent_find(items.begin(), items.end(), inOrder) == items.end(),
                     answer.body);
        }
        const QByteArray every(asked.everyItem);
        const auto equals = every.indexOf('=');
        for (const json& item : items) {
            if (equals < 0) break;
            QCOMPARE(textOf(item.at(every.left(equals).toStdString())),
                     every.mid(equals + 1).toStdString());
        }
    }
};

QTEST_GUILESS_MAIN(TestE2eResources)
#include "tst_e2e_resources.moc"
