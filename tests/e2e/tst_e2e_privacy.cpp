/// What must not be kept: personal texts outside of the rows that can be erased, tokens, passwords
/// and the keys of cards anywhere, looked for in the files of a server that was killed.

#include <sys/stat.h>

#include <QFile>
#include <QtTest>

#include "tests/e2e/database_file.h"
#include "tests/e2e/places.h"

using namespace delivery::tests;

namespace {

QByteArray bytesOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

/// The tables in which the text stands, in any column and in any type of it.
QStringList tablesWith(const QString& file, const QByteArray& text) {
    QStringList found;
    for (const QString& table : rowsOf(file, "SELECT name FROM sqlite_master WHERE type='table'")) {
        const QByteArray name = table.toUtf8();
        for (const QString& column :
             rowsOf(file, "SELECT name FROM pragma_table_info('" + name + "')")) {
            const QByteArray sql = "SELECT 1 FROM " + name + " WHERE instr(CAST(\"" +
                                   column.toUtf8() + "\" AS BLOB), x'" + text.toHex() +
                                   "') LIMIT 1";
            if (!rowsOf(file, sql).isEmpty() && !found.contains(table)) found << table;
        }
    }
    return found;
}

}  // namespace

class TestE2ePrivacy : public QObject {
    Q_OBJECT

  private slots:
    /// While a charge is owed and messages wait, so that the outbox holds rows of every kind.
    void R24_personalTexts_standOnlyInRowsThatCanBeErased() {
        RealCity city("[log]\nlevel = \"debug\"\n");
        auto song = city.as("song");
        auto store = city.as("store1");
        auto sandbox = city.sandbox();
        QCOMPARE(sandbox->put("/sandbox/kakao", {{"mode", "down"}}).status, 200);
        json wanted = wish();
        wanted["address"] = "서울 용산구 용산동 1-1 MarkedHouse77";
        wanted["options"] = "문 앞에 놓아 주세요 MarkedWish78";
        wanted["phone"] = "010-9753-8642";
        const qint64 cooked = placed(*song, wanted);
        cook(*store, cooked);
        const qint64 refused = placed(*song, wanted);
        step(*store, path("foodCookings", refused, "reject"), {{"reason", "MarkedReason79"}});
        // An answer that nobody hears: its charge stays owed.
        QCOMPARE(sandbox->put("/sandbox/payment", {{"mode", "slow"}, {"delayMs", 60'000}}).status,
                 200);
        QCOMPARE(song->post("/orders", wanted).status, 201);
        city.kill();

        const QString file = city.directory() + "/data/delivery.db";
        const QStringList kinds = rowsOf(file, "SELECT DISTINCT kind FROM effect ORDER BY kind");
        QVERIFY2(kinds.contains("charge") && kinds.contains("message"),
                 qPrintable(kinds.join(' ')));
        for (const char* table : {"event", "reply", "effect"}) {
            QVERIFY(rowsOf(file, QByteArray("SELECT 1 FROM ") + table).size() > 2);
        }
        // They are kept, and this would find them anywhere.
        for (const char* mark :
             {"MarkedHouse77", "MarkedWish78", "MarkedReason79", "송하나", "010-1111-1111"}) {
            QCOMPARE(tablesWith(file, mark), QStringList{"side"});
        }
        QStringList withPhone;
        for (const char* mark : {"010-9753-8642", "01097538642", "9753-8642"}) {
            withPhone += tablesWith(file, mark);
        }
        withPhone.removeDuplicates();
        QCOMPARE(withPhone, QStringList{"side"});
        const QByteArray log = bytesOf(city.directory() + "/deliveryd.log");
        QVERIFY(!log.isEmpty());
        for (const char* mark :
             {"Marked", "010-9753-8642", "01097538642", "용산동 1-1", "송하나"}) {
            QVERIFY2(!log.contains(mark), mark);
        }
    }

    void A4_tokensAndKeys_areNotInTheFiles() {
        RealCity city("[log]\nlevel = \"debug\"\n");
        auto song = city.as("song");
        placed(*song);
        const json mqtt = song->get("/auth/session").json().at("mqtt");
        QList<QByteArray> secrets{song->token(), "bk_demo_song", "demo1234",
                                  QByteArray::fromStdString(mqtt.at("password"))};
        const QString data = city.directory() + "/data";
        secrets << bytesOf(data + "/vault.key");
        for (const QByteArray& secret : secrets) QVERIFY(secret.size() >= 8);
        struct stat key {};
        QCOMPARE(::stat(qPrintable(data + "/vault.key"), &key), 0);
        QCOMPARE(key.st_mode & 07777, mode_t{0600});
        // The write-ahead log goes into the file at a clean end.
        for (const bool hasEnded : {false, true}) {
            if (hasEnded) QVERIFY(city.stop());
            QByteArray all = bytesOf(data + "/delivery.db");
            if (!hasEnded) all += bytesOf(data + "/delivery.db-wal");
            all += bytesOf(city.directory() + "/deliveryd.log");
            QVERIFY(all.contains("song") && all.contains("ChargeRequested"));
            for (const QByteArray& secret : secrets) {
                QVERIFY2(!all.contains(secret), secret.left(12).toHex());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestE2ePrivacy)
#include "tst_e2e_privacy.moc"
