#include "server/compose/logging.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <utility>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <QString>

namespace delivery::compose {

namespace {

using shift::Level;

std::atomic<ServerLog*> listener = nullptr;

/// Locked while it formats; what waits in the stream is flushed by the server's pulse.
class StreamSink : public spdlog::sinks::base_sink<std::mutex> {
  public:
    explicit StreamSink(std::shared_ptr<LogStream> stream) : m_stream(std::move(stream)) {}

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        m_stream->write(std::string(line.data(), line.size()));
    }
    void flush_() override { m_stream->flush(); }

  private:
    std::shared_ptr<LogStream> m_stream;
};

spdlog::level::level_enum severity(Level level) {
    switch (level) {
        case Level::Debug:
            return spdlog::level::debug;
        case Level::Notice:
            return spdlog::level::info;
        case Level::Warning:
            return spdlog::level::warn;
        case Level::Alarm:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::string_view wordOf(Level level) {
    switch (level) {
        case Level::Debug:
            return "debug";
        case Level::Notice:
            return "notice";
        case Level::Warning:
            return "warning";
        case Level::Alarm:
            return "alarm";
    }
    return "alarm";
}

Level levelNamed(const std::string& word) {
    for (const Level level : {Level::Debug, Level::Notice, Level::Warning}) {
        if (word == wordOf(level)) return level;
    }
    return Level::Alarm;
}

void append(std::string& json, std::string_view text) {
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            json += escape;
        } else {
            json += c;
        }
    }
}

void appendField(std::string& json, std::string_view name, std::string_view value) {
    json += ",\"";
    json += name;
    json += "\":\"";
    append(json, value);
    json += '"';
}

void takeQtMessage(QtMsgType type, const QMessageLogContext&, const QString& message) {
    const Level level = type == QtDebugMsg     ? Level::Debug
                        : type == QtInfoMsg    ? Level::Notice
                        : type == QtWarningMsg ? Level::Warning
                                               : Level::Alarm;
    const std::string text = message.toStdString();
    if (ServerLog* log = listener.load()) {
        log->line(level, "qt", text);
    } else {
        std::fprintf(stderr, "%s\n", text.c_str());
    }
    if (type == QtFatalMsg) std::abort();
}

}  // namespace

ServerLog::ServerLog(const std::string& least)
    : m_stream(std::make_shared<LogStream>(STDERR_FILENO)),
      m_logger(
          std::make_shared<spdlog::logger>("delivery", std::make_shared<StreamSink>(m_stream))) {
    // spdlog writes the time, the line brings the rest: one JSON object in all.
    m_logger->set_pattern("{\"at\":\"%Y-%m-%dT%H:%M:%S.%eZ\",%v}", spdlog::pattern_time_type::utc);
    m_logger->set_level(severity(levelNamed(least)));
}

ServerLog::~ServerLog() {
    if (listener.load() != this) return;
    qInstallMessageHandler(nullptr);
    listener = nullptr;
}

void ServerLog::flush() {
    m_stream->flush();
    const LogStream::Figures now = m_stream->figures();
    // Said once there is somebody to read it.
    if (now.waiting > 0 || now.lost == m_lostTold) return;
    const std::uint64_t lost = now.lost - m_lostTold.exchange(now.lost);
    line(Level::Warning, "compose",
         std::to_string(lost) + " lines of the log were lost: nobody read them");
}

void ServerLog::takeQtMessages() {
    listener = this;
    qInstallMessageHandler(takeQtMessage);
}

void ServerLog::line(Level level, std::string_view room, std::string_view text,
                     std::string_view order, std::string_view cause) {
    if (!m_logger->should_log(severity(level))) return;
    std::string json = "\"level\":\"";
    json += wordOf(level);
    json += '"';
    appendField(json, "room", room);
    appendField(json, "text", text);
    if (!order.empty()) appendField(json, "order", order);
    if (!cause.empty()) appendField(json, "cause", cause);
    m_logger->log(severity(level), "{}", json);
}

}  // namespace delivery::compose
