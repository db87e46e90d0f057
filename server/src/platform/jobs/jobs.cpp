#include "platform/jobs/jobs.h"

#include "platform/jobs/bell.h"
#include "platform/jobs/mark.h"
#include "platform/trace/note.h"

#include <algorithm>

namespace ax::jobs {
namespace {

db::Query const kInsert{"jobs.insert", R"sql(
    INSERT INTO job (event, listener, dedupe_key, payload, due_at, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
)sql"};

}  // namespace

Listeners::Listeners() : bell_(std::make_shared<Bell>()) {}
Listeners::~Listeners() = default;

void Listeners::add(std::string_view event, std::string_view name, RawHandler run) {
    if (find(event, name) != nullptr)
        throw std::logic_error("two listeners of " + std::string(event) + " are called " + std::string(name));
    listeners_.push_back({std::string(event), std::string(name), std::move(run)});
}

void Listeners::every(std::string_view name, Duration period, std::function<Task<void>()> work) {
    if (period <= Duration{} || std::ranges::find(schedules_, name, &Schedule::name) != schedules_.end())
        throw std::logic_error("the schedule " + std::string(name) + " is not new or has no period");
    schedules_.push_back({std::string(name), period, std::move(work)});
}

Listeners::Listener const* Listeners::find(std::string_view event, std::string_view name) const noexcept {
    for (auto const& listener : listeners_)
        if (listener.event == event && listener.name == name)
            return &listener;
    return nullptr;
}

void Listeners::wake() const {
    std::lock_guard const lock(bell_->mutex);
    if (bell_->ring)
        bell_->ring();
}

Task<void> Outbox::insert(db::Tx& tx, std::string_view event, std::string payload, AddOptions options) const {
    Instant const now = clock_->now();
    Instant const due = options.run_at.value_or(now);
    std::optional<std::string_view> key;
    if (!options.dedupe_key.empty())
        key = options.dedupe_key;
    for (auto const& listener : listeners_->all())
        if (listener.event == event) {
            auto const added = co_await tx.exec(kInsert, event, listener.name, key, payload, due, now);
            if (added != 0 && trace::current().active()) [[unlikely]]
                trace::tell({.kind = trace::Note::Kind::job,
                             .name = listener.name,
                             .text = event,
                             .number = mark_of(listener.name, payload, now)});
        }
    if (due <= now)
        tx.on_commit([listeners = listeners_] { listeners->wake(); });
}

}  // namespace ax::jobs
