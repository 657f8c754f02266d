#include "apps/coffer/pki.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "apps/coffer/keys.h"
#include "platform/pki/authority.h"

namespace coffer::app {
namespace {

constexpr std::chrono::days kAuthorityLifetime{3650};
/// A process whose clock is behind believes a new certificate all the same.
constexpr std::chrono::minutes kClockTolerance{5};
constexpr int kDefaultDays = 90;

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code failure;
  const bool made = std::filesystem::create_directories(folder, failure);
  if (failure) return fail(unavailable("cannot make " + folder.string()));
  if (made) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  return {};
}

Result<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in || text.empty()) return fail(unavailable("cannot read " + file.string()));
  return text;
}

pki::Validity valid_for(Time now, std::chrono::days days) {
  return {.from = now - kClockTolerance, .until = now + days};
}

int report(const Result<void>& outcome, const std::string& done) {
  if (!outcome) {
    std::cerr << "error: " << outcome.error().message << '\n';
    return 1;
  }
  std::cout << done << '\n';
  return 0;
}

}  // namespace

Result<void> create_authority(const std::filesystem::path& folder, Time now) {
  COFFER_CHECK(make_folder(folder));
  if (std::filesystem::exists(folder / "ca.key"))
    return fail(
        conflict(folder.string() + " has an authority already; every certificate would be void with a new one"));
  COFFER_TRY(const pki::Authority authority, pki::Authority::create(valid_for(now, kAuthorityLifetime)));
  COFFER_TRY(const pki::Credential credential, authority.credential());
  COFFER_CHECK(write_private_file(folder / "ca.key", credential.private_key.expose_text()));
  return write_private_file(folder / "ca.crt", credential.certificate);
}

Result<void> issue_certificate(const std::filesystem::path& authority, const std::vector<std::string>& services,
                               const std::filesystem::path& out, Time now, int days) {
  COFFER_TRY(const std::string root, read_text(authority / "ca.crt"));
  COFFER_TRY(const SecretBytes key, read_secret_file(authority / "ca.key"));
  COFFER_TRY(const pki::Authority issuer, pki::Authority::load(root, key));
  COFFER_TRY(const pki::Credential credential, issuer.issue(services, valid_for(now, std::chrono::days(days))));
  COFFER_CHECK(make_folder(out));
  const remote::IdentityFiles files = identity_files(out);
  COFFER_CHECK(write_private_file(files.authority, root));
  COFFER_CHECK(write_private_file(files.private_key, credential.private_key.expose_text()));
  return write_private_file(files.certificate, credential.certificate);
}

remote::IdentityFiles identity_files(const std::filesystem::path& folder) {
  return {.authority = folder / "ca.crt", .certificate = folder / "service.crt", .private_key = folder / "service.key"};
}

int run_pki(int argc, char** argv) {
  CLI::App app("The certificates with which the processes of one system know each other.", "coffer pki");
  app.require_subcommand(1);
  std::filesystem::path folder = "data/pki";
  std::filesystem::path out;
  std::vector<std::string> services;
  int days = kDefaultDays;
  CLI::App* init = app.add_subcommand("init", "Makes the authority: ca.crt and ca.key");
  init->add_option("--dir", folder, "Folder of the authority");
  CLI::App* issue = app.add_subcommand("issue", "Makes ca.crt, service.crt and service.key for one process");
  issue->add_option("--dir", folder, "Folder of the authority");
  issue->add_option("--out", out, "Folder for what the process is given")->required();
  issue->add_option("--days", days, "How long the certificate holds")->check(CLI::Range(1, 825));
  issue->add_option("SERVICE", services, "The services that the process runs")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const Time now = SystemClock().now();
  if (init->parsed()) return report(create_authority(folder, now), "made " + (folder / "ca.crt").string());
  return report(issue_certificate(folder, services, out, now, days), "made " + (out / "service.crt").string());
}

}  // namespace coffer::app
