#include "platform/remote/identity.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>
#include <sys/stat.h>

#include <algorithm>

#include "platform/config/read_file.h"
#include "platform/pki/service_name.h"

namespace coffer::remote {
namespace {

constexpr std::size_t kMaxPemBytes = 64 << 10;

Result<SecretBytes> read_key(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(forbidden(file.string() + " may be read by others; run: chmod 600 " + file.string()));
  COFFER_TRY(std::string text, config::read_file(file, kMaxPemBytes));
  SecretBytes key = SecretBytes::copy_of(text);
  wipe_container(text);
  return key;
}

Result<std::shared_ptr<const Proof>> read_proof(const IdentityFiles& files) {
  COFFER_TRY(std::string authority, config::read_file(files.authority, kMaxPemBytes));
  COFFER_TRY(std::string certificate, config::read_file(files.certificate, kMaxPemBytes));
  COFFER_TRY(SecretBytes key, read_key(files.private_key));
  auto proof = std::make_shared<const Proof>(
      Proof{.authority = std::move(authority),
            .own = {.certificate = std::move(certificate), .private_key = std::move(key)}});
  COFFER_CHECK(pki::check_credential(proof->own));
  return proof;
}

}  // namespace

Result<Identity> Identity::open(const IdentityFiles& files) {
  COFFER_TRY(std::shared_ptr<const Proof> proof, read_proof(files));
  return Identity(files, std::move(proof));
}

Result<std::shared_ptr<const Proof>> Identity::read() const { return read_proof(files_); }

std::vector<std::string> services_of_peer(const ::grpc::AuthContext& peer) {
  std::vector<std::string> out;
  if (!peer.IsPeerAuthenticated()) return out;
  for (const ::grpc::string_ref& uri : peer.FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME))
    if (auto service = pki::service_of_uri({uri.data(), uri.size()})) out.push_back(*std::move(service));
  std::ranges::sort(out);
  return out;
}

}  // namespace coffer::remote
