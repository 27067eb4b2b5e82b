#pragma once
/// Who listens to news: the real reader of news behind the log, a broker that loses connections,
/// and one small book for each recipient.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "server/announce/news.h"
#include "tests/sim/auditor.h"
#include "tests/sim/dice.h"
#include "tests/sim/disk.h"
#include "tests/sim/world.h"

namespace delivery::sim {

class Listeners {
  public:
    Listeners(World& world, Disk& disk, const Auditor& auditor, Dice dice)
        : m_world(world), m_disk(disk), m_auditor(auditor), m_dice(dice) {}

    /// Only some cities have listeners: printing for everybody costs more than deciding.
    void listen();
    void onViolation(std::function<void(Violation)> listener) { m_broken = std::move(listener); }

    /// A batch is on the disk: what is news leaves for whom it concerns.
    void committed();
    /// The server has begun another life: its numbers start anew.
    void serverStarted();
    /// Somebody who was just answered about an order looks at it.
    void look(const Actor& actor, std::int64_t orderId);
    /// The city is at rest: everybody knows the last of everything.
    void checkRest();

  private:
    struct Book {
        Actor actor;
        bool connected = true;
        std::string epoch;
        std::int64_t number = 0;
        bool asking = false;
        std::map<std::int64_t, std::int64_t> versions;
        /// As far as the log was asked about.
        std::int64_t reach = 0;
    };
    void broken(const char* invariant, std::string what, std::int64_t orderId);
    Book& bookOf(const announce::Announcement& one);
    /// A1: it is meant for them, and holds only fields of their role.
    void checkMeant(const announce::Announcement& one);
    void leave(announce::Announcement one);
    void arrive(const std::string& to, const std::string& text);
    void apply(Book& book, const std::string& body);
    /// Asks for everything of theirs anew, a little later.
    void askSoon(const std::string& to);
    void ask(Book& book);
    [[nodiscard]] std::string shown(const Actor& actor, std::int64_t orderId);
    /// How far a page has come.
    [[nodiscard]] std::int64_t reachOf(const std::string& page);
    void bend(announce::Announcement& one);

    World& m_world;
    Disk& m_disk;
    const Auditor& m_auditor;
    Dice m_dice;
    std::function<void(Violation)> m_broken = [](Violation) {};
    bool m_isListening = false;
    std::optional<announce::NewsReader> m_reader;
    std::int64_t m_upTo = 0;
    int m_lives = 0;
    std::map<std::string, Book> m_books;
    /// What each session has read of each order so far: the version, and the text.
    std::map<std::pair<std::string, std::int64_t>, std::pair<std::int64_t, std::string>> m_read;
};

}  // namespace delivery::sim
