#pragma once

#include "platform/mail/mail.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ax::mail {

/// Says when each mail may leave: not more per minute than wanted, few at a time, none while the server is
/// known to be away. Who has to wait is given a time to come again, each a different one, so that ten
/// thousand waiting mails are not looked at all the time. Thread-safe; one per process.
class Pace {
public:
    explicit Pace(PaceOptions options) : options_(options) {}

    struct Turn {
        Duration wait = {};                      // then send, and call left()
        std::optional<Instant> come_again = {};  // or this, and nothing of it
    };
    /// What is in no hurry waits behind all others of its kind; what somebody waits for is only held up by
    /// what cannot be helped.
    [[nodiscard]] Turn enter(std::string_view domain, bool in_a_hurry, Instant now);
    void left(bool outage, Instant now);

    /// Until when the server counts as away.
    [[nodiscard]] std::optional<Instant> away_until() const;

private:
    struct Line {
        Instant free = {};  // when the next may leave
        Instant tail = {};  // when the last who waits comes again
        [[nodiscard]] Instant behind(Instant earliest, Duration step, bool in_a_hurry);
    };

    void forget_idle_domains(Instant now);

    PaceOptions options_;
    mutable std::mutex mutex_;
    Line all_;
    std::map<std::string, Line, std::less<>> domains_;
    Line crowd_;  // for those whom only the others' number keeps
    Line outage_;
    int inside_ = 0;
    int failures_ = 0;  // one after the other
    Instant away_until_ = {};
};

}  // namespace ax::mail
