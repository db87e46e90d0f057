#pragma once

#include "platform/redis/node.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace ax::redis {

/// Asks sentinels where the master is, one after the other until one knows. Loop thread only.
class Sentinels : public std::enable_shared_from_this<Sentinels> {
public:
    struct Settings {
        std::vector<Address> addresses;
        std::string master;
        Connection::Settings connection;  // without the address
    };
    Sentinels(runtime::Loop& loop, Settings settings) : loop_(loop), settings_(std::move(settings)) {}

    void locate(std::function<void(std::expected<Address, std::string>)> found);

private:
    class Question;
    void ask(std::size_t tried, std::function<void(std::expected<Address, std::string>)> found);

    runtime::Loop& loop_;
    Settings settings_;
    std::size_t next_ = 0;  // who answered last is asked first
    std::unordered_map<Question*, std::shared_ptr<Question>> open_;
};

/// Listens to one sentinel after the other for the news that there is another master, so that nobody has to
/// wait until the old one fails. Loop thread only; stop() before it goes.
class SentinelWatch : public std::enable_shared_from_this<SentinelWatch>, public Connection::Owner {
public:
    SentinelWatch(runtime::Loop& loop, Sentinels::Settings settings, std::function<void()> moved);
    ~SentinelWatch() override;
    void start();
    void stop();

private:
    struct Timer;
    void on_ready() override;
    void on_news(Reply&& news) override;
    void on_closed(std::string_view why) override;

    runtime::Loop& loop_;
    Sentinels::Settings settings_;
    std::function<void()> moved_;
    std::shared_ptr<Connection> connection_;
    std::unique_ptr<Timer> timer_;
    Backoff backoff_;
    std::size_t next_ = 0;
};

}  // namespace ax::redis
