#pragma once

#include "features/realtime/realtime.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace ax::realtime {

/// One client's view of its stream: what it missed, then what happens, each number exactly once and in order
/// whatever the bus loses, doubles or reorders. It listens before it reads, and reads again where a number is
/// missing.
///
/// Loop thread only. Alive until stop() and the end of what it waits for.
class Feed : public std::enable_shared_from_this<Feed> {
public:
    struct Ports {
        db::Database& db;
        bus::Bus& bus;
        Stream const& stream;
    };
    /// Who is told. Outlives the feed until stop().
    class Receiver {
    public:
        Receiver() = default;
        Receiver(Receiver const&) = delete;
        Receiver& operator=(Receiver const&) = delete;
        virtual ~Receiver() = default;
        /// First, once.
        virtual void ready(Ready const& ready) = 0;
        /// A LiveEvent as JSON.
        virtual void lasting(std::string_view frame) = 0;
        virtual void passing(std::string_view name, std::string_view json) = 0;
        /// The rest can't be read: end the connection, so that the client comes back and says where it
        /// stopped.
        virtual void broken() = 0;
        /// Whether there is room for more of what was missed: it is read from the database as fast as it is
        /// sent.
        [[nodiscard]] virtual bool has_room() = 0;
    };

    Feed(Ports ports, AccountId account, Receiver& receiver)
        : p_(ports), account_(account), receiver_(&receiver) {}

    /// `seen`: the last number the client has; nothing for one that is new.
    void start(std::optional<std::int64_t> seen);
    void stop();

private:
    void hear(std::string_view frame);
    /// Something may have been lost: there may be more than was heard of.
    void look();
    Task<void> begin(std::optional<std::int64_t> seen);
    Task<void> catch_up();
    Task<bool> deliver(std::vector<LiveEvent> const& events);
    static Task<void> run(std::shared_ptr<Feed> self, std::optional<std::int64_t> seen, bool first);
    void run_soon(std::optional<std::int64_t> seen, bool first);

    Ports p_;
    AccountId account_;
    Receiver* receiver_;  // until stop()
    bus::Subscription subscription_;
    bus::Subscription everybody_;
    std::int64_t sent_ = 0;
    std::int64_t heard_ = 0;  // the newest number there is, as far as we know
    bool ready_ = false;
    bool reading_ = false;
    bool look_ = false;
};

}  // namespace ax::realtime
