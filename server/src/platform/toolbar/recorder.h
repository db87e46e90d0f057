#pragma once

#include "platform/toolbar/record.h"
#include "platform/trace/note.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ax::toolbar {

/// Keeps what the last requests did, in memory (ADR 0034). All of them are traced from its making on; spans
/// go on to `next`, which may be null and must outlive it.
///
/// What belongs to which request is told by the span above it, so what runs at the same time stays apart.
/// Jobs that a request recorded are followed as long as they run in this process: their mails are its mails.
class Recorder final : public trace::Sink {
public:
    struct Limits {
        std::size_t requests = 100;
        std::size_t statements = 200;  // of each
        std::size_t others = 50;       // of each, and of each kind
        std::size_t jobs = 500;        // that are waited for
    };
    Recorder(trace::Sink* next, Limits limits);
    explicit Recorder(trace::Sink* next = nullptr) : Recorder(next, Limits{}) {}
    /// Must outlive the threads that end spans.
    ~Recorder() override;

    void take(trace::Span&& span) noexcept override;
    void note(trace::Context const& of, trace::Note const& what) noexcept override;
    std::string answered(trace::Context const& request, std::string_view endpoint, std::string_view route,
                         int status) override;

    /// Answered ones, the newest first. Any thread.
    [[nodiscard]] Summaries list() const;
    [[nodiscard]] std::optional<Record> find(std::string_view id) const;

private:
    using Clock = std::chrono::steady_clock;
    struct Letter {
        std::string name;
        std::string subject;
    };
    /// A request, or a job that it recorded.
    struct Open {
        std::shared_ptr<Record> record;
        Clock::time_point begun;
        bool job = false;
        Letter letter = {};                    // the last that was filled
        std::optional<std::size_t> mail = {};  // the last that was sent, if there was room
    };
    struct Waiting {
        std::weak_ptr<Record> record;
        Letter letter;
    };

    void begin(trace::Context const& of, trace::Note const& what);
    void begin_job(trace::Context const& of, std::int64_t mark);
    void add(Open& open, trace::Note const& what);
    void add_statement(Open const& open, trace::Note const& what);
    bool wait_for(Open const& open, std::int64_t mark);
    template <class Thing>
    void keep(Record& record, std::vector<Thing>& things, Thing thing) const;

    trace::Sink* const next_;
    Limits const limits_;
    mutable std::mutex mutex_;                      // guards what follows
    std::unordered_map<std::uint64_t, Open> open_;  // by their spans
    std::deque<std::shared_ptr<Record>> answered_;
    std::unordered_map<std::int64_t, Waiting> jobs_;  // by their marks
    std::deque<std::int64_t> marks_;                  // of jobs_, the oldest first
};

/// "a***@e***.org": enough to see that it went to the right one of two.
[[nodiscard]] std::string masked(std::string_view address);

}  // namespace ax::toolbar
