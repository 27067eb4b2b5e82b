/// Tickets: what lies on paper, dot by dot, and that each copy lies there once, whatever the
/// printer does.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QSignalSpy>
#include <QtTest>
#include <memory>

#include "apps/look/start.h"
#include "apps/store/ticket_printer.h"
#include "apps/store/ticket_sheet.h"
#include "tests/apps/fake_printer.h"

using namespace delivery;
using namespace delivery::store;
using delivery::tests::FakePrinter;
using State = kit::PrintJournal::State;

namespace {

constexpr int patienceMs = 30'000;

kit::Representation ticket(int id, const char* state = "Accepted", int version = 3,
                           const char* dish = "탕수육",
                           const char* placedAt = "2026-11-21T04:00:00.000Z") {
    const QString text =
        QString(
            R"({"id":%1,"version":%2,"state":"%3","placedAt":"%5",)"
            R"("changedAt":"2026-11-21T04:00:00.000Z","readyBy":"2026-11-21T04:20:00.000Z",)"
            R"("address":"서울 용산구 용산동 1-1","pickup":false,"options":"젓가락은 빼 주세요",)"
            R"("payment":{"amount":28000,"state":"Paid"},"lines":[)"
            R"({"foodName":"%4","qty":12,"price":9000,"options":[{"name":"맵기","choice":"아주 매운맛"},)"
            R"({"name":"면","choice":"곱빼기"}]},{"foodName":"군만두","qty":1,"price":1000,"options":[]}],)"
            R"("_links":{"self":{"href":"/foodCookings/%1"},"start":{"href":"/foodCookings/%1/start"}}})")
            .arg(id)
            .arg(version)
            .arg(QLatin1String(state), QString::fromUtf8(dish), QLatin1String(placedAt));
    const auto read = kit::Representation::parse(text.toUtf8());
    if (!read) qFatal("not JSON");
    return *read;
}
const char* longName = "사천식 얼큰 해물 누룽지탕 특대 사이즈 (공깃밥 두 그릇과 단무지 포함)";

TicketSheet sheetOf(const kit::Representation& order, Roll roll, int copy = 1) {
    return TicketSheet({order, "용산반점", copy,
                        QDateTime::fromString("2026-11-21T04:01:00.000Z", Qt::ISODateWithMs)},
                       roll);
}
int inkIn(const QImage& dots, const QRectF& where) {
    int ink = 0;
    const QRect inside = where.toAlignedRect().intersected(dots.rect());
    for (int y = inside.top(); y <= inside.bottom(); ++y) {
        for (int x = inside.left(); x <= inside.right(); ++x) ink += dots.pixelIndex(x, y);
    }
    return ink;
}
QVector<Placed> all(const TicketSheet& sheet, Placed::What what) {
    QVector<Placed> found;
    for (const Placed& one : sheet.placed()) {
        if (one.what == what) found.append(one);
    }
    return found;
}

constexpr kit::PrinterRules quick{std::chrono::milliseconds(2'000), std::chrono::milliseconds(800),
                                  std::chrono::milliseconds(200)};

}  // namespace

class TestStoreTicket : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<kit::OrderBook> m_book;
    std::unique_ptr<kit::OrderListModel> m_tickets;

    QString journalFile() const { return m_folder->filePath("printed"); }
    void put(const kit::Representation& order) { m_book->apply(order, kit::Road::Push); }

