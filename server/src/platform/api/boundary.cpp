#include "platform/api/boundary.h"

#include "base/result.h"
#include "platform/blobs/store.h"
#include "platform/db/database.h"
#include "platform/http/problem.h"
#include "platform/runtime/pool.h"
#include "platform/telemetry/log.h"

#include <cerrno>
#include <system_error>

namespace ax::api {
namespace {

constexpr int kRetryAfter = 5;
constexpr std::string_view kFull = "storage.full";

http::Response storage_full(http::Request const& request, std::string_view route, std::string_view detail) {
    telemetry::log(telemetry::Level::error, "http.storage_full",
                   {{"request_id", request.request_id},
                    {"method", request.method},
                    {"route", route},
                    {"detail", detail}});
    return http::problem(507, kFull, request.request_id, kRetryAfter);
}

bool is_no_room(std::error_code code) {
    return code == std::errc::no_space_on_device || code == std::errc::file_too_large ||
           code == std::error_code(EDQUOT, std::generic_category());
}

}  // namespace

Error error_for(db::Unavailable const& outage) {
    bool const full = dynamic_cast<db::StorageFull const*>(&outage) != nullptr;
    return {Code::unavailable, std::string(full ? kFull : "server.unavailable"), {}, kRetryAfter};
}

http::Response response_for(std::exception_ptr failure, http::Request const& request,
                            std::string_view route) {
    try {
        std::rethrow_exception(failure);
    } catch (db::StorageFull const& full) {
        return storage_full(request, route, full.what());
    } catch (db::Unavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "http.database_unavailable",
                       {{"request_id", request.request_id}, {"detail", std::string_view(outage.what())}});
        return http::problem(error_for(outage), request.request_id);
    } catch (blobs::Unreachable const& outage) {
        telemetry::log(telemetry::Level::error, "http.storage_unavailable",
                       {{"request_id", request.request_id}, {"detail", std::string_view(outage.what())}});
        return http::problem({Code::unavailable, "storage.unavailable", {}, kRetryAfter}, request.request_id);
    } catch (runtime::Busy const&) {
        telemetry::log(telemetry::Level::warn, "http.busy", {{"request_id", request.request_id}});
        return http::problem({Code::unavailable, "server.unavailable", {}, 2}, request.request_id);
    } catch (std::system_error const& error) {
        // Of a file beside the database.
        if (is_no_room(error.code()))
            return storage_full(request, route, error.what());
        return http::failed_response(failure, request, route);
    } catch (...) {
        return http::failed_response(failure, request, route);
    }
}

http::Response response_for(std::exception_ptr failure, http::Request const& request) {
    return response_for(failure, request, "-");
}

}  // namespace ax::api
