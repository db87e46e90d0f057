#include "platform/api/answers.h"

#include "platform/api/router.h"
#include "platform/api/target.h"
#include "platform/http/etag.h"
#include "platform/trace/note.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace ax::api {
namespace {

// What a request names may be long; such ones are rare and not worth a place.
constexpr std::size_t kLongestKey = 1024;
constexpr std::string_view kVary = "Vary: Authorization\r\n";  // the last of the caching lines

bool can_be_kept(http::Response const& made) {
    return made.status == 200 && !made.content().empty() && !made.upgrade &&
           made.extra_headers.find("Set-Cookie:") == std::string::npos;
}

std::shared_ptr<Kept const> kept_from(http::Response made, std::function<void(Call const&)> each_time) {
    auto body = made.shared_body ? std::move(made.shared_body)
                                 : std::make_shared<std::string const>(std::move(made.body));
    auto etag = http::make_etag(*body);
    return std::make_shared<Kept const>(Kept{.body = std::move(body),
                                             .etag = std::move(etag),
                                             .content_type = made.content_type,
                                             .head = std::move(made.extra_headers),
                                             .each_time = std::move(each_time)});
}

http::Response response_of(Answers::Rule const& rule, Kept const& kept, Call const& call) {
    http::Response response;
    response.shared_body = kept.body;
    response.content_type = kept.content_type;
    response.extra_headers = kept.head;
    response.add("ETag", kept.etag);
    std::string_view lines = rule.shared_lines;
    if (!token_of(call.request).empty())
        lines = private_lines();
    // In one line: nginx before 1.23 obeys the last one alone. Who has one of their own names it all in it.
    if (kept.head.find("Vary: ") != std::string::npos)
        lines.remove_suffix(kVary.size());
    response.extra_headers += lines;
    if (http::etag_matches(call.request.header("if-none-match"), kept.etag))
        response.status = 304;
    if (kept.each_time)
        kept.each_time(call);
    return response;
}

metrics::Counter& requests(std::string_view endpoint, std::string_view result) {
    return metrics::counter(
        "answer_cache_requests_total",
        "Requests for answers that can be kept: hit, miss (computed), wait (for one who computes)",
        {{"endpoint", endpoint}, {"result", result}});
}

void note(Call const& call, std::string_view outcome) noexcept {
    trace::tell({.kind = trace::Note::Kind::cache, .name = call.response.endpoint, .text = outcome});
}

metrics::Counter& purges() {
    static metrics::Counter& all =
        metrics::counter("answer_cache_purges_total", "Changes that ended kept answers.");
    return all;
}

}  // namespace

std::string_view private_lines() noexcept {
    return "Cache-Control: private, no-cache\r\nVary: Authorization\r\n";
}

// Browsers ask each time, for they would not hear of a change either; that costs them a 304. What a shared
// cache may do besides stands in a header of its own (RFC 9213): in Cache-Control, stale-while-revalidate
// would let a browser show people what they have just changed.
std::string shared_lines(contract::Cached const& how) {
    auto lines = fmt::format("Cache-Control: public, max-age=0, {}\r\n",
                             how.shared_seconds > 0 ? fmt::format("s-maxage={}", how.shared_seconds)
                                                    : std::string("must-revalidate"));
    if (how.shared_seconds > 0)
        lines += fmt::format("CDN-Cache-Control: public, max-age={0}, stale-while-revalidate={0}\r\n",
                             how.shared_seconds);
    if (!how.tag.empty())
        lines += fmt::format("Cache-Tag: {}\r\n", how.tag);
    return lines.append(kVary);
}

/// Whoever computes owes the others a word, however it ends.
class Answers::Landing {
public:
    Landing(Flights& flights, std::string const& key, std::shared_ptr<Flights::Flight> flight)
        : flights_(flights), key_(key), flight_(std::move(flight)) {}
    Landing(Landing const&) = delete;
    Landing& operator=(Landing const&) = delete;
    ~Landing() { land({}); }
    void land(Landed landed) {
        if (auto const flight = std::exchange(flight_, nullptr))
            flights_.land(key_, flight, std::move(landed));
    }

private:
    Flights& flights_;
    std::string const& key_;
    std::shared_ptr<Flights::Flight> flight_;
};

Answers::Answers(db::Database& database, Clock const& clock, Options options)
    : db_(database), clock_(clock), options_(options), store_(options.bytes), flights_(options.patience) {}

Answers::~Answers() {
    if (watch_)
        db_.set_watch(nullptr);
}

Answers::Rule const& Answers::rule(std::string_view name, contract::Cached const& how) {
    Rule rule{.how = how};
    for (auto const table : how.tables) {
        if (table.empty())
            continue;
        auto const known = std::ranges::find(tables_, table);
        auto const bit = static_cast<std::size_t>(known - tables_.begin());
        if (known == tables_.end())
            tables_.push_back(table);
        if (bit >= db::TableWatch::kMost)
            throw std::logic_error("kept answers depend on too many tables");
        rule.tables |= db::Tables{1} << bit;
    }
    rule.hits = &requests(name, "hit");
    rule.misses = &requests(name, "miss");
    rule.waits = &requests(name, "wait");
    rule.shared_lines = shared_lines(how);
    return rules_.emplace_back(std::move(rule));
}

