#include "platform/media/helper.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
extern "C" {  // which glibc 2.36 forgot in it
#include <sys/pidfd.h>
}
#include <sys/socket.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::media {
namespace {

using Steady = std::chrono::steady_clock;

int milliseconds_until(Steady::time_point then) {
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(then - Steady::now()).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

constexpr std::size_t kPiece = 64UL * 1024;

[[noreturn]] void unavailable(std::string_view what, int error) {
    throw Unavailable(fmt::format("{}: {}", what, std::strerror(error)));
}

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() { close(); }
    [[nodiscard]] int fd() const { return fd_; }
    void close() {
        if (fd_ >= 0)
            ::close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
};

/// What the new process is: two ends of one socket and nothing else of ours.
class Start {
public:
    explicit Start(int theirs) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_adddup2(&files_, theirs, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files_, theirs, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        sigset_t all;
        sigset_t none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    Start(Start const&) = delete;
    Start& operator=(Start const&) = delete;
    ~Start() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    [[nodiscard]] pid_t run(std::filesystem::path const& program, std::vector<std::string> arguments) const {
        auto name = program.string();
        std::vector<char*> pointers{name.data()};
        for (auto& argument : arguments) pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        std::array<char*, 1> environment{nullptr};
        pid_t child = -1;
        int const error =
            ::posix_spawn(&child, name.c_str(), &files_, &attributes_, pointers.data(), environment.data());
        if (error != 0)
            unavailable(name, error);
        return child;
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

/// Killed and waited for, whatever happens here.
class Child {
public:
    explicit Child(pid_t pid) : pid_(pid) {}
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    ~Child() {
        kill();
        (void)wait();
    }
    // Its number can't be somebody else's before wait().
    void kill() const {
        if (!ended_)
            ::kill(pid_, SIGKILL);
    }
    int wait() {
        while (!ended_) ended_ = ::waitpid(pid_, &status_, 0) == pid_ || errno != EINTR;
        return status_;
    }
    /// False: it lives on.
    [[nodiscard]] bool ends_before(Steady::time_point then) const {
        Descriptor const self(::pidfd_open(pid_, 0));
        pollfd entry{.fd = self.fd(), .events = POLLIN, .revents = 0};
        for (;;) {
            int const left = milliseconds_until(then);
            int const ready = ::poll(&entry, 1, left);
            if (ready > 0 || left == 0 || (ready < 0 && errno != EINTR))
                return ready > 0 && (entry.revents & POLLIN) != 0;
        }
    }

private:
    pid_t pid_;
    int status_ = 0;
    bool ended_ = false;
};

/// Both directions at once, since it may answer before it has read all.
class Talk {
public:
    Talk(int fd, std::string_view sent, std::size_t most_answered, Steady::time_point until)
        : fd_(fd), sent_(sent), most_answered_(most_answered), until_(until) {
        if (sent_.empty())
            ::shutdown(fd_, SHUT_WR);
    }
    [[nodiscard]] Run::End run(std::string& answer) {
        for (;;) {
            int const left = milliseconds_until(until_);
            if (left == 0)
                return Run::End::too_late;
            auto const events = static_cast<short>(sent_.empty() ? POLLIN : POLLIN | POLLOUT);
            pollfd entry{.fd = fd_, .events = events, .revents = 0};
            int const ready = ::poll(&entry, 1, left);
            if (ready <= 0)
                continue;
            if ((entry.revents & POLLOUT) != 0)
                send();
            if ((entry.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !receive(answer))
                return Run::End::done;
            if (answer.size() > most_answered_)
                return Run::End::too_much;
        }
    }

private:
    void send() {
        auto const done = ::send(fd_, sent_.data(), std::min(sent_.size(), kPiece), MSG_NOSIGNAL);
        if (done > 0)
            sent_.remove_prefix(static_cast<std::size_t>(done));
        else if (done < 0 && errno != EAGAIN && errno != EINTR)
            sent_ = {};  // it wants no more; what it says counts
        if (sent_.empty())
            ::shutdown(fd_, SHUT_WR);
    }
    /// False at the end.
    bool receive(std::string& answer) const {
        std::array<char, kPiece> piece;  // NOLINT(*-member-init): written by recv
        auto const got = ::recv(fd_, piece.data(), piece.size(), 0);
        if (got > 0)
            answer.append(piece.data(), static_cast<std::size_t>(got));
        return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
    }

    int fd_;
    std::string_view sent_;
    std::size_t most_answered_;
    Steady::time_point until_;
};

}  // namespace

std::filesystem::path helper_beside_us() {
    std::error_code error;
    auto const us = std::filesystem::read_symlink("/proc/self/exe", error);
    return us.parent_path() / "aspirex-media";
}

Run run_helper(std::filesystem::path const& program, std::string_view sent, RunLimits const& limits) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        unavailable("socketpair", errno);
    Descriptor const ours(ends[0]);
    Descriptor theirs(ends[1]);
    ::fcntl(ours.fd(), F_SETFL, O_NONBLOCK);
    Child child(Start(theirs.fd()).run(program, limits.arguments));
    theirs.close();

    auto const until = Steady::now() + limits.patience;
    Run out;
    out.end = Talk(ours.fd(), sent, limits.most_answered, until).run(out.answer);
    // It closes its end by ending; one that only closes it does not get more time for that.
    if (out.end == Run::End::done && !child.ends_before(until))
        out.end = Run::End::too_late;
    if (out.end != Run::End::done) {
        child.kill();
        return out;
    }
    int const status = child.wait();
    if (WIFSIGNALED(status)) {
        out.end = Run::End::killed;
        out.signal = WTERMSIG(status);
    } else if (WEXITSTATUS(status) != 0) {
        out.end = Run::End::failed;
    }
    return out;
}

}  // namespace ax::media
