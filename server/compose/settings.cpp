#include "server/compose/settings.h"

namespace delivery::compose {

namespace {

constexpr std::int64_t minuteMs = 60'000;
constexpr std::int64_t hourMs = 60 * minuteMs;
constexpr std::int64_t dayMs = 24 * hourMs;

void serverSettings(Configuration& c, std::vector<Setting>& out) {
    out.insert(
        out.end(),
        {{"server.host", "the address to listen on", &c.host},
         {"server.port", "the gateway's port; 0 takes a free one", &c.port, 0, 65535},
         {"server.legacy_ports", "also listen on 8081 to 8085", &c.legacyPorts},
         {"server.allow_plain_http", "listen beyond this machine without TLS", &c.allowPlainHttp},
         {"server.allowed_origins", "browsers' pages from there may call", &c.door.allowedOrigins},
         {"storage.directory", "the data directory", &c.dataDirectory},
         {"storage.checkpoint_frames", "pages in the write-ahead log before they move",
          &c.checkpointFrames, 10, 1'000'000},
         {"storage.pages_max", "a bound for the database in pages of 4096 bytes; 0: the disk's",
          &c.databasePagesMax, 0, 4'000'000'000},
         {"storage.apart_context",
          "the context whose views lie in a database of their own; empty: none",
          &c.apartContext,
          0,
          0,
          {"", "customer", "store", "rider", "menu", "notice"}},
         {"storage.apart_directory", "the directory of that database", &c.apartDirectory},
         {"storage.backup_directory",
          "where copies may be made; empty: backups in the data directory", &c.backupDirectory},
         {"log.level",
          "the least that is logged: debug, notice, warning or alarm",
          &c.logLevel,
          0,
          0,
          {"debug", "notice", "warning", "alarm"}},
         {"demo.sandbox_port", "control port of the demo's sandbox; 0 takes a free one",
          &c.sandboxPort, 0, 65535}});
}

void brokerSettings(BrokerSettings& b, std::vector<Setting>& out) {
    out.insert(
        out.end(),
        {{"broker.host",
          "the address that our own broker listens on; beyond this machine only "
          "with a certificate",
          &b.host},
         {"broker.port", "its port; 0 takes a free one, and so does a `server.port` of 0", &b.port,
          0, 65535},
         {"broker.program", "mosquitto", &b.program},
         {"broker.plugin", "our plugin for it; beside deliveryd if empty", &b.plugin},
         {"broker.certificate_file", "its certificate chain (PEM): TLS", &b.certificateFile},
         {"broker.key_file", "the certificate's key, readable by its owner only", &b.keyFile},
         {"broker.public_url", "what clients are told instead of host and port", &b.publicUrl},
         {"broker.connections_max", "connections; the broker takes a few more", &b.connectionsMax,
          1, 100'000},
         {"broker.url", "somebody else's broker instead of our own: mqtt:// or mqtts://", &b.url},
         {"broker.user", "our name there", &b.user},
         {"broker.password_file", "holds our password there", &b.passwordFile},
         {"broker.ca_file", "who signs its certificate, if not one of the machine's", &b.caFile}});
}

void doorSettings(Configuration& c, std::vector<Setting>& out) {
    out.insert(
        out.end(),
        {{"http.connections_max", "open connections", &c.http.connectionsMax, 1, 100'000},
         {"http.per_address_connections_max", "open connections of one address",
          &c.http.perAddressConnectionsMax, 1, 100'000},
         {"http.header_ms", "from a request's first byte to its header's end", &c.http.headerMs, 10,
          hourMs},
         {"http.body_ms", "from the header's end to the body's", &c.http.bodyMs, 10, hourMs},
         {"http.idle_ms", "without a request: closed", &c.http.idleMs, 10, hourMs},
         {"http.write_stall_ms", "without a byte taken: dropped", &c.http.writeStallMs, 10, hourMs},
         {"http.handshake_ms", "until TLS stands", &c.http.handshakeMs, 10, hourMs},
         {"http.answer_ms",
          "until a request is answered with 503, whatever becomes of it; 0: never",
          &c.http.answerMs, 0, hourMs},
         {"http.tls_certificate_file", "the server's certificate and its chain in PEM",
          &c.tls.certificateFile},
         {"http.tls_key_file", "its private key in PEM", &c.tls.keyFile},
         {"door.commands_per_second", "per user", &c.door.commandsPerSecond, 1, 1'000'000},
         {"door.commands_burst", "per user at once", &c.door.commandsBurst, 1, 1'000'000},
         {"door.login_failures_max", "per account and address in the window",
          &c.door.loginFailuresMax, 1, 1'000'000},
         {"door.login_window_ms", "for failed logins", &c.door.loginWindow, 1'000, dayMs},
         {"door.session_ms", "how long a login lasts", &c.door.sessionLength, 1'000, 400 * dayMs},
         {"door.password_threads", "64 MiB each while they work", &c.door.passwordThreads, 1, 64},
         {"live.per_user_max", "WebSockets of one user", &c.door.live.perUserMax, 1, 10'000},
         {"live.total_max", "WebSockets of all users", &c.door.live.totalMax, 0, 100'000},
         {"live.unsent_bytes_max", "a WebSocket with more unsent is closed as too slow",
          &c.door.live.unsentBytesMax, 1'024, 16'777'216},
         {"shift.queue_max", "commands that wait", &c.shift.queueMax, 1, 100'000},
         {"shift.wait_max_ms", "above it new orders are refused, and positions are left out",
          &c.shift.waitMax, 1, minuteMs},
         {"shift.batch_max", "commands in one transaction", &c.shift.batchMax, 1, 10'000},
         {"shift.readers", "threads that read", &c.shift.readers, 1, 64},
         {"shift.reads_queued_max", "reads that wait", &c.shift.readsQueuedMax, 1, 100'000},
         {"desk.deliveries_held_max", "deliveries that one rider may hold",
          &c.desk.deliveriesHeldMax, 1, 20},
         {"desk.replies_kept_ms", "how long a repeated command gets its first answer",
          &c.desk.repliesKept, minuteMs, 400 * dayMs}});
}

void timerSettings(Configuration& c, std::vector<Setting>& out) {
    order::Times& t = c.desk.times;
    out.insert(
        out.end(),
        {{"timers.reply_ms", "the answer to placing waits for the payment", &t.replyDeadline, 1,
          minuteMs},
         {"timers.payment_ms", "unpaid: expired", &t.paymentDeadline, 1, dayMs},
         {"timers.payment_escalation_ms",
          "outcome unknown, whether the order is over or not: shown to an admin",
          &t.paymentEscalation, 1, dayMs},
         {"timers.store_reminder_first_ms", "the store has not answered", &t.storeReminderFirst, 1,
          dayMs},
         {"timers.store_reminder_second_ms", "and again", &t.storeReminderSecond, 1, dayMs},
         {"timers.store_answer_ms", "the store stays silent: cancelled", &t.storeAnswer, 1, dayMs},
         {"timers.cooking_overdue_ms", "after the promised time", &t.cookingOverdue, 1, dayMs},
         {"timers.cooking_overdue_again_ms", "and again", &t.cookingOverdueAgain, 1, dayMs},
         {"timers.cooking_overdue_hourly_ms", "after an hour", &t.cookingOverdueHourly, 1, dayMs},
         {"timers.offer_round_ms", "nobody picked: a wider circle", &t.offerRound, 1, dayMs},
         {"timers.offer_rounds_max", "then an alert", &t.offerRoundsMax, 1, 10'000},
         {"timers.assign_ms", "nobody picked for so long: cancelled", &t.assignDeadline, 1, dayMs},
         {"timers.collect_ms", "picked, not collected: released", &t.collectDeadline, 1, dayMs},
         {"timers.delivery_overdue_ms", "collected, not delivered: alert", &t.deliveryOverdue, 1,
          dayMs},
         {"timers.delivery_overdue_again_ms", "and again", &t.deliveryOverdueAgain, 1, dayMs},
         {"timers.confirm_ms", "delivered, not confirmed: confirmed", &t.confirmDeadline, 1,
          30 * dayMs},
         {"timers.answer_grace_ms", "for people's answers after the server was away",
          &c.desk.answerGrace, 1, dayMs},
         {"timers.rating_ms", "a completed order may be rated", &t.ratingDeadline, 1,
          400 * dayMs}});
}

void breakerSettings(const std::string& name, effect::BreakerPolicy& policy,
                     std::vector<Setting>& out) {
    const std::string group = "breaker_" + name + ".";
    out.insert(out.end(),
               {{group + "window_ms", "calls that count", &policy.window, 1'000, hourMs},
                {group + "calls_min", "fewer never open it", &policy.callsMin, 1, 100'000},
                {group + "failures_percent", "open it", &policy.failuresOpenPercent, 1, 100},
                {group + "slow_percent", "open it", &policy.slowOpenPercent, 1, 100},
                {group + "slow_after_ms", "longer is slow", &policy.slowAfter, 1, hourMs},
                {group + "open_first_ms", "open at first", &policy.openFirst, 1, hourMs},
                {group + "open_max_ms", "doubled up to this", &policy.openMax, 1, dayMs},
                {group + "probes", "so many successes close it", &policy.probes, 1, 100}});
}

void paymentSettings(Configuration& c, std::vector<Setting>& out) {
    out.insert(
        out.end(),
        {{"payment.base_url", "https://api.tosspayments.com, or another that keeps its contract",
          &c.payment.baseUrl},
         {"payment.secret_key_file", "holds the provider's secret key", &c.paymentSecretKeyFile},
         {"payment.connect_ms", "until the request has left", &c.payment.connect, 10, minuteMs},
         {"payment.charge_ms", "a charge in all", &c.payment.charge, 10, 10 * minuteMs},
         {"payment.query_ms", "a question in all", &c.payment.query, 10, 10 * minuteMs},
         {"payment.refund_ms", "a refund in all", &c.payment.refund, 10, 10 * minuteMs},
         {"payment.card_ms", "a try to register a card", &c.payment.card, 10, 10 * minuteMs},
         {"payment.card_page", "address of the provider's card page, where it has one",
          &c.cards.page},
         {"payment.client_key", "the key that the provider's script takes in a browser",
          &c.cards.clientKey},
         {"payment.card_script", "address of that script", &c.cards.script},
         {"payment.at_once_max", "calls of each kind under way", &c.effects.atOnceMax, 1, 1'000},
         {"payment.refund_alarm_ms", "an unfinished refund is an alarm",
          &c.effects.refundAlarmAfter, 1, dayMs}});
    breakerSettings("charge", c.effects.charge, out);
    breakerSettings("query", c.effects.query, out);
    breakerSettings("refund", c.effects.refund, out);
}

void geocoderSettings(Configuration& c, std::vector<Setting>& out) {
    out.insert(out.end(),
               {{"geocoder.base_url",
                 "https://dapi.kakao.com (Kakao Local), or another that keeps its contract; empty: "
                 "our own "
                 "gazetteer alone",
                 &c.geocoder.baseUrl},
                {"geocoder.rest_key_file", "holds the geocoder's REST key", &c.geocoderKeyFile},
                {"geocoder.total_ms", "a question in all; then the gazetteer answers",
                 &c.geocoder.total, 10, minuteMs},
                {"geocoder.rest_ms", "after it refused our key, or so many questions",
                 &c.geocoder.rest, 10, dayMs}});
    breakerSettings("geocoder", c.geocoder.breaker, out);
}

void messageSettings(Configuration& c, std::vector<Setting>& out) {
    outside::SolapiSettings& m = c.messages;
    out.insert(
        out.end(),
        {{"kakaotalk.base_url", "https://api.solapi.com; empty: nobody is sent a message",
          &m.baseUrl},
         {"kakaotalk.api_key", "our name at the message provider", &m.apiKey},
         {"kakaotalk.api_secret_file", "holds the secret that signs", &c.messagesSecretFile},
         {"kakaotalk.channel", "the KakaoTalk channel that messages come from (pfId)", &m.channel},
         {"kakaotalk.order_template", "the approved template about an order", &m.orderTemplate},
         {"kakaotalk.order_template_english", "the same for whoever prefers English",
          &m.orderTemplateEnglish},
         {"kakaotalk.store_template", "the approved template about a store", &m.storeTemplate},
         {"kakaotalk.store_template_english", "the same for whoever prefers English",
          &m.storeTemplateEnglish},
         {"kakaotalk.sender",
          "a registered number: whoever has no KakaoTalk gets an SMS from it; empty: no SMS",
          &m.sender},
         {"kakaotalk.connect_ms", "until the request has left", &m.connect, 10, minuteMs},
         {"kakaotalk.call_ms", "a call in all", &m.total, 10, minuteMs},
         {"kakaotalk.at_once_max", "calls of each kind under way", &c.messaging.atOnceMax, 1, 100},
         {"kakaotalk.per_second_max", "calls of each kind begun in a second",
          &c.messaging.perSecondMax, 1, 10'000},
         {"kakaotalk.send_for_ms", "an older message is not sent any more",
          &c.messaging.patience.sendFor, 1'000, 14 * minuteMs},
         {"kakaotalk.fresh_for_ms", "an older one gives way to a newer one about the same order",
          &c.messaging.patience.freshFor, 0, 14 * minuteMs},
         {"presence.pause", "a store without a device takes no new orders", &c.presencePauses},
         {"presence.grace_ms", "after the last device was gone for so long", &c.presenceGrace, 0,
          dayMs}});
    breakerSettings("kakaotalk", c.messaging.send, out);
}

}  // namespace

std::vector<Setting> settingsOf(Configuration& configuration) {
    std::vector<Setting> settings;
    serverSettings(configuration, settings);
    brokerSettings(configuration.broker, settings);
    doorSettings(configuration, settings);
    timerSettings(configuration, settings);
    paymentSettings(configuration, settings);
    geocoderSettings(configuration, settings);
    messageSettings(configuration, settings);
    return settings;
}

}  // namespace delivery::compose
