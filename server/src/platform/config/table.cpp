#include <array>

#include "platform/config/settings.h"

namespace ax::config {
namespace {

constexpr std::array kSettings{
    Setting{.name = "AX_MODE", .kind = Kind::choice, .fallback = "development",
            .help = "production refuses defaults for secrets and switches the sandbox off",
            .choices = "development|production"},
    Setting{.name = "AX_LISTEN", .fallback = "127.0.0.1:8000", .help = "address and port to serve on"},
    Setting{.name = "AX_BASE_URL", .help = "the address people use, for links in mails; default: from AX_LISTEN",
            .needed_in_production = true},
    Setting{.name = "AX_DATA", .fallback = "data", .help = "folder of the SQLite file and uploads"},
    Setting{.name = "AX_DATABASE_URL", .help = "postgresql://…; empty: SQLite in AX_DATA"},
    Setting{.name = "AX_DATABASE_PREPARE", .kind = Kind::boolean, .fallback = "true",
            .help = "prepared statements on PostgreSQL; false behind PgBouncer before 1.21 in transaction mode"},
    Setting{.name = "AX_THREADS", .kind = Kind::integer, .fallback = "0", .help = "event loops; 0: one per core", .max = 64},
    Setting{.name = "AX_WEB_DIR", .fallback = "web/dist", .help = "the built web client"},
    Setting{.name = "AX_SECRET", .fallback = "development-only-secret",
            .help = "at least 32 characters; signs CSRF tokens and token successors", .secret = true,
            .needed_in_production = true},
    Setting{.name = "AX_TLS_CERTIFICATE", .help = "PEM chain file; with AX_TLS_KEY the server speaks TLS itself"},
    Setting{.name = "AX_TLS_KEY", .help = "PEM private key file"},
    Setting{.name = "AX_TRUSTED_PROXIES", .help = "addresses whose X-Forwarded-For and -Proto count, comma-separated"},
    Setting{.name = "AX_CORS_ORIGINS", .help = "origins that may call the API from browsers, comma-separated, exact"},
    Setting{.name = "AX_HOLD_SECONDS", .kind = Kind::integer, .fallback = "600",
            .help = "how long a time is held while its student pays", .min = 1, .max = 3600},
    Setting{.name = "AX_FREE_CANCELLATION_HOURS", .kind = Kind::integer, .fallback = "24",
            .help = "a student who cancels so long before the start gets everything back", .max = 720},
    Setting{.name = "AX_COMMISSION_BASIS_POINTS", .kind = Kind::integer, .fallback = "0",
            .help = "the platform's share of each payment, in hundredths of a per cent", .max = 5000},
    Setting{.name = "AX_RAZORPAY_KEY_ID", .help = "Razorpay API key; empty: the built-in sandbox (TEST MODE)",
            .needed_in_production = true},
    Setting{.name = "AX_RAZORPAY_KEY_SECRET", .help = "Razorpay API secret", .secret = true, .needed_in_production = true},
    Setting{.name = "AX_RAZORPAY_WEBHOOK_SECRET", .help = "the webhook's own secret", .secret = true,
            .needed_in_production = true},
    Setting{.name = "AX_RAZORPAY_WEBHOOK_SECRET_OLD", .help = "accepted too while the secret is being changed",
            .secret = true},
    Setting{.name = "AX_RAZORPAY_URL", .fallback = "https://api.razorpay.com", .help = "base of the gateway's API"},
    Setting{.name = "AX_RECONCILE_SECONDS", .kind = Kind::integer, .fallback = "60",
            .help = "first look at an order left open; later looks back off from here", .min = 1, .max = 3600},
    Setting{.name = "AX_SANDBOX_WEBHOOK_DELAY_MS", .kind = Kind::integer, .fallback = "1500",
            .help = "sandbox: how late webhooks come", .max = 600000},
    Setting{.name = "AX_SANDBOX_WEBHOOK_COPIES", .kind = Kind::integer, .fallback = "2",
            .help = "sandbox: how often each webhook is delivered; 0 loses them all", .max = 10},
    Setting{.name = "AX_SMTP_HOST", .help = "mail server; empty: mails are kept for the viewer at /sandbox/mail/",
            .needed_in_production = true},
    Setting{.name = "AX_SMTP_PORT", .kind = Kind::integer, .fallback = "587", .help = "587 STARTTLS, 465 TLS", .min = 1,
            .max = 65535},
    Setting{.name = "AX_SMTP_SECURITY", .kind = Kind::choice, .fallback = "starttls", .help = "how the connection is secured",
            .choices = "starttls|tls|none"},
    Setting{.name = "AX_SMTP_USER", .help = "mail account, if the server wants one"},
    Setting{.name = "AX_SMTP_PASSWORD", .help = "its password", .secret = true},
    Setting{.name = "AX_MAIL_FROM", .fallback = "AspireX <no-reply@localhost>", .help = "sender of all mails"},
    Setting{.name = "AX_RATE_LIMIT_PERCENT", .kind = Kind::integer, .fallback = "100",
            .help = "scales every rate limit; 0 switches them off (not in production)", .max = 100000},
    Setting{.name = "AX_LOG_LEVEL", .kind = Kind::choice, .fallback = "info", .help = "least level that is written",
            .choices = "debug|info|warn|error"},
    Setting{.name = "AX_LOG_FILE", .help = "JSON lines go here; empty: standard error"},
    Setting{.name = "AX_METRICS_TOKEN", .help = "if set, /metrics wants it as Bearer token; needed in production",
            .secret = true, .needed_in_production = true},
};

}  // namespace

std::span<Setting const> settings() { return kSettings; }

}  // namespace ax::config
