#include "apps/coffer/production.h"

#include <string>
#include <vector>

namespace coffer::app {
namespace {

using Missing = std::vector<std::string>;

void look_at_clients(const ServeOptions& options, Missing& missing) {
  const bool behind_proxy = options.gateway.secure_cookies && !options.gateway.trusted_proxies.empty();
  if (options.tls_certificate.empty() && !behind_proxy)
    missing.emplace_back(
        "server.tls_certificate and server.tls_key, or, behind a proxy that has TLS, gateway.trusted_proxies and "
        "gateway.secure_cookies");
  for (const std::string& origin : options.gateway.allowed_origins)
    if (!origin.starts_with("https://")) missing.push_back("https in gateway.allowed_origins, instead of " + origin);
}

}  // namespace

Result<void> check_production(const ServeOptions& options, const PartsHere& here) {
  if (options.profile != Profile::kProduction) return {};
  Missing missing;
  if (here.gateway) look_at_clients(options, missing);
  if (here.identity && options.mail.url.empty()) missing.emplace_back("mail.url, the relay that codes are sent by");
  if (here.signer && options.passphrase.size() == 0)
    missing.emplace_back("signer.passphrase_file, with what opens the keys");
  if (!options.devnets.empty()) missing.emplace_back("chains.networks, instead of chains.devnets");
  if (missing.empty()) return {};
  std::string message = "the production profile needs:";
  for (const std::string& each : missing) message += "\n  - " + each;
  return fail(invalid(std::move(message)));
}

}  // namespace coffer::app
