#include "platform/telemetry/process_stats.h"

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace ax::metrics {
namespace {

void append(std::vector<Family>& out, std::string_view name, Type type, std::string_view help,
            std::variant<std::int64_t, double, Distribution> value) {
    out.push_back({.name = std::string(name),
                   .help = std::string(help),
                   .type = type,
                   .points = {{.value = std::move(value)}}});
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

void append_process_stats(std::vector<Family>& out) {
    auto const seconds_of = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0)
        append(out, "process_cpu_seconds_total", Type::counter, "User and system CPU time spent.",
               seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));

    auto const fields = stat_fields();
    if (fields.size() > 21) {
        append(out, "process_resident_memory_bytes", Type::gauge, "Resident memory.",
               std::int64_t{fields[21] * ::sysconf(_SC_PAGESIZE)});
        timespec boot{};
        timespec wall{};
        ::clock_gettime(CLOCK_BOOTTIME, &boot);
        ::clock_gettime(CLOCK_REALTIME, &wall);
        auto const started = static_cast<double>(fields[19]) / static_cast<double>(::sysconf(_SC_CLK_TCK));
        append(out, "process_start_time_seconds", Type::gauge, "Start time since the epoch.",
               static_cast<std::int64_t>(static_cast<double>(wall.tv_sec - boot.tv_sec) + started));
    }
    std::error_code error;
    auto files = std::filesystem::directory_iterator("/proc/self/fd", error);
    if (!error)
        append(out, "process_open_fds", Type::gauge, "Open files and sockets.",
               std::int64_t{std::distance(files, std::filesystem::directory_iterator{}) - 1});
}

}  // namespace ax::metrics
