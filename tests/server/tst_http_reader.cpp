#include <string>

#include "server/door/http_problem.h"
#include "server/door/http_reader.h"
#include "server/door/http_reply.h"
#include "server/door/http_target.h"

#include <QTest>

using namespace delivery::door;

namespace {

constexpr std::size_t bodyLimitBytes = 64;

/// Everything that may be seen of one request, as text.
struct Outcome {
    std::string text;
    std::size_t consumed = 0;
};

/// Feeds the bytes as a socket would: each slice adds to what was not consumed.
Outcome readInSlices(const std::string& bytes, const std::vector<std::size_t>& cuts) {
    const HttpLimits limits;
    HttpReader reader(limits);
    std::string unread;
    std::size_t sent = 0;
    std::size_t consumed = 0;
    bool inBody = false;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::size_t until = i < cuts.size() ? cuts[i] : bytes.size();
        unread.append(bytes, sent, until - sent);
        sent = until;
        HttpReader::Step step = HttpReader::Step::NeedMore;
        for (bool again = true; again;) {
            again = false;
            const HttpReader::Progress progress =
                inBody ? reader.readBody(unread) : reader.readHead(unread);
            unread.erase(0, progress.consumed);
            consumed += progress.consumed;
            step = progress.step;
            if (step == HttpReader::Step::Head) {
                step = reader.allowBody(bodyLimitBytes);
                inBody = true;
                again = step == HttpReader::Step::NeedMore;
            }
        }
        if (step == HttpReader::Step::Refused) {
            const HttpResponse answer = problem(reader.refusal(), reader.prefersEnglish());
            return {std::to_string(answer.status) + " " + answer.body, 0};
        }
        if (step == HttpReader::Step::Whole) {
            const HeadFacts facts = reader.facts();
            const HttpRequest request = reader.take();
            std::string text = request.method + " " + request.path + "\n";
            for (const auto& [name, value] : request.query) text += name + "=" + value + "\n";
            for (const auto& [name, value] : request.headers) text += name + ":" + value + "\n";
            text += facts.keepAlive ? "stays\n" : "closes\n";
            return {text + request.body, consumed};
        }
    }
    return {"incomplete", 0};
}

int statusOf(const Outcome& outcome) {
    return outcome.text.empty() || outcome.text[0] < '1' || outcome.text[0] > '9'
               ? 200
               : std::stoi(outcome.text.substr(0, 3));
}

std::string repeated(std::size_t count, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

}  // namespace

class TestHttpReader : public QObject {
    Q_OBJECT

