"""What is counted: requests by kind and outcome, how long they take, how the notices stand."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

REQUESTS = Counter(
    "genjin_requests",
    "Requests from Slack. kind: command, action, form, shortcut, options, event, other;"
    " outcome: ok, refused, failed, late, unsigned, broken, too_large",
    ["kind", "outcome"],
    registry=REGISTRY,
)
SECONDS = Histogram(
    "genjin_request_seconds",
    "From a signed request's last byte to the answer's first, in seconds",
    ["kind"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
    registry=REGISTRY,
)
NOTICES = Gauge("genjin_notices", "Notices by status: pending, sending, dead", ["status"], registry=REGISTRY)
NOTICE_LAG = Gauge("genjin_notice_lag_seconds", "How long the oldest due notice has waited", registry=REGISTRY)
POSTS = Counter("genjin_posts", "Notices posted to Slack, by outcome", ["outcome"], registry=REGISTRY)
NOTICES_WEEK = Gauge(
    "genjin_notices_week",
    "Notices of the last seven days. outcome: sent, retried (sent, not at the first try), expired, dead",
    ["kind", "outcome"],
    registry=REGISTRY,
)
ACTED_SHARE = Gauge(
    "genjin_notices_acted_share",
    "Of the notices sent in the last seven days, the share on which somebody pressed a button",
    ["kind"],
    registry=REGISTRY,
)
SOCKETS = Gauge("genjin_socket_connected", "1 while Socket Mode is connected", registry=REGISTRY)


def page() -> bytes:
    """All of it in Prometheus' text format."""
    return generate_latest(REGISTRY)
