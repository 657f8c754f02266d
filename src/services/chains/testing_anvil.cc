#include "services/chains/testing_anvil.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace coffer::chains::testing {
namespace {

std::string anvil_program() {
  if (const char* given = std::getenv("COFFER_ANVIL")) return given;
  const char* root = std::getenv("COFFER_ROOT");
  const std::filesystem::path program = std::filesystem::path(root == nullptr ? "." : root) /
                                        "devnet/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
  if (!std::filesystem::exists(program)) {
    throw std::runtime_error("anvil is not installed: run `npm ci` in devnet/, or set COFFER_ANVIL");
  }
  return program;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(port);
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

/// A port that was free a moment ago.
std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  void* raw = &address;
  if (::bind(socket, static_cast<sockaddr*>(raw), size) != 0 ||
      ::getsockname(socket, static_cast<sockaddr*>(raw), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(socket);
  return ntohs(address.sin_port);
}

bool is_listening(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(port);
  void* raw = &address;
  const bool connected = ::connect(socket, static_cast<sockaddr*>(raw), sizeof address) == 0;
  ::close(socket);
  return connected;
}

}  // namespace

Anvil::Anvil(std::vector<std::string> arguments) {
  const std::string program = anvil_program();
  const std::uint16_t port = free_port();
  std::vector<std::string> words{program, "--silent", "--port", std::to_string(port)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  const int failed = posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("anvil does not start: " + std::string(std::strerror(failed)));
  for (int look = 0; look < 1000; ++look) {
    if (is_listening(port)) {
      url_ = "http://127.0.0.1:" + std::to_string(port);
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  throw std::runtime_error("anvil does not listen");
}

Anvil::~Anvil() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace coffer::chains::testing
