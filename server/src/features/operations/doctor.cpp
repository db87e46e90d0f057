#include "features/operations/doctor.h"

#include "features/operations/doctor_mail.h"
#include "platform/media/media.h"

#include <algorithm>
#include <array>
#include <sys/resource.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace ax::operations {
namespace {

void append(Checks& out, Checks more) { std::ranges::move(more, std::back_inserter(out)); }

// As `serve` raises it.
std::uint64_t open_file_limit() {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : 0;
}

}  // namespace

std::string_view name_of(Level level) noexcept {
    constexpr std::array<std::string_view, 3> kNames{"ok", "warn", "fail"};
    return kNames.at(static_cast<std::size_t>(level));
}

std::string to_json(Checks const& checks) {
    boost::json::array out;
    for (auto const& check : checks) {
        auto const level = name_of(check.level);
        out.push_back({{"name", check.name},
                       {"level", boost::json::string_view(level.data(), level.size())},
                       {"says", check.says},
                       {"advice", check.advice}});
    }
    return boost::json::serialize(out);
}

Task<Checks> examine_deployment(DoctorPorts ports) {
    auto const& settings = ports.settings;
    auto out = check_settings(settings);
    out.push_back(check_open_files(open_file_limit()));
    out.push_back(check_clock(ports.now));
    out.push_back(check_pictures(media::problem_with()));
    append(out, check_data_folder(ports.place.data));
    append(out, check_database(ports.place, ports.now));
    append(out, check_replicas(ports.place, settings.list("AX_DATABASE_REPLICAS")));
    out.push_back(co_await check_listen(settings.text("AX_LISTEN"), ports.client));
    if (settings.is_set("AX_CLAMD"))
        out.push_back(check_scanner(settings.text("AX_CLAMD")));
    if (ports.bucket)
        out.push_back(co_await check_file_store(*ports.bucket, ports.client));
    if (settings.is_set("AX_RAZORPAY_KEY_ID"))
        append(out,
               co_await check_service("gateway", settings.text("AX_RAZORPAY_URL"), ports.client, ports.now));
    append(out, co_await check_service("meetings", settings.text("AX_MEETING_URL"), ports.client, ports.now));
    if (settings.is_set("AX_SMTP_HOST")) {
        out.push_back(check_mail_server(settings.text("AX_SMTP_HOST"),
                                        static_cast<std::uint16_t>(settings.integer("AX_SMTP_PORT")),
                                        settings.text("AX_SMTP_SECURITY") == "tls"));
        append(out, check_mail_domain(sender_domain(settings.text("AX_MAIL_FROM")), ports.dkim_selector, {}));
        if (!ports.dkim_records.empty())
            std::erase_if(out, [](Check const& check) { return check.name == "mail-dkim"; });
        for (auto const& record : ports.dkim_records) out.push_back(check_dkim_record(record, {}));
    } else {
        out.push_back({"mail-server", Level::warn,
                       "Mails are kept for the viewer at /sandbox/mail/ and sent to nobody.",
                       "Set AX_SMTP_HOST."});
    }
    co_return out;
}

}  // namespace ax::operations
