#include "apps/terminal/command_line.h"

#include <QStringDecoder>
#include <QUrl>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/terminal/counter.h"
#include "apps/terminal/screen.h"
#include "apps/terminal/verb.h"

namespace delivery::terminal {
namespace {

struct Typed {
    std::string server = "http://127.0.0.1:8088";
    std::string user;
    std::string language = {};
    std::string outbox;
    std::string authority;
    bool json = false;
};

struct Arranged {
    CLI::App* app = nullptr;
    Act act;
    bool needsUser = true;
};

std::string fromEnvironment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// The help is printed while the line is still being read, so its language is looked for first.
bool wantsEnglish(int argc, char** argv, bool byDefault) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word.starts_with("--lang=")) return word == "--lang=en";
        if (word == "--lang" && i + 1 < argc) return std::string_view(argv[i + 1]) == "en";
    }
    return byDefault;
}

/// Options are described as "주문 번호 / order": the half that is read.
void speak(CLI::App& app, bool english) {
    constexpr std::string_view between = " / ";
    for (CLI::Option* option : app.get_options()) {
        const std::string both = option->get_description();
        const std::size_t at = both.find(between);
        if (at == std::string::npos) continue;
        option->description(english ? both.substr(at + between.size()) : both.substr(0, at));
    }
}

/// CLI11's own words, for whoever reads Korean.
void speakKorean(CLI::App& app) {
    app.get_formatter()->label("Usage", "쓰는 법");
    app.get_formatter()->label("Positionals", "적을 것");
    app.get_formatter()->label("OPTIONS", "옵션");
    app.get_formatter()->label("SUBCOMMAND", "할일");
    app.get_formatter()->label("SUBCOMMANDS", "할일");
    app.get_formatter()->label("REQUIRED", "꼭");
    app.get_formatter()->label("Env", "환경 변수");
    app.option_defaults()->group("옵션");
    app.set_help_flag("-h,--help", "이 도움말을 보여 줍니다");
}

/// What is wrong with the line, and what to do about it.
std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
    const std::string name = error.get_name();
    const std::string what = error.what();
    if (const auto unknown = app.remaining(true); !unknown.empty()) {
        return "모르는 말입니다: " + unknown.front();
    }
    if (name == "RequiredError") {
        const bool isVerb = what.find("subcommand") != std::string::npos;
        if (isVerb) return "무엇을 할지 적어 주세요.";
        return "빠진 것이 있습니다: " + what.substr(0, what.find(' '));
    }
    if (name == "ConversionError") {
        constexpr std::string_view start = "Could not convert: ";
        return "알맞은 값이 아닙니다: " +
               (what.starts_with(start) ? what.substr(start.size()) : what);
    }
    if (name == "ValidationError") return "알맞은 값이 아닙니다: " + what;
    if (name == "ArgumentMismatch") return "값의 수가 맞지 않습니다: " + what;
    if (name == "RequiresError") return "함께 적어야 합니다: " + what;
    if (name == "ExcludesError") return "함께 적을 수 없습니다: " + what;
    return what;
}

void complain(const CLI::App& app, const CLI::ParseError& error, bool english) {
    const auto unknown = app.remaining(true);
    if (english) {
        std::cerr << (unknown.empty() ? std::string(error.what())
                                      : "Not a word that is known: " + unknown.front())
                  << "\nSee delivery --help, or --help after a verb.\n";
        return;
    }
    std::cerr << complaint(app, error) << "\ndelivery --help나, 할 일 뒤의 --help를 보세요.\n";
}

void arrange(CLI::App& parent, const std::vector<Verb>& verbs, bool english,
             std::vector<Arranged>& arranged) {
    for (const Verb& verb : verbs) {
        CLI::App* app = parent.add_subcommand(verb.name, english ? verb.english : verb.korean);
        app->fallthrough();
        if (!english) {
            app->group("할 일");
            // It is made before the parent's ways are taken over.
            app->get_option("--help")->group("옵션");
        }
        if (verb.arrange) arranged.push_back({app, verb.arrange(*app), verb.needsUser});
        speak(*app, english);
        if (verb.children.empty()) continue;
        app->require_subcommand(verb.arrange ? 0 : 1, 1);
        arrange(*app, verb.children, english, arranged);
    }
}

/// The innermost verb that was typed: "store pause" is pause, "store" is store.
const Arranged* chosen(const std::vector<Arranged>& arranged) {
    const Arranged* found = nullptr;
    for (const Arranged& one : arranged) {
        if (one.app->parsed() && (found == nullptr || one.app->get_parent() == found->app)) {
            found = &one;
        }
    }
    return found;
}

