/// The gazetteer as what it is asked for: every district of Seoul, how exact an answer is, what is
/// not known.

#include <QtTest>

#include "place/gazetteer.h"

using namespace delivery;
using place::Accuracy;
using place::Gazetteer;

class TestPlaceGazetteer : public QObject {
    Q_OBJECT

  private slots:
    void seoul_hasAllItsDistricts() {
        const Gazetteer gazetteer;
        const GeoPoint middle{37'563'000, 126'990'000};
        for (const char* district :
             {"종로구", "중구",   "용산구", "성동구", "광진구",   "동대문구", "중랑구",
              "성북구", "강북구", "도봉구", "노원구", "은평구",   "서대문구", "마포구",
              "양천구", "강서구", "구로구", "금천구", "영등포구", "동작구",   "관악구",
              "서초구", "강남구", "송파구", "강동구"}) {
            const auto found = gazetteer.find(std::string{"서울 "} + district + " 어딘가 1");
            QVERIFY2(found, district);
            QCOMPARE(found->name, std::string{"서울 "} + district);
            QCOMPARE(found->accuracy, Accuracy::District);
            QVERIFY2(distanceMeters(middle, found->centre) < 20'000, district);
        }
    }

    void accuracy_isThatOfWhatWasFound_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("accuracy");
        QTest::addColumn<int>("metersMax");
        const auto row = [](const char* address, const char* accuracy, int meters) {
            QTest::newRow(address) << address << accuracy << meters;
        };
        row("서울 용산구 한남동 1-2 301호", "neighbourhood", 2'000);
        row("서울 용산구 어느길 12", "district", 5'000);
        row("부산 해운대구 우동 1", "city", 20'000);
        row("제주도 어딘가", "city", 50'000);
    }
    void accuracy_isThatOfWhatWasFound() {
        QFETCH(QString, address);
        QFETCH(QString, accuracy);
        QFETCH(int, metersMax);
        const auto found = Gazetteer().find(address.toStdString());
        QVERIFY(found);
        QCOMPARE(QString::fromStdString(place::name(found->accuracy)), accuracy);
        QVERIFY(found->accuracyMeters > 0 && found->accuracyMeters <= metersMax);
    }

    void cities_areFoundWithAndWithoutTheirProvince_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("city");
        const auto row = [](const char* address, const char* city) {
            QTest::newRow(address) << address << city;
        };
        row("경기도 수원시 팔달구 인계동 1", "경기 수원시");
        row("수원시 영통구 1", "경기 수원시");
        row("전주 한옥마을", "전북 전주시");
        row("광주광역시 북구 1", "광주");
        row("경기 광주시 오포읍 1", "경기 광주시");
        row("제주시 연동 3", "제주 제주시");
        row("강원특별자치도 춘천시 1", "강원 춘천시");
        row("서울 중구 명동 1", "서울 중구 명동");
        row("대전 중구 1", "대전");
    }
    void cities_areFoundWithAndWithoutTheirProvince() {
        QFETCH(QString, address);
        QFETCH(QString, city);
        const auto found = Gazetteer().find(address.toStdString());
        QVERIFY(found);
        QCOMPARE(QString::fromStdString(found->name), city);
    }

    void thePort_answersAtOnce() {
        Gazetteer gazetteer;
        place::Geocoder& port = gazetteer;
        int answers = 0;
        port.find("서울 용산구 용산동",
                  [&](const std::optional<place::Place>& found) { answers += found ? 1 : 0; });
        port.find("달나라",
                  [&](const std::optional<place::Place>& found) { answers += found ? 0 : 10; });
        QCOMPARE(answers, 11);
    }

    void aTable_withLinesThatAreNone_keepsTheOthers() {
        const Gazetteer gazetteer(
            "# note\n서울\t37.5\t127.0\t100\n부산\t400\t129\t5\n대구\t35\t128\tfar\n");
        QCOMPARE(gazetteer.size(), std::size_t{1});
        QVERIFY(gazetteer.find("서울 어디"));
    }
};

QTEST_APPLESS_MAIN(TestPlaceGazetteer)
#include "tst_place_gazetteer.moc"
