#include "platform/telemetry/process_stats.h"

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

namespace ax::metrics {
namespace {

void append(std::string& out, std::string_view name, std::string_view kind, std::string_view help,
            auto value) {
    fmt::format_to(std::back_inserter(out), "# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, kind,
                   value);
}

std::string read_file(char const* path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The fields of /proc/self/stat behind the command name, which may hold spaces: index 0 is field 3 of
// proc(5).
std::vector<long long> stat_fields() {
    std::string const text = read_file("/proc/self/stat");
    std::vector<long long> fields;
    std::size_t pos = text.rfind(')');
    while (pos != std::string::npos && pos + 1 < text.size()) {
        long long value = 0;
        std::from_chars(text.data() + pos + 1, text.data() + text.size(), value);
        fields.push_back(value);
        pos = text.find(' ', pos + 1);
    }
    if (!fields.empty())
        fields.erase(fields.begin());
    return fields;
}

}  // namespace

void append_process_stats(std::string& out) {
    auto const seconds_of = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0)
        append(out, "process_cpu_seconds_total", "counter", "User and system CPU time spent.",
               seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));

    auto const fields = stat_fields();
    if (fields.size() > 21) {
        append(out, "process_resident_memory_bytes", "gauge", "Resident memory.",
               fields[21] * ::sysconf(_SC_PAGESIZE));
        timespec boot{};
        timespec wall{};
        ::clock_gettime(CLOCK_BOOTTIME, &boot);
        ::clock_gettime(CLOCK_REALTIME, &wall);
        auto const started = static_cast<double>(fields[19]) / static_cast<double>(::sysconf(_SC_CLK_TCK));
        append(out, "process_start_time_seconds", "gauge", "Start time since the epoch.",
               static_cast<long long>(static_cast<double>(wall.tv_sec - boot.tv_sec) + started));
    }
    std::error_code error;
    auto files = std::filesystem::directory_iterator("/proc/self/fd", error);
    if (!error)
        append(out, "process_open_fds", "gauge", "Open files and sockets.",
               std::distance(files, std::filesystem::directory_iterator{}) - 1);
}

}  // namespace ax::metrics