void Answers::start(Told tell) {
    tell_ = std::move(tell);
    // An engine that says whether anything was committed knows more than we.
    if (options_.bytes == 0 || db_.engine() == db::Engine::sqlite)
        return;
    watch_ = std::make_unique<db::TableWatch>(tables_, [this](db::Tables written) {
        changed(written);
        std::string names;
        for (std::size_t bit = 0; bit < tables_.size(); ++bit)
            if ((written >> bit & 1U) != 0)
                names.append(names.empty() ? "" : " ").append(tables_[bit]);
        if (tell_)
            tell_(names);
    });
    db_.set_watch(watch_.get());
}

// Numbers that only grow: their sum is the same exactly if each of them is.
std::uint64_t Answers::stamp(Rule const& rule) {
    auto sum = purges_of_all_.load(std::memory_order_acquire);
    if (rule.tables == 0)
        return sum;
    if (auto const generation = db_.generation())
        return sum + *generation;
    for (std::size_t bit = 0; bit < tables_.size(); ++bit)
        if ((rule.tables >> bit & 1U) != 0)
            sum += changes_.at(bit).load(std::memory_order_acquire);
    return sum;
}

void Answers::changed(db::Tables tables) noexcept {
    for (std::size_t bit = 0; bit < tables_.size(); ++bit)
        if ((tables >> bit & 1U) != 0)
            changes_[bit].fetch_add(1, std::memory_order_acq_rel);
    purges().add();
}

db::Tables Answers::bits_of(std::string_view names) const {
    db::Tables bits = 0;
    while (!names.empty()) {
        auto const name = names.substr(0, names.find(' '));
        names.remove_prefix(std::min(names.size(), name.size() + 1));
        if (auto const known = std::ranges::find(tables_, name); known != tables_.end())
            bits |= db::Tables{1} << (known - tables_.begin());
    }
    return bits;
}

// A replica may show that commit later than we heard of it.
Duration Answers::life_of(Rule const& rule, Instant from) const noexcept {
    Duration const life = seconds{rule.how.seconds};
    auto const since = to_micros(from) - options_.replica_lag.count();
    return rule.tables != 0 && told_at_ >= since ? std::min(life, options_.replica_lag) : life;
}

void Answers::purge(std::string_view tables) {
    auto const bits = bits_of(tables);
    if (bits == 0)
        return;
    if (options_.replica_lag > Duration{})
        told_at_ = to_micros(clock_.now());
    changed(bits);
}

void Answers::purge_all() noexcept {
    if (options_.replica_lag > Duration{})
        told_at_ = to_micros(clock_.now());
    purges_of_all_.fetch_add(1, std::memory_order_acq_rel);
    purges().add();
}

Task<Result<http::Response>> Answers::answer(Rule const& rule, std::string key, Call& call,
                                             Make const& make) {
    if (options_.bytes == 0 || key.size() > kLongestKey)
        co_return co_await alone(rule, call, make);
    auto const now_true = stamp(rule);
    if (auto const kept = store_.find(key, now_true, clock_.now())) {
        rule.hits->add();
        note(call, "hit");
        co_return response_of(rule, *kept, call);
    }
    auto boarded = flights_.board(key, now_true);
    if (boarded.leads)
        co_return co_await lead(rule, std::move(key), now_true, std::move(boarded.flight), call, make);

    rule.waits->add();
    note(call, "wait");
    auto const landed = co_await flights_.wait(std::move(boarded.flight));
    if (landed->answer)
        co_return response_of(rule, *landed->answer, call);
    if (landed->refusal)
        co_return std::unexpected(*landed->refusal);
    if (landed->failure)
        std::rethrow_exception(landed->failure);
    co_return co_await alone(rule, call, make);
}

Task<Result<http::Response>> Answers::alone(Rule const& rule, Call& call, Make const& make) {
    auto made = co_await make();
    if (made && can_be_kept(*made))
        co_return response_of(rule, *kept_from(*std::move(made), std::exchange(call.again, {})), call);
    if (made && call.again)
        call.again(call);
    co_return made;
}

Task<Result<http::Response>> Answers::lead(Rule const& rule, std::string key, std::uint64_t stamp_before,
                                           std::shared_ptr<Flights::Flight> flight, Call& call,
                                           Make const& make) {
    auto const from = clock_.now();
    Landing landing(flights_, key, std::move(flight));
    // It may have been kept between the look and the boarding.
    if (auto const kept = store_.find(key, stamp_before, from)) {
        rule.hits->add();
        note(call, "hit");
        landing.land({.answer = kept});
        co_return response_of(rule, *kept, call);
    }
    rule.misses->add();
    note(call, "miss");
    std::exception_ptr failure;
    std::optional<Result<http::Response>> made;
    try {
        made = co_await make();
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        landing.land({.failure = failure});
        std::rethrow_exception(failure);
    }
    if (!*made) {
        landing.land({.refusal = made->error()});
        co_return *std::move(made);
    }
    if (!can_be_kept(**made)) {
        if (call.again)
            call.again(call);
        co_return *std::move(made);
    }
    auto const kept = kept_from(**std::move(made), std::exchange(call.again, {}));
    if (stamp(rule) == stamp_before)
        store_.keep(key, kept, {.stamp = stamp_before, .from = from, .until = from + life_of(rule, from)});
    auto response = response_of(rule, *kept, call);
    landing.land({.answer = kept});
    co_return response;
}

}  // namespace ax::api
