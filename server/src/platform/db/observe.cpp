#include "platform/db/observe.h"

#include "platform/telemetry/log.h"

namespace ax::db {
namespace {

constexpr std::chrono::milliseconds kSlow{100};

}  // namespace

Observation::~Observation() {
    auto const took = std::chrono::steady_clock::now() - start_;
    if (took < kSlow) [[likely]]
        return;
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    telemetry::log(telemetry::Level::warn, "db.slow_query",
                   {{"query", std::string_view(query_->name())},
                    {"engine", std::string_view(engine_ == Engine::sqlite ? "sqlite" : "postgres")},
                    {"ms", std::int64_t{ms}}});
}

}  // namespace ax::db
