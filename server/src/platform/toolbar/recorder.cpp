#include "platform/toolbar/recorder.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace ax::toolbar {
namespace {

using Kind = trace::Note::Kind;

constexpr std::int64_t kManyTimes = 3;  // one more is chance, three are a loop
constexpr std::size_t kMostOpen = 2000;

std::string const* text_of(trace::Span const& span, std::string_view key) {
    auto const found = std::ranges::find(span.attributes, key, &trace::Attribute::key);
    return found == span.attributes.end() ? nullptr : std::get_if<std::string>(&found->value);
}

std::optional<std::int64_t> number_of(trace::Span const& span, std::string_view key) {
    auto const found = std::ranges::find(span.attributes, key, &trace::Attribute::key);
    auto const* const number =
        found == span.attributes.end() ? nullptr : std::get_if<std::int64_t>(&found->value);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

std::int64_t most_often(std::vector<Statement> const& statements) {
    std::map<std::string_view, std::int64_t> times;
    std::int64_t most = 0;
    for (auto const& one : statements) most = std::max(most, ++times[one.name]);
    return most;
}

double as_ms(std::int64_t micros) { return static_cast<double>(micros) / 1000; }

}  // namespace

std::string masked(std::string_view address) {
    auto const at = address.rfind('@');
    if (at == std::string_view::npos || at == 0)
        return "***";
    auto const domain = address.substr(at + 1);
    auto const dot = domain.rfind('.');
    return fmt::format("{}***@{}***{}", address.substr(0, 1), domain.substr(0, 1),
                       dot == std::string_view::npos ? std::string_view{} : domain.substr(dot));
}

Recorder::Recorder(trace::Sink* next, Limits limits) : next_(next), limits_(limits) {
    trace::set_sink(this, 1);
}
Recorder::~Recorder() { trace::set_sink(nullptr, 0); }

void Recorder::take(trace::Span&& span) noexcept {
    try {
        std::lock_guard const lock(mutex_);
        auto const* const host = text_of(span, "server.address");
        if (auto const above = open_.find(span.parent); host != nullptr && above != open_.end()) {
            auto& record = *above->second.record;
            std::int64_t const micros = (span.ended - span.begun) / 1000;
            if (!above->second.job)
                record.summary.outgoing_micros += micros;
            keep(record, record.outgoing,
                 {.method = span.name,
                  .host = *host,
                  .status = number_of(span, "http.response.status_code"),
                  .micros = micros});
        }
        open_.erase(span.self.span);
    } catch (...) {  // out of memory: less is shown
    }
    if (next_ != nullptr)
        next_->take(std::move(span));
}

void Recorder::note(trace::Context const& of, trace::Note const& what) noexcept {
    try {
        std::lock_guard const lock(mutex_);
        if (what.kind == Kind::request)
            return begin(of, what);
        if (what.kind == Kind::job_begun)
            return begin_job(of, what.number);
        if (auto const found = open_.find(of.span); found != open_.end())
            add(found->second, what);
    } catch (...) {  // out of memory: less is shown
    }
}

std::string Recorder::answered(trace::Context const& request, std::string_view endpoint,
                               std::string_view route, int status) {
    std::lock_guard const lock(mutex_);
    auto const found = open_.find(request.span);
    if (found == open_.end())
        return {};
    auto const record = found->second.record;
    auto& sum = record->summary;
    sum.endpoint = endpoint;
    sum.route = route;
    sum.status = status;
    sum.micros =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - found->second.begun).count();
    sum.repeated = most_often(record->statements);
    sum.n_plus_one = sum.repeated >= kManyTimes;
    answered_.push_front(record);
    if (answered_.size() > limits_.requests)
        answered_.pop_back();
    // Statements at the same time may take longer together than the request did.
    auto const own = std::max<std::int64_t>(sum.micros - sum.database_micros - sum.outgoing_micros, 0);
    return fmt::format("total;dur={:.3f}, db;dur={:.3f}, out;dur={:.3f}, app;dur={:.3f}, request;desc=\"{}\"",
                       as_ms(sum.micros), as_ms(sum.database_micros), as_ms(sum.outgoing_micros), as_ms(own),
                       sum.id);
}

