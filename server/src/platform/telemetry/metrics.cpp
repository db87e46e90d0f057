#include "platform/telemetry/metrics.h"

#include "platform/telemetry/process_stats.h"
#include "platform/telemetry/seconds_gauge.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <variant>

#include <fmt/format.h>

namespace ax::metrics {

void append_histogram(std::string& out, std::string_view name, std::string_view labels, Histogram const& it);

namespace {

constexpr std::size_t kMostLabelSets = 1000;

constexpr std::int64_t kLatency[] = {100,       250,       500,       1'000,     2'500,   5'000,
                                     10'000,    25'000,    50'000,    100'000,   250'000, 500'000,
                                     1'000'000, 2'500'000, 5'000'000, 10'000'000};

// The kinds of families: the alternatives of Metric, and gauges of seconds, which are held in microseconds.
constexpr std::size_t kSecondsGauge = 3;

using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>>;

struct Family {
    std::string help;
    std::size_t kind = 0;
    std::vector<std::string> label_names;
    std::map<std::string, Metric, std::less<>> by_labels;  // key: `a="x",b="y"`, escaped
};

struct Registry {
    std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;
};

// Never destroyed: threads may count while the process ends.
Registry& registry() {
    static auto* const all = new Registry;
    return *all;
}

bool valid_name(std::string_view name, bool colon) {
    auto const ok = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colon && c == ':');
    };
    return !name.empty() && ok(name[0]) &&
           std::ranges::all_of(name, [&](char c) { return ok(c) || (c >= '0' && c <= '9'); });
}

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (char const c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quotes)
            out += "\\\"";
        else
            out += c;
    }
}

std::string label_text(Labels labels, bool other) {
    std::string out;
    for (auto const& label : labels) {
        if (!out.empty())
            out += ',';
        out.append(label.name).append("=\"");
        append_escaped(out, other ? "other" : label.value, true);
        out += '"';
    }
    return out;
}

Family& family(Registry& all, std::string_view name, std::string_view help, Labels labels, std::size_t kind) {
    auto found = all.families.find(name);
    if (found == all.families.end()) {
        Family fresh{.help = std::string(help), .kind = kind, .label_names = {}, .by_labels = {}};
        for (auto const& label : labels) fresh.label_names.emplace_back(label.name);
        bool const names_ok = std::ranges::all_of(
            fresh.label_names, [](auto const& label) { return valid_name(label, false) && label != "le"; });
        if (!valid_name(name, true) || !names_ok)
            throw std::logic_error(
                fmt::format("metric {} or one of its labels has a name that is not allowed", name));
        found = all.families.emplace(name, std::move(fresh)).first;
    }
    bool const same = found->second.kind == kind &&
                      std::ranges::equal(found->second.label_names, labels, {}, {}, &Label::name);
    if (!same)
        throw std::logic_error(
            fmt::format("metric {} was made before with another kind or other labels", name));
    return found->second;
}

template <class T, class... Args>
T& find_or_make(std::string_view name, std::string_view help, Labels labels, std::size_t kind, Args... args) {
    auto& all = registry();
    std::lock_guard const lock(all.mutex);
    auto& named = family(all, name, help, labels, kind);
    auto key = label_text(labels, false);
    auto found = named.by_labels.find(key);
    if (found == named.by_labels.end() && named.by_labels.size() >= kMostLabelSets) {
        key = label_text(labels, true);
        found = named.by_labels.find(key);
    }
    if (found == named.by_labels.end())
        found = named.by_labels.emplace(std::move(key), std::make_unique<T>(args...)).first;
    return *std::get<std::unique_ptr<T>>(found->second);
}

void append_sample(std::string& out, std::string_view name, std::string_view labels, auto value) {
    if (labels.empty())
        fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
    else
        fmt::format_to(std::back_inserter(out), "{}{{{}}} {}\n", name, labels, value);
}

}  // namespace

std::span<std::int64_t const> latency_bounds() noexcept { return kLatency; }

void Histogram::observe(std::int64_t micros) noexcept {
    auto const bucket = std::ranges::lower_bound(bounds_, micros) - bounds_.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(micros, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const noexcept {
    std::uint64_t total = 0;
    for (auto const& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    return total;
}

void append_histogram(std::string& out, std::string_view name, std::string_view labels, Histogram const& it) {
    std::string_view const comma = labels.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < it.buckets_.size(); ++i) {
        total += it.buckets_[i].load(std::memory_order_relaxed);
        std::string const bound =
            i < it.bounds_.size() ? fmt::format("{:g}", static_cast<double>(it.bounds_[i]) / 1e6) : "+Inf";
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, labels, comma, bound,
                       total);
    }
    auto const sum = static_cast<double>(it.sum_.load(std::memory_order_relaxed)) / 1e6;
    append_sample(out, fmt::format("{}_sum", name), labels, sum);
    append_sample(out, fmt::format("{}_count", name), labels, total);
}

Counter& counter(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Counter>(name, help, labels, 0);
}

Gauge& gauge(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Gauge>(name, help, labels, 1);
}

Gauge& seconds_gauge(std::string_view name, std::string_view help, Labels labels) {
    return find_or_make<Gauge>(name, help, labels, kSecondsGauge);
}

Histogram& histogram(std::string_view name, std::string_view help, Labels labels,
                     std::span<std::int64_t const> bounds) {
    return find_or_make<Histogram>(name, help, labels, 2, bounds);
}

std::string exposition() {
    static constexpr std::string_view kKinds[] = {"counter", "gauge", "histogram", "gauge"};
    std::string out;
    auto& all = registry();
    {
        std::lock_guard const lock(all.mutex);
        for (auto const& [name, named] : all.families) {
            out.append("# HELP ").append(name).append(" ");
            append_escaped(out, named.help, false);
            out.append("\n# TYPE ").append(name).append(" ").append(kKinds[named.kind]).append("\n");
            for (auto const& [labels, metric] : named.by_labels) {
                if (auto const* counts = std::get_if<0>(&metric))
                    append_sample(out, name, labels, (*counts)->value());
                else if (auto const* level = std::get_if<1>(&metric);
                         level != nullptr && named.kind == kSecondsGauge)
                    append_sample(out, name, labels, static_cast<double>((*level)->value()) / 1e6);
                else if (level != nullptr)
                    append_sample(out, name, labels, (*level)->value());
                else
                    append_histogram(out, name, labels, *std::get<2>(metric));
            }
        }
    }
    append_process_stats(out);
    return out;
}

}  // namespace ax::metrics
