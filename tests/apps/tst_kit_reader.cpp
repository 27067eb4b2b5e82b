// Collections are read page by page into one, by links or by numbers, from the one server only.

#include <QSignalSpy>
#include <QTest>

#include "apps/kit/reader.h"
#include "fake_server.h"

using namespace delivery;
using namespace delivery::kit;
using delivery::test::FakeReply;
using delivery::test::FakeServer;
using delivery::test::HeardRequest;
using delivery::test::problemReply;

class TestKitReader : public QObject {
    Q_OBJECT

    struct Client {
        explicit Client(const QUrl& url)
            : gateway(url),
              session(gateway, QString(), SessionFile(QString()), realSurroundings()),
              reader(session, realSurroundings()),
              answered(&reader, &Reader::answered),
              failed(&reader, &Reader::failed) {}
        Gateway gateway;
        Session session;
        Reader reader;
        QSignalSpy answered;
        QSignalSpy failed;
        [[nodiscard]] Answer answer() const { return answered.front().at(1).value<Answer>(); }
    };

  private slots:
    void collection_whenNextIsLinked_isJoined() {
        // The link names another host: only its path is taken.
        FakeServer server([](const HeardRequest& request) {
            if (request.path == "/orders?size=2") {
                return FakeReply{
                    .body =
                        R"({"_embedded":{"orders":[{"id":1},{"id":2}]},)"
                        R"("_links":{"next":{"href":"http://evil.example/orders?page=1&size=2"}},)"
                        R"("page":{"number":0,"size":2,"totalElements":3,"totalPages":2}})"};
            }
            return FakeReply{
                .body = R"({"_embedded":{"orders":[{"id":3}]},"_links":{},)"
                        R"("page":{"number":1,"size":2,"totalElements":3,"totalPages":2}})"};
        });
        Client client(server.url());
        client.reader.read("/orders?size=2", Reader::Pages::All);
        QTRY_COMPARE(client.answered.size(), 1);
        QCOMPARE(server.heard().size(), 2U);
        QCOMPARE(server.heard()[1].path, "/orders?page=1&size=2");
        const auto joined = Representation::parse(client.answer().body);
        QCOMPARE(joined->embedded().size(), 3U);
        QCOMPARE(joined->embedded()[2].number("id"), 3);
        QVERIFY(!joined->links().contains("next"));
        QCOMPARE(joined->at("page").number("totalPages"), 1);
        QCOMPARE(joined->at("page").number("size"), 3);
    }

    void collection_whenOnlyNumbered_isJoined() {
        FakeServer server([](const HeardRequest& request) {
            const int page = request.path.contains("page=2")   ? 2
                             : request.path.contains("page=1") ? 1
                                                               : 0;
            return FakeReply{.body = QStringLiteral(R"({"_embedded":{"foods":[{"id":%1}]},)"
                                                    R"("page":{"number":%1,"totalPages":3}})")
                                         .arg(page)
                                         .toUtf8()};
        });
        Client client(server.url());
        client.reader.read("/foods?storeId=1", Reader::Pages::All);
        QTRY_COMPARE(client.answered.size(), 1);
        QCOMPARE(server.heard().size(), 3U);
        QCOMPARE(server.heard()[2].path, "/foods?storeId=1&page=2");
        QCOMPARE(Representation::parse(client.answer().body)->embedded().size(), 3U);
    }

    void refusal_whenHeard_isTheAnswer() {
        FakeServer server([](const HeardRequest&) { return problemReply(404, "없음", ""); });
        Client client(server.url());
        client.reader.read("/orders/9", Reader::Pages::All);
        QTRY_COMPARE(client.answered.size(), 1);
        QCOMPARE(client.answer().status, 404);
        QCOMPARE(server.heard().size(), 1U);
    }

    void brokenRoad_whenTriesAreSpent_fails() {
        FakeServer server(
            [](const HeardRequest&) { return FakeReply{.manner = FakeReply::Manner::Half}; });
        Client client(server.url());
        client.reader.read("/orders");
        QTRY_COMPARE(client.failed.size(), 1);
        QVERIFY(client.answered.empty());
        QCOMPARE(server.heard().size(), 3U);
    }
};

QTEST_GUILESS_MAIN(TestKitReader)
#include "tst_kit_reader.moc"
