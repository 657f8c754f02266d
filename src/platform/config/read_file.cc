#include "platform/config/read_file.h"

#include <fstream>

namespace coffer::config {

Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || std::filesystem::is_directory(file, error)) return fail(invalid("cannot read " + file.string()));
  std::string content(max_bytes + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad()) return fail(invalid("cannot read " + file.string()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  if (content.size() > max_bytes)
    return fail(invalid(file.string() + " has more than " + std::to_string(max_bytes) + " bytes"));
  return content;
}

}  // namespace coffer::config
