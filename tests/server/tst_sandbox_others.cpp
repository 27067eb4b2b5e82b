#include "tests/support/sandbox_process.h"

#include <QDateTime>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using delivery::test::RawClient;
using delivery::test::SandboxProcess;
using delivery::test::SandboxReply;
using nlohmann::json;

namespace {

std::string signature(const std::string& date, const std::string& salt,
                      const std::string& secret = "sandbox-solapi-secret") {
    const QByteArray hash = QMessageAuthenticationCode::hash(QByteArray::fromStdString(date + salt),
                                                             QByteArray::fromStdString(secret),
                                                             QCryptographicHash::Sha256);
    return "Authorization: HMAC-SHA256 apiKey=sandbox-solapi-key, date=" + date + ", salt=" + salt +
           ", signature=" + hash.toHex().toStdString() + "\r\n";
}

std::string signedNow() {
    return signature(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString(),
                     QUuid::createUuid().toString(QUuid::Id128).toStdString());
}

json message(const std::string& to) {
    return {
        {"to", to},
        {"from", "029302266"},
        {"type", "ATA"},
        {"kakaoOptions",
         {{"pfId", "KA01PF"}, {"templateId", "KA01TP"}, {"variables", {{"#{가게}", "불닭집"}}}}},
        {"customFields", {{"outboxId", "17"}}}};
}

}  // namespace

