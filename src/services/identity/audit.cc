#include "services/identity/audit.h"

#include "base/id.h"

namespace coffer::identity {

Result<AuditRow> audit_record(const Clock& clock, Entropy& entropy, const CallContext& call, std::string action,
                              std::string resource) {
  COFFER_TRY(std::string id, new_id(clock, entropy));
  return AuditRow{.id = std::move(id),
                  .actor = call.principal.id,
                  .action = std::move(action),
                  .resource = std::move(resource),
                  .ip_address = call.client_ip,
                  .details = {{"request_id", call.request_id}},
                  .at = clock.now()};
}

}  // namespace coffer::identity
