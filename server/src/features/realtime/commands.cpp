#include "features/realtime/realtime.h"

#include <algorithm>
#include <stdexcept>

namespace ax::realtime {

void Commands::add(contract::EventInfo info, Run run) {
    if (find(info.name) != nullptr)
        throw std::logic_error(std::string(info.name) + " is declared twice");
    commands_.push_back({info, std::move(run)});
}

Commands::Command const* Commands::find(std::string_view name) const noexcept {
    auto const found = std::ranges::find(commands_, name, [](Command const& c) { return c.info.name; });
    return found == commands_.end() ? nullptr : &*found;
}

std::vector<contract::EventInfo> Commands::all() const {
    std::vector<contract::EventInfo> infos;
    for (auto const& command : commands_) infos.push_back(command.info);
    return infos;
}

}  // namespace ax::realtime
