#pragma once
/// One ordered table as it looks with the changes of a transaction laid over it; without changes,
/// the table itself.

#include <functional>
#include <iterator>
#include <map>
#include <optional>

namespace delivery::tests {

/// itself.
template <class Key, class Value>
class Layered {
  public:
    Layered(const std::map<Key, Value>& base, const std::map<Key, std::optional<Value>>* over)
        : m_base(base), m_over(over) {}

    [[nodiscard]] const Value* find(const Key& key) const {
        if (m_over != nullptr) {
            const auto changed = m_over->find(key);
            if (changed != m_over->end()) return changed->second ? &*changed->second : nullptr;
        }
        const auto kept = m_base.find(key);
        return kept == m_base.end() ? nullptr : &kept->second;
    }

    /// Visits from the key on, upwards, until visit answers false.
    template <class Visit>
    void ascend(const Key& from, Visit visit) const {
        const Changes& over = m_over == nullptr ? none() : *m_over;
        walk(m_base.lower_bound(from), m_base.end(), over.lower_bound(from), over.end(),
             std::less<Key>(), visit);
    }

    /// Visits what lies below the key, downwards, until visit answers false.
    template <class Visit>
    void descend(const Key& below, Visit visit) const {
        const Changes& over = m_over == nullptr ? none() : *m_over;
        walk(std::make_reverse_iterator(m_base.lower_bound(below)), m_base.rend(),
             std::make_reverse_iterator(over.lower_bound(below)), over.rend(), std::greater<Key>(),
             visit);
    }

    [[nodiscard]] std::optional<Key> first() const {
        const Changes& over = m_over == nullptr ? none() : *m_over;
        std::optional<Key> found;
        walk(m_base.begin(), m_base.end(), over.begin(), over.end(), std::less<Key>(),
             [&](const Key& key, const Value&) {
                 found = key;
                 return false;
             });
        return found;
    }

    [[nodiscard]] std::optional<Key> last() const {
        const Changes& over = m_over == nullptr ? none() : *m_over;
        std::optional<Key> found;
        walk(m_base.rbegin(), m_base.rend(), over.rbegin(), over.rend(), std::greater<Key>(),
             [&](const Key& key, const Value&) {
                 found = key;
                 return false;
             });
        return found;
    }

  private:
    using Changes = std::map<Key, std::optional<Value>>;
    static const Changes& none() {
        static const Changes empty;
        return empty;
    }

    template <class BaseIterator, class OverIterator, class Before, class Visit>
    static void walk(BaseIterator base, BaseIterator baseEnd, OverIterator over,
                     OverIterator overEnd, Before before, Visit visit) {
        while (base != baseEnd || over != overEnd) {
            if (over == overEnd || (base != baseEnd && before(base->first, over->first))) {
                if (!visit(base->first, base->second)) return;
                ++base;
                continue;
            }
            if (base != baseEnd && base->first == over->first) ++base;
            if (over->second && !visit(over->first, *over->second)) return;
            ++over;
        }
    }

    const std::map<Key, Value>& m_base;
    const Changes* m_over;
};

}  // namespace delivery::tests
