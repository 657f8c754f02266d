#pragma once

#include <memory>

#include "platform/remote/identity.h"
#include "platform/telemetry/log.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

/// An identity as gRPC takes it, by its stable interface: `experimental::TlsCredentials` would watch the
/// files itself, and could not say what is wrong with them. Internal to platform/remote.
namespace coffer::remote {

/// The server must be vouched for by the authority and hold the name that the channel expects.
std::shared_ptr<::grpc::ChannelCredentials> channel_credentials(const Proof& proof);

/// Each caller must be vouched for by the authority. The files are read again for each connection; while
/// they are no proof, that is logged and what they held before is used. What is returned, and what `log`
/// names, outlive the server.
std::shared_ptr<::grpc::ServerCredentials> server_credentials(Identity identity, telemetry::Log log);

}  // namespace coffer::remote
