#include "apps/coffer/peers.h"

#include <gtest/gtest.h>

namespace coffer::app {
namespace {

TEST(ListenSettings, are_host_and_port) {
  const remote::ServerSettings settings = listen_settings("0.0.0.0:7000").value();
  EXPECT_EQ(settings.address, "0.0.0.0");
  EXPECT_EQ(settings.port, 7000);
  EXPECT_EQ(listen_settings("[::1]:7000")->address, "[::1]");
}

TEST(ListenSettings, refuse_anything_else) {
  for (const char* text : {"", "7000", ":7000", "localhost:", "localhost:http", "localhost:70000", "localhost:7000x"})
    EXPECT_FALSE(listen_settings(text)) << text;
}

}  // namespace
}  // namespace coffer::app
