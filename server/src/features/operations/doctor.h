#pragma once

#include "base/task.h"
#include "base/time.h"
#include "features/operations/place.h"
#include "platform/blobs/open_bucket.h"
#include "platform/client/client.h"
#include "platform/config/settings.h"

#include <optional>
#include <string>
#include <vector>

namespace ax::operations {

enum class Level : unsigned char { ok, warn, fail };

/// One thing that was looked at. No text holds a secret or a password.
struct Check {
    std::string name;  // "open-files"
    Level level = Level::ok;
    std::string says;    // one sentence
    std::string advice;  // what to do; empty if it is ok
};
using Checks = std::vector<Check>;

/// What the domain has to publish, so that the signatures of our mails can be checked.
struct DkimRecord {
    std::string name;  // "s1._domainkey.mentors.example"
    std::string text;  // "v=DKIM1; k=rsa; p=…"
};

struct DoctorPorts {
    config::Values const& settings;
    Place place;
    client::Client& client;
    Instant now;
    std::string dkim_selector;                  // empty: the usual ones are tried
    std::vector<DkimRecord> dkim_records = {};  // if mails are signed here: these instead
    std::optional<blobs::BucketOptions> bucket = {};
};

/// Looks at everything; takes seconds at most for each peer that does not answer, and changes nothing. Call
/// it on a runtime::Loop of its own: some of it blocks.
Task<Checks> examine_deployment(DoctorPorts ports);

/// An array of {"name", "level", "says", "advice"}.
[[nodiscard]] std::string to_json(Checks const& checks);
[[nodiscard]] std::string_view name_of(Level level) noexcept;

// The parts, for examine_deployment() and tests.

/// Mode, secrets, public URL: without looking at anything else.
[[nodiscard]] Checks check_settings(config::Values const& settings);
[[nodiscard]] Check check_open_files(std::uint64_t limit);
/// The kernel's clock: whether it runs forward, is later than this program, and is kept by somebody.
[[nodiscard]] Check check_clock(Instant now);
/// What `who` says the time is, to a second or two.
[[nodiscard]] Check check_clock_against(std::string_view who, Instant theirs, Instant ours);
[[nodiscard]] Checks check_data_folder(std::filesystem::path const& data);
[[nodiscard]] Check check_free_space(std::uint64_t free, std::uint64_t database);
[[nodiscard]] Checks check_database(Place const& place, Instant now);
/// One check per replica: whether it is one, of this primary, and how far behind.
[[nodiscard]] Checks check_replicas(Place const& place, std::vector<std::string> const& urls);
Task<Check> check_listen(std::string listen, client::Client& client);
/// Whether clamd answers.
[[nodiscard]] Check check_scanner(std::string const& address);
/// By what media::problem_with() says.
[[nodiscard]] Check check_pictures(std::optional<std::string> const& problem);
/// Whether the bucket of people's files lets us in.
Task<Check> check_file_store(blobs::BucketOptions options, client::Client& client);
/// Any HTTP answer is an answer; its Date is compared with `now`, where it has one.
Task<Checks> check_service(std::string name, std::string url, client::Client& client, Instant now);

}  // namespace ax::operations
