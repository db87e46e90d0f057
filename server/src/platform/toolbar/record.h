#pragma once

#include "base/time.h"
#include "contract/describe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a developer is shown of a request. No values, tokens or people: names, texts of statements, times.
namespace ax::toolbar {

using contract::field;

struct Statement {
    std::string name;
    std::string sql;
    std::string engine;
    std::int64_t micros = 0;
    std::optional<std::int64_t> rows;  // none if it failed
    static constexpr auto wire() {
        return contract::Fields{field("name", &Statement::name), field("sql", &Statement::sql),
                                field("engine", &Statement::engine), field("micros", &Statement::micros),
                                field("rows", &Statement::rows)};
    }
};

struct Outgoing {
    std::string method;
    std::string host;
    std::optional<std::int64_t> status;  // none if nobody answered
    std::int64_t micros = 0;
    static constexpr auto wire() {
        return contract::Fields{field("method", &Outgoing::method), field("host", &Outgoing::host),
                                field("status", &Outgoing::status), field("micros", &Outgoing::micros)};
    }
};

struct CacheUse {
    std::string name;
    std::string outcome;  // hit, miss, wait; of Redis "command"
    static constexpr auto wire() {
        return contract::Fields{field("name", &CacheUse::name), field("outcome", &CacheUse::outcome)};
    }
};

struct Job {
    std::string listener;
    std::string event;
    static constexpr auto wire() {
        return contract::Fields{field("listener", &Job::listener), field("event", &Job::event)};
    }
};

struct SentMail {
    std::string letter;     // empty if it was not filled from one
    std::string subject;    // with sample values
    std::string recipient;  // masked
    std::string preview;    // path of the viewer's page; empty if it left the machine
    static constexpr auto wire() {
        return contract::Fields{field("letter", &SentMail::letter), field("subject", &SentMail::subject),
                                field("recipient", &SentMail::recipient),
                                field("preview", &SentMail::preview)};
    }
};

struct LogLine {
    std::string level;
    std::string event;
    std::string fields;
    static constexpr auto wire() {
        return contract::Fields{field("level", &LogLine::level), field("event", &LogLine::event),
                                field("fields", &LogLine::fields)};
    }
};

struct Summary {
    std::string id;  // X-Request-Id
    std::string trace;
    std::string method;
    std::string endpoint;
    std::string route;
    int status = 0;
    std::int64_t micros = 0;
    std::int64_t database_micros = 0;
    std::int64_t outgoing_micros = 0;
    std::int64_t statements = 0;
    std::int64_t repeated = 0;  // how often the statement ran that ran most often
    bool n_plus_one = false;
    std::int64_t mails = 0;
    static constexpr auto wire() {
        return contract::Fields{field("id", &Summary::id),
                                field("trace", &Summary::trace),
                                field("method", &Summary::method),
                                field("endpoint", &Summary::endpoint),
                                field("route", &Summary::route),
                                field("status", &Summary::status),
                                field("micros", &Summary::micros),
                                field("database_micros", &Summary::database_micros),
                                field("outgoing_micros", &Summary::outgoing_micros),
                                field("statements", &Summary::statements),
                                field("repeated", &Summary::repeated),
                                field("n_plus_one", &Summary::n_plus_one),
                                field("mails", &Summary::mails)};
    }
};

struct Record {
    Summary summary;
    std::vector<Statement> statements;
    std::vector<Outgoing> outgoing;
    std::vector<CacheUse> cache;
    std::vector<Job> jobs;        // also those that its jobs recorded
    std::vector<SentMail> mails;  // sent by its jobs, so later
    std::vector<LogLine> logs;
    std::int64_t left_out = 0;  // what did not fit
    static constexpr auto wire() {
        return contract::Fields{
            field("summary", &Record::summary),   field("statements", &Record::statements),
            field("outgoing", &Record::outgoing), field("cache", &Record::cache),
            field("jobs", &Record::jobs),         field("mails", &Record::mails),
            field("logs", &Record::logs),         field("left_out", &Record::left_out)};
    }
};

struct Summaries {
    std::vector<Summary> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Summaries::items)}; }
};

}  // namespace ax::toolbar
