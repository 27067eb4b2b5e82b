#pragma once
/// A bounded book by name: who was put into it longest ago leaves first, a few at a time.

#include <cstddef>
#include <iterator>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace delivery::door {

/// Every step costs the same however many names there are, so that strangers who try new names
/// cost neither memory nor the door's time.
template <class Kept>
class Recent {
  public:
    explicit Recent(std::size_t namesMax) : m_namesMax(namesMax) {}

    [[nodiscard]] Kept* find(std::string_view name) {
        const auto found = m_byName.find(name);
        return found == m_byName.end() ? nullptr : &found->second->second;
    }
    /// The name becomes the newest; the oldest leaves where there is no room.
    Kept& put(const std::string& name, Kept kept) {
        erase(name);
        if (m_kept.size() >= m_namesMax) eraseOldest();
        m_kept.emplace_back(name, std::move(kept));
        m_byName.emplace(m_kept.back().first, std::prev(m_kept.end()));
        return m_kept.back().second;
    }
    void erase(std::string_view name) {
        const auto found = m_byName.find(name);
        if (found == m_byName.end()) return;
        const auto place = found->second;
        m_byName.erase(found);
        m_kept.erase(place);
    }
    /// Drops the oldest that are stale: two for each call, which is more than one call adds.
    template <class IsStale>
    void sweep(const IsStale& isStale) {
        for (int i = 0; i < 2 && !m_kept.empty() && isStale(m_kept.front().second); ++i) {
            eraseOldest();
        }
    }
    [[nodiscard]] std::size_t size() const { return m_kept.size(); }

  private:
    void eraseOldest() {
        m_byName.erase(m_kept.front().first);
        m_kept.pop_front();
    }

    std::size_t m_namesMax;
    std::list<std::pair<std::string, Kept>> m_kept;
    /// The names live in the list.
    std::map<std::string_view, typename std::list<std::pair<std::string, Kept>>::iterator> m_byName;
};

}  // namespace delivery::door
