#include "platform/http/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace coffer::http {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    fs::create_directories(root_ / "assets");
    write("index.html", "<html>");
    write("assets/app-1a2b.js", "script");
    write("assets/app-1a2b.js.br", "brotli");
    write("assets/app-1a2b.js.gz", "gzip");
    write(".env", "secret");
    write("../outside.txt", "secret");
    fs::create_symlink(root_ / "../outside.txt", root_ / "link.txt");
  }
  ~StaticFilesTest() override { fs::remove_all(root_.parent_path()); }

  void write(const std::string& name, const std::string& content) { std::ofstream(root_ / name) << content; }

  Response get(std::string path, Headers headers = {}, Method method = Method::kGet) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.headers = std::move(headers);
    return files_.serve(request);
  }

  static std::string make_root() {
    std::string pattern = (fs::temp_directory_path() / "coffer-static-XXXXXX").string();
    return std::string(::mkdtemp(pattern.data())) + "/root";
  }

  fs::path root_ = make_root();
  StaticFiles files_{StaticFiles::Settings{.root = root_.string()}};
};

TEST_F(StaticFilesTest, serves_a_file_with_its_type_and_tag) {
  const Response response = get("/assets/app-1a2b.js");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(*response.shared_body, "script");
  EXPECT_EQ(response.headers.get("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_TRUE(response.headers.get("ETag").has_value());
}

TEST_F(StaticFilesTest, lets_hashed_names_be_kept_and_the_page_be_asked_again) {
  EXPECT_EQ(get("/assets/app-1a2b.js").headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(get("/").headers.get("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, answers_304_when_the_client_has_it) {
  const std::string etag(get("/").headers.get("ETag").value());
  for (const std::string& known : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    const Response response = get("/", {{"If-None-Match", known}});
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_FALSE(response.shared_body);
  }
  EXPECT_EQ(get("/", {{"If-None-Match", "\"x\""}}).status, 200);
}

TEST_F(StaticFilesTest, serves_the_compressed_variant_that_the_client_takes) {
  const auto encoding = [this](std::string accepted) {
    return std::string(get("/assets/app-1a2b.js", {{"Accept-Encoding", std::move(accepted)}})
                           .headers.get("Content-Encoding")
                           .value_or(""));
  };
  EXPECT_EQ(encoding("gzip, deflate, br"), "br");
  EXPECT_EQ(encoding("gzip"), "gzip");
  EXPECT_EQ(encoding("br;q=0, gzip;q=0.5"), "gzip");
  EXPECT_EQ(encoding("identity"), "");
  EXPECT_EQ(*get("/assets/app-1a2b.js", {{"Accept-Encoding", "br"}}).shared_body, "brotli");
}

TEST_F(StaticFilesTest, answers_client_side_routes_with_the_page) {
  EXPECT_EQ(*get("/wallets/123").shared_body, "<html>");
  EXPECT_EQ(get("/missing.js").status, 404);
}

TEST_F(StaticFilesTest, never_leaves_its_folder) {
  for (const char* path : {"/../outside.txt", "/%2e%2e/outside.txt", "/assets/../../outside.txt", "/..%2foutside.txt",
                           "/.env", "/%2eenv", "/link.txt", "//outside.txt", "/..\\outside.txt", "/assets/%00.js"})
    EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(StaticFilesTest, reads_a_changed_file_again) {
  EXPECT_EQ(*get("/").shared_body, "<html>");
  write("index.html", "<html lang=en>");
  EXPECT_EQ(*get("/").shared_body, "<html lang=en>");
}

TEST_F(StaticFilesTest, refuses_other_methods) {
  const Response response = get("/", {}, Method::kPost);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD");
}

}  // namespace
}  // namespace coffer::http
