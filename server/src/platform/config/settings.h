#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every setting, declared once: name, kind, default, bounds, whether it is a secret, what it does. From that
/// table come parsing, `--help`, `.env.example` and the redacted dump at start.
namespace ax::config {

enum class Kind : unsigned char { text, integer, boolean, choice, choices };

struct Setting {
    std::string_view name;  // AX_LISTEN
    Kind kind = Kind::text;
    std::string_view fallback = {};  // the default, as text
    std::string_view help;
    bool secret = false;
    bool needed_in_production = false;  // must be set, and not to its default
    std::int64_t min = 0;
    std::int64_t max = 0;           // of integers; both 0: any
    std::string_view choices = {};  // "development|production"; of `choices` any of them, comma-separated
};

[[nodiscard]] std::span<Setting const> settings();

/// The values in force: environment over `.env` over defaults. Immutable once loaded.
class Values {
public:
    [[nodiscard]] std::string const& text(std::string_view name) const;
    [[nodiscard]] std::int64_t integer(std::string_view name) const;
    [[nodiscard]] bool boolean(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;  // comma-separated
    [[nodiscard]] bool is_set(std::string_view name) const { return !text(name).empty(); }
    [[nodiscard]] bool production() const { return text("AX_MODE") == "production"; }

private:
    friend Result<Values> load(std::string const& env_file,
                               std::map<std::string, std::string> const& overrides);
    std::map<std::string, std::string, std::less<>> values_;
};

/// Reads `env_file` (missing is fine), the environment and `overrides` (the command line). The error's fields
/// name every setting that is unknown, unreadable, or missing in production.
[[nodiscard]] Result<Values> load(std::string const& env_file,
                                  std::map<std::string, std::string> const& overrides);

/// `.env.example` and the settings part of `--help`.
[[nodiscard]] std::string env_example();
[[nodiscard]] std::string help_text();

}  // namespace ax::config
