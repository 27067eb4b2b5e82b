/// Secrets stand in nothing that anybody reads beside their owner: not in the log at its wordiest,
/// not in the figures, not in an error, not in a message. Nor does a customer's address.

#include <QFile>
#include <QtTest>

#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

const std::string wrongPassword = "wrong-horse-battery";
const std::string newPassword = "fresh-horse-battery";
const std::string street = "서울 용산구 용산동 숨은골목 77-7";
const std::string telephone = "010-7777-1357";
const std::string doorCode = "문은 종소리3579로 열립니다";

QByteArray bytesOf(const std::string& text) { return QByteArray::fromStdString(text); }

QByteArray contentOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qPrintable(path));
    return file.readAll();
}

}  // namespace

class TestE2eSecrets : public QObject {
    Q_OBJECT

    std::unique_ptr<RealCity> city;
    QByteArrayList secrets;
    QByteArray errors;  ///< every refusal that was answered: its head and its body
    int errorsHeard = 0;

    HttpAnswer refused(const HttpAnswer& answer) {
        if (answer.status < 400) qFatal("%d %s", answer.status, answer.body.constData());
        ++errorsHeard;
        for (auto it = answer.headers.begin(); it != answer.headers.end(); ++it)
            errors += it.key() + ": " + it.value() + '\n';
        errors += answer.body + '\n';
        return answer;
    }

    /// Signs in as the apps do; what is handed out is a secret from now on.
    QByteArray tokenOf(const std::string& user, const std::string& password) {
        const auto door = city->nobody();
        const auto answer = door->post("/auth/login", {{"userId", user}, {"password", password}});
        if (answer.status != 200) qFatal("login of %s: %d", user.c_str(), answer.status);
        const json session = answer.json();
        const QByteArray token = bytesOf(session.at("token").get<std::string>());
        secrets << token;
        const json& mqtt = session.at("mqtt");
        if (mqtt.is_object()) secrets << bytesOf(mqtt.at("password").get<std::string>());
        return token;
    }

    void whatIsWrongAtTheDoor() {
        const auto door = city->nobody();
        refused(door->post("/auth/login", {{"userId", "song"}, {"password", wrongPassword}}));
        refused(door->post("/auth/login", {{"userId", "song"}, {"password", {wrongPassword}}}));
        refused(door->post("/auth/login",
                           {{"userId", "song"}, {"password", wrongPassword}, {"why", "x"}}));
        refused(door->post("/auth/login", {{"userId", "song"}, {wrongPassword, "x"}}));
        const json cut{{"userId", "song"}, {"password", wrongPassword}};
        refused(door->request("POST", "/auth/login", bytesOf(cut.dump()).chopped(2)));
        refused(door->post("/customers", {{"userId", "song"},
                                          {"name", "송"},
                                          {"password", newPassword},
                                          {"mobile", telephone}}));
        const QByteArray token = tokenOf("song", "demo1234");
        BlockingHttp changed(city->port(), token.left(token.size() - 1) + "~");
        refused(changed.get("/orders"));
        refused(door->request("GET", "/orders", {}, {{"Authorization", "Basic " + token}}));
        refused(door->get("/orders?token=" + token));
    }

    void whatIsWrongWithAnOrder(BlockingHttp& customer) {
        const json secretive{{"foodId", "탕수육"},
                             {"qty", 1},
                             {"address", street},
                             {"mobile", telephone},
                             {"options", doorCode}};
        json order = secretive;
        order["price"] = 1;
        refused(customer.post("/orders", order));
        order = secretive;
        order["score"] = 5;
        refused(customer.post("/orders", order));
        order = secretive;
        order["qty"] = 100;
        refused(customer.post("/orders", order));
        order = secretive;
        order["storeId"] = 2;
        refused(customer.post("/orders", order));
    }

