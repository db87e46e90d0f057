#include "features/import_django/profile_text.h"

#include "base/fold.h"
#include "contract/formats.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <boost/json/parse.hpp>

namespace ax::import_django {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostServices = 20;

json::value parse(std::string_view text) {
    json::error_code failed;
    auto value = json::parse(json::string_view(text.data(), text.size()), failed);
    return failed ? json::value{} : value;
}

std::string text_at(json::object const& object, char const* name, Lines lines, std::size_t most) {
    auto const* const value = object.if_contains(name);
    auto const* const text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string{} : clean({text->data(), text->size()}, lines, most).text;
}

// Written as a number or as a text; in hundredths.
std::optional<std::int64_t> price_at(json::object const& object) {
    auto const* const value = object.if_contains("price");
    if (value == nullptr)
        return std::nullopt;
    if (auto const* const text = value->if_string())
        return to_hundredths(clean({text->data(), text->size()}, Lines::one, 30).text);
    if (auto const* const whole = value->if_int64())
        return *whole >= 0 && *whole <= 1'000'000'000 ? std::optional(*whole * 100) : std::nullopt;
    // The file's own fraction; money here is whole paise from now on.
    if (auto const* const fraction = value->if_double())
        return *fraction >= 0 && *fraction <= 1e9 ? std::optional<std::int64_t>(std::llround(*fraction * 100))
                                                  : std::nullopt;
    return std::nullopt;
}

std::string features_of(json::object const& object) {
    std::string out;
    auto const* const value = object.if_contains("features");
    auto const* const list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr)
        return out;
    for (auto const& entry : *list)
        if (auto const* const text = entry.if_string())
            if (auto const line = clean({text->data(), text->size()}, Lines::one, 200).text; !line.empty())
                out += "\n- " + line;
    return out;
}

bool can_be_offered(mentors::CreateService const& service) {
    return contract::code_points(service.title) >= 3 && service.minutes >= 15 && service.minutes <= 240 &&
           service.minutes % 5 == 0 && service.price >= 100 && service.price <= 10'000'000;
}

}  // namespace

std::vector<mentors::Link> read_links(Fields& row, std::size_t linkedin) {
    constexpr std::array kLabels{"LinkedIn", "GitHub", "Portfolio"};
    std::vector<mentors::Link> out;
    for (std::size_t i = 0; i < kLabels.size(); ++i) {
        auto url = clean(row.text(linkedin + i), Lines::one, 600).text;
        if (url.empty())
            continue;
        auto const host = url.substr(0, url.find('/'));
        if (host.find(':') == std::string::npos && host.find('.') != std::string::npos)
            url = "https://" + url;
        if (contract::is_http_url(url) && contract::code_points(url) <= 500)
            out.push_back({.label = kLabels.at(i), .url = url});
        else
            row.change("links", "no_web_address", url);
    }
    return out;
}

std::vector<mentors::Education> read_education(Fields& row, std::size_t college, std::size_t batch) {
    auto const name = row.line(college, 120, "college");
    if (name.empty())
        return {};
    auto const year = to_number(row.text(batch));
    if (!year || *year < 1940 || *year > 2100) {
        row.change("college", "no_year", name);
        return {};
    }
    auto const left = static_cast<int>(*year);
    return {{.institution = name, .degree = {}, .subject = {}, .from_year = left, .to_year = left}};
}

std::vector<std::string> read_list(Fields& row, std::size_t column, std::string_view part,
                                   std::size_t longest, std::size_t most) {
    std::vector<std::string> out;
    auto const text = row.text(column);
    if (text.empty())
        return out;
    auto const value = parse(text);
    auto const* const list = value.if_array();
    if (list == nullptr) {
        row.change(part, "not_a_list");
        return out;
    }
    for (auto const& entry : *list) {
        auto const* const words = entry.if_string();
        auto line = words == nullptr ? Cleaned{} : clean({words->data(), words->size()}, Lines::one, longest);
        bool const twice =
            std::ranges::any_of(out, [&](auto const& one) { return fold(one) == fold(line.text); });
        if (contract::code_points(line.text) < 2 || line.cut || out.size() == most)
            row.change(part, "entry_left_out", line.text);
        else if (!twice)
            out.push_back(std::move(line.text));
    }
    return out;
}

std::optional<int> parse_length(std::string_view text) {
    auto plain = clean(text, Lines::one, 40).text;
    for (auto& c : plain) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    auto const digits = plain.find_first_not_of("0123456789.");
    auto const amount = to_hundredths(std::string_view(plain).substr(0, digits));
    if (!amount || *amount > 100'000)
        return std::nullopt;
    auto unit = digits == std::string::npos ? std::string_view{} : std::string_view(plain).substr(digits);
    while (!unit.empty() && (unit.front() == ' ' || unit.front() == '-')) unit.remove_prefix(1);
    auto const is = [unit](std::initializer_list<std::string_view> words) {
        return std::ranges::find(words, unit) != words.end();
    };
    std::int64_t hundredths = 0;
    if (is({"", "min", "mins", "minute", "minutes", "m"}))
        hundredths = *amount;
    else if (is({"h", "hr", "hrs", "hour", "hours"}))
        hundredths = *amount * 60;
    else
        return std::nullopt;
    return hundredths > 0 && hundredths % 100 == 0 ? std::optional(static_cast<int>(hundredths / 100))
                                                   : std::nullopt;
}

std::vector<mentors::CreateService> read_services(Fields& row, std::size_t column) {
    std::vector<mentors::CreateService> out;
    auto const text = row.text(column);
    if (text.empty())
        return out;
    auto const value = parse(text);
    auto const* const list = value.if_array();
    if (list == nullptr) {
        row.change("services", "not_a_list");
        return out;
    }
    for (auto const& entry : *list) {
        auto const* const object = entry.if_object();
        mentors::CreateService service;
        if (object != nullptr) {
            service.title = text_at(*object, "title", Lines::one, 120);
            auto const words = text_at(*object, "description", Lines::many, 1000) + features_of(*object);
            service.description = clean(words, Lines::many, 1000).text;
            service.minutes = parse_length(text_at(*object, "duration", Lines::one, 40)).value_or(0);
            service.price = price_at(*object).value_or(0);
        }
        if (can_be_offered(service) && out.size() < kMostServices)
            out.push_back(std::move(service));
        else
            row.change("services", "service_left_out", service.title);
    }
    return out;
}

}  // namespace ax::import_django
