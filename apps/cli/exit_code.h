#pragma once

#include "base/error.h"

namespace coffer::cli {

/// What the shell is told; these numbers never change their meaning. docs/cli.md lists them.
enum class ExitCode {
  kDone = 0,
  kFailed = 1,             // something unexpected
  kUsage = 2,              // the command line, or a value that breaks a rule
  kNotSignedIn = 3,        // run: coffer login
  kForbidden = 4,          // not allowed, or a policy said no
  kNotFound = 5,           // no such thing, or not yours
  kConflict = 6,           // the state of the thing forbids it
  kInsufficientFunds = 7,  // the balance cannot cover it
  kRateLimited = 8,        // try again later
  kUnavailable = 9,        // the server, or what it depends on, is away
  kEndedOtherwise = 10,    // the transaction ended, but not as confirmed
  kStillUnderWay = 11,     // the time to wait is over; the transaction goes on
  kFindings = 12,          // doctor found something to mend
  kDeclined = 13,          // the question was answered with no
  kInterrupted = 130,      // Ctrl-C
};

/// The code for a failed call.
ExitCode exit_code_of(const Error& error);

}  // namespace coffer::cli
