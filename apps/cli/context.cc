#include "apps/cli/context.h"

#include <ostream>

namespace coffer::cli {

Result<Api*> Context::api() {
  if (opened) return opened.get();
  std::string server = url.empty() ? variable("COFFER_URL") : url;
  if (server.empty()) {
    COFFER_TRY(server, credentials.current_url());
  }
  if (server.empty()) server = "http://127.0.0.1:3000";
  const std::string authorities = ca_file.empty() ? variable("COFFER_CA_FILE") : ca_file;
  COFFER_TRY(opened,
             Api::create({.url = server, .token = variable("COFFER_TOKEN"), .ca_file = authorities}, credentials));
  return opened.get();
}

std::string Context::variable(const std::string& name) const {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string() : found->second;
}

bool Context::print_json(const Json& document) const {
  if (json) terminal.out() << document.dump(2) << '\n';
  return json;
}

}  // namespace coffer::cli
