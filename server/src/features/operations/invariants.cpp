#include "features/operations/invariants.h"

#include "features/operations/catalogue.h"
#include "features/operations/files.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLinesPerRule = 20;

// Each row is a fault, said in words.
struct Rule {
    std::vector<std::string> tables;
    char const* sql;
};

std::vector<Rule> const& rules() {
    static std::vector<Rule> const all{
        {{"ledger_transfer", "ledger_entry"}, R"sql(
            SELECT 'ledger transfer ' || t.id || ' does not sum to zero'
            FROM ledger_transfer t LEFT JOIN ledger_entry e ON e.transfer_id = t.id
            GROUP BY t.id HAVING count(e.id) < 2 OR sum(e.amount) <> 0)sql"},
        {{"payment", "ledger_transfer", "ledger_entry"}, R"sql(
            SELECT 'payment ' || p.id || ': the ledger says ' || p.booked || ', the payment ' || p.expected FROM (
                SELECT p.id, CASE WHEN p.status >= 3 AND p.refund_state <> 3 THEN p.amount ELSE 0 END AS expected,
                    CAST(coalesce((SELECT sum(e.amount) FROM ledger_transfer t
                        JOIN ledger_entry e ON e.transfer_id = t.id AND e.account = 'gateway'
                        WHERE t.cause IN ('capture:' || p.gateway_payment, 'refund:' || p.gateway_payment)), 0)
                        AS BIGINT) AS booked
                FROM payment p) p WHERE p.booked <> p.expected)sql"},
        {{"payment", "ledger_entry"}, R"sql(
            SELECT 'the gateway holds ' || held || ', the ledger says ' || booked FROM (SELECT
                (SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM payment WHERE status >= 3 AND refund_state <> 3)
                    AS held,
                (SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM ledger_entry WHERE account = 'gateway') AS booked
            ) sums WHERE held <> booked)sql"},
        {{"payment", "payment_order", "booking"}, R"sql(
            SELECT 'booking ' || b.id || ' is paid, but neither confirmed nor refunded'
            FROM payment p JOIN payment_order o ON o.id = p.order_id JOIN booking b ON b.id = o.booking_id
            WHERE p.seated = 1 AND p.refund_state = 0 AND b.state NOT BETWEEN 1 AND 3 AND b.money <> 2)sql"},
        {{"booking"}, R"sql(
            SELECT 'booking ' || id || ' overlaps another one of its mentor' FROM (
                SELECT id, starts_at, max(ends_at) OVER (PARTITION BY mentor_id ORDER BY starts_at, id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until FROM booking WHERE state <= 3
            ) b WHERE starts_at < busy_until)sql"},
        {{"booking"}, R"sql(
            SELECT 'booking ' || id || ' overlaps another one of its student' FROM (
                SELECT id, starts_at, max(ends_at) OVER (PARTITION BY student_id ORDER BY starts_at, id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until FROM booking WHERE state <= 3
            ) b WHERE starts_at < busy_until)sql"},
        {{"conversation", "message"}, R"sql(
            SELECT 'conversation ' || c.id || ' has ' || count(m.id) || ' messages, its last number is ' || c.last_seq
            FROM conversation c LEFT JOIN message m ON m.conversation_id = c.id
            GROUP BY c.id, c.last_seq
            HAVING count(m.id) <> c.last_seq OR coalesce(min(m.seq), 1) <> 1 OR coalesce(max(m.seq), 0) <> c.last_seq
        )sql"},
        {{"member", "conversation"}, R"sql(
            SELECT 'conversation ' || c.id || ': account ' || m.account_id || ' has read up to ' || m.read_seq
                || ' of ' || c.last_seq
            FROM member m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.read_seq < 0 OR m.read_seq > c.last_seq)sql"},
        {{"thread_cursor", "message", "conversation"}, R"sql(
            SELECT 'thread ' || t.message_id || ': account ' || t.account_id || ' has read up to ' || t.read_seq
                || ' of ' || c.last_seq
            FROM thread_cursor t JOIN message m ON m.id = t.message_id JOIN conversation c ON c.id = m.conversation_id
            WHERE t.read_seq < 0 OR t.read_seq > c.last_seq)sql"},
        {{"user_stream", "user_event"}, R"sql(
            SELECT 'the stream of account ' || e.account_id || ' has events after its last number'
            FROM user_event e LEFT JOIN user_stream s ON s.account_id = e.account_id
            GROUP BY e.account_id, s.last HAVING max(e.seq) > coalesce(s.last, 0))sql"},
        {{"event", "event_registration"}, R"sql(
            SELECT 'event ' || e.id || ' counts ' || e.taken || ' places and ' || e.waiting || ' waiting, its list '
                || count(CASE WHEN r.state IN (0, 2) THEN 1 END) || ' and ' || count(CASE WHEN r.state = 1 THEN 1 END)
            FROM event e LEFT JOIN event_registration r ON r.event_id = e.id
            GROUP BY e.id, e.taken, e.waiting
            HAVING e.taken <> count(CASE WHEN r.state IN (0, 2) THEN 1 END)
                OR e.waiting <> count(CASE WHEN r.state = 1 THEN 1 END))sql"},
    };
    return all;
}

void append(std::vector<std::string>& out, std::vector<std::string> lines) {
    auto const more = lines.size() > kLinesPerRule ? lines.size() - kLinesPerRule : 0;
    lines.resize(lines.size() - more);
    std::ranges::move(lines, std::back_inserter(out));
    if (more > 0)
        out.push_back(fmt::format("and {} more of these", more));
}

// What SQLite itself knows of its file; PostgreSQL has checked its keys with every statement.
std::vector<std::string> broken_structure(db::Plain& database) {
    if (database.engine() != db::Engine::sqlite)
        return {};
    auto out = database.texts("PRAGMA integrity_check(20)");
    if (out == std::vector<std::string>{"ok"})
        out.clear();
    append(out, database.texts("SELECT 'a row of ' || \"table\" || ' points to a missing row of ' || parent "
                               "FROM pragma_foreign_key_check"));
    return out;
}

std::optional<std::int64_t> size_below(fs::path const& data, std::string const& name) {
    std::error_code none;
    auto size = fs::file_size(data / name, none);
    if (none)
        size = fs::file_size(data / (name + ".gone"), none);
    return none ? std::nullopt : std::optional(static_cast<std::int64_t>(size));
}

std::vector<std::string> broken_files(db::Plain& database, fs::path const& data, RemoteFiles* remote) {
    std::vector<std::string> out;
    for (auto const& [name, bytes] : named_files(database)) {
        auto const size = remote != nullptr ? remote->size(name) : size_below(data, name);
        if (!size)
            out.push_back(fmt::format("{} is missing", name));
        else if (bytes != *size)
            out.push_back(fmt::format("{} has {} bytes, its row says {}", name, *size, bytes));
    }
    return out;
}

}  // namespace

std::vector<std::string> broken_invariants(db::Plain& database, fs::path const& data, RemoteFiles* remote) {
    auto out = broken_structure(database);
    std::set<std::string, std::less<>> tables;
    for (auto& table : catalogue(database)) tables.insert(std::move(table.name));
    for (auto const& rule : rules())
        if (std::ranges::all_of(rule.tables, [&](auto const& table) { return tables.contains(table); }))
            append(out, database.texts(rule.sql));
    append(out, broken_files(database, data, remote));
    return out;
}

}  // namespace ax::operations
