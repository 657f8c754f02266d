#pragma once

#include <mutex>

namespace coffer::async {

/// Keeps retries from making an outage worse: each call earns a part of a retry, each retry spends one.
/// May be used from any thread.
class RetryBudget {
 public:
  /// `percent` of the calls may be retries, beyond a reserve that is full at the start.
  RetryBudget(int percent, int reserve) : earned_per_call_(percent), most_(reserve * 100), hundredths_(most_) {}

  void call();
  /// Whether a retry is allowed; it is spent then.
  bool spend();

 private:
  int earned_per_call_;
  int most_;
  std::mutex mutex_;
  int hundredths_;
};

}  // namespace coffer::async
