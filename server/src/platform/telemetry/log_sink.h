#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace ax::telemetry {

/// Bytes of lines that may wait.
inline constexpr std::size_t kRoom = 4 * 1024 * 1024;

/// The writing end of the log: producers append complete lines to a bounded buffer, one thread writes it out.
/// The thread gathers for some milliseconds, so that a busy server pays one write and one wake-up for
/// hundreds of lines.
class LogSink {
public:
    /// Takes `file` over, unless it is standard error. With the `path` that it was opened by, a file that was
    /// moved or removed meanwhile (by logrotate) is opened anew before more is written: no signal, no line
    /// lost.
    explicit LogSink(int file, std::size_t room = kRoom, std::string path = {});
    ~LogSink();
    LogSink(LogSink const&) = delete;
    LogSink& operator=(LogSink const&) = delete;

    /// Thread-safe; drops and counts the line when the buffer is full. `urgent` lines are written without
    /// gathering.
    void put(std::string_view line, bool urgent) noexcept;
    /// Writes what waits, for at most 2 s, and joins. put() afterwards drops.
    void close() noexcept;

private:
    void work();
    void follow_path();
    void write_all(std::string_view lines);

    int file_;
    std::size_t room_;
    std::string path_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string waiting_;
    std::uint64_t dropped_ = 0;
    bool urgent_ = false;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace ax::telemetry
