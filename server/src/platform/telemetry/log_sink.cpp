#include "platform/telemetry/log_sink.h"

#include "base/time.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace ax::telemetry {
namespace {

constexpr auto kGather = milliseconds{50};
constexpr auto kLastWords = seconds{2};

std::string dropped_line(std::uint64_t count) {
    auto const now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    return fmt::format("{{\"ts\":\"{}\",\"level\":\"warn\",\"event\":\"log.dropped\",\"lines\":{}}}\n",
                       to_iso(now), count);
}

}  // namespace

LogSink::LogSink(int file, std::size_t room, std::string path)
    : file_(file), room_(room), path_(std::move(path)), thread_([this] { work(); }) {}

LogSink::~LogSink() {
    close();
    if (file_ != STDERR_FILENO)
        ::close(file_);
}

void LogSink::put(std::string_view line, bool urgent) noexcept {
    bool first = false;
    try {
        std::lock_guard const lock(mutex_);
        if (closing_ || waiting_.size() + line.size() > room_) {
            ++dropped_;
            return;
        }
        first = waiting_.empty() || (urgent && !urgent_);
        waiting_ += line;
        urgent_ |= urgent;
    } catch (...) {
        return;
    }
    if (first)
        wake_.notify_one();
}

void LogSink::work() {
    std::string batch;
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        wake_.wait_for(lock, kGather, [this] { return closing_ || urgent_ || waiting_.size() > room_ / 4; });
        if (waiting_.empty() && closing_)
            return;
        batch.swap(waiting_);
        urgent_ = false;
        if (auto const lost = std::exchange(dropped_, 0); lost != 0)
            batch += dropped_line(lost);
        lock.unlock();
        follow_path();
        write_all(batch);
        batch.clear();
        // One burst must not keep megabytes for ever.
        if (batch.capacity() > room_ / 8)
            batch.shrink_to_fit();
        lock.lock();
    }
}

// Two calls per batch. Where nothing can be opened (no folder, no room for a name) the old file takes it.
void LogSink::follow_path() {
    if (path_.empty())
        return;
    struct stat ours{};
    struct stat there{};
    bool const same = ::fstat(file_, &ours) == 0 && ::stat(path_.c_str(), &there) == 0 &&
                      ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
    if (same)
        return;
    int const fresh = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fresh < 0)
        return;
    ::close(file_);
    file_ = fresh;
}

void LogSink::write_all(std::string_view lines) {
    auto give_up = std::chrono::steady_clock::time_point::max();
    while (!lines.empty()) {
        // poll() first: a pipe that nobody reads must not keep the process from stopping.
        pollfd ready{file_, POLLOUT, 0};
        if (::poll(&ready, 1, 100) == 0) {
            std::lock_guard const lock(mutex_);
            auto const now = std::chrono::steady_clock::now();
            if (closing_ && give_up == std::chrono::steady_clock::time_point::max())
                give_up = now + kLastWords;
            if (now >= give_up)
                return;
            continue;
        }
        // At most a pipe's atomic size at a time, for the same reason.
        struct stat kind{};
        bool const regular = ::fstat(file_, &kind) == 0 && S_ISREG(kind.st_mode);
        auto const written =
            ::write(file_, lines.data(), regular ? lines.size() : std::min<std::size_t>(lines.size(), 4096));
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return;  // a full disk or a closed pipe: nothing more can be said
        if (written > 0)
            lines.remove_prefix(static_cast<std::size_t>(written));
    }
}

void LogSink::close() noexcept {
    {
        std::lock_guard const lock(mutex_);
        closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

}  // namespace ax::telemetry
