#include "platform/api/boundary.h"

#include "base/result.h"
#include "platform/db/database.h"
#include "platform/http/problem.h"
#include "platform/runtime/pool.h"
#include "platform/telemetry/log.h"

namespace ax::api {
namespace {

http::Response unavailable(http::Request const& request, int retry_after) {
    return http::problem({Code::unavailable, "server.unavailable", {}, retry_after}, request.request_id);
}

}  // namespace

http::Response response_for(std::exception_ptr failure, http::Request const& request) {
    try {
        std::rethrow_exception(failure);
    } catch (db::Unavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "http.database_unavailable",
                       {{"request_id", request.request_id}, {"detail", std::string_view(outage.what())}});
        return unavailable(request, 5);
    } catch (runtime::Busy const&) {
        telemetry::log(telemetry::Level::warn, "http.busy", {{"request_id", request.request_id}});
        return unavailable(request, 2);
    } catch (...) {
        return http::default_on_exception(failure, request);
    }
}

}  // namespace ax::api