Summaries Recorder::list() const {
    std::lock_guard const lock(mutex_);
    Summaries all;
    for (auto const& record : answered_) all.items.push_back(record->summary);
    return all;
}

std::optional<Record> Recorder::find(std::string_view id) const {
    std::lock_guard const lock(mutex_);
    for (auto const& record : answered_)
        if (record->summary.id == id)
            return *record;
    return std::nullopt;
}

void Recorder::begin(trace::Context const& of, trace::Note const& what) {
    if (open_.size() >= kMostOpen)
        return;
    auto record = std::make_shared<Record>();
    record->summary.id = what.text;
    record->summary.trace = trace::trace_id(of);
    record->summary.method = what.name;
    open_[of.span] = {.record = std::move(record), .begun = Clock::now()};
}

void Recorder::begin_job(trace::Context const& of, std::int64_t mark) {
    auto const waiting = jobs_.find(mark);
    if (waiting == jobs_.end())
        return;
    if (auto record = waiting->second.record.lock())
        open_[of.span] = {.record = std::move(record),
                          .begun = Clock::now(),
                          .job = true,
                          .letter = waiting->second.letter};
}

void Recorder::add(Open& open, trace::Note const& what) {
    auto& record = *open.record;
    switch (what.kind) {
        case Kind::statement:
            return add_statement(open, what);
        case Kind::cache:
            return keep(record, record.cache, {std::string(what.name), std::string(what.text)});
        case Kind::redis:
            return keep(record, record.cache, {std::string(what.name), "command"});
        case Kind::job:
            // PostgreSQL may have run the transaction again.
            if (!wait_for(open, what.number))
                return;
            return keep(record, record.jobs, {std::string(what.name), std::string(what.text)});
        case Kind::letter:
            open.letter = {std::string(what.name), std::string(what.text)};
            return;
        case Kind::mail:
            ++record.summary.mails;
            open.mail =
                record.mails.size() < limits_.others ? std::optional(record.mails.size()) : std::nullopt;
            return keep(record, record.mails,
                        {.letter = open.letter.name,
                         .subject = open.letter.subject,
                         .recipient = masked(what.text),
                         .preview = {}});
        case Kind::captured:
            if (open.mail)
                record.mails[*open.mail].preview = fmt::format("/sandbox/mail/{}/", what.number);
            return;
        case Kind::log:
            return keep(record, record.logs,
                        {std::string(what.detail), std::string(what.name), std::string(what.text)});
        case Kind::request:
        case Kind::job_begun:
            return;
    }
}

// Those of jobs are not the request's.
void Recorder::add_statement(Open const& open, trace::Note const& what) {
    if (open.job)
        return;
    auto& record = *open.record;
    ++record.summary.statements;
    record.summary.database_micros += what.micros;
    if (record.statements.size() >= limits_.statements) {
        ++record.left_out;
        return;
    }
    record.statements.push_back({.name = std::string(what.name),
                                 .sql = std::string(what.text),
                                 .engine = std::string(what.detail),
                                 .micros = what.micros,
                                 .rows = what.number < 0 ? std::nullopt : std::optional(what.number)});
}

bool Recorder::wait_for(Open const& open, std::int64_t mark) {
    if (!jobs_.insert_or_assign(mark, Waiting{open.record, open.letter}).second)
        return false;
    marks_.push_back(mark);
    if (marks_.size() > limits_.jobs) {
        jobs_.erase(marks_.front());
        marks_.pop_front();
    }
    return true;
}

template <class Thing>
void Recorder::keep(Record& record, std::vector<Thing>& things, Thing thing) const {
    if (things.size() < limits_.others)
        things.push_back(std::move(thing));
    else
        ++record.left_out;
}

}  // namespace ax::toolbar
