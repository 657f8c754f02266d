#pragma once

#include "apps/cli/accounts.h"
#include "apps/cli/context.h"

namespace coffer::cli {

/// What a transaction would do and cost, for a person to agree to.
struct Review {
  Json account;   // that sends
  Json request;   // as it would be posted
  Json estimate;  // what the server says of it
  AssetInfo native;
  AssetInfo asset;
};

/// Shows effects, fee and what is not known. Addresses stand whole, in groups of four.
void show_review(const Context& context, const Review& review);

}  // namespace coffer::cli
