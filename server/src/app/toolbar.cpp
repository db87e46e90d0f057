#include "app/toolbar.h"

#include "app/application.h"
#include "platform/toolbar/routes.h"

#include <stdexcept>
#include <string>

#include <fmt/format.h>

namespace ax::app {
namespace {

std::string_view host_of(std::string_view address) {
    if (auto const scheme = address.find("://"); scheme != std::string_view::npos)
        address.remove_prefix(scheme + 3);
    return address.substr(0, address.find('/'));
}

// Empty: nobody but a developer on this machine is served.
std::string why_not(config::Values const& settings) {
    if (settings.production())
        return "AX_MODE is production";
    if (!toolbar::is_this_machine(settings.text("AX_LISTEN")))
        return "AX_LISTEN is not an address of this machine alone";
    if (!toolbar::is_this_machine(host_of(base_url(settings))))
        return "AX_BASE_URL is not of this machine";
    if (settings.is_set("AX_TRUSTED_PROXIES"))
        return "AX_TRUSTED_PROXIES says that others come through a proxy";
    if (auto const& key = settings.text("AX_RAZORPAY_KEY_ID"); !key.empty() && !key.starts_with("rzp_test_"))
        return "AX_RAZORPAY_KEY_ID is no test key";
    return {};
}

}  // namespace

std::unique_ptr<toolbar::Recorder> developer_toolbar(config::Values const& settings, trace::Sink* next) {
    if (!settings.boolean("AX_DEBUG_TOOLBAR"))
        return nullptr;
    if (auto const reason = why_not(settings); !reason.empty())
        throw std::invalid_argument(fmt::format("AX_DEBUG_TOOLBAR is for developers only: {}", reason));
    return std::make_unique<toolbar::Recorder>(next);
}

}  // namespace ax::app
