#include "app/command_line.h"

#include "app/commands.h"
#include "app/operator_commands.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr std::string_view kUsage = R"(AspireX, an open mentorship platform

Usage: aspirex COMMAND [options]

  serve [--listen HOST:PORT] [--data DIR] [--demo]   serve client and API; --demo fills an empty database
        [--roles api,realtime,worker,payments]       only a part of it, beside others on one PostgreSQL
        [--conformance]                              also what outside test suites want; not in production
  migrate [--check]                                  bring the database up to date, or only say whether it is
  backup --out FILE                                  database, files and manifest in one archive, while it serves
  restore FILE --data DIR [--database URL]           put one where nothing is yet
  restore FILE --verify [--database URL]             try it elsewhere and check all that must be true of it
  move --from sqlite:PATH --to postgresql://… [--dry-run]
                                                     all rows into an empty database, compared by checksums
  files migrate --to s3|supabase|cloudinary|disk     files of people into the bucket, or back, compared by checksums
  files rescan [--all]                               those that wait for the virus scanner, now; or all that are kept
  upgrade --dry-run                                  pending migrations, tried and timed on a copy
  doctor [--json] [--dkim-selector S]                what is misconfigured, and what to do about it
  status [URL] [--json]                              how a running server is; exit code 1 if not well
  admin create --email E --name N                    make a staff account; the password is asked for, or read from
                                                     standard input
  account second-factor-off --email E                for who has lost phone and recovery codes: after you have made
                                                     sure that it is them, their password is enough again
  account tokens --email E                           somebody's API tokens
  account revoke-tokens ID|--all --email E           end one of them, or all; they count no more at once
  mentor approve ID                                  let students find a mentor (M000001)
  demo [--mentors N] [--students N]                  fill an empty database with demo people, and a crowd beside them
  ledger verify                                      compare ledger, payments, bookings and the gateway
  chat reports [close ID]                            messages that people reported
  support list [--status S] | show ID                tickets of those who asked the staff
  support reply|close ID --email STAFF               answer one (the text from standard input), or close it
  session disputes                                   objections to how sessions were settled
  session resolve ID --outcome completed|missed|refunded [--note TEXT]
                                                     decide: release the earning, leave it, or send the money back
  session excuse ID --side student|mentor            who did not come to a session is excused
  testimonial list [--status S]                      reviews that may be shown on the home page
  testimonial approve|reject ID                      show one there, or don't
  mail log --to E                                    mails and pushes to somebody, and what came of them
  mail bounces list | clear EMAIL|--all              addresses that were refused for good; write to them again
  mail list                                          every mail there is: where its texts are and what it is filled with
  mail preview [NAME] [--out DIR]                    one mail or all, filled with samples; or as files, as they are sent
  site maintenance on|off [--message M]              close the site for work on it, or open it again
  newsletter send --subject S                        an issue to all subscribers, the text from standard input
  webhooks kinds | list | add URL --kinds K,… --email STAFF [--note N]
                                                     where events are sent; the secret is shown once
  webhooks rotate|pause|resume|remove|test ID        a new secret; stop for a while; send webhook.test
  webhooks deliveries ID | delivery DELIVERY         what was sent, and what came of each try
  webhooks replay DELIVERY | replay-since ID --since TIME
                                                     send it again, or all that failed or was skipped since then
  import-django --sqlite FILE | --postgres URL [--dry-run] [--report FILE] [--zone NAME]
                                                     take what is new in a database of the previous system
  contract [--out DIR]                               write openapi.json, events.json, contract.gen.ts and env.example
  version

Options of all commands that use the database: --data DIR

)";

void complain(std::string_view line) { fmt::print(stderr, "aspirex: {}\n", line); }

}  // namespace

std::string Flags::value(std::string const& name) const {
    auto const found = values.find(name);
    return found == values.end() ? std::string{} : found->second;
}

Flags parse_flags(std::vector<std::string> const& arguments, std::vector<std::string> const& with_value,
                  std::vector<std::string> const& switches) {
    Flags flags;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto const& argument = arguments[i];
        if (!argument.starts_with("--")) {
            flags.rest.push_back(argument);
            continue;
        }
        auto const equals = argument.find('=');
        auto const name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
        if (std::ranges::find(switches, name) != switches.end() && equals == std::string::npos) {
            flags.values[name] = "true";
        } else if (std::ranges::find(with_value, name) != with_value.end()) {
            if (equals != std::string::npos)
                flags.values[name] = argument.substr(equals + 1);
            else if (i + 1 < arguments.size())
                flags.values[name] = arguments[++i];
            else
                throw std::invalid_argument(fmt::format("--{} needs a value", name));
        } else {
            throw std::invalid_argument(fmt::format("unknown option {}", argument));
        }
    }
    return flags;
}

int run(std::vector<std::string> arguments) {
    auto const wants_help = [](std::string const& a) { return a == "--help" || a == "-h" || a == "help"; };
    if (arguments.empty() || std::ranges::any_of(arguments, wants_help)) {
        fmt::print("{}{}", kUsage, config::help_text());
        return arguments.empty() ? 2 : 0;
    }
    try {
        auto const flags = parse_flags(
            {arguments.begin() + 1, arguments.end()},
            {"listen",        "data",   "email",    "name",    "out",     "mentors", "students", "status",
             "outcome",       "side",   "note",     "message", "subject", "to",      "database", "from",
             "dkim-selector", "sqlite", "postgres", "report",  "zone",    "roles",   "kinds",    "since"},
            {"demo", "check", "conformance", "verify", "json", "dry-run", "all"});
        std::map<std::string, std::string> overrides;
        if (flags.has("listen"))
            overrides["AX_LISTEN"] = flags.value("listen");
        if (flags.has("data"))
            overrides["AX_DATA"] = flags.value("data");
        if (flags.has("roles"))
            overrides["AX_ROLES"] = flags.value("roles");
        if (flags.has("database"))
            overrides["AX_DATABASE_URL"] = flags.value("database");
        if (flags.has("conformance"))
            overrides["AX_CONFORMANCE"] = "true";
        if (arguments.front() == "doctor")
            return doctor_command(flags, overrides);
        auto const settings = config::load(".env", overrides);
        if (!settings) {
            for (auto const& field : settings.error().fields)
                complain(fmt::format("{} {}", field.field, field.reason));
            return 2;
        }
        return dispatch(arguments.front(), flags, *settings);
    } catch (std::invalid_argument const& misuse) {
        complain(misuse.what());
        return 2;
    } catch (std::exception const& failure) {
        complain(failure.what());
        return 1;
    }
}

}  // namespace ax::app