    /// One is delivered; of another the provider takes the money and says that it failed, and the
    /// messages do not get out.
    void ordersWithWhatIsPrivate(BlockingHttp& customer) {
        const json wanted{{"foodId", "탕수육"},
                          {"qty", 1},
                          {"address", street},
                          {"mobile", telephone},
                          {"options", doorCode}};
        const auto store = city->as("store1");
        const auto rider = city->as("rider1");
        secrets << store->token() << rider->token();
        const qint64 first = placed(customer, wanted);
        cook(*store, first);
        for (const char* verb : {"pick", "collect", "deliver"})
            step(*rider, path("deliveries", first, verb));
        const auto sandbox = city->sandbox();
        QCOMPARE(sandbox->put("/sandbox/kakao", {{"mode", "down"}}).status, 200);
        QCOMPARE(sandbox->put("/sandbox/payment", {{"mode", "error-after-charge"}}).status, 200);
        (void)customer.post("/orders", wanted);
        QCOMPARE(sandbox->put("/sandbox/payment", {{"mode", "down"}}).status, 200);
        (void)customer.post("/orders", wanted);
        QCOMPARE(sandbox->put("/sandbox/payment", {{"mode", "ok"}}).status, 200);
        QCOMPARE(sandbox->put("/sandbox/kakao", {{"mode", "ok"}}).status, 200);
        QVERIFY(city->until(
            customer, "/orders",
            [](const json& list) {
                for (const json& one : list.at("_embedded").at("orders")) {
                    if (one.at("state") != "Paid" && one.at("state") != "Delivered") return false;
                }
                return true;
            },
            60'000));
    }

    /// The names of those secrets, and of private things, that stand in the text.
    void isClean(const char* where, const QByteArray& text, const QByteArrayList& unwanted) {
        QVERIFY2(!text.isEmpty(), where);
        for (const QByteArray& one : unwanted) {
            const qsizetype at = text.indexOf(one);
            QVERIFY2(at < 0, (QByteArray(where) + ": " + text.mid(at - 60, 160)).constData());
        }
    }

  private slots:
    void initTestCase() {
        city = std::make_unique<RealCity>("[log]\nlevel = \"debug\"\n");
        const QByteArray vaultKey = contentOf(city->directory() + "/data/vault.key");
        QCOMPARE(vaultKey.size(), 32);
        secrets << "demo1234" << bytesOf(wrongPassword) << bytesOf(newPassword) << "bk_demo_"
                << "test_sk_sandbox" << QByteArray("test_sk_sandbox:").toBase64()
                << "sandbox-solapi-secret" << vaultKey << vaultKey.toHex() << vaultKey.toBase64();
    }

    void secrets_standNowhere() {
        whatIsWrongAtTheDoor();
        BlockingHttp song(city->port(), tokenOf("song", "demo1234"));
        whatIsWrongWithAnOrder(song);
        ordersWithWhatIsPrivate(song);
        QCOMPARE(song.put("/customers/song", {{"password", newPassword}}).status, 200);
        const QByteArray again = tokenOf("song", newPassword);
        const auto admin = city->as("admin");
        secrets << admin->token();
        refused(admin->post(
            "/accounts",
            {{"userId", "song"}, {"name", "송"}, {"role", "customer"}, {"password", newPassword}}));
        QVERIFY(errorsHeard > 12);

        const QByteArrayList personal{"숨은골목", bytesOf(telephone), "01077771357", "종소리3579"};
        isClean("errors", errors, secrets + personal);
        isClean("figures", admin->get("/metrics").body, secrets + personal);
        isClean("health", admin->get("/actuator/health").body, secrets + personal);
        QCOMPARE(admin->post("/backups", {{"file", "copy.db"}}).status, 200);
        refused(admin->post("/backups", {{"file", "copy.db"}}));
        // Whatever a server says that comes up after it was killed, and its broker's new one.
        city->kill();
        QVERIFY(city->start(RealCity::Ports::Same));
        BlockingHttp back(city->port(), again);
        isClean("notices", back.get("/notificationLogs?size=100").body, secrets);
        isClean("messages", city->sandbox()->get("/sandbox/messages").body, secrets);
        isClean("sessions", admin->get("/sessions?size=100").body, secrets);
        isClean("cards", admin->get("/cards?size=100").body, secrets);

        QVERIFY(city->stop());
        const QByteArray log = contentOf(city->directory() + "/deliveryd.log");
        QVERIFY(log.contains("\"level\":\"warning\""));
        isClean("log", log, secrets + personal);
    }
};

QTEST_GUILESS_MAIN(TestE2eSecrets)
#include "tst_e2e_secrets.moc"
