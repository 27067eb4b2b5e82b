/// What a customer may call a rider: the given name, never the whole one.

#include <QtTest>

#include "share/policy.h"

using namespace delivery;

class TestShareNames : public QObject {
    Q_OBJECT

  private slots:
    void givenName_isTheNameWithoutTheFamilys_data() {
        QTest::addColumn<QString>("full");
        QTest::addColumn<QString>("given");
        const auto row = [](const char* full, const char* given) {
            QTest::newRow(full) << QString::fromUtf8(full) << QString::fromUtf8(given);
        };
        row("송민수", "민수");
        row("이준", "준");
        row("남궁민수", "민수");
        row("황보설", "설");
        row("선우", "우");
        row("김빛나리", "빛나리");
        row("김 민수", "민수");
        row("남궁 민수", "민수");
        row("민", "민");
        row("John Smith", "John");
        row("John", "John");
        row("  John  Smith", "John");
        row("김Smith", "김Smith");
        row("", "");
        row("   ", "");
    }
    void givenName_isTheNameWithoutTheFamilys() {
        QFETCH(QString, full);
        QFETCH(QString, given);
        QCOMPARE(QString::fromStdString(share::givenName(full.toStdString())), given);
    }
    void givenName_ofBrokenBytes_doesNotBreak() {
        QCOMPARE(share::givenName("\xEC\x86"), std::string("\xEC\x86"));
        QCOMPARE(share::givenName("\xEC\x86 \xEC"), std::string("\xEC\x86"));
    }
};

QTEST_APPLESS_MAIN(TestShareNames)
#include "tst_share_names.moc"