  private slots:
    void initTestCase() { look::speak(*qApp, look::Language::Korean); }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_book = std::make_unique<kit::OrderBook>(kit::Resource::Tickets);
        m_tickets = std::make_unique<kit::OrderListModel>(*m_book);
    }
    void cleanup() {
        m_tickets.reset();
        m_book.reset();
    }

    void sheet_keepsEverythingOnTheRoll_data() {
        QTest::addColumn<int>("roll");
        QTest::addColumn<QString>("dish");
        for (const Roll roll : {Roll::Narrow, Roll::Wide}) {
            const char* mm = roll == Roll::Narrow ? "58 mm" : "80 mm";
            QTest::addRow("%s short", mm) << int(roll) << "짬뽕";
            QTest::addRow("%s long", mm) << int(roll) << QString::fromUtf8(longName);
            QTest::addRow("%s no space", mm) << int(roll) << QString(60, QChar(0xAC00));
            QTest::addRow("%s latin", mm) << int(roll) << "Extraordinarily spicy seafood noodles";
        }
    }
    void sheet_keepsEverythingOnTheRoll() {
        QFETCH(int, roll);
        QFETCH(QString, dish);
        const TicketSheet sheet =
            sheetOf(ticket(17, "Accepted", 3, dish.toUtf8().constData()), Roll(roll));
        const QImage dots = sheet.dots();
        QCOMPARE(dots.width(), dotsOf(Roll(roll)));
        // Nothing is cut off: no ink in the outermost columns and rows, and all of it in its place.
        QCOMPARE(inkIn(dots, QRectF(0, 0, 3, dots.height())), 0);
        QCOMPARE(inkIn(dots, QRectF(dots.width() - 4, 0, 3, dots.height())), 0);
        QCOMPARE(inkIn(dots, QRectF(0, dots.height() - 4, dots.width(), 3)), 0);
        int placedInk = 0;
        for (const Placed& one : sheet.placed()) {
            QVERIFY(one.where.left() >= 0 && one.where.right() <= dots.width());
            QVERIFY2(inkIn(dots, one.where) > 0, qPrintable(one.text));
            placedInk += inkIn(dots, one.where.adjusted(-8, -4, 8, 4));
        }
        QVERIFY(placedInk >= inkIn(dots, dots.rect()));
        const auto dishes = all(sheet, Placed::What::Dish);
        const auto numbers = all(sheet, Placed::What::Qty);
        const auto options = all(sheet, Placed::What::Option);
        QCOMPARE(dishes.size(), 2);
        QCOMPARE(numbers.size(), 2);
        QCOMPARE(options.size(), 2);
        QCOMPARE(dishes[0].text, dish);
        QCOMPARE(numbers[0].text, "×12");
        for (int i = 0; i < 2; ++i) {
            // The number stands on its dish's first line, beside it and never over it.
            QCOMPARE(numbers[i].where.top(), dishes[i].where.top());
            QVERIFY(numbers[i].where.left() >= dishes[i].where.right());
        }
        for (const Placed& option : options) {
            QVERIFY(option.where.top() >= dishes[0].where.bottom());
            QVERIFY(option.where.bottom() <= dishes[1].where.top());
            QVERIFY(option.where.left() > dishes[0].where.left());
        }
        if (const QByteArray folder = qgetenv("LOOK_PICTURES"); !folder.isEmpty()) {
            dots.save(QString("%1/ticket-%2.png")
                          .arg(QString::fromLocal8Bit(folder),
                               QString(QTest::currentDataTag()).replace(' ', '-')));
        }
    }

    void reprint_saysSo_andSoDoesACancelledOne() {
        QVERIFY(all(sheetOf(ticket(17), Roll::Wide), Placed::What::Again).isEmpty());
        const TicketSheet again = sheetOf(ticket(17), Roll::Wide, 2);
        const auto said = all(again, Placed::What::Again);
        QCOMPARE(said.size(), 1);
        QCOMPARE(said[0].text, "재출력 (2번째)");
        // White on black: most of its place is burnt.
        const QRectF where = said[0].where;
        QVERIFY(inkIn(again.dots(), where) > where.width() * where.height() / 2);
        QCOMPARE(all(sheetOf(ticket(17, "Cancelled"), Roll::Narrow), Placed::What::Again)[0].text,
                 "취소된 주문");
    }

    void escpos_carriesEveryDot() {
        const QImage dots = sheetOf(ticket(17), Roll::Narrow).dots();
        const QByteArray bytes = escposOf(dots);
        QVERIFY(bytes.startsWith(QByteArray("\x1b@", 2)));
        QVERIFY(bytes.endsWith(QByteArray("\x1dV\x42\0", 4)));
        // Read back as a printer reads it.
        QImage read(dots.width(), dots.height(), QImage::Format_Mono);
        read.setColorTable(dots.colorTable());
        read.fill(0);
        qsizetype at = 2;
        int top = 0;
        while (bytes.mid(at, 4) == QByteArray("\x1dv0\0", 4)) {
            const int across = uchar(bytes[at + 4]) + 256 * uchar(bytes[at + 5]);
            const int rows = uchar(bytes[at + 6]) + 256 * uchar(bytes[at + 7]);
            at += 8;
            QCOMPARE(across, dots.width() / 8);
            for (int y = 0; y < rows; ++y) {
                for (int x = 0; x < dots.width(); ++x) {
                    const bool black = bytes[at + y * across + x / 8] & (0x80 >> (x % 8));
                    if (black) read.setPixel(x, top + y, 1);
                }
            }
            at += qsizetype{across} * rows;
            top += rows;
        }
        QCOMPARE(top, dots.height());
        QCOMPARE(read, dots);
    }

    void pdf_isWritten_orSaidNotToBe() {
        const QString file = m_folder->filePath("ticket.pdf");
        QVERIFY(sheetOf(ticket(17, "Accepted", 3, longName), Roll::Wide).writePdf(file));
        QFile pdf(file);
        QVERIFY(pdf.open(QIODevice::ReadOnly));
        QVERIFY(pdf.read(5) == "%PDF-");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(".*"));
        QVERIFY(!sheetOf(ticket(17), Roll::Wide).writePdf("/no/such/folder/x.pdf"));
    }

    void journal_givesEachCopyOnce_andRemembers() {
        const kit::PaperKey first{17, 3, 1};
        const kit::PaperKey open{18, 2, 1};
        const kit::PaperKey dry{19, 2, 1};
        {
            auto journal = kit::PrintJournal::open(journalFile());
            QVERIFY(journal);
            QVERIFY(*(*journal)->claim(first));
            QVERIFY(!*(*journal)->claim(first));
            QVERIFY((*journal)->note(first, State::Printed));
            QVERIFY(!*(*journal)->claim(first));
            QVERIFY(*(*journal)->claim(open));
            QVERIFY(*(*journal)->claim(dry));
            QVERIFY((*journal)->note(dry, State::NotSent));
        }
        QFile torn(journalFile());
        QVERIFY(torn.open(QIODevice::Append));
        torn.write("20 2 1 17000000000");
        torn.close();
        auto journal = kit::PrintJournal::open(journalFile());
        QVERIFY(journal);
        QCOMPARE((*journal)->stateOf(first), State::Printed);
        // The program died with it on its way: nobody can tell, and it is not printed by itself.
        QCOMPARE((*journal)->stateOf(open), State::Doubtful);
        QVERIFY(!*(*journal)->claim(open));
        QVERIFY(*(*journal)->claim(dry));
        QVERIFY(!(*journal)->lastOf(20));
        QVERIFY(!kit::PrintJournal::open("/proc/no/such/file"));
    }

    void journal_knowsTheLastPaperAfterEveryStart() {
        // Enough of them that no order of a hash is the right one by chance.
        constexpr int orders = 8;
        {
            auto journal = kit::PrintJournal::open(journalFile());
            QVERIFY(journal);
            for (int order = 1; order <= orders; ++order) {
                // Before it reached the printer it was changed; the last word is not the highest.
                for (const int version : {3, 5, 7, 4}) {
                    const kit::PaperKey key{order, version, 1};
                    QVERIFY(*(*journal)->claim(key));
                    QVERIFY((*journal)->note(key, version == 4 ? State::Printed : State::NotSent));
                }
            }
        }
        for (int start = 0; start < 3; ++start) {
            auto journal = kit::PrintJournal::open(journalFile());
            QVERIFY(journal);
            for (int order = 1; order <= orders; ++order) {
                QCOMPARE((*journal)->lastOf(order)->version, 4);
            }
        }
    }

    void journal_readsLinesOfEarlierVersions() {
        QFile before(journalFile());
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write("17 3 1 claimed\n17 3 1 printed\n");
        before.close();
        for (int start = 0; start < 2; ++start) {
            auto journal = kit::PrintJournal::open(journalFile());
            QVERIFY(journal);
            const auto last = (*journal)->lastOf(17, 1'700'000'000'000);
            QVERIFY(last);
            QCOMPARE((*journal)->stateOf(*last), State::Printed);
        }
    }

    /// The server was put back from a copy: the number is given out again, to an order that was
    /// placed at another time.
    void anotherOrderOfTheSameNumber_isPrinted() {
        FakePrinter paper;
        {
            TicketPrinter printer(*m_tickets, journalFile(), quick);
            printer.setWish({paper.place(), Roll::Narrow, true});
            QSignalSpy printed(&printer, &TicketPrinter::printed);
            put(ticket(1));
            QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 1, patienceMs);
            m_book->doubtAll();
            put(ticket(1, "Accepted", 3, "군만두", "2026-11-21T04:30:00.000Z"));
            QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 2, patienceMs);
            QCOMPARE(printed.last().at(1).toInt(), 1);
        }
        TicketPrinter again(*m_tickets, journalFile(), quick);
        again.setWish({paper.place(), Roll::Narrow, true});
        QCOMPARE(again.waitingCount(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 2, patienceMs);
    }

    void acceptance_printsOnce_howeverOftenItIsTold() {
        FakePrinter paper;
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        printer.setWish({paper.place(), Roll::Narrow, true});
        put(ticket(1, "Paid", 1));
        put(ticket(2));
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 1, patienceMs);
        put(ticket(2, "Accepted", 4));
        put(ticket(1, "Accepted", 2));
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 2, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(printer.journal()->printedCount(), 2, patienceMs);
        QCOMPARE(printer.waitingCount(), 0);
        // Another run of the program prints none of them again.
        TicketPrinter again(*m_tickets, journalFile(), quick);
        again.setWish({paper.place(), Roll::Narrow, true});
        QCOMPARE(again.waitingCount(), 0);
    }

    void askedAgain_isTheNextCopy() {
        FakePrinter paper;
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        printer.setWish({paper.place(), Roll::Wide, true});
        QSignalSpy printed(&printer, &TicketPrinter::printed);
        put(ticket(5));
        QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 1, patienceMs);
        printer.print(ticket(5));
        QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 2, patienceMs);
        QCOMPARE(printed[0].at(1).toInt(), 1);
        QCOMPARE(printed[1].at(1).toInt(), 2);
        QVERIFY(!all(printer.sheetOf(ticket(5)), Placed::What::Again).isEmpty());
    }

    void noPaper_isSaid_andPrintedWhenThereIsSome() {
        FakePrinter paper;
        paper.hasPaper = false;
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        QSignalSpy said(&printer, &TicketPrinter::printerSaid);
        QSignalSpy card(&printer, &TicketPrinter::said);
        printer.setWish({paper.place(), Roll::Narrow, true});
        put(ticket(1));
        QTRY_VERIFY_WITH_TIMEOUT(!said.isEmpty() && !said.last().at(0).toString().isEmpty(),
                                 patienceMs);
        QVERIFY(said.last().at(0).toString().contains("용지"));
        QCOMPARE(card.last().at(1).toString(), "출력 못 함");
        QCOMPARE(paper.cuts(), 0);
        paper.hasPaper = true;
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 1, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(printer.waitingCount(), 0, patienceMs);
        QCOMPARE(said.last().at(0).toString(), QString());
        QCOMPARE(card.last().at(1).toString(), QString());
    }

    void noPrinter_blocksNothing_andIsFoundLater() {
        FakePrinter paper;
        const quint16 port = paper.serverPort();
        const QString place = paper.place();
        paper.close();
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        QSignalSpy said(&printer, &TicketPrinter::printerSaid);
        printer.setWish({place, Roll::Narrow, true});
        put(ticket(1));
        QTRY_VERIFY_WITH_TIMEOUT(!said.isEmpty() && !said.last().at(0).toString().isEmpty(),
                                 patienceMs);
        QVERIFY(paper.listen(QHostAddress::LocalHost, port));
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 1, patienceMs);
    }

    void printerThatNeverAnswers_isPrintedTo() {
        FakePrinter paper;
        paper.answers = false;
        // What it is given to say how it is, and no more.
        kit::PrinterRules rules = quick;
        rules.stalled = 4 * std::chrono::milliseconds(patienceMs);
        TicketPrinter printer(*m_tickets, journalFile(), rules);
        printer.setWish({paper.place(), Roll::Narrow, true});
        put(ticket(1));
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 1, patienceMs);
    }

    void deviceFile_takesTheBytes() {
        const QString device = m_folder->filePath("lp0");
        QFile(device).open(QIODevice::WriteOnly);
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        QSignalSpy printed(&printer, &TicketPrinter::printed);
        printer.setWish({device, Roll::Narrow, true});
        put(ticket(1));
        QTRY_COMPARE_WITH_TIMEOUT(printed.size(), 1, patienceMs);
        QFile paper(device);
        QVERIFY(paper.open(QIODevice::ReadOnly));
        QVERIFY(paper.readAll().endsWith(QByteArray("\x1dV\x42\0", 4)));
    }

    void deviceThatTakesNoMore_isDoubtful_andNeverPrintedTwiceByItself() {
        // A pipe that nobody empties is a printer that has run out of paper in the middle.
        const QString device = m_folder->filePath("pipe");
        QCOMPARE(::mkfifo(device.toLocal8Bit().constData(), 0600), 0);
        const int reader = ::open(device.toLocal8Bit().constData(), O_RDONLY | O_NONBLOCK);
        QVERIFY(reader >= 0);
        QVERIFY(::fcntl(reader, F_SETPIPE_SZ, 4096) >= 4096);
        TicketPrinter printer(*m_tickets, journalFile(), quick);
        QSignalSpy card(&printer, &TicketPrinter::said);
        printer.setWish({device, Roll::Wide, true});
        kit::Representation large = ticket(1, "Accepted", 3, longName);
        put(large);
        QTRY_VERIFY_WITH_TIMEOUT(
            !card.isEmpty() && card.last().at(1).toString() == "출력 확인 필요", patienceMs);
        QCOMPARE(printer.waitingCount(), 0);
        put(ticket(1, "Accepted", 4, longName));
        QCOMPARE(printer.waitingCount(), 0);
        ::close(reader);
    }

    void withoutAJournal_nothingIsPrintedByItself() {
        FakePrinter paper;
        TicketPrinter printer(*m_tickets, "/proc/no/such/file", quick);
        QSignalSpy said(&printer, &TicketPrinter::printerSaid);
        printer.setWish({paper.place(), Roll::Narrow, true});
        QVERIFY(!said.last().at(0).toString().isEmpty());
        put(ticket(1));
        QCOMPARE(printer.waitingCount(), 0);
        // A person may still print.
        printer.print(ticket(1));
        QTRY_COMPARE_WITH_TIMEOUT(paper.cuts(), 1, patienceMs);
    }
};

QTEST_MAIN(TestStoreTicket)
#include "tst_store_ticket.moc"
