/// What the first bytes of a picture say, and which ones no store may show.

#include <QtTest>

#include "shop/picture.h"
#include "tests/support/pictures.h"

using namespace delivery;
using namespace delivery::shop;

namespace {

std::string said(const std::string& bytes) {
    const auto look = lookAt(bytes);
    if (look) {
        return look->mediaType + " " + std::to_string(look->width) + "x" +
               std::to_string(look->height);
    }
    switch (look.error()) {
        case PictureFlaw::UnknownType:
            return "unknown type";
        case PictureFlaw::Unreadable:
            return "unreadable";
        case PictureFlaw::TooBig:
            return "too big";
        case PictureFlaw::TooHeavy:
            return "too heavy";
    }
    return {};
}

}  // namespace

class TestShopPicture : public QObject {
    Q_OBJECT

  private slots:
    void bytes_whenLookedAt_sayTypeAndSize_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("then");
        const auto row = [](const char* name, const std::string& bytes, const char* then) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(then);
        };
        using namespace tests;
        row("png", png(640, 480), "image/png 640x480");
        row("jpeg", jpeg(1024, 768), "image/jpeg 1024x768");
        row("webp, extended", webpExtended(800, 600), "image/webp 800x600");
        row("webp, lossless", webpLossless(4096, 1), "image/webp 4096x1");
        row("webp, lossy", webpLossy(300, 200), "image/webp 300x200");
        row("largest side", png(4096, 4096), "image/png 4096x4096");
        row("one more", png(4097, 1), "too big");
        row("one more, upright", jpeg(1, 4097), "too big");
        row("absurd", png(0xFFFFFFFF, 1), "too big");
        row("no width", png(0, 480), "unreadable");
        row("jpeg that tells its height later", jpeg(640, 0), "unreadable");
        row("nothing", "", "unknown type");
        row("text", "<html>", "unknown type");
        row("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "unknown type");
        row("gif", "GIF89a0123456789", "unknown type");
        row("a wave file", "RIFF\x24\0\0\0WAVEfmt ", "unknown type");
        row("heaviest", png(10, 10, std::string(pictureBytesMax - 33, 'x')), "image/png 10x10");
        row("too heavy", png(10, 10, std::string(pictureBytesMax - 32, 'x')), "too heavy");
        row("jpeg without a frame", std::string("\xff\xd8\xff\xda\0\x02", 6), "unreadable");
        row("jpeg, segment without length", std::string("\xff\xd8\xff\xe0\0\0\xff\xe0", 8),
            "unreadable");
        row("webp cut short", webpLossy(300, 200).substr(0, 29), "unreadable");
        row("webp that promises more", "RIFF" + number(100, 4, false) + webpLossy(9, 9).substr(8),
            "unreadable");
        row("webp of another kind", riff("VP9 " + std::string(14, '\0')), "unreadable");
    }
    void bytes_whenLookedAt_sayTypeAndSize() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, then);
        QCOMPARE(QString::fromStdString(said(bytes.toStdString())), then);
    }

    /// Under the sanitizers this reads past no end.
    void everyBeginning_whenCutShort_isNoPicture() {
        using namespace tests;
        for (const std::string& whole :
             {png(9, 9), jpeg(9, 9), webpExtended(9, 9), webpLossless(9, 9), webpLossy(9, 9)}) {
            QVERIFY(lookAt(whole));
            for (std::size_t length = 0; length < 24 && length < whole.size(); ++length) {
                // A copy of that length, so that a read behind it is a fault.
                const std::string cut = whole.substr(0, length);
                QVERIFY(!lookAt(cut));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestShopPicture)
#include "tst_shop_picture.moc"
