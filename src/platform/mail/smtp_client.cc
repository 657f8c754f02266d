#include "platform/mail/smtp_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace coffer::mail {
namespace {

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

/// What is left to be sent.
struct Upload {
  std::string_view rest;
};

std::size_t read_upload(char* out, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const std::size_t taken = std::min(size * count, upload.rest.size());
  std::memcpy(out, upload.rest.data(), taken);
  upload.rest.remove_prefix(taken);
  return taken;
}

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace

struct SmtpClient::State {
  SmtpSettings settings;
  std::string url;
  bool tls_required = true;

  void configure(CURL* handle) const;
  [[nodiscard]] Result<void> deliver(const Message& message, std::string_view text) const;
};

Result<std::unique_ptr<SmtpClient>> SmtpClient::create(SmtpSettings settings, async::Workers& workers) {
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  const bool parsed = url && curl_url_set(url.get(), CURLUPART_URL, settings.url.c_str(), 0) == CURLUE_OK;
  const std::string scheme = parsed ? part_of(url.get(), CURLUPART_SCHEME) : "";
  const std::string host = parsed ? part_of(url.get(), CURLUPART_HOST) : "";
  const std::string path = parsed ? part_of(url.get(), CURLUPART_PATH) : "";
  const bool has_more = parsed && (!part_of(url.get(), CURLUPART_USER).empty() ||
                                   !part_of(url.get(), CURLUPART_QUERY).empty() || (!path.empty() && path != "/"));
  if ((scheme != "smtp" && scheme != "smtps") || host.empty() || has_more)
    return fail(invalid("a mail relay is named smtp://host:port or smtps://host:port, and nothing more"));
  auto state = std::make_shared<State>();
  state->url = settings.url;
  state->tls_required = settings.tls == SmtpTls::kAlways || !is_this_machine(host);
  state->settings = std::move(settings);
  return std::unique_ptr<SmtpClient>(new SmtpClient(std::move(state), workers));
}

SmtpClient::SmtpClient(std::shared_ptr<const State> state, async::Workers& workers)
    : state_(std::move(state)), workers_(workers) {}
SmtpClient::~SmtpClient() = default;

awaitable<Result<void>> SmtpClient::send(Message message) {
  CO_TRY(std::string text, rfc5322(message));
  auto work = [state = state_, message = std::move(message), text = std::move(text)]() -> Result<void> {
    return state->deliver(message, text);
  };
  co_return co_await workers_.run(std::move(work));
}

void SmtpClient::State::configure(CURL* handle) const {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
  if (settings.username.empty()) return;
  curl_easy_setopt(handle, CURLOPT_USERNAME, settings.username.c_str());
  const SecretBytes password = [&] {
    SecretBytes out(settings.password.size() + 1);
    std::ranges::copy(settings.password.expose(), out.expose_mutable().begin());
    out.expose_mutable().back() = 0;
    return out;
  }();
  curl_easy_setopt(handle, CURLOPT_PASSWORD, password.expose_text().data());
}

Result<void> SmtpClient::State::deliver(const Message& message, std::string_view text) const {
  const std::unique_ptr<CURL, CloseHandle> handle(curl_easy_init());
  const std::string from = "<" + message.from + ">";
  const std::string to = "<" + message.to + ">";
  const std::unique_ptr<curl_slist, FreeList> recipients(curl_slist_append(nullptr, to.c_str()));
  if (!handle || !recipients) return fail(unavailable("no memory to send mail"));
  // The path is what EHLO says; a relay may insist on a name with a domain.
  const std::string greeting = url + (url.ends_with('/') ? "" : "/") + std::string(domain_of(message.from));
  Upload upload{text};
  std::array<char, CURL_ERROR_SIZE> reason{};
  configure(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_URL, greeting.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(handle.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, reason.data());
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) return {};
  const std::string_view said = reason.front() != 0 ? reason.data() : curl_easy_strerror(code);
  return fail(unavailable("the mail relay has not taken the message: " + std::string(said)));
}

}  // namespace coffer::mail
