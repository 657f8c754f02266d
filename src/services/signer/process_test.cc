#include "services/signer/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace coffer::signer {
namespace {

TEST(Process, that_holds_keys_leaves_no_core_dump) {
  const pid_t child = fork();
  if (child == 0) {
    rlimit core{};
    const bool hardened = harden_process().has_value() && prctl(PR_GET_DUMPABLE) == 0 &&
                          getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0;
    _exit(hardened ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace coffer::signer
