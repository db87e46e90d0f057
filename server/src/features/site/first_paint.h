#pragma once

#include <map>
#include <string>
#include <string_view>

namespace ax::site {

struct PageMeta;

/// What a visitor sees of a page before the client's code is there: markup made by the client's build
/// (web/scripts/first-paint.mjs) with places for what only the server knows. Immutable.
class FirstPaint {
public:
    FirstPaint() = default;
    /// `lines`: first-paint.tsv, each a route (`/mentors/:id`), a tab and its markup. `strip` is put above
    /// all on a test system. A line without a tab is passed over.
    FirstPaint(std::string_view lines, bool test_mode);

    /// The markup of `route` with `{{title}}`, `{{lead}}` (escaped) and `{{html}}` filled; empty for a route
    /// that has none.
    [[nodiscard]] std::string of(std::string_view route, PageMeta const& meta) const;

private:
    std::map<std::string, std::string, std::less<>> markup_;
    std::string strip_;
};

}  // namespace ax::site
