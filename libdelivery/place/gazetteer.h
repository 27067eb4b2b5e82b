#pragma once
/// Finds a written Korean address as far as its 동: enough to order, to set the fee and to offer a
/// delivery. Needs nobody and never fails.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "place/geocoder.h"

namespace delivery::place {

class Gazetteer : public Geocoder {
  public:
    /// The built-in one.
    Gazetteer();
    /// Lines of name, latitude, longitude and accuracy in metres, parted by tabs; lines that begin
    /// with '#' are comments.
    explicit Gazetteer(std::string_view table);

    /// The most exact place whose names the address holds and does not contradict.
    [[nodiscard]] std::optional<Place> find(std::string_view address) const;
    /// Answers at once.
    void find(const std::string& address, Found found) override;
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

/// The table that is built in.
[[nodiscard]] std::string_view gazetteerTable();

}  // namespace delivery::place