    static void addRequests() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const std::string& bytes, int status) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << status;
        };
        const std::string host = "Host: a\r\n";
        row("plain get", "GET /a/b?x=1 HTTP/1.1\r\n" + host + "\r\n", 200);
        row("empty line first", "\r\nGET / HTTP/1.1\r\n" + host + "\r\n", 200);
        row("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + host + "\r\n", 400);
        row("post with length", "POST /o HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\nhello",
            200);
        row("post chunked",
            "POST /o HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: v\r\n\r\n",
            200);
        // Of an empty body only the last chunk comes, and Beast 1.81 asserts when that comes in two
        // pieces.
        row("post chunked, empty",
            "POST /o HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200);
        row("http 1.0", "GET / HTTP/1.0\r\n\r\n", 200);
        row("http 1.0 kept", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200);
        row("absolute form", "GET http://shop/x?y=2 HTTP/1.1\r\n" + host + "\r\n", 200);
        row("raw korean", "GET /치킨?q=불닭 HTTP/1.1\r\n" + host + "\r\n", 200);
        row("options star", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 200);
        row("get star", "GET * HTTP/1.1\r\n" + host + "\r\n", 400);
        row("delete", "DELETE /a HTTP/1.1\r\n" + host + "\r\n", 200);

        row("no host", "GET / HTTP/1.1\r\n\r\n", 400);
        row("two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400);
        row("host of no name", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400);
        row("host of spaces", "GET / HTTP/1.1\r\nHost:  \r\n\r\n", 400);
        row("host of a port alone", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", 400);
        row("host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
        row("bare lf", "GET / HTTP/1.1\nHost: a\n\n", 400);
        row("bare lf in header", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400);
        row("bare cr", "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", 400);
        row("nul", std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 28), 400);
        row("folded", "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n", 400);
        row("folded first", "GET / HTTP/1.1\r\n " + host + "\r\n", 400);
        row("space before colon", "GET / HTTP/1.1\r\n" + host + "X : a\r\n\r\n", 400);
        row("no colon", "GET / HTTP/1.1\r\n" + host + "nonsense\r\n\r\n", 400);
        row("no version", "GET /\r\n" + host + "\r\n", 400);
        row("odd version", "GET / HTTQ/1.1\r\n" + host + "\r\n", 400);
        row("http 2", "GET / HTTP/2.0\r\n" + host + "\r\n", 505);
        row("two spaces", "GET  / HTTP/1.1\r\n" + host + "\r\n", 400);
        row("connect", "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", 501);
        row("unknown method", "BREW / HTTP/1.1\r\n" + host + "\r\n", 501);
        row("lower case method", "get / HTTP/1.1\r\n" + host + "\r\n", 501);
        row("tls hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
            400);

        row("length and chunked",
            "POST / HTTP/1.1\r\n" + host +
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400);
        row("chunked and length",
            "POST / HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
            400);
        row("two lengths",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
            400);
        row("two equal lengths",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
            400);
        row("length list", "POST / HTTP/1.1\r\n" + host + "Content-Length: 4, 4\r\n\r\nabcd", 400);
        row("signed length", "POST / HTTP/1.1\r\n" + host + "Content-Length: +4\r\n\r\nabcd", 400);
        row("negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400);
        row("length beyond 64 bits",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 18446744073709551616\r\n\r\n", 400);
        row("length at 64 bits",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 18446744073709551615\r\n\r\n", 413);
        row("chunked in http 1.0",
            "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        row("gzip chunked",
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            501);
        row("twice chunked",
            "POST / HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400);
        row("xchunked", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n", 501);
        row("expect other", "POST / HTTP/1.1\r\n" + host + "Expect: coffee\r\n\r\n", 417);
        row("bad chunk size",
            "POST / HTTP/1.1\r\n" + host +
                "Transfer-Encoding: chunked\r\n\r\n-3\r\nhel\r\n0\r\n\r\n",
            400);
        row("chunk without end",
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nhelXX0\r\n\r\n",
            400);
        row("body over limit",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 65\r\n\r\n" + std::string(65, 'x'),
            413);
        row("body at limit",
            "POST / HTTP/1.1\r\n" + host + "Content-Length: 64\r\n\r\n" + std::string(64, 'x'),
            200);
        row("chunks over limit",
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n" +
                repeated(3, "20\r\n" + std::string(32, 'x') + "\r\n") + "0\r\n\r\n",
            413);
        row("huge chunk",
            "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            413);
        row("bad percent", "GET /a%zz HTTP/1.1\r\n" + host + "\r\n", 400);
    }

  private slots:
    void request_inOnePiece_hasItsStatus_data() { addRequests(); }
    void request_inOnePiece_hasItsStatus() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const Outcome outcome = readInSlices(bytes.toStdString(), {});
        QVERIFY2(statusOf(outcome) == status, outcome.text.c_str());
        if (status == 200) QCOMPARE(outcome.consumed, static_cast<std::size_t>(bytes.size()));
    }

    void request_howeverSliced_readsTheSame_data() { addRequests(); }
    void request_howeverSliced_readsTheSame() {
        QFETCH(QByteArray, bytes);
        const std::string text = bytes.toStdString();
        const Outcome whole = readInSlices(text, {});
        std::vector<std::size_t> everyByte;
        for (std::size_t cut = 1; cut < text.size(); ++cut) {
            const Outcome halves = readInSlices(text, {cut});
            QVERIFY2(halves.text == whole.text, halves.text.c_str());
            QCOMPARE(halves.consumed, whole.consumed);
            everyByte.push_back(cut);
        }
        const Outcome bytewise = readInSlices(text, everyByte);
        QVERIFY2(bytewise.text == whole.text, bytewise.text.c_str());
        QCOMPARE(bytewise.consumed, whole.consumed);
    }

    void smuggledSecondRequest_isNeverPartOfTheFirst() {
        const std::string first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
        const Outcome outcome = readInSlices(first + "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n", {});
        QCOMPARE(outcome.consumed, first.size());
        QVERIFY(outcome.text.ends_with("\nhi"));
    }

    void trailer_isNotAHeader() {
        const Outcome outcome = readInSlices(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
            "Authorization: Bearer x\r\n\r\n",
            {});
        QCOMPARE(statusOf(outcome), 200);
        QVERIFY(outcome.text.find("Bearer") == std::string::npos);
    }

    void requestLine_overItsLimit_isRefusedBeforeItsEnd() {
        const std::string line = "GET /" + std::string(2100, 'a');
        QCOMPARE(statusOf(readInSlices(line, {})), 431);
        const std::string fits =
            "GET /" + std::string(2048 - 5 - 9, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n";
        QCOMPARE(statusOf(readInSlices(fits, {})), 200);
    }

    void header_overItsLimits_isRefusedBeforeItsEnd() {
        const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\n";
        QCOMPARE(statusOf(readInSlices(begin + "X: " + std::string(9000, 'b'), {})), 431);
        QCOMPARE(statusOf(readInSlices(begin + repeated(64, "X: y\r\n"), {})), 431);
        QCOMPARE(statusOf(readInSlices(begin + repeated(63, "X: y\r\n") + "\r\n", {})), 200);
    }

    void refusal_speaksTheClientsLanguage_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<bool>("english");
        QTest::newRow("none") << "" << false;
        QTest::newRow("english") << "en-US,en;q=0.9" << true;
        QTest::newRow("korean first") << "ko-KR,ko;q=0.9,en;q=0.8" << false;
        QTest::newRow("english first") << "ko;q=0.5, en;q=0.75" << true;
        QTest::newRow("another") << "fr,de;q=0.7" << false;
        QTest::newRow("any") << "*" << false;
        QTest::newRow("english refused") << "en;q=0" << false;
    }
    void refusal_speaksTheClientsLanguage() {
        QFETCH(QString, language);
        QFETCH(bool, english);
        QCOMPARE(prefersEnglish(language.toStdString()), english);
        const Outcome outcome = readInSlices(
            "BREW / HTTP/1.1\r\nHost: a\r\nAccept-Language: " + language.toStdString() + "\r\n\r\n",
            {});
        const char* const title = english ? "Method not implemented" : "지원하지 않는 메서드입니다";
        QVERIFY2(outcome.text.find(title) != std::string::npos, outcome.text.c_str());
    }

    void target_isDecodedOrRefused_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("decoded");  // path, then name=value in braces; empty: refused
        QTest::newRow("plain") << QByteArray("/a/b") << QByteArray("/a/b");
        QTest::newRow("korean") << QByteArray("/%EC%B9%98%ED%82%A8") << QByteArray("/치킨");
        QTest::newRow("query") << QByteArray("/a?x=1&y=%20z+w&k&=v")
                               << QByteArray("/a{x=1}{y= z w}{k=}{=v}");
        QTest::newRow("plus in path") << QByteArray("/a+b") << QByteArray("/a+b");
        QTest::newRow("authority only") << QByteArray("http://h") << QByteArray("/");
        QTest::newRow("authority and query") << QByteArray("HTTP://h?x=1") << QByteArray("/{x=1}");
        QTest::newRow("no slash") << QByteArray("a/b") << QByteArray();
        QTest::newRow("no authority") << QByteArray("http:///a") << QByteArray();
        QTest::newRow("fragment") << QByteArray("/a#b") << QByteArray();
        QTest::newRow("half percent") << QByteArray("/a%2") << QByteArray();
        QTest::newRow("lone percent") << QByteArray("/a%") << QByteArray();
        QTest::newRow("nul") << QByteArray("/a%00b") << QByteArray();
        QTest::newRow("line break in path") << QByteArray("/a%0d%0ab") << QByteArray();
        QTest::newRow("line break in query")
            << QByteArray("/a?x=1%0A2") << QByteArray("/a{x=1\n2}");
        QTest::newRow("encoded slash") << QByteArray("/a%2Fb") << QByteArray();
        QTest::newRow("overlong") << QByteArray("/a%C0%AFb") << QByteArray();
        QTest::newRow("surrogate") << QByteArray("/a%ED%A0%80") << QByteArray();
        QTest::newRow("cut short") << QByteArray("/a%EC%B9") << QByteArray();
        QTest::newRow("too many pairs")
            << QByteArray("/a?") + QByteArray("x&").repeated(65) << QByteArray();
    }
    void target_isDecodedOrRefused() {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, decoded);
        const auto parsed = parseTarget(target.toStdString(), 64);
        QCOMPARE(parsed.has_value(), !decoded.isNull());
        if (!parsed) return;
        std::string text = parsed->path;
        for (const auto& [name, value] : parsed->query) text += "{" + name + "=" + value + "}";
        QCOMPARE(text, decoded.toStdString());
    }

    void reply_cannotBeSplitByAFieldValue() {
        HttpResponse response;
        response.headers.emplace_back("Location", "/a\r\nSet-Cookie: x");
        const std::string bytes = printReply(response, {});
        QVERIFY(bytes.find("\r\nSet-Cookie") == std::string::npos);
    }

    void reply_withoutContent_hasNoLength() {
        HttpResponse response;
        response.status = 204;
        const std::string bytes = printReply(response, {});
        QVERIFY(bytes.find("Content-Length") == std::string::npos);
        QVERIFY(bytes.find("Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestHttpReader)
#include "tst_http_reader.moc"
