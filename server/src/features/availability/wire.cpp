#include "features/availability/wire.h"

#include <fmt/format.h>

namespace ax::availability {
namespace {

// Reads one range, naming what can't be read. A time that is no time becomes an impossible one: the model's
// own checks then don't speak about it a second time, because the caller stops here.
class Reader {
public:
    std::vector<FieldError> errors;

    Hours hours(std::string const& owner, std::string_view start, std::string_view end) {
        return {time(owner + ".start", start), time(owner + ".end", end)};
    }

    void error(std::string field, std::string_view reason) {
        errors.push_back({std::move(field), std::string(reason), {}});
    }

private:
    int time(std::string const& field, std::string_view text) {
        auto const minutes = parse_wall_time(text);
        if (!minutes)
            error(field, "not_a_time");
        return minutes.value_or(-1);
    }
};

}  // namespace

Result<Schedule> to_schedule(Availability const& wire) {
    Reader reader;
    Schedule out{.buffer_before = wire.buffer_before,
                 .buffer_after = wire.buffer_after,
                 .minimum_notice = wire.minimum_notice,
                 .horizon_days = wire.horizon_days,
                 .daily_cap = wire.daily_cap,
                 .start_every = wire.start_every};
    if (auto const zone = Zone::find(wire.time_zone))
        out.zone = *zone;
    else
        reader.error("time_zone", "not_a_time_zone");

    for (std::size_t i = 0; i < wire.rules.size(); ++i) {
        auto const& rule = wire.rules[i];
        out.rules.push_back({rule.weekday, reader.hours(fmt::format("rules[{}]", i), rule.start, rule.end)});
    }
    for (std::size_t i = 0; i < wire.overrides.size(); ++i) {
        auto const& entry = wire.overrides[i];
        auto const owner = fmt::format("overrides[{}]", i);
        auto const date = parse_date(entry.date);
        if (!date)
            reader.error(owner + ".date", "not_a_date");
        if (entry.start.has_value() != entry.end.has_value())
            reader.error(owner + (entry.start ? ".end" : ".start"), "required");
        std::optional<Hours> hours;
        if (entry.start && entry.end)
            hours = reader.hours(owner, *entry.start, *entry.end);
        out.overrides.push_back({date ? to_date(*date) : Date{}, hours});
    }

    if (reader.errors.empty())
        reader.errors = validate(out);
    if (!reader.errors.empty())
        return std::unexpected(Error{Code::invalid, "request.invalid", std::move(reader.errors)});
    return out;
}

Availability to_wire(Schedule const& schedule) {
    Availability out{.time_zone = schedule.zone.name(),
                     .rules = {},
                     .overrides = {},
                     .buffer_before = schedule.buffer_before,
                     .buffer_after = schedule.buffer_after,
                     .minimum_notice = schedule.minimum_notice,
                     .horizon_days = schedule.horizon_days,
                     .daily_cap = schedule.daily_cap,
                     .start_every = schedule.start_every};
    for (auto const& rule : schedule.rules)
        out.rules.push_back({rule.weekday, to_wall_time(rule.hours.start), to_wall_time(rule.hours.end)});
    for (auto const& entry : schedule.overrides) {
        DateOverride shown{.date = to_iso(to_calendar(entry.date)), .start = {}, .end = {}};
        if (entry.hours) {
            shown.start = to_wall_time(entry.hours->start);
            shown.end = to_wall_time(entry.hours->end);
        }
        out.overrides.push_back(std::move(shown));
    }
    return out;
}

}  // namespace ax::availability
