#include "features/site/first_paint.h"

#include "base/text.h"
#include "features/site/pages.h"

namespace ax::site {

FirstPaint::FirstPaint(std::string_view lines, bool test_mode) {
    while (!lines.empty()) {
        auto const end = lines.find('\n');
        auto const line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        auto const tab = line.find('\t');
        if (tab == std::string_view::npos)
            continue;
        auto const name = line.substr(0, tab);
        auto const markup = line.substr(tab + 1);
        if (name != "strip")
            markup_.emplace(name, markup);
        else if (test_mode)
            strip_ = markup;
    }
}

std::string FirstPaint::of(std::string_view route, PageMeta const& meta) const {
    auto const found = markup_.find(route);
    if (found == markup_.end())
        return {};
    // In one pass: what people wrote is never looked at for places.
    std::string out = "<div data-first-paint>";
    std::string_view rest = found->second;
    for (;;) {
        auto const open = rest.find("{{");
        auto const close = open == std::string_view::npos ? open : rest.find("}}", open);
        if (close == std::string_view::npos)
            break;
        out += rest.substr(0, open);
        auto const place = rest.substr(open + 2, close - open - 2);
        if (place == "title")
            out += to_markup(meta.title);
        else if (place == "lead")
            out += to_markup(meta.lead);
        else if (place == "html")
            out += meta.html;
        else if (place == "strip")
            out += strip_;
        rest.remove_prefix(close + 2);
    }
    out += rest;
    return out += "</div>";
}

}  // namespace ax::site
