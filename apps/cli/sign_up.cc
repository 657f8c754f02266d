#include "apps/cli/sign_up.h"

#include "platform/json/writer.h"

namespace coffer::cli {

Result<void> sign_up(Api& api, const SignUp& person) {
  std::string body;
  {
    json::ObjectWriter object(body);
    object.key("email");
    json::append_text(body, person.email);
    object.key("password");
    json::append_text(body, person.password);
    if (!person.name.empty()) {
      object.key("name");
      json::append_text(body, person.name);
    }
    if (person.admin_token.size() > 0) {
      object.key("admin_token");
      json::append_text(body, person.admin_token.expose_text());
    }
  }
  COFFER_CHECK(api.post_secret("/v1/auth/signup", std::move(body), Api::As::kNobody));
  return {};
}

Result<std::string> mailbox_code(Api& api, const std::string& email) {
  COFFER_TRY(const Json page, api.get("/dev/mailbox" + query({{"to", email}}), Api::As::kNobody));
  for (const Json& message : page.value("messages", Json::array()))
    if (message.contains("code")) return message.value("code", "");
  return std::string();
}

Result<Json> verify(Api& api, const std::string& email, const std::string& code) {
  return api.post("/v1/auth/verify", {{"email", email}, {"code", code}}, Api::As::kNobody);
}

}  // namespace coffer::cli
