#include "platform/socketio/lane.h"

#include <utility>

namespace ax::socketio {

void Lane::add(std::shared_ptr<Sleeper> sleeper) {
    sleeper->index_ = sleepers_.size();
    sleepers_.push_back(std::move(sleeper));
    if (sleepers_.size() == 1)
        on_first();
}

// The last takes its place.
void Lane::remove(Sleeper& sleeper) noexcept {
    auto const index = sleeper.index_;
    if (index >= sleepers_.size() || sleepers_[index].get() != &sleeper)
        return;
    auto const gone = std::move(sleepers_[index]);
    if (index + 1 != sleepers_.size()) {
        sleepers_[index] = std::move(sleepers_.back());
        sleepers_[index]->index_ = index;
    }
    sleepers_.pop_back();
}

// Backwards, so that a removal moves only who was told already. To be told twice does no harm.
void Lane::tick() {
    auto const time = now();
    for (std::size_t i = sleepers_.size(); i-- > 0;) {
        if (i >= sleepers_.size())
            continue;
        auto const sleeper = sleepers_[i];
        sleeper->on_tick(time);
    }
}

void Lane::abandon_all() {
    for (auto const& sleeper : std::exchange(sleepers_, {})) sleeper->abandon();
}

}  // namespace ax::socketio
