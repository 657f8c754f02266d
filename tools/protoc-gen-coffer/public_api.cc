#include "public_api.h"

#include <algorithm>
#include <map>

#include "fields.h"

namespace coffer::generator {
namespace {

bool has_bit(std::uint64_t mask, const pb::FieldDescriptor& field) {
  return (mask >> static_cast<unsigned>(field.index()) & 1U) != 0;
}

class Collector {
 public:
  explicit Collector(PublicApi& api) : api_(api) {}

  void add(const pb::MethodDescriptor& method) {
    api_.methods.push_back(&method);
    for (const Route& route : routes_of(method)) claim(route, method);
    if (const auto fields = query_fields(method); !fields.empty() && !has_json_body(method))
      add({method.input_type(), Side::kQuery, fields});
    if (has_json_body(method)) add({method.input_type(), Side::kBody, body_fields(method)});
    if (!is_raw(method)) add_reply(method);
  }

  void finish() {
    for (const auto& [name, shape] : shapes_) api_.shapes.push_back(shape);
  }

 private:
  static std::vector<const pb::FieldDescriptor*> body_fields(const pb::MethodDescriptor& method) {
    const std::uint64_t elsewhere = path_mask(method) | query_mask(method);
    std::vector<const pb::FieldDescriptor*> fields;
    for (int i = 0; i < method.input_type()->field_count(); ++i)
      if (!has_bit(elsewhere, *method.input_type()->field(i))) fields.push_back(method.input_type()->field(i));
    return fields;
  }

  /// The message of an answer; of a stream, that of one event.
  void add_reply(const pb::MethodDescriptor& method) {
    const pb::Descriptor* message = method.output_type();
    if (is_stream(method)) message = message->FindFieldByName("events")->message_type();
    add_part(*message, Side::kReply);
  }

  void add_part(const pb::Descriptor& message, Side side) {
    std::vector<const pb::FieldDescriptor*> fields;
    for (int i = 0; i < message.field_count(); ++i) {
      const bool elsewhere = side == Side::kBody && field_options(*message.field(i)).query();
      if (!elsewhere) fields.push_back(message.field(i));
    }
    add({&message, side, std::move(fields)});
  }

  void add(Shape shape) {
    if (shape.fields.empty() && shape.side == Side::kReply) return;
    const auto [known, is_new] = shapes_.try_emplace(shape.message->name(), shape);
    const Shape& there = known->second;
    if (!is_new && (there.message != shape.message || there.side != shape.side || there.fields != shape.fields))
      api_.complaints.push_back(shape.message->full_name() + " has the name of another message of the public API");
    if (!is_new) return;
    for (const pb::FieldDescriptor* field : shape.fields) {
      const pb::FieldDescriptor& value = field->is_map() ? *field->message_type()->map_value() : *field;
      if (kind_of(value) == Kind::kMessage) add_part(*value.message_type(), shape.side);
    }
  }

  void claim(const Route& route, const pb::MethodDescriptor& method) {
    const auto [other, is_new] = routes_.try_emplace(route.verb + " " + route.path, &method);
    if (!is_new) api_.complaints.push_back(method.full_name() + " has the route of " + other->second->full_name());
  }

  PublicApi& api_;
  std::map<std::string, Shape> shapes_;
  std::map<std::string, const pb::MethodDescriptor*> routes_;
};

}  // namespace

PublicApi public_api(const std::vector<const pb::FileDescriptor*>& files) {
  PublicApi api;
  Collector collector(api);
  for (const pb::FileDescriptor* file : files)
    for (int i = 0; i < file->service_count(); ++i)
      for (int j = 0; j < file->service(i)->method_count(); ++j)
        if (is_public_face(*file->service(i)->method(j))) collector.add(*file->service(i)->method(j));
  collector.finish();
  return api;
}

bool is_raw(const pb::MethodDescriptor& method) { return method_options(method).raw_reply(); }

bool is_stream(const pb::MethodDescriptor& method) {
  return !method_options(method).websocket().empty() || !method_options(method).sse().empty();
}

std::vector<const pb::FieldDescriptor*> query_fields(const pb::MethodDescriptor& method) {
  std::vector<const pb::FieldDescriptor*> fields;
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    const pb::FieldDescriptor& field = *method.input_type()->field(i);
    // How a stream is polled is the gateway's own affair.
    const bool is_internal = is_stream(method) && (field.name() == "wait_ms" || field.name() == "limit");
    if (has_bit(query_mask(method), field) && !is_internal) fields.push_back(&field);
  }
  return fields;
}

bool is_required(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  return rules.required() || (is_list(field) && rules.items().min() > 0);
}

bool is_always_there(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  return is_list(field) || rules.always() || rules.required() || rules.nullable();
}

std::string running_text(std::string_view lines) {
  std::string out(lines);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

}  // namespace coffer::generator