class TestSandboxOthers : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SandboxProcess> m_sandbox;

    SandboxReply send(const json& messages, const std::string& fields = signedNow()) {
        const json body{{"messages", messages}, {"showMessageList", true}};
        return m_sandbox->ask("POST", "/messages/v4/send-many/detail", body.dump(), fields);
    }
    SandboxReply search(const QString& query, const std::string& more = {}) {
        return m_sandbox->ask("GET",
                              "/v2/local/search/address.json?query=" +
                                  QUrl::toPercentEncoding(query).toStdString() + more,
                              "", "Authorization: KakaoAK key\r\n");
    }

  private slots:
    void initTestCase() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_sandbox = std::make_unique<SandboxProcess>(m_directory->path());
        QVERIFY(m_sandbox->start());
    }
    void cleanupTestCase() { QCOMPARE(m_sandbox->terminate(), 0); }
    void cleanup() { m_sandbox->put("/sandbox/kakao", {{"mode", "ok"}}); }

    void message_isTakenAndShown() {
        const std::size_t before = m_sandbox->ask("GET", "/sandbox/messages").body.size();
        const SandboxReply sent = send(json::array({message("01012345678"), message("010-1")}));
        QCOMPARE(sent.status, 200);
        QCOMPARE(sent.body["groupInfo"]["count"]["total"], json(2));
        QCOMPARE(sent.body["groupInfo"]["count"]["registeredSuccess"], json(1));
        QCOMPARE(sent.body["messageList"][0]["statusCode"], json("2000"));
        QCOMPARE(sent.body["messageList"][0]["customFields"]["outboxId"], json("17"));
        QCOMPARE(sent.body["failedMessageList"].size(), std::size_t{1});
        const json shown = m_sandbox->ask("GET", "/sandbox/messages").body;
        QCOMPARE(shown.size(), before + 1);
        QCOMPARE(shown.back()["to"], json("01012345678"));
        QCOMPARE(shown.back()["kakaoOptions"]["variables"]["#{가게}"], json("불닭집"));
    }

    void message_alone_hasTheOldAnswer() {
        const json body{{"message", message("01012345678")}};
        const SandboxReply sent =
            m_sandbox->ask("POST", "/messages/v4/send", body.dump(), signedNow());
        QCOMPARE(sent.status, 200);
        QCOMPARE(sent.body["statusCode"], json("2000"));
        QVERIFY(sent.body.contains("groupId"));
    }

    void signature_isChecked() {
        const std::string now = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
        const std::string salt = "0123456789abcdef";
        const auto errorOf = [&](const std::string& fields) {
            const SandboxReply reply = send(json::array({message("01012345678")}), fields);
            return reply.status == 403 ? reply.body.value("errorCode", "")
                                       : std::string("accepted");
        };
        QCOMPARE(errorOf(""), std::string("InvalidAuthorization"));
        QCOMPARE(errorOf(signature(now, salt, "other")), std::string("SignatureDoesNotMatch"));
        QCOMPARE(errorOf(signature(now, "short")), std::string("SignatureDoesNotMatch"));
        QCOMPARE(errorOf(signature("2020-01-01T00:00:00Z", salt)),
                 std::string("RequestTimeTooSkewed"));
        const std::string good = signature(now, salt);
        QCOMPARE(errorOf(good), std::string("accepted"));
        QCOMPARE(errorOf(good), std::string("DuplicatedSignature"));
    }

    void messages_thatAreNone_areRefused() {
        for (const char* body : {"", "[]", "{}", R"({"messages":[]})", R"({"messages":[1]})",
                                 R"({"messages":{"a":1}})"}) {
            QCOMPARE(
                m_sandbox->ask("POST", "/messages/v4/send-many/detail", body, signedNow()).status,
                400);
        }
    }

    void kakaoSwitches_work() {
        const auto set = [&](const json& body) {
            QCOMPARE(m_sandbox->put("/sandbox/kakao", body).status, 200);
        };
        const auto count = [&] { return m_sandbox->ask("GET", "/sandbox/messages").body.size(); };
        const std::size_t before = count();
        set({{"mode", "decline"}, {"count", 1}});
        const SandboxReply declined = send(json::array({message("01012345678")}));
        QCOMPARE(declined.body["failedMessageList"][0]["statusCode"], json("3104"));
        QCOMPARE(declined.body["groupInfo"]["count"]["registeredFailed"], json(1));
        set({{"mode", "down"}});
        QCOMPARE(send(json::array({message("01012345678")})).status, 503);
        QCOMPARE(count(), before);
        set({{"mode", "error-after-charge"}, {"count", 1}});
        QCOMPARE(send(json::array({message("01012345678")})).status, 500);
        QCOMPARE(count(), before + 1);
        set({{"mode", "charge-then-hang"}, {"count", 1}});
        RawClient silent(m_sandbox->port, 300);
        silent.send(SandboxProcess::printRequest(
            "POST", "/messages/v4/send-many/detail",
            json{{"messages", json::array({message("01012345678")})}}.dump(), signedNow()));
        QTRY_COMPARE(count(), before + 2);
        QCOMPARE(silent.reply().status, 0);
        QCOMPARE(m_sandbox->ask("GET", "/sandbox/kakao").body["mode"], json("ok"));
    }

    void address_isFound_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("count");
        QTest::newRow("yongsan") << "서울 용산구 용산동"
                                 << "서울 용산구 용산동" << 1;
        QTest::newRow("sinsa") << "서울 서초구 신사동"
                               << "서울 서초구 신사동" << 1;
        QTest::newRow("hannam, full") << "서울특별시 용산구 한남동 12-3 101호"
                                      << "서울 용산구 한남동 12-3" << 1;
        QTest::newRow("district") << "서울시 마포구"
                                  << "서울 마포구" << 1;
        QTest::newRow("district, unknown quarter") << "서울 마포구 없는동"
                                                   << "서울 마포구" << 1;
        QTest::newRow("quarter alone") << "한남동"
                                       << "서울 용산구 한남동" << 1;
        QTest::newRow("two of that name") << "신사동"
                                          << "서울 서초구 신사동" << 2;
        QTest::newRow("elsewhere") << "부산 해운대구"
                                   << "" << 0;
        QTest::newRow("only seoul") << "서울"
                                    << "" << 0;
    }
    void address_isFound() {
        QFETCH(QString, query);
        QFETCH(QString, name);
        QFETCH(int, count);
        const SandboxReply reply = search(query);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body["meta"]["total_count"], json(count));
        QCOMPARE(reply.body["documents"].size(), static_cast<std::size_t>(count));
        if (count == 0) return;
        const json first = reply.body["documents"][0];
        QCOMPARE(first["address_name"], json(name.toStdString()));
        QVERIFY(first["x"].is_string() && first["y"].is_string());
        const double longitude = std::stod(first["x"].get<std::string>());
        const double latitude = std::stod(first["y"].get<std::string>());
        QVERIFY(longitude > 126.7 && longitude < 127.2 && latitude > 37.4 && latitude < 37.7);
    }

    void address_pagesAndErrors() {
        QCOMPARE(search("신사동", "&size=1").body["meta"]["is_end"], json(false));
        QCOMPARE(search("신사동", "&size=1&page=2").body["documents"].size(), std::size_t{1});
        QCOMPARE(search("신사동", "&page=0").status, 400);
        QCOMPARE(search("신사동", "&size=31").status, 400);
        QCOMPARE(search("").body["errorType"], json("MissingParameter"));
        QCOMPARE(m_sandbox->ask("GET", "/v2/local/search/address.json?query=a").status, 401);
    }

    void unknownRoute_is404() {
        QCOMPARE(m_sandbox->ask("GET", "/nowhere").status, 404);
        QCOMPARE(m_sandbox->ask("POST", "/sandbox/ledger", "x").status, 405);
        QCOMPARE(m_sandbox->pay("GET", "/v2/nowhere").status, 404);
    }
};

QTEST_GUILESS_MAIN(TestSandboxOthers)
#include "tst_sandbox_others.moc"
