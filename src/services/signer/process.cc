#include "services/signer/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace coffer::signer {

Result<void> harden_process() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return fail(unavailable("a process without core dumps"));
  }
  rlimit locked{};
  if (getrlimit(RLIMIT_MEMLOCK, &locked) == 0) {
    locked.rlim_cur = locked.rlim_max;
    (void)setrlimit(RLIMIT_MEMLOCK, &locked);
  }
  return {};
}

}  // namespace coffer::signer
