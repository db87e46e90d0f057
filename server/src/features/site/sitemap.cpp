#include "base/text.h"
#include "features/site/pages.h"
#include "platform/http/problem.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

/// What search engines are told: which pages there are, and where they need not look.
namespace ax::site {
namespace {

constexpr std::string_view kFolder = "/sitemaps/";
constexpr std::int64_t kMostFiles = 1000;  // of one source: an index may name 50,000
// Robots come once in a while, and what is new may wait a minute.
constexpr contract::Cached kSitemap{.seconds = 60, .shared_seconds = 3600, .tag = "sitemap"};
constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kNamespace = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

http::Response xml(std::string body) {
    return {.body = std::move(body), .content_type = "application/xml; charset=utf-8"};
}

}  // namespace

void Pages::bind(api::Router& router) {
    using contract::Verb;
    keep_in(router);
    router.raw({.verb = Verb::get,
                .path = "/sitemap.xml",
                .name = "site.sitemap",
                .summary = "The lists of pages",
                .limit = {60},
                .cached = kSitemap},
               [this](api::Call&) { return sitemap_index(); });
    router.raw({.verb = Verb::get,
                .path = "/sitemaps/*",
                .name = "site.sitemapFile",
                .summary = "One list of pages",
                .limit = {60},
                .cached = kSitemap},
               [this](api::Call& call) { return sitemap_file(call.request); });
    router.raw({Verb::get, "/robots.txt", "site.robots", "What robots need not look at", {600}},
               [this](api::Call&) -> Task<http::Response> { co_return robots(); });
}

Task<http::Response> Pages::sitemap_index() const {
    std::string body = fmt::format("{}<sitemapindex {}>\n", kHead, kNamespace);
    auto const add_file = [&](std::string_view name) {
        body +=
            fmt::format("<sitemap><loc>{}{}{}.xml</loc></sitemap>\n", to_markup(base_url_), kFolder, name);
    };
    add_file("pages");
    for (auto const& source : sources_) {
        auto const last = co_await source.last();
        auto const files = last > 0 ? std::min(last / kPerFile + 1, kMostFiles) : 0;
        for (std::int64_t file = 0; file < files; ++file) add_file(fmt::format("{}-{}", source.name, file));
    }
    co_return xml(body + "</sitemapindex>\n");
}

Task<http::Response> Pages::sitemap_file(http::Request const& request) const {
    auto name = request.path.substr(std::min(kFolder.size(), request.path.size()));
    auto const nothing = http::problem({Code::not_found, "request.not_found"}, request.request_id);
    if (!name.ends_with(".xml"))
        co_return nothing;
    name.remove_suffix(4);
    std::vector<SitemapEntry> entries;
    if (name == "pages") {
        for (auto const& path : fixed_) entries.push_back({path});
    } else {
        auto const dash = name.rfind('-');
        auto const source = std::ranges::find(sources_, name.substr(0, dash), &Source::name);
        std::int64_t file = -1;
        auto const* const end = name.data() + name.size();
        if (dash != std::string_view::npos) {
            auto const [rest, failed] = std::from_chars(name.data() + dash + 1, end, file);
            if (failed != std::errc{} || rest != end)
                file = -1;
        }
        if (source == sources_.end() || file < 0 || file >= kMostFiles)
            co_return nothing;
        entries = co_await source->entries(file * kPerFile, (file + 1) * kPerFile);
    }
    std::string body = fmt::format("{}<urlset {}>\n", kHead, kNamespace);
    for (auto const& entry : entries) {
        body += fmt::format("<url><loc>{}</loc>", to_markup(base_url_ + entry.path));
        if (entry.changed_at)
            body += fmt::format("<lastmod>{}</lastmod>", to_iso(*entry.changed_at).substr(0, 10));
        body += "</url>\n";
    }
    co_return xml(body + "</urlset>\n");
}

// The API is open to them: it is what the pages are made of.
http::Response Pages::robots() const {
    http::Response response{.content_type = "text/plain; charset=utf-8"};
    response.body = "User-agent: *\nDisallow: /sandbox/\nDisallow: /api/docs/\nDisallow: /newsletter/\n";
    for (auto const* const room : {"account", "bookings/", "chat", "notifications", "profile", "sessions",
                                   "staff/", "student", "support", "verify-email", "reset-password"})
        response.body += fmt::format("Disallow: /{}\n", room);
    response.body += fmt::format("\nSitemap: {}/sitemap.xml\n", base_url_);
    response.add("Cache-Control", "public, max-age=3600");
    return response;
}

}  // namespace ax::site
