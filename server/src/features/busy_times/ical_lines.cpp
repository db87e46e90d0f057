#include "features/busy_times/ical.h"

#include <array>
#include <charconv>

/// Lines, rules and zones: what an entry is written in.
namespace ax::busy_times {
namespace {

constexpr std::size_t kMostParameters = 20;
constexpr std::size_t kMostRuleParts = 64;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string upper(std::string_view text) {
    std::string out(text);
    for (auto& c : out) c = upper(c);
    return out;
}

std::optional<int> number(std::string_view text, int least, int most) {
    if (text.starts_with('+'))
        text.remove_prefix(1);
    int out = 0;
    auto const* const end = text.data() + text.size();
    auto const [next, failed] = std::from_chars(text.data(), end, out);
    return failed == std::errc{} && next == end && out >= least && out <= most ? std::optional(out)
                                                                               : std::nullopt;
}

template <class F>
bool each_part(std::string_view text, char separator, F part) {
    std::size_t parts = 0;
    while (true) {
        auto const end = text.find(separator);
        if (++parts > kMostRuleParts || !part(text.substr(0, end)))
            return false;
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

std::optional<int> weekday(std::string_view text) {
    constexpr std::array<std::string_view, 7> kDays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (std::size_t i = 0; i < kDays.size(); ++i)
        if (upper(text) == kDays.at(i))
            return static_cast<int>(i) + 1;
    return std::nullopt;
}

bool read_by_day(Rule& rule, std::string_view value) {
    return each_part(value, ',', [&](std::string_view part) {
        if (part.size() < 2)
            return false;
        auto const day = weekday(part.substr(part.size() - 2));
        auto const ordinal =
            part.size() == 2 ? std::optional(0) : number(part.substr(0, part.size() - 2), -5, 5);
        if (!day || !ordinal || (part.size() > 2 && *ordinal == 0))
            return false;
        rule.by_day.push_back({*ordinal, *day});
        return true;
    });
}

bool read_until(Rule& rule, std::string_view value) {
    auto const digits = value.substr(0, 8);
    if (value.size() < 8)
        return false;
    auto const date = parse_date(std::string(digits.substr(0, 4)) + "-" + std::string(digits.substr(4, 2)) +
                                 "-" + std::string(digits.substr(6, 2)));
    if (!date)
        return false;
    rule.until = availability::to_date(*date) + days{1} - seconds{1};
    if (value.size() == 8)
        return true;
    if (value.size() < 15 || value.size() > 16 || upper(value[8]) != 'T')
        return false;
    auto const hour = number(value.substr(9, 2), 0, 23);
    auto const minute = number(value.substr(11, 2), 0, 59);
    auto const second = number(value.substr(13, 2), 0, 60);
    if (!hour || !minute || !second)
        return false;
    rule.until = availability::to_date(*date) + hours{*hour} + minutes{*minute} + seconds{*second};
    rule.until_is_utc = value.size() == 16 && upper(value[15]) == 'Z';
    return true;
}

bool read_part(Rule& rule, bool& has_frequency, std::string_view name, std::string_view value) {
    if (name == "FREQ") {
        constexpr std::array<std::string_view, 4> kNames{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
        for (std::size_t i = 0; i < kNames.size(); ++i)
            if (upper(value) == kNames.at(i)) {
                rule.frequency = static_cast<Rule::Frequency>(i);
                return has_frequency = true;
            }
        return false;
    }
    if (name == "INTERVAL" || name == "COUNT") {
        auto const value_of = number(value, 1, name == "INTERVAL" ? 1000 : 100'000);
        if (!value_of)
            return false;
        if (name == "INTERVAL")
            rule.interval = *value_of;
        else
            rule.count = value_of;
        return true;
    }
    if (name == "UNTIL")
        return read_until(rule, value);
    if (name == "BYDAY")
        return read_by_day(rule, value);
    if (name == "WKST") {
        auto const day = weekday(value);
        rule.week_start = day.value_or(1);
        return day.has_value();
    }
    if (name == "BYMONTHDAY")
        return each_part(value, ',', [&](std::string_view part) {
            auto const day = number(part, -31, 31);
            if (!day || *day == 0)
                return false;
            rule.by_month_day.push_back(*day);
            return true;
        });
    return name.starts_with("X-");
}

}  // namespace

std::string_view Property::parameter(std::string_view wanted) const {
    for (auto const& [parameter_name, parameter_value] : parameters)
        if (parameter_name == wanted)
            return parameter_value;
    return {};
}

std::optional<Property> parse_property(std::string_view line) {
    auto const name_end = line.find_first_of(";:");
    if (name_end == std::string_view::npos || name_end == 0)
        return std::nullopt;
    Property out{.name = upper(line.substr(0, name_end)), .parameters = {}, .value = {}};
    line.remove_prefix(name_end);
    while (line.starts_with(';')) {
        line.remove_prefix(1);
        auto const equals = line.find_first_of("=:;");
        if (equals == std::string_view::npos || line[equals] != '=' ||
            out.parameters.size() >= kMostParameters)
            return std::nullopt;
        auto parameter = upper(line.substr(0, equals));
        line.remove_prefix(equals + 1);
        std::string value;
        // Quoted text may hold what ends a value otherwise.
        bool quoted = false;
        std::size_t at = 0;
        for (; at < line.size() && (quoted || (line[at] != ';' && line[at] != ':')); ++at) {
            if (line[at] == '"')
                quoted = !quoted;
            else
                value += line[at];
        }
        line.remove_prefix(at);
        out.parameters.emplace_back(std::move(parameter), std::move(value));
    }
    if (!line.starts_with(':'))
        return std::nullopt;
    out.value = std::string(line.substr(1));
    return out;
}

std::optional<Rule> parse_rule(std::string_view value) {
    Rule rule;
    bool has_frequency = false;
    bool const read = each_part(value, ';', [&](std::string_view part) {
        if (part.empty())
            return true;
        auto const equals = part.find('=');
        return equals != std::string_view::npos &&
               read_part(rule, has_frequency, upper(part.substr(0, equals)), part.substr(equals + 1));
    });
    using enum Rule::Frequency;
    if (!read || !has_frequency)
        return std::nullopt;
    // Numbered weekdays are counted within a month here, days of the month make no sense in a week.
    for (auto const& day : rule.by_day)
        if (day.ordinal != 0 && rule.frequency != monthly)
            return std::nullopt;
    if (!rule.by_month_day.empty() && (rule.frequency != monthly || !rule.by_day.empty()))
        return std::nullopt;
    if (rule.frequency == yearly && !rule.by_day.empty())
        return std::nullopt;
    return rule;
}

std::optional<availability::Zone> zone_of(std::string_view tzid) {
    struct Named {
        std::string_view windows;
        std::string_view iana;
    };
    // Of the Unicode CLDR's table: the zones most people live in, as Outlook names them.
    static constexpr std::array kWindows{
        Named{"India Standard Time", "Asia/Kolkata"},
        Named{"GMT Standard Time", "Europe/London"},
        Named{"Greenwich Standard Time", "Atlantic/Reykjavik"},
        Named{"W. Europe Standard Time", "Europe/Berlin"},
        Named{"Central Europe Standard Time", "Europe/Budapest"},
        Named{"Central European Standard Time", "Europe/Warsaw"},
        Named{"Romance Standard Time", "Europe/Paris"},
        Named{"E. Europe Standard Time", "Europe/Chisinau"},
        Named{"FLE Standard Time", "Europe/Kiev"},
        Named{"GTB Standard Time", "Europe/Bucharest"},
        Named{"Turkey Standard Time", "Europe/Istanbul"},
        Named{"Israel Standard Time", "Asia/Jerusalem"},
        Named{"Russian Standard Time", "Europe/Moscow"},
        Named{"Arabian Standard Time", "Asia/Dubai"},
        Named{"Arab Standard Time", "Asia/Riyadh"},
        Named{"Pakistan Standard Time", "Asia/Karachi"},
        Named{"Sri Lanka Standard Time", "Asia/Colombo"},
        Named{"Nepal Standard Time", "Asia/Kathmandu"},
        Named{"Bangladesh Standard Time", "Asia/Dhaka"},
        Named{"SE Asia Standard Time", "Asia/Bangkok"},
        Named{"Singapore Standard Time", "Asia/Singapore"},
        Named{"China Standard Time", "Asia/Shanghai"},
        Named{"Tokyo Standard Time", "Asia/Tokyo"},
        Named{"Korea Standard Time", "Asia/Seoul"},
        Named{"AUS Eastern Standard Time", "Australia/Sydney"},
        Named{"W. Australia Standard Time", "Australia/Perth"},
        Named{"New Zealand Standard Time", "Pacific/Auckland"},
        Named{"South Africa Standard Time", "Africa/Johannesburg"},
        Named{"W. Central Africa Standard Time", "Africa/Lagos"},
        Named{"E. Africa Standard Time", "Africa/Nairobi"},
        Named{"Egypt Standard Time", "Africa/Cairo"},
        Named{"E. South America Standard Time", "America/Sao_Paulo"},
        Named{"Argentina Standard Time", "America/Buenos_Aires"},
        Named{"Atlantic Standard Time", "America/Halifax"},
        Named{"Eastern Standard Time", "America/New_York"},
        Named{"Central Standard Time", "America/Chicago"},
        Named{"Mountain Standard Time", "America/Denver"},
        Named{"US Mountain Standard Time", "America/Phoenix"},
        Named{"Pacific Standard Time", "America/Los_Angeles"},
        Named{"Alaskan Standard Time", "America/Anchorage"},
        Named{"Hawaiian Standard Time", "Pacific/Honolulu"},
    };
    if (tzid.empty() || tzid.size() > 200)
        return std::nullopt;
    for (auto const& named : kWindows)
        if (named.windows == tzid)
            return availability::Zone::find(named.iana);
    // From the whole name to its last two parts.
    for (int cuts = 0; cuts < 8; ++cuts) {
        if (auto zone = availability::Zone::find(tzid))
            return zone;
        auto const slash = tzid.find('/');
        if (slash == std::string_view::npos)
            return std::nullopt;
        tzid.remove_prefix(slash + 1);
    }
    return std::nullopt;
}

}  // namespace ax::busy_times
