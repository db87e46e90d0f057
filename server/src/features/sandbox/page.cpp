#include "features/sandbox/page.h"

#include "base/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::sandbox {

std::string linked_html(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const start = std::min(text.find("http://"), text.find("https://"));
        out += to_markup(text.substr(0, start));
        if (start == std::string_view::npos)
            break;
        text.remove_prefix(start);
        auto const url = to_markup(text.substr(0, text.find_first_of(" \t\r\n<>\"")));
        text.remove_prefix(std::min(text.size(), text.find_first_of(" \t\r\n<>\"")));
        out += fmt::format(R"(<a href="{0}">{0}</a>)", url);
    }
    return out;
}

http::Response page(std::string_view title, std::string_view body, int status) {
    return {
        .status = status,
        .body = fmt::format(
            R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
            R"(<meta name="viewport" content="width=device-width, initial-scale=1"><title>{0}</title>)"
            R"(<link rel="stylesheet" href="/sandbox/style.css"></head><body>)"
            R"(<p class="strip">TEST MODE: no real money moves, no real mail leaves</p><main>{1}</main></body></html>)",
            to_markup(title), body),
        .content_type = "text/html; charset=utf-8"};
}

std::string form_value(std::string_view form, std::string_view name) {
    while (!form.empty()) {
        auto const pair = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), pair.size() + 1));
        auto const equals = pair.find('=');
        std::string value;
        if (pair.substr(0, equals) == name && equals != std::string_view::npos &&
            http::percent_decode(pair.substr(equals + 1), true, value))
            return value;
    }
    return {};
}

std::string_view const kStyle = R"css(
:root { color-scheme: light dark; --ink: light-dark(#24252d, #ececf1); --soft: light-dark(#5b5d6b, #a9abba);
  --paper: light-dark(#fbfaf8, #1b1c22); --surface: light-dark(#fff, #24252d); --line: light-dark(#dcdde4, #3a3c48);
  --primary: light-dark(#4338ca, #a5b4fc); --on: light-dark(#fff, #1b1c22); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, sans-serif; }
.strip { margin: 0; padding: .35rem 1rem; background: #f5c451; color: #3b2a00; font-size: .875rem; font-weight: 600; text-align: center; }
main { max-width: 34rem; margin: 2rem auto; padding: 0 1rem; }
main.wide { max-width: 46rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 1.5rem; margin: 1.5rem 0; }
.amount { font-size: 2.25rem; font-weight: 700; font-variant-numeric: tabular-nums; margin: .25rem 0; }
.soft { color: var(--soft); font-size: .9rem; }
form { display: grid; gap: .75rem; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: var(--ink); text-align: left; }
button.main { background: var(--primary); border-color: var(--primary); color: var(--on); text-align: center; }
button:hover { filter: brightness(1.08); }
button span { display: block; font-weight: 400; font-size: .85rem; color: var(--soft); }
:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
a { color: var(--primary); overflow-wrap: anywhere; }
ul { list-style: none; padding: 0; }
li { border-bottom: 1px solid var(--line); padding: .75rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
label { font-weight: 600; }
input { font: inherit; padding: .5rem .75rem; border-radius: 8px; border: 1px solid var(--line); width: 100%; background: var(--surface); color: var(--ink); }
)css";

}  // namespace ax::sandbox
