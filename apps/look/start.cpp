#include "apps/look/start.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <string_view>

#include "apps/look/theme.h"

namespace delivery::look {

void doWithoutDisplay(int count, char** words) {
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const bool isAsked = word == "--help" || word == "-h" || word == "--help-all" ||
                             word == "--version" || word == "-v";
        if (isAsked) qputenv("QT_QPA_PLATFORM", "offscreen");
    }
}

StartWish readCommandLine(QApplication& application, const AppIdentity& identity) {
    QApplication::setApplicationName(identity.name);
    QApplication::setApplicationVersion(QStringLiteral(DELIVERY_VERSION));
    QApplication::setDesktopFileName(identity.id);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/%1.svg").arg(identity.id)));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        identity.title + QStringLiteral("\n\nDELIVERY_PASSWORD: ") +
        QCoreApplication::translate("Start", "비밀번호를 담은 환경 변수"));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption server(QStringLiteral("server"),
                                    QCoreApplication::translate("Start", "서버 주소"),
                                    QStringLiteral("URL"));
    const QCommandLineOption user(QStringLiteral("as"),
                                  QCoreApplication::translate("Start", "로그인할 아이디"),
                                  QStringLiteral("USER"));
    parser.addOption(server);
    parser.addOption(user);
    parser.process(application);
    return {parser.value(server), parser.value(user), qEnvironmentVariable("DELIVERY_PASSWORD")};
}

void followPreferences(QApplication& application, Preferences& preferences) {
    const auto dress = [&application, &preferences] {
        wearTheme(application, preferences.themeChoice(), preferences.textPercent());
    };
    QObject::connect(&preferences, &Preferences::looksChanged, &application, dress);
    dress();
    const auto talk = [&application, &preferences] { speak(application, preferences.language()); };
    QObject::connect(&preferences, &Preferences::languageChanged, &application, talk);
    talk();
}

void speak(QApplication& application, Language language) {
    const auto old = application.findChildren<QTranslator*>(QString(), Qt::FindDirectChildrenOnly);
    for (QTranslator* translator : old) {
        QApplication::removeTranslator(translator);
        delete translator;
    }
    const bool english = language == Language::English;
    QLocale::setDefault(english ? QLocale(QLocale::English, QLocale::UnitedStates)
                                : QLocale(QLocale::Korean, QLocale::SouthKorea));
    const auto take = [&application](const QString& name, const QString& folder) {
        auto* translator = new QTranslator(&application);
        if (translator->load(name, folder)) {
            QApplication::installTranslator(translator);
        } else {
            delete translator;
        }
    };
    // Qt's own words ("OK", "Copy") are English without a translation.
    if (!english)
        take(QStringLiteral("qtbase_ko"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (english) take(QStringLiteral("delivery_en"), QStringLiteral(":/translations"));
}

}  // namespace delivery::look
