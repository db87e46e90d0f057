#pragma once

#include "features/operations/place.h"
#include "migrations/embedded.h"
#include "platform/db/plain.h"
#include "platform/db/schema_script.h"
#include "platform/db/testing_schema.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

/// For this module's tests: deployments on throw-away databases of both engines, filled past all code.
namespace ax::operations::testing {

inline std::string slurp(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}
inline void spill(std::filesystem::path const& path, std::string_view bytes) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// An empty SQLite file in `folder`, or a PostgreSQL database.
class Deployment {
public:
    explicit Deployment(db::Engine engine, bool migrated = true) {
        if (engine == db::Engine::postgres)
            postgres_.emplace(migrated ? db::testing::schema_template() : "template1");
        else if (migrated)
            db::testing::copy_schema(folder_.path / "aspirex.db");
        else
            spill(folder_.path / "aspirex.db", "");
        place = {
            .database = postgres_ ? postgres_->url() : "sqlite:" + (folder_.path / "aspirex.db").string(),
            .data = folder_.path};
    }
    [[nodiscard]] std::unique_ptr<db::Plain> open() const {
        return db::Plain::open(place.database, db::Access::read_write);
    }
    void script(std::string const& sql) const { open()->script(sql); }

    Place place;

private:
    db::testing::Folder folder_;
    std::optional<db::testing::PostgresDatabase> postgres_;
};

/// One person of each kind, a paid session, a talk of three messages, a post, an event with places, files.
inline constexpr char const* kSmallWorld = R"sql(
    INSERT INTO account (id, email, name, password_hash, password_changed_at, time_zone, created_at) VALUES
        (1, 'a@example.org', 'Asha \ "Q" ''R''', 'hash', 1, 'UTC', 1), (7, 'b@example.org', 'Bö	B', 'hash', 1, 'UTC', 1);
    INSERT INTO student (id, account_id, created_at, updated_at) VALUES (1, 7, 1, 1);
    INSERT INTO mentor (id, account_id, created_at, updated_at) VALUES (1, 1, 1, 1);
    INSERT INTO service (id, mentor_id, title, description, minutes, price, currency, created_at, updated_at)
        VALUES (1, 1, 'Talk', '', 60, 50000, 'INR', 1, 1);
    INSERT INTO booking (id, mentor_id, student_id, mentor_account, student_account, service_id, state, money,
        starts_at, ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name,
        student_zone, created_at, hold_expires_at)
        VALUES (1, 1, 1, 1, 7, 1, 1, 2, 1000, 2000, 'Talk', '', '', 50000, 'INR', 'A', 'UTC', 'B', 'UTC', 1, 1);
    INSERT INTO payment_order (id, booking_id, receipt, gateway_order, amount, currency, created_at, open, checks,
        next_check_at) VALUES (1, 1, 'r', 'order_1', 50000, 'INR', 1, 0, 0, 1);
    INSERT INTO payment (id, order_id, gateway_payment, status, amount, currency, seated, refund_state)
        VALUES (1, 1, 'pay_1', 3, 50000, 'INR', 1, 0);
    INSERT INTO ledger_transfer (id, kind, cause, booking_id, made_at) VALUES (1, 'capture', 'capture:pay_1', 1, 1);
    INSERT INTO ledger_entry (id, transfer_id, account, mentor_id, amount, currency) VALUES
        (1, 1, 'gateway', NULL, 50000, 'INR'), (2, 1, 'mentor_pending', 1, -50000, 'INR');
    INSERT INTO conversation (id, kind, low_account, high_account, last_seq, updated_at, created_at)
        VALUES (1, 0, 1, 7, 3, 1, 1);
    INSERT INTO member (conversation_id, account_id, role, box, read_seq) VALUES (1, 1, 1, 0, 3), (1, 7, 0, 0, 2);
    INSERT INTO message (id, conversation_id, seq, sender_id, client_key, text, sent_at) VALUES
        (1, 1, 1, 1, 'k1', 'one', 1), (2, 1, 2, 7, 'k2', 'two', 2), (3, 1, 3, 1, 'k3', 'three', 3);
    INSERT INTO user_event (account_id, seq, name, payload, at) VALUES (7, 1, 'n', '{}', 1), (7, 2, 'n', '{}', 2);
    INSERT INTO user_stream (account_id, last) VALUES (7, 2);
    INSERT INTO event (id, host_id, state, title, description, online_url, place, time_zone, local_start, minutes,
        starts_at, ends_at, tags, search, client_key, created_at, updated_at)
        VALUES (1, 1, 1, 'Event', '', '', 'Here', 'UTC', '2026-11-24T18:00', 60, 1, 2, '', '', 'k', 1, 1);
    INSERT INTO event_registration (event_id, account_id, state, code, queued_at) VALUES (1, 7, 0, 'c', 1);
)sql";
}  // namespace ax::operations::testing