std::vector<Verb> allVerbs() {
    std::vector<Verb> all;
    for (std::vector<Verb> some :
         {accountVerbs(), whyVerbs(), customerVerbs(), storeVerbs(), riderVerbs(), adminVerbs()}) {
        for (Verb& verb : some) all.push_back(std::move(verb));
    }
    return all;
}

void addGlobals(CLI::App& app, Typed& typed) {
    app.add_option("--server", typed.server, "서버 주소 / server (DELIVERY_SERVER)")
        ->envname("DELIVERY_SERVER");
    app.add_option("--as", typed.user, "아이디 / user id");
    app.add_flag("--json", typed.json, "서버의 JSON 그대로 / the server's JSON");
    app.add_option("--lang", typed.language, "ko, en")->check(CLI::IsMember({"ko", "en"}));
    app.add_option("--ca", typed.authority,
                   "서버 인증서를 보증하는 PEM 파일 / PEM file that vouches for the server "
                   "(DELIVERY_CA)")
        ->envname("DELIVERY_CA");
    app.add_option("--outbox", typed.outbox,
                   "답을 기다리는 명령의 폴더 / folder of unanswered commands (DELIVERY_OUTBOX)")
        ->envname("DELIVERY_OUTBOX");
}

}  // namespace

bool isEnglishPlace() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const std::string place = fromEnvironment(name);
        if (!place.empty()) return place.starts_with("en");
    }
    return false;
}

int run(int argc, char** argv, bool inEnglish) {
    const bool english = wantsEnglish(argc, argv, inEnglish);
    for (int i = 1; i < argc; ++i) {
        // What is no UTF-8 would be ordered with other letters than were typed.
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString decoded = decoder.decode(QByteArrayView(argv[i]));
        if (!decoder.hasError()) continue;
        std::cerr << (english ? "This word is not UTF-8; set the terminal to UTF-8: word "
                              : "UTF-8이 아닌 글이 있습니다. 터미널을 UTF-8로 맞춰 주세요: 낱말 ")
                  << i << "\n";
        return static_cast<int>(Exit::Usage);
    }
    CLI::App app(english ? "DeliveryStore in the terminal" : "배달상점 터미널", "delivery");
    if (!english) speakKorean(app);
    Typed typed;
    addGlobals(app, typed);
    speak(app, english);
    app.require_subcommand(1);
    app.fallthrough();
    const std::vector<Verb> verbs = allVerbs();
    std::vector<Arranged> arranged;
    arrange(app, verbs, english, arranged);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0) {
            complain(app, error, english);
            return static_cast<int>(Exit::Usage);
        }
        app.exit(error, std::cout, std::cerr);
        return static_cast<int>(Exit::Done);
    }

    const Screen screen(
        {.language = english ? Language::English : Language::Korean, .json = typed.json});
    const Arranged* verb = chosen(arranged);
    if (verb == nullptr) return static_cast<int>(Exit::Usage);
    if (verb->needsUser && typed.user.empty()) {
        screen.note(screen.say("누구인지 --as로 알려 주세요.", "Say who you are with --as."));
        return static_cast<int>(Exit::Usage);
    }
    const QUrl server(QString::fromStdString(typed.server), QUrl::StrictMode);
    const bool isHttp = server.scheme() == "http" || server.scheme() == "https";
    if (!server.isValid() || !isHttp || server.host().isEmpty()) {
        screen.note(
            screen.say("서버 주소를 읽을 수 없습니다: ", "Cannot read the server's address: ") +
            QString::fromStdString(typed.server));
        return static_cast<int>(Exit::Usage);
    }
    Counter counter({.server = server,
                     .user = QString::fromStdString(typed.user),
                     .outboxFolder = QString::fromStdString(typed.outbox),
                     .password = QString::fromStdString(fromEnvironment("DELIVERY_PASSWORD")),
                     .authorityFile = QString::fromStdString(typed.authority)},
                    screen);
    if (!counter.knowsWhomToTrust()) {
        screen.note(screen.say("인증서가 없는 파일입니다: ", "No certificate in this file: ") +
                    QString::fromStdString(typed.authority));
        return static_cast<int>(Exit::Usage);
    }
    const Exit exit = verb->act(counter);
    if (!screen.isWritten()) {
        screen.note(screen.say(
            "답을 출력하지 못했습니다. 같은 명령을 다시 실행하면 같은 답을 보여 줍니다.",
            "The answer could not be written. Running the same again shows the same answer."));
        return static_cast<int>(Exit::Unreachable);
    }
    counter.acknowledge();
    return static_cast<int>(exit);
}

}  // namespace delivery::terminal
