#include "server/compose/backups.h"

#include <system_error>
#include <utility>

#include "server/ledger/sqlite_ledger.h"

namespace delivery::compose {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Fault> notAllowed(std::string why) {
    return tl::make_unexpected(Fault{FaultCode::NotAllowed, std::move(why)});
}

/// Only its owner may look into a directory that we make; one that was there keeps its rights.
Expected<fs::path> made(const fs::path& directory) {
    std::error_code error;
    if (fs::create_directories(directory, error)) {
        fs::permissions(directory, fs::perms::owner_all, error);
    }
    const fs::path real = error ? fs::path{} : fs::canonical(directory, error);
    if (error == std::errc::no_space_on_device) {
        return tl::make_unexpected(Fault{FaultCode::DiskFull, directory.string() + ": no room"});
    }
    if (error) return notAllowed(directory.string() + ": " + error.message());
    return real;
}

}  // namespace

Backups::~Backups() {
    m_isGivenUp = true;
    if (m_thread.joinable()) m_thread.join();
}

/// Links are followed before the place is judged: one inside the directory may lead out of it.
Expected<fs::path> Backups::placeOf(const std::string& file) const {
    const auto allowed = made(m_directory);
    if (!allowed) return tl::make_unexpected(allowed.error());
    const fs::path wished = fs::path(file).is_absolute() ? fs::path(file) : *allowed / file;
    const fs::path name = wished.filename();
    if (name.empty() || name == "." || name == "..") return notAllowed(file + " is no file name");
    std::error_code error;
    const fs::path folder = fs::canonical(wished.parent_path(), error);
    if (error || folder != *allowed) {
        return notAllowed(file + " does not lie in " + allowed->string());
    }
    return folder / name;
}

void Backups::copy(const std::string& wish, const std::string& file, Copied copied) {
    Expected<std::string> answer = std::string{};
    {
        const std::lock_guard lock(m_mutex);
        const bool isRepeat = !wish.empty() && wish == m_wish;
        if (m_isBusy && isRepeat) {
            m_waiting.push_back(std::move(copied));
            return;
        }
        if (isRepeat) {
            answer = m_outcome;
        } else if (m_isBusy) {
            answer = tl::make_unexpected(Fault{FaultCode::Busy, "another copy is being made"});
        } else if (auto place = placeOf(file); !place) {
            answer = tl::make_unexpected(place.error());
        } else {
            if (m_thread.joinable()) m_thread.join();
            m_isBusy = true;
            m_wish = wish;
            m_waiting.push_back(std::move(copied));
            m_thread = std::thread([this, place = std::move(*place)] { work(place); });
            return;
        }
    }
    copied(std::move(answer));
}

void Backups::work(fs::path file) {
    auto done = m_ledger.backupTo(file, [this] { return m_isGivenUp.load(); });
    Expected<std::string> outcome = file.string();
    if (!done) outcome = tl::make_unexpected(std::move(done.error()));
    std::vector<Copied> waiting;
    {
        const std::lock_guard lock(m_mutex);
        m_isBusy = false;
        m_outcome = outcome;
        // What failed is tried anew by a repeat.
        if (!outcome) m_wish.clear();
        waiting = std::move(m_waiting);
        m_waiting.clear();
    }
    for (const Copied& one : waiting) one(outcome);
}

}  // namespace delivery::compose
