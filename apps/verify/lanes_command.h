#pragma once

namespace coffer::verify {

/// `coffer verify lanes [--seed S] [--runs N]`: the exit code.
int run_verify(int argc, char** argv);

}  // namespace coffer::verify
