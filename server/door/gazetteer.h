#pragma once
/// Finds a written Korean address as far as its 동: enough to order, to set the fee and to offer a
/// delivery.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geo.h"

namespace delivery::door {

class Gazetteer {
  public:
    struct Place {
        std::string name;  ///< "서울 용산구 한남동"
        GeoPoint centre;
        int accuracyMeters = 0;
    };

    /// The built-in one.
    Gazetteer();
    /// Lines of name, latitude, longitude and accuracy, parted by tabs; lines that begin with '#'
    /// are comments.
    explicit Gazetteer(std::string_view table);

    /// The most exact place whose names the address holds and does not contradict.
    [[nodiscard]] std::optional<Place> find(std::string_view address) const;
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

  private:
    struct Entry {
        Place place;
        std::vector<std::string> words;
    };
    [[nodiscard]] std::string cityIn(const std::vector<std::string>& written) const;
    std::vector<Entry> m_entries;
};

/// What of an address strangers may read: as far as the 동, or the district where no 동 is named;
/// empty for neither.
[[nodiscard]] std::string areaOf(std::string_view address);

}  // namespace delivery::door
