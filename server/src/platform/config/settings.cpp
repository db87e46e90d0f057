#include "platform/config/settings.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::config {
namespace {

std::string_view trim(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// KEY=value lines; `#` comments; one pair of quotes around a value is taken off.
std::map<std::string, std::string> read_env_file(std::string const& path) {
    std::map<std::string, std::string> out;
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        auto const text = trim(line);
        auto const equals = text.find('=');
        if (text.empty() || text.front() == '#' || equals == std::string_view::npos)
            continue;
        auto value = trim(text.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        out[std::string(trim(text.substr(0, equals)))] = value;
    }
    return out;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return {};
    return value;
}

bool is_choice(std::string_view choices, std::string_view value) {
    while (!choices.empty()) {
        auto const one = choices.substr(0, choices.find('|'));
        if (one == value)
            return true;
        choices.remove_prefix(std::min(choices.size(), one.size() + 1));
    }
    return false;
}

std::vector<std::string> parts_of(std::string_view rest) {
    std::vector<std::string> out;
    while (!rest.empty()) {
        auto const one = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
        if (auto const item = trim(one); !item.empty())
            out.emplace_back(item);
    }
    return out;
}

std::string problem_of_choices(std::string_view choices, std::string const& value) {
    auto const chosen = parts_of(value);
    for (auto const& one : chosen)
        if (!is_choice(choices, one))
            return fmt::format("has {}, which is none of {}", one, choices);
    return chosen.empty() ? fmt::format("must name at least one of {}", choices) : "";
}

// Empty: fine. Otherwise what is wrong.
std::string problem_of(Setting const& setting, std::string const& value) {
    switch (setting.kind) {
        case Kind::text:
            return {};
        case Kind::boolean:
            return value == "true" || value == "false" ? "" : "must be true or false";
        case Kind::choice:
            return is_choice(setting.choices, value) ? "" : fmt::format("must be one of {}", setting.choices);
        case Kind::choices:
            return problem_of_choices(setting.choices, value);
        case Kind::integer: {
            auto const number = to_integer(value);
            if (!number)
                return "must be a whole number";
            if ((setting.min != 0 || setting.max != 0) && (*number < setting.min || *number > setting.max))
                return fmt::format("must be between {} and {}", setting.min, setting.max);
            return {};
        }
    }
    return {};
}

constexpr std::size_t kShortestSecret = 32;

void check_production(Values const& values, std::vector<FieldError>& errors) {
    for (Setting const& setting : settings()) {
        auto const& value = values.text(setting.name);
        if (setting.needed_in_production && (value.empty() || value == setting.fallback))
            errors.push_back(
                {std::string(setting.name), "must be set in production mode, and not to its default", {}});
    }
    if (auto const& secret = values.text("AX_SECRET"); !secret.empty() && secret.size() < kShortestSecret)
        errors.push_back({"AX_SECRET", "must have at least 32 characters", {}});
    if (values.integer("AX_RATE_LIMIT_PERCENT") == 0)
        errors.push_back({"AX_RATE_LIMIT_PERCENT", "can't be 0 in production mode", {}});
    if (values.boolean("AX_LOOPBACK_URLS"))
        errors.push_back({"AX_LOOPBACK_URLS", "can't be true in production mode", {}});
    if (values.boolean("AX_DEBUG_TOOLBAR"))
        errors.push_back({"AX_DEBUG_TOOLBAR", "can't be true in production mode", {}});
}

}  // namespace

std::string const& Values::text(std::string_view name) const {
    auto const found = values_.find(name);
    if (found == values_.end())
        throw std::logic_error(fmt::format("{} is not a declared setting", name));
    return found->second;
}

std::int64_t Values::integer(std::string_view name) const { return to_integer(text(name)).value_or(0); }
bool Values::boolean(std::string_view name) const { return text(name) == "true"; }

std::vector<std::string> Values::list(std::string_view name) const { return parts_of(text(name)); }

Result<Values> load(std::string const& env_file, std::map<std::string, std::string> const& overrides) {
    auto const from_file = read_env_file(env_file);
    std::vector<FieldError> errors;
    for (auto const& [name, value] : from_file)
        if (name.starts_with("AX_") &&
            std::ranges::find(settings(), name, &Setting::name) == settings().end())
            errors.push_back({name, fmt::format("is not a setting ({})", env_file), {}});

    Values values;
    for (Setting const& setting : settings()) {
        std::string const name(setting.name);
        std::string value(setting.fallback);
        if (auto const found = from_file.find(name); found != from_file.end())
            value = found->second;
        if (char const* const set = std::getenv(name.c_str()); set != nullptr)
            value = set;
        if (auto const found = overrides.find(name); found != overrides.end())
            value = found->second;
        if (auto const problem = problem_of(setting, value); !problem.empty())
            errors.push_back({name, problem, {}});
        values.values_.emplace(name, std::move(value));
    }
    if (errors.empty() && values.production())
        check_production(values, errors);
    if (!errors.empty())
        return std::unexpected(Error{Code::invalid, "config.invalid", std::move(errors)});
    return values;
}

std::string env_example() {
    std::string out =
        "# Every setting of AspireX, with its default. Copy to .env and change what you need; environment variables of\n"
        "# the same names win. Generated from server/src/platform/config/table.cpp by `./ax contract`.\n";
    for (Setting const& setting : settings()) {
        out += fmt::format("\n# {}", setting.help);
        if (!setting.choices.empty())
            out += fmt::format(" ({})", setting.choices);
        if (setting.needed_in_production)
            out += " [needed in production]";
        out += fmt::format("\n#{}={}\n", setting.name, setting.fallback);
    }
    return out;
}

std::string help_text() {
    std::string out = "Settings (environment variables, or lines of .env):\n";
    for (Setting const& setting : settings())
        out += fmt::format(
            "  {:<32} {}{}\n", setting.name, setting.help,
            setting.fallback.empty() || setting.secret ? "" : fmt::format(" [{}]", setting.fallback));
    return out;
}

}  // namespace ax::config
