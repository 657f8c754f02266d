#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/remote/identity.h"

namespace coffer::app {

/// `coffer pki init | issue`: the authority that says which process is which service.
int run_pki(int argc, char** argv);

/// A new authority in `folder`: `ca.crt` for every process, `ca.key` for nobody but who issues. CONFLICT
/// where there is one already.
Result<void> create_authority(const std::filesystem::path& folder, Time now);

/// What proves a process to be these services for `days` from now: `ca.crt`, `service.crt` and
/// `service.key` in `out`, in place of what was there.
Result<void> issue_certificate(const std::filesystem::path& authority, const std::vector<std::string>& services,
                               const std::filesystem::path& out, Time now, int days);

/// The files of `issue_certificate` in a folder.
remote::IdentityFiles identity_files(const std::filesystem::path& folder);

}  // namespace coffer::app
