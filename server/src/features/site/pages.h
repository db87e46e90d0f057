#pragma once

#include "base/task.h"
#include "base/time.h"
#include "features/site/first_paint.h"
#include "features/site/maintenance.h"
#include "platform/api/answers.h"
#include "platform/api/router.h"
#include "platform/http/message.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::site {

/// What search engines and link previews read of a page, in the served index.html. Plain text throughout;
/// `json_ld` is JSON. Everything is escaped when it is written.
struct PageMeta {
    std::string title;        // without the site's name
    std::string description;  // any length and lines: shortened to one
    std::string path;         // the page's one true address, below the site's
    std::string_view type = "website";
    std::string json_ld = {};  // empty: none
    std::string image = {};    // of a picture, below the site's address; empty: none
    std::string lead = {};     // the line below the title, in the first paint
    std::string html = {};     // what the page is about, made safe before, for the first paint
};

struct SitemapEntry {
    std::string path;
    std::optional<Instant> changed_at = {};
};

/// The web client's index.html with what belongs to the page asked for, `/sitemap.xml` and `/robots.txt`.
///
///     pages.add("/mentors/:id", [&](std::string id) -> Task<std::optional<PageMeta>> { … });
///     pages.add_to_sitemap({"mentors", last, entries});
///
/// Filled before serving, then read-only and thread-safe.
class Pages {
public:
    /// Nothing: there is no such page, which is told with 404 and the client's own page for that.
    using Meta = std::function<Task<std::optional<PageMeta>>(std::string id)>;
    /// Pages by number: `entries` gives those of [from, to), a span of kPerFile.
    struct Source {
        std::string name;
        std::function<Task<std::int64_t>()> last;  // the highest number
        std::function<Task<std::vector<SitemapEntry>>(std::int64_t from, std::int64_t to)> entries;
    };
    static constexpr std::int64_t kPerFile = 5000;
    /// All pages: what titles, descriptions and data of any of them are read from.
    static constexpr contract::Cached kKept{
        .seconds = 5,
        .shared_seconds = 10,
        .tag = "pages",
        .tables = {"mentor", "account", "service", "skill", "mentor_skill", "event", "event_registration",
                   "post"}};

    Pages(std::string base_url, std::string site_name, Maintenance const& maintenance)
        : base_url_(std::move(base_url)), site_name_(std::move(site_name)), maintenance_(maintenance) {}

    /// `route`: `/about`, or with one part left open at its end, `/mentors/:id`. One without stands in the
    /// sitemap, if it is `listed`.
    void add(std::string route, Meta meta, bool listed = true);
    /// A page of the client's own where an open route would look for a thing: `/events/new`.
    void leave(std::string path) { left_.push_back(std::move(path)); }
    /// A page that is always the same.
    void add(PageMeta fixed, bool listed = true);
    /// What pages look like until the client's code is there. Before serving.
    void show_first(FirstPaint paint) { first_paint_ = std::move(paint); }
    void add_to_sitemap(Source source) { sources_.push_back(std::move(source)); }
    void bind(api::Router& router);

    /// `index` filled for this request; nothing where it is not a page of the list: serve files as they are.
    [[nodiscard]] Task<std::optional<http::Response>> render(http::Request const& request,
                                                             std::string_view index) const;
    /// `index` with this title, description, Open Graph and JSON-LD, and the route's first paint.
    [[nodiscard]] std::string fill(std::string_view index, PageMeta const& meta,
                                   std::string_view route = {}) const;

private:
    struct Route {
        std::string name;   // `/mentors/:id`
        std::string start;  // up to the open part
        bool open = false;
        Meta meta;
    };
    /// `asks`: the address says what of the page is wanted.
    Task<http::Response> made(Route const& route, std::string path, bool asks, std::string_view index) const;
    void keep_in(api::Router& router);
    Task<http::Response> sitemap_index() const;
    Task<http::Response> sitemap_file(http::Request const& request) const;
    [[nodiscard]] http::Response robots() const;

    std::string base_url_;
    std::string site_name_;
    FirstPaint first_paint_;
    Maintenance const& maintenance_;
    std::vector<Route> routes_;
    std::vector<std::string> fixed_;  // paths
    std::vector<std::string> left_;   // to the client, though an open route fits
    std::vector<Source> sources_;
    api::Answers* answers_ = nullptr;
    api::Answers::Rule const* rule_ = nullptr;
};

}  // namespace ax::site
