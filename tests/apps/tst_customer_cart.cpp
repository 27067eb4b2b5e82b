/// The cart: one store's dishes, kept between runs, written as the order that it becomes; and the
/// receipt of one.

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include "apps/customer/cart.h"
#include "apps/customer/receipt.h"

using namespace delivery;
using namespace delivery::customer;

namespace {

kit::Representation json(const char* text) {
    const auto read = kit::Representation::parse(text);
    if (!read) qFatal("not JSON: %s", text);
    return *read;
}
const char* yongsan = R"({"id":1,"name":"용산반점","pickupOnly":false})";
const char* coffee = R"({"id":3,"name":"용산자판기커피","pickupOnly":true})";

}  // namespace

class TestCustomerCart : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;
    int m_count = 0;
    std::unique_ptr<look::Preferences> m_preferences;

    std::unique_ptr<Cart> open() {
        auto cart = std::make_unique<Cart>(*m_preferences, "song");
        new QAbstractItemModelTester(
            cart.get(), QAbstractItemModelTester::FailureReportingMode::Fatal, cart.get());
        return cart;
    }

  private slots:
    void init() {
        m_file = m_folder.filePath(QStringLiteral("settings-%1.ini").arg(++m_count));
        m_preferences = std::make_unique<look::Preferences>(m_file, QSettings::IniFormat);
    }

    void sameDish_withTheSameOptions_becomesMoreOfIt() {
        auto cart = open();
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 3500, 1, {{"크기", "곱빼기", 1000}}}));
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 3500, 2, {{"크기", "곱빼기", 1000}}}));
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 2500, 1, {}}));
        QCOMPARE(cart->rowCount(), 2);
        QCOMPARE(cart->count(), 4);
        QCOMPARE(cart->total(), 3 * 3500 + 2500);
    }
    void dishOfAnotherStore_isNotTaken() {
        auto cart = open();
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 2500, 1, {}}));
        QVERIFY(!cart->add(json(coffee), {1, "밀크커피", 100, 1, {}}));
        QCOMPARE(cart->rowCount(), 1);
        cart->clear();
        QVERIFY(cart->add(json(coffee), {1, "밀크커피", 100, 1, {}}));
        QVERIFY(cart->isPickupOnly());
    }
    void oldOrder_takesTheCartsPlace() {
        auto cart = open();
        QVERIFY(cart->add(json(coffee), {1, "밀크커피", 100, 1, {}}));
        const QVector<CartLine> lines{{6, "짜장", 2500, 2, {}}, {7, "탕수육", 10000, 1, {}}};
        QVERIFY(cart->takeInstead(json(yongsan), lines).isEmpty());
        QCOMPARE(cart->storeName(), "용산반점");
        QCOMPARE(cart->count(), 3);
        QCOMPARE(cart->total(), 15000);
    }
    void oldOrder_withoutDishes_leavesTheCart() {
        auto cart = open();
        QVERIFY(cart->add(json(coffee), {1, "밀크커피", 100, 1, {}}));
        QVERIFY(cart->takeInstead(json(yongsan), {}).isEmpty());
        QCOMPARE(cart->count(), 1);
        QCOMPARE(cart->storeId(), 3);
    }
    void oldOrder_thatIsTooLong_namesWhatFoundNoRoom() {
        auto cart = open();
        QVector<CartLine> lines;
        for (int i = 0; i < linesMax + 2; ++i) {
            lines.append({i, QStringLiteral("음식 %1").arg(i), 100, 1, {}});
        }
        // The first once more has its line already.
        lines.append(lines.front());
        const QVector<CartLine> left = cart->takeInstead(json(yongsan), lines);
        QCOMPARE(left.size(), 2);
        QCOMPARE(left[0].name, QStringLiteral("음식 %1").arg(linesMax));
        QCOMPARE(cart->rowCount(), linesMax);
        QCOMPARE(cart->lines()[0].qty, 2);
    }
    void quantity_staysInItsBounds() {
        auto cart = open();
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 2500, 1, {}}));
        cart->setQty(0, 500);
        QCOMPARE(cart->lines()[0].qty, qtyMax);
        cart->setQty(0, -3);
        QCOMPARE(cart->lines()[0].qty, 1);
    }
    void order_carriesThePricesThatWereSeen() {
        auto cart = open();
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 3500, 2, {{"크기", "곱빼기", 1000}}}));
        const kit::Request request =
            cart->order({false, "서울 용산구 용산동", "젓가락 빼고", 500, "card-song"});
        QCOMPARE(request.method, "POST");
        QCOMPARE(request.path, "/orders");
        const auto body = json(request.body.constData());
        QCOMPARE(body.number("storeId"), 1);
        const auto line = body.list("lines").at(0);
        QCOMPARE(line.number("price"), 2500);
        QCOMPARE(line.number("qty"), 2);
        QCOMPARE(line.list("options").at(0).text("choice"), "곱빼기");
        QCOMPARE(body.text("address"), "서울 용산구 용산동");
        QCOMPARE(body.number("usePoints"), 500);
        QCOMPARE(body.text("cardId"), "card-song");
        QVERIFY(!body.has("pickup"));
        QVERIFY(json(cart->order({true, {}, {}, 0, {}}).body.constData()).isTrue("pickup"));
    }
    void priceThatChanged_isShownFromThenOn() {
        auto cart = open();
        QVERIFY(cart->add(json(yongsan), {6, "짜장", 3500, 1, {{"크기", "곱빼기", 1000}}}));
        cart->correctPrice(6, 3000);
        QCOMPARE(cart->total(), 4000);
    }
    void cart_isKeptBetweenRuns() {
        {
            auto cart = open();
            QVERIFY(cart->add(json(yongsan), {6, "짜장", 3500, 2, {{"크기", "곱빼기", 1000}}}));
        }
        m_preferences = std::make_unique<look::Preferences>(m_file, QSettings::IniFormat);
        auto again = open();
        QCOMPARE(again->storeName(), "용산반점");
        QCOMPARE(again->total(), 7000);
        QCOMPARE(again->lines()[0].options[0].choice, "곱빼기");
        QCOMPARE(Cart(*m_preferences, "kim").rowCount(), 0);
    }

    void receipt_isAPdf_orNothingAtAll() {
        const auto order = json(
            R"({"id":7,"storeName":"용산반점","state":"Confirmed","refund":"none","placedAt":"2026-11-21T06:20:49.651Z",
                "lines":[{"foodName":"짜장","qty":2,"price":3500,"options":[{"choice":"곱빼기"}]}],"payable":7000})");
        QVERIFY(hasReceipt(order));
        QVERIFY(!hasReceipt(json(R"({"state":"PaymentDeferred","refund":"none"})")));
        QVERIFY(!hasReceipt(json(R"({"state":"Cancelled","refund":"none"})")));
        QVERIFY(hasReceipt(json(R"({"state":"Cancelled","refund":"done"})")));
        const QString file = m_folder.filePath("receipt.pdf");
        QVERIFY(writeReceipt(order, file));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.read(5), QByteArray("%PDF-"));
        QVERIFY(!writeReceipt(order, m_folder.filePath("no/such/folder/receipt.pdf")));
    }
};

QTEST_MAIN(TestCustomerCart)
#include "tst_customer_cart.moc"
