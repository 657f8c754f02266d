#include "platform/remote/call_metadata.h"

#include "platform/remote/wire.pb.h"

namespace coffer::remote {
namespace {

constexpr std::size_t kMaxShortenedMessage = 4096;

wire::Principal::Kind kind_of(Principal::Kind kind) {
  if (kind == Principal::Kind::kUser) return wire::Principal::USER;
  return kind == Principal::Kind::kService ? wire::Principal::SERVICE : wire::Principal::ANONYMOUS;
}

Result<Principal::Kind> kind_of(wire::Principal::Kind kind) {
  switch (kind) {
    case wire::Principal::ANONYMOUS:
      return Principal::Kind::kAnonymous;
    case wire::Principal::USER:
      return Principal::Kind::kUser;
    case wire::Principal::SERVICE:
      return Principal::Kind::kService;
    default:
      return fail(invalid("a call's principal must be of a known kind"));
  }
}

}  // namespace

std::string encode_call(const CallContext& call, rpc::Origin origin) {
  wire::Call out;
  out.set_request_id(call.request_id);
  out.set_idempotency_key(call.idempotency_key);
  out.set_client_ip(call.client_ip);
  out.set_user_agent(call.user_agent);
  out.set_edge(origin == rpc::Origin::kEdge);
  wire::Principal& principal = *out.mutable_principal();
  principal.set_kind(kind_of(call.principal.kind));
  principal.set_id(call.principal.id);
  principal.set_session_id(call.principal.session_id);
  principal.mutable_roles()->Assign(call.principal.roles.begin(), call.principal.roles.end());
  principal.mutable_scopes()->Assign(call.principal.scopes.begin(), call.principal.scopes.end());
  principal.set_assurance(call.principal.assurance);
  return out.SerializeAsString();
}

Result<ReceivedCall> decode_call(std::string_view bytes) {
  wire::Call in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return fail(invalid("a call's context must be readable"));
  ReceivedCall out;
  COFFER_TRY(out.context.principal.kind, kind_of(in.principal().kind()));
  out.context.request_id = in.request_id();
  out.context.idempotency_key = in.idempotency_key();
  out.context.client_ip = in.client_ip();
  out.context.user_agent = in.user_agent();
  out.origin = in.edge() ? rpc::Origin::kEdge : rpc::Origin::kService;
  Principal& principal = out.context.principal;
  principal.id = in.principal().id();
  principal.session_id = in.principal().session_id();
  principal.roles.assign(in.principal().roles().begin(), in.principal().roles().end());
  principal.scopes.assign(in.principal().scopes().begin(), in.principal().scopes().end());
  principal.assurance = in.principal().assurance();
  return out;
}

std::string encode_failure(const Error& error) {
  wire::Failure out;
  out.set_code(std::string(error_code_name(error.code)));
  out.set_message(error.message);
  for (const auto& [key, value] : error.details) {
    wire::Detail& detail = *out.add_details();
    detail.set_key(key);
    detail.set_value(value);
  }
  if (out.ByteSizeLong() > kMaxFailureBytes) {
    out.clear_details();
    out.set_message(error.message.substr(0, kMaxShortenedMessage));
  }
  return out.SerializeAsString();
}

Error decode_failure(std::string_view bytes) {
  wire::Failure in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return internal("an unreadable failure");
  Error out{.code = error_code_from_name(in.code()), .message = in.message(), .details = {}};
  for (const wire::Detail& detail : in.details()) out.details.insert_or_assign(detail.key(), detail.value());
  return out;
}

}  // namespace coffer::remote
