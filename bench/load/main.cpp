#include "scenarios.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using ax::load::Load;
using ax::load::Options;

constexpr double kLongest = 600;

Options options_of(int argc, char** argv) {
    Options options;
    for (int i = 3; i + 1 < argc; i += 2) {
        std::string_view const name = argv[i];
        char const* const value = argv[i + 1];
        if (name == "--port")
            options.ports.push_back(static_cast<std::uint16_t>(std::atoi(value)));
        else if (name == "--warm")
            options.warm = std::atof(value);
        else if (name == "--seconds")
            options.seconds = std::min(std::atof(value), kLongest);
        else if (name == "--rate")
            options.rate = std::atof(value);
        else if (name == "--outstanding")
            options.outstanding = std::atoi(value);
        else if (name == "--sources")
            options.sources = std::atoi(value);
        else if (name == "--cpu")
            options.pids.push_back(std::atoi(value));
        else
            throw std::runtime_error("unknown option: " + std::string(name));
    }
    if (options.ports.empty())
        throw std::runtime_error("--port is missing");
    return options;
}

}  // namespace

int main(int argc, char** argv) try {
    static std::map<std::string_view, void (Load::*)()> const kScenarios{{"busy", &Load::busy},
                                                                         {"room", &Load::room},
                                                                         {"calm", &Load::calm},
                                                                         {"idle", &Load::idle},
                                                                         {"connect", &Load::connect}};
    auto const scenario = argc > 2 ? kScenarios.find(argv[1]) : kScenarios.end();
    if (scenario == kScenarios.end() || argc % 2 == 0)
        throw std::runtime_error("usage: socket_load busy|room|calm|idle|connect PLAN [--OPTION VALUE]…");
    Load load(ax::load::read_plan(argv[2]), options_of(argc, argv));
    (load.*scenario->second)();
    return 0;
} catch (std::exception const& failure) {
    std::fprintf(stderr, "socket_load: %s\n", failure.what());
    return 1;
}
