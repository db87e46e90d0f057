#include "features/site/pages.h"

#include "base/text.h"
#include "platform/http/content_type.h"
#include "platform/http/etag.h"
#include "platform/telemetry/log.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::site {
namespace {

constexpr std::size_t kDescriptionLength = 160;

/// One line of at most so many letters, cut between words.
std::string line_of(std::string_view text, std::size_t most) {
    std::string line;
    std::size_t letters = 0;
    std::size_t last_blank = 0;
    for (char const c : text) {
        bool const blank = static_cast<unsigned char>(c) <= ' ';
        if (blank && (line.empty() || line.back() == ' '))
            continue;
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && ++letters > most) {
            if (!blank)
                line.resize(last_blank > 0 ? last_blank : line.size());
            return line + "…";
        }
        if (blank)
            last_blank = line.size();
        line += blank ? ' ' : c;
    }
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

/// JSON inside <script>: nothing in it may look like markup.
std::string json_in_markup(std::string_view json) {
    std::string out;
    for (char const c : json) {
        if (c == '<' || c == '>' || c == '&')
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

void replace_between(std::string& page, std::string_view from, std::string_view to, std::string_view with) {
    auto const begin = page.find(from);
    auto const end = begin == std::string::npos ? begin : page.find(to, begin + from.size());
    if (end != std::string::npos)
        page.replace(begin + from.size(), end - begin - from.size(), with);
}

}  // namespace

void Pages::add(std::string route, Meta meta, bool listed) {
    auto const colon = route.find(':');
    bool const open = colon != std::string::npos;
    if (!open && listed)
        fixed_.push_back(route);
    auto start = route.substr(0, colon);
    routes_.push_back({std::move(route), std::move(start), open, std::move(meta)});
}

void Pages::add(PageMeta fixed, bool listed) {
    auto path = fixed.path;
    auto meta = [fixed = std::move(fixed)](std::string) -> Task<std::optional<PageMeta>> { co_return fixed; };
    add(std::move(path), std::move(meta), listed);
}

Task<std::optional<http::Response>> Pages::render(http::Request const& request,
                                                  std::string_view index) const {
    if (request.verb != http::Verb::get || index.empty() || maintenance_.on() ||
        !http::accepts_exactly(request.header("accept"), "text/html"))
        co_return std::nullopt;
    std::string path;
    if (!http::percent_decode(request.path, false, path))
        co_return std::nullopt;
    if (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    auto const route = std::ranges::find_if(routes_, [&](Route const& one) {
        return one.open ? path.starts_with(one.start) && path.size() > one.start.size() &&
                              path.find('/', one.start.size()) == std::string::npos
                        : path == one.start;
    });
    if (route == routes_.end() || std::ranges::find(left_, path) != left_.end())
        co_return std::nullopt;
    bool const asks = !route->open && !request.query.empty();
    try {
        if (answers_ == nullptr)
            co_return co_await made(*route, std::move(path), asks, index);
        http::Response unused;
        api::Call call(request, unused);
        auto key = fmt::format("page\n{}\n{}\n{:x}", path, asks, http::content_hash(index));
        api::Answers::Make const make = [&]() -> Task<Result<http::Response>> {
            co_return co_await made(*route, path, asks, index);
        };
        auto page = co_await answers_->answer(*rule_, std::move(key), call, make);
        page->endpoint = "page";
        co_return *std::move(page);
    } catch (db::Unavailable const&) {
        co_return std::nullopt;  // the client says what is wrong, and asks again
    }
}

Task<http::Response> Pages::made(Route const& route, std::string path, bool asks,
                                 std::string_view index) const {
    auto const meta = co_await route.meta(route.open ? path.substr(route.start.size()) : std::string{});
    http::Response page{.content_type = "text/html; charset=utf-8", .endpoint = "page"};
    page.status = meta ? 200 : 404;
    // What a list begins with is not what was asked for: that the client shows.
    bool const shown = meta && (meta->html.empty() || !asks);
    page.body = meta ? fill(index, *meta, shown ? route.name : "") : std::string(index);
    // Who does not take HTML gets something else, under the same address.
    page.add("Vary", "Accept, Authorization");
    if (!meta || answers_ == nullptr) {
        page.etag = true;
        page.add("Cache-Control", "no-cache");
    }
    co_return page;
}

void Pages::keep_in(api::Router& router) {
    answers_ = router.answers();
    if (answers_ != nullptr)
        rule_ = &answers_->rule("page", kKept);
}

std::string Pages::fill(std::string_view index, PageMeta const& meta, std::string_view route) const {
    std::string page(index);
    auto const title = to_markup(fmt::format("{} · {}", line_of(meta.title, kDescriptionLength), site_name_));
    auto const description = to_markup(line_of(meta.description, kDescriptionLength));
    auto const url = to_markup(base_url_ + meta.path);
    replace_between(page, "<title>", "</title>", title);
    replace_between(page, "<meta name=\"description\" content=\"", "\"", description);
    auto head = fmt::format(
        "<link rel=\"canonical\" href=\"{0}\" />\n"
        "<meta property=\"og:type\" content=\"{1}\" />\n"
        "<meta property=\"og:site_name\" content=\"{2}\" />\n"
        "<meta property=\"og:title\" content=\"{3}\" />\n"
        "<meta property=\"og:description\" content=\"{4}\" />\n"
        "<meta property=\"og:url\" content=\"{0}\" />\n"
        "<meta name=\"twitter:card\" content=\"{5}\" />\n",
        url, meta.type, to_markup(site_name_), title, description,
        meta.image.empty() || meta.type == "profile" ? "summary" : "summary_large_image");
    if (!meta.image.empty())
        head +=
            fmt::format("<meta property=\"og:image\" content=\"{}\" />\n", to_markup(base_url_ + meta.image));
    // A block of data: the browser does not run it, so the page's policy has nothing to allow.
    if (!meta.json_ld.empty())
        head +=
            fmt::format("<script type=\"application/ld+json\">{}</script>\n", json_in_markup(meta.json_ld));
    if (auto const end = page.find("</head>"); end != std::string::npos)
        page.insert(end, head);
    constexpr std::string_view kRoot = "<div id=\"root\">";
    if (auto const root = page.find(kRoot); root != std::string::npos)
        page.insert(root + kRoot.size(), first_paint_.of(route, meta));
    return page;
}

}  // namespace ax::site
