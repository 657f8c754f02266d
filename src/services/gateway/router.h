#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "platform/http/message.h"
#include "platform/rpc/descriptor.h"

namespace coffer::gateway {

/// One route of the contract, taken apart.
struct Route {
  struct Segment {
    std::string literal;  // of the whole segment, where `field` is empty
    std::string field;    // the name in braces
    std::string verb;     // behind the braces, with its colon: `:speed_up`
  };

  rpc::Service* service = nullptr;
  const rpc::MethodDescriptor* method = nullptr;
  http::Method verb = http::Method::kGet;
  std::string path;  // the template, for logs and metrics
  std::string when_body_has;
  std::vector<Segment> segments;
  std::size_t index = 0;  // of the method, counted over all services
};

/// The route of a request, with what stands in the braces, percent-decoded.
struct RouteMatch {
  const Route* route = nullptr;
  std::vector<rpc::NamedText> path;
};
/// No route: `allow` lists the methods that the path has, empty where there is no such path.
struct NoRoute {
  std::vector<std::string_view> allow;
  Error error;
};

/// Finds the method that a request means: from the contract alone. A literal segment wins over a
/// field with a verb, and that over a field. HEAD is served by GET.
class Router {
 public:
  /// `development` also routes what the contract marks as development only. The services outlive it.
  Router(const std::vector<rpc::Service*>& services, bool development);

  /// `body` chooses between routes that differ by what the body has.
  [[nodiscard]] std::variant<RouteMatch, NoRoute> find(http::Method method, std::string_view path,
                                                       std::string_view body) const;
  [[nodiscard]] std::size_t methods() const { return methods_; }

 private:
  void add(rpc::Service& service, const rpc::MethodDescriptor& method, const rpc::HttpBinding& binding);

  // By number of segments; within, the more literal come first.
  std::unordered_map<std::size_t, std::vector<Route>> routes_;
  std::size_t methods_ = 0;
};

}  // namespace coffer::gateway
