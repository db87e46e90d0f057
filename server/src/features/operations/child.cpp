#include "features/operations/child.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::operations {
namespace {

constexpr std::size_t kLongestComplaint = 2000;

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

std::vector<std::string> with_ours(std::map<std::string, std::string> const& added) {
    std::vector<std::string> out;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const line(*entry);
        if (!added.contains(std::string(line.substr(0, line.find('=')))))
            out.emplace_back(line);
    }
    for (auto const& [name, value] : added) out.push_back(fmt::format("{}={}", name, value));
    return out;
}

/// The child's standard error, read to its end.
class Complaint {
public:
    Complaint() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
            throw std::system_error(errno, std::generic_category(), "pipe");
    }
    Complaint(Complaint const&) = delete;
    Complaint& operator=(Complaint const&) = delete;
    ~Complaint() {
        ::close(ends_[0]);
        close_ours();
    }
    [[nodiscard]] int theirs() const { return ends_[1]; }
    void close_ours() {
        if (ends_[1] >= 0)
            ::close(ends_[1]);
        ends_[1] = -1;
    }
    [[nodiscard]] std::string read() const {
        std::string text;
        std::array<char, 4096> buffer{};
        for (;;) {
            auto const got = ::read(ends_[0], buffer.data(), buffer.size());
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                break;
            if (text.size() < kLongestComplaint)
                text.append(buffer.data(), static_cast<std::size_t>(got));
        }
        while (text.ends_with('\n')) text.pop_back();
        return text;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

}  // namespace

void run_child(std::vector<std::string> const& arguments,
               std::map<std::string, std::string> const& environment) {
    auto words = arguments;
    auto variables = with_ours(environment);
    Complaint complaint;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, complaint.theirs(), STDERR_FILENO);
    pid_t child = 0;
    int const failed = ::posix_spawnp(&child, words.front().c_str(), &actions, nullptr,
                                      pointers(words).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0)
        throw std::runtime_error(fmt::format("can't run {} (of the package postgresql-client): {}",
                                             words.front(),
                                             std::error_code(failed, std::generic_category()).message()));
    complaint.close_ours();
    auto const text = complaint.read();
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error(fmt::format("{} failed: {}", words.front(), text));
}

}  // namespace ax::operations
