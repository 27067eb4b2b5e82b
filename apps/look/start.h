#pragma once
/// What the three apps do before their first window: command line, language, theme, icon.

#include <QCoreApplication>
#include <QString>
#include <optional>

#include "apps/look/preferences.h"

class QApplication;

namespace delivery::look {

struct AppIdentity {
    QString id;     ///< "kr.baedal.customer": desktop file, icon, notices
    QString name;   ///< "delivery-customer": settings, --help
    QString title;  ///< in the app's source language; shown through the translator
};

/// What stood on the command line.
struct StartWish {
    QString server;
    QString user;
    /// From the environment variable DELIVERY_PASSWORD; never from the command line, where others
    /// can read it.
    QString password;
};

/// Whoever asks for the help or the version needs no display. Called before the application is
/// made.
void doWithoutDisplay(int count, char** words);

/// Reads the command line; --help, --version and wrong usage end the program here (0, 0 and 2).
[[nodiscard]] StartWish readCommandLine(QApplication& application, const AppIdentity& identity);

/// Dresses the application as the preferences say, now and whenever they change.
void followPreferences(QApplication& application, Preferences& preferences);

/// Loads the language's words: Korean is the source, English a translation; Qt's own words with
/// them.
void speak(QApplication& application, Language language);

}  // namespace delivery::look
