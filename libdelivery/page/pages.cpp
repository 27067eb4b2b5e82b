#include "page/pages.h"

namespace delivery::page {

const std::vector<std::unique_ptr<Page>>& allPages() {
    static const std::vector<std::unique_ptr<Page>> all = [] {
        std::vector<std::unique_ptr<Page>> pages;
        pages.push_back(customerPage());
        pages.push_back(storePage());
        pages.push_back(riderPage());
        pages.push_back(ridersPage());
        pages.push_back(menuPage());
        pages.push_back(storesPage());
        pages.push_back(foodCountsPage());
        pages.push_back(riderCountsPage());
        pages.push_back(salesPage());
        pages.push_back(pointsPage());
        pages.push_back(reviewsPage());
        pages.push_back(noticesPage());
        pages.push_back(booksPage());
        return pages;
    }();
    return all;
}

}  // namespace delivery::page
