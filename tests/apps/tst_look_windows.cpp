/// The look's widgets as people meet them: pending buttons, banners, the map by mouse and keys,
/// sign-in, and the auditor itself.

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <QtTest>

#include "apps/kit/roles.h"
#include "apps/look/action_button.h"
#include "apps/look/audit.h"
#include "apps/look/banner.h"
#include "apps/look/bell.h"
#include "apps/look/freshness_badge.h"
#include "apps/look/map_view.h"
#include "apps/look/notice_list.h"
#include "apps/look/preferences_page.h"
#include "apps/look/shell.h"
#include "apps/look/sign_in_page.h"
#include "apps/look/start.h"
#include "apps/look/status_badge.h"
#include "apps/look/theme.h"
#include "apps/look/timeline.h"
#include "apps/look/toast.h"

using namespace delivery;
using namespace delivery::look;

namespace {

QStandardItemModel* noticesOf(QObject* parent) {
    auto* model = new QStandardItemModel(parent);
    for (int i = 0; i < 3; ++i) {
        auto* item = new QStandardItem;
        item->setData(QStringLiteral("용산반점 주문 %1: 요리시작됨").arg(i + 1), kit::TitleRole);
        item->setData("Cooking", kit::StateRole);
        item->setData(QDateTime::currentDateTimeUtc(), kit::AtRole);
        item->setData(qlonglong(i + 1), kit::OrderIdRole);
        model->appendRow(item);
    }
    return model;
}

}  // namespace

class TestLookWindows : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::unique_ptr<Preferences> preferences() {
        return std::make_unique<Preferences>(m_folder.filePath("settings.ini"),
                                             QSettings::IniFormat);
    }

  private slots:
    void init() {
        QFile::remove(m_folder.filePath("settings.ini"));
        speak(*qApp, Language::Korean);
        wearTheme(*qApp, ThemeChoice::Light);
    }

    void pendingButton_cannotBePressedTwice() {
        ActionButton button("접수(&A)");
        button.show();
        QSignalSpy pressed(&button, &QPushButton::clicked);
        connect(&button, &QPushButton::clicked, &button, [&] { button.setPending(true); });
        QTest::mouseClick(&button, Qt::LeftButton);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(pressed.count(), 1);
        QVERIFY(button.text().contains("보내는 중"));
        button.setAllowed(true);
        QVERIFY(!button.isEnabled());
        button.setPending(false);
        QVERIFY(button.isEnabled());
        button.setAllowed(false);
        QVERIFY(!button.isEnabled());
    }

    void banner_saysAndOffers() {
        Banner banner;
        QSignalSpy taken(&banner, &Banner::actionTaken);
        QVERIFY(banner.isHidden());
        banner.say(Tone::Bad, "서버에 연결할 수 없습니다.", "다시 연결");
        QVERIFY(!banner.isHidden());
        for (auto* button : banner.findChildren<QPushButton*>()) {
            if (button->text() == "다시 연결") QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(taken.count(), 1);
        banner.clear();
        QVERIFY(banner.isHidden());
    }

    void freshness_neverLooksYoungerThanItIs_data() {
        QTest::addColumn<qint64>("age");
        QTest::addColumn<double>("least");
        QTest::newRow("tenths") << qint64{1'401} << 1.5;
        QTest::newRow("seconds") << qint64{12'001} << 13.0;
    }
    void freshness_neverLooksYoungerThanItIs() {
        QFETCH(qint64, age);
        QFETCH(double, least);
        FreshnessBadge badge;
        badge.setAge(age);
        static const QRegularExpression seconds("([0-9.]+)초");
        const double shown = seconds.match(badge.text()).captured(1).toDouble();
        QVERIFY2(shown >= least, qPrintable(badge.text()));
    }

    void settings_sayWhatAnAppFindsWrong() {
        const auto kept = preferences();
        Bell bell;
        PreferencesPage page(*kept, bell);
        QString why;
        page.sayAlso([&why] { return why; });
        const auto* wrong = page.findChild<QLabel*>("wrong");
        QVERIFY(wrong != nullptr);
        why = "알람의 기록을 쓸 수 없습니다";
        QVERIFY(!wrong->text().contains(why));
        page.show();
        QVERIFY2(wrong->text().contains(why), qPrintable(wrong->text()));
        QVERIFY(wrong->isVisible());
    }

    void timeline_growsWithoutRebuilding() {
        Timeline timeline;
        QVector<TimelineStep> steps{{faceOfState("PaymentRequested"), "오후 1:04", "송하나", {}},
                                    {faceOfState("Paid"), "오후 1:04", {}, {}}};
        timeline.show(steps);
        QCOMPARE(timeline.stepCount(), 2);
        const QPointer<QWidget> first = timeline.layout()->itemAt(0)->widget();
        steps.append({faceOfState("Cancelled"), "오후 1:10", "용산반점", "재료 소진"});
        timeline.show(steps);
        QCOMPARE(timeline.layout()->count(), 3);
        QCOMPARE(timeline.layout()->itemAt(0)->widget(), first.data());
        QVERIFY(timeline.layout()->itemAt(2)->widget()->accessibleName().contains("재료 소진"));
    }

    void map_isMovedByMouseWheelAndKeys() {
        MapView map;
        map.resize(400, 300);
        map.show();
        map.showPlace({37'540'000, 126'990'000}, 13);
        const GeoPoint before = map.centre();
        QTest::mousePress(&map, Qt::LeftButton, {}, {200, 150});
        QTest::mouseMove(&map, {150, 150});
        QTest::mouseRelease(&map, Qt::LeftButton, {}, {150, 150});
        QVERIFY(map.centre().longitudeE6 > before.longitudeE6);
        const GeoPoint moved = map.centre();
        QTest::keyClick(&map, Qt::Key_Up);
        QVERIFY(map.centre().latitudeE6 > moved.latitudeE6);
        const double zoom = map.zoom();
        QTest::keyClick(&map, Qt::Key_Plus);
        QVERIFY(map.zoom() > zoom);
        QTest::keyClick(&map, Qt::Key_Minus);
        QCOMPARE(map.zoom(), zoom);
    }

    void map_choosesMarkersByMouseAndTab() {
        MapView map;
        map.resize(400, 300);
        map.show();
        map.setMarkers({{"store", {37'534'900, 126'983'500}, "store", Tone::Ready, "용산반점"},
                        {"home", {37'540'000, 126'990'000}, "home", Tone::Plain, "우리 집"}});
        QSignalSpy chosen(&map, &MapView::markerChosen);
        map.setFocus();
        QTest::keyClick(&map, Qt::Key_Tab);
        QCOMPARE(map.selected(), "store");
        QTest::keyClick(&map, Qt::Key_Tab);
        QCOMPARE(map.selected(), "home");
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        map.showPlace({37'534'900, 126'983'500}, 15);
        QTest::mouseClick(&map, Qt::LeftButton, {}, {200, 130});
        QCOMPARE(map.selected(), "store");
    }

    void map_setsAPin() {
        MapView map;
        map.resize(400, 300);
        map.show();
        map.showPlace({37'540'000, 126'990'000}, 15);
        map.setPinMode(true);
        QSignalSpy placed(&map, &MapView::pinPlaced);
        QTest::mouseClick(&map, Qt::LeftButton, {}, {200, 150});
        QCOMPARE(placed.count(), 1);
        QVERIFY(std::abs(map.pin()->latitudeE6 - 37'540'000) < 20);
        QVERIFY(std::abs(map.pin()->longitudeE6 - 126'990'000) < 20);
    }

    void signIn_saysWhatIsMissing() {
        SignInPage page("배달상점", "kr.baedal.customer", SignInPage::Offers::SignInAndUp);
        page.resize(520, 640);
        page.show();
        QSignalSpy wished(&page, &SignInPage::signInWanted);
        page.fill("여기 아님!", "song", "demo1234");
        auto* button = page.findChild<ActionButton*>("signIn");
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wished.count(), 0);
        QVERIFY(page.findChild<Banner*>()->text().contains("서버 주소"));
        page.fill("127.0.0.1:8088", "song", "demo1234");
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY2(wished.count() == 1, qPrintable(page.findChild<Banner*>()->text()));
        QCOMPARE(wished.front().front().value<SignIn>().server, "http://127.0.0.1:8088");
    }

    void bell_survivesAMachineWithoutSound() {
        Bell bell;
        QSignalSpy played(&bell, &Bell::played);
        bell.ring(Sound::NewOrder);
        QVERIFY(bell.isRinging());
        QCOMPARE(played.count(), 1);
        bell.stop();
        QVERIFY(!bell.isRinging());
        bell.setVolume(0);
        QVERIFY(!bell.whySilent().isEmpty());
    }

    void shell_leadsByKeysAndKeepsItsSize() {
        auto kept = preferences();
        {
            Shell shell("배달상점", "test", *kept);
            shell.addPage("home", "가게", new QWidget);
            shell.addPage("bag", "주문", new QWidget);
            shell.resize(900, 700);
            shell.show();
            QVERIFY(QTest::qWaitForWindowExposed(&shell));
            QTest::keyClick(&shell, Qt::Key_2, Qt::ControlModifier);
            QCOMPARE(shell.currentPage(), 1);
            shell.close();
        }
        Shell again("배달상점", "test", *kept);
        QCOMPARE(again.size(), QSize(900, 700));
    }

    void auditor_findsWhatStandsInTheWay() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* nameless = new QPushButton(&window);
        nameless->setObjectName("nameless");
        column->addWidget(nameless);
        auto* unreachable = new QPushButton("못 감", &window);
        unreachable->setFocusPolicy(Qt::NoFocus);
        column->addWidget(unreachable);
        auto* cut = new QLabel("이 글은 너무 길어서 잘립니다", &window);
        cut->setFixedWidth(40);
        column->addWidget(cut);
        auto* faint = new QLabel("흐린 글자", &window);
        QPalette pale = faint->palette();
        pale.setColor(QPalette::WindowText, QColor("#d0d4d8"));
        faint->setPalette(pale);
        column->addWidget(faint);
        window.resize(400, 300);
        window.show();
        const QStringList complaints = audit(window);
        const QString all = complaints.join('\n');
        QVERIFY2(all.contains("nameless") && all.contains("accessible name"), qPrintable(all));
        QVERIFY2(all.contains("못 감") && all.contains("Tab"), qPrintable(all));
        QVERIFY2(all.contains("cut off"), qPrintable(all));
        QVERIFY2(all.contains("흐린 글자") && all.contains("contrast"), qPrintable(all));
    }

    void everySharedPage_passesTheAudit_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<bool>("english");
        QTest::addColumn<int>("percent");
        QTest::addColumn<int>("choice");
        for (const char* page : {"sign-in", "settings", "notices", "parts"}) {
            for (const bool english : {false, true}) {
                for (const int percent : {100, 200}) {
                    for (const auto choice :
                         {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast}) {
                        QTest::addRow("%s %s %d%% theme %d", page, english ? "en" : "ko", percent,
                                      int(choice))
                            << QString(page) << english << percent << int(choice);
                    }
                }
            }
        }
    }
    void everySharedPage_passesTheAudit() {
        QFETCH(QString, page);
        QFETCH(bool, english);
        QFETCH(int, percent);
        QFETCH(int, choice);
        speak(*qApp, english ? Language::English : Language::Korean);
        wearTheme(*qApp, ThemeChoice(choice), percent);
        auto kept = preferences();
        Bell bell;
        Shell shell("배달상점", "audit", *kept);
        shell.setWho("송하나");
        shell.banner()->say(Tone::Waiting,
                            "연결이 끊겼습니다. 보낸 명령은 이 컴퓨터에 안전하게 있습니다.",
                            "다시 연결");
        QWidget* shown = nullptr;
        if (page == "sign-in") {
            auto* signIn =
                new SignInPage("배달상점", "kr.baedal.customer", SignInPage::Offers::SignInAndUp);
            signIn->fill("http://127.0.0.1:8088", "song");
            shown = signIn;
        } else if (page == "settings") {
            shown = new PreferencesPage(*kept, bell);
        } else if (page == "notices") {
            shown = new NoticeList(noticesOf(&shell));
        } else {
            shown = new QWidget;
            auto* column = new QVBoxLayout(shown);
            auto* badge = new StatusBadge;
            badge->show(faceOfState("Cooking"));
            column->addWidget(badge);
            auto* timeline = new Timeline;
            timeline->show({{faceOfState("Paid"), "오후 1:04", {}, {}},
                            {faceOfState("Cancelled"), "오후 1:10", "용산반점", "재료 소진"}});
            column->addWidget(timeline);
            column->addWidget(new MapView, 1);
            column->addWidget(new ActionButton("주문하기(&O)", ActionButton::Rank::Leading));
        }
        shell.addPage("home", english ? "Shops" : "가게", shown);
        shell.resize(percent == 200 ? QSize(1280, 1000) : QSize(1080, 760));
        shell.show();
        QVERIFY(QTest::qWaitForWindowExposed(&shell));
        QCoreApplication::processEvents();
        const QStringList complaints = audit(shell);
        if (const QByteArray folder = qgetenv("LOOK_PICTURES"); !folder.isEmpty()) {
            shell.grab().save(QStringLiteral("%1/%2-%3-%4-%5.png")
                                  .arg(QString::fromLocal8Bit(folder), page, english ? "en" : "ko")
                                  .arg(percent)
                                  .arg(choice));
        }
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join('\n')));
    }
};

QTEST_MAIN(TestLookWindows)
#include "tst_look_windows.moc"
