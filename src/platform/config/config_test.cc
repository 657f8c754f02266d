#include "platform/config/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace coffer::config {
namespace {

constexpr std::array kSettings = {
    Setting{
        .key = "http.port", .type = Type::kInteger, .default_value = "3000", .min = 1, .max = 65535, .flag = "port"},
    Setting{.key = "http.max_body", .type = Type::kBytes, .default_value = "1MiB"},
    Setting{.key = "http.origins", .type = Type::kList},
    Setting{.key = "mail.enabled", .type = Type::kBoolean, .default_value = "false"},
    Setting{.key = "mail.password", .secret = true},
    Setting{.key = "mail.server"},
    Setting{.key = "mail.timeout", .type = Type::kDuration, .default_value = "20s"},
    Setting{.key = "sql.path", .type = Type::kPath, .default_value = "coffer.db"},
    Setting{.key = "sql.retries", .type = Type::kInteger}};

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string name = (std::filesystem::temp_directory_path() / "coffer-config-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = name;
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& name, std::string_view content) {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    std::filesystem::permissions(folder_ / name,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return folder_ / name;
  }

  static Result<Config> load(const Sources& sources, const std::vector<std::string>& reserved = {}) {
    Table table;
    table.add(kSettings);
    return Config::load(std::move(table), sources, reserved);
  }
  Result<Config> load_file(std::string_view content) {
    return load(Sources{.file = write("coffer.toml", content), .environment = {}, .flags = {}});
  }
  static Result<Config> load_environment(std::map<std::string, std::string> environment) {
    return load(Sources{.file = {}, .environment = std::move(environment), .flags = {}});
  }
  static Result<Config> load_flags(std::map<std::string, std::string> flags) {
    return load(Sources{.file = {}, .environment = {}, .flags = std::move(flags)});
  }

  std::filesystem::path folder_;
};

TEST_F(ConfigTest, has_the_defaults_where_nothing_is_said) {
  const Config config = load({}).value();
  EXPECT_EQ(config.integer("http.port"), 3000);
  EXPECT_EQ(config.bytes("http.max_body"), 1 << 20);
  EXPECT_EQ(config.duration("mail.timeout"), std::chrono::seconds(20));
  EXPECT_EQ(config.path("sql.path"), "coffer.db");
  EXPECT_FALSE(config.boolean("mail.enabled"));
  EXPECT_TRUE(config.list("http.origins").empty());
}

TEST_F(ConfigTest, reads_every_type_from_the_file) {
  const auto config = load_file(R"(
[http]
port = 8080
max_body = "64KiB"
origins = ["https://a.example", "https://b.example/x,y"]
[mail]
enabled = true
server = "smtp.example"
timeout = "5m"
)");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->integer("http.port"), 8080);
  EXPECT_EQ(config->bytes("http.max_body"), 65'536);
  EXPECT_EQ(config->list("http.origins"), (std::vector<std::string>{"https://a.example", "https://b.example/x,y"}));
  EXPECT_TRUE(config->boolean("mail.enabled"));
  EXPECT_EQ(config->text("mail.server"), "smtp.example");
  EXPECT_EQ(config->duration("mail.timeout"), std::chrono::minutes(5));
}

TEST_F(ConfigTest, takes_a_plain_number_as_a_size_in_the_file) {
  EXPECT_EQ(load_file("[http]\nmax_body = 4096\n").value().bytes("http.max_body"), 4096);
}

TEST_F(ConfigTest, environment_goes_over_the_file_and_flags_over_both) {
  Sources sources{.file = write("coffer.toml", "[http]\nport = 1\n[mail]\nserver = \"file\"\n[sql]\npath = \"file\"\n"),
                  .environment = {{"COFFER_MAIL_SERVER", "environment"}, {"COFFER_SQL_PATH", "environment"}},
                  .flags = {{"sql.path", "flag"}}};
  const auto config = load(sources);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->integer("http.port"), 1);
  EXPECT_EQ(config->text("mail.server"), "environment");
  EXPECT_EQ(config->path("sql.path"), "flag");
}

TEST_F(ConfigTest, splits_a_list_at_its_commas_outside_the_file) {
  const Config config = load_environment({{"COFFER_HTTP_ORIGINS", "https://a.example, https://b.example"}}).value();
  EXPECT_EQ(config.list("http.origins"), (std::vector<std::string>{"https://a.example", "https://b.example"}));
}

TEST_F(ConfigTest, an_empty_text_unsets_what_an_earlier_source_set) {
  Sources sources{.file = write("coffer.toml", "[mail]\nserver = \"smtp.example\"\n"),
                  .environment = {{"COFFER_MAIL_SERVER", ""}},
                  .flags = {}};
  EXPECT_FALSE(load(sources).value().is_set("mail.server"));
}

TEST_F(ConfigTest, refuses_an_unknown_key_of_the_file_naming_the_nearest_and_its_line) {
  const auto config = load_file("[http]\nport = 1\nprot = 2\n");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message, "there is no setting http.prot; is http.port meant? (coffer.toml, line 3)");
  EXPECT_EQ(config.error().details.at("field"), "http.prot");
}

TEST_F(ConfigTest, refuses_an_unknown_variable_naming_the_nearest) {
  EXPECT_EQ(load_environment({{"COFFER_SQL_PTH", "x"}}).error().message,
            "there is no setting COFFER_SQL_PTH; is COFFER_SQL_PATH meant?");
  EXPECT_FALSE(load_environment({{"COFFER_", "x"}}));
}

TEST_F(ConfigTest, refuses_an_unknown_flag_naming_the_nearest) {
  EXPECT_EQ(load_flags({{"mail.sever", "x"}}).error().message, "there is no setting mail.sever; is mail.server meant?");
  EXPECT_EQ(load_flags({{"entirely.different", "x"}}).error().message, "there is no setting entirely.different");
}

TEST_F(ConfigTest, passes_over_variables_of_others_and_reserved_words) {
  EXPECT_TRUE(load(
      Sources{
          .file = {}, .environment = {{"PATH", "/bin"}, {"COFFER_DEV", "x"}, {"COFFER_DEV_JSON", "y"}}, .flags = {}},
      {"DEV"}));
  EXPECT_FALSE(load(Sources{.file = {}, .environment = {{"COFFER_DEVICE", "x"}}, .flags = {}}, {"DEV"}));
}

TEST_F(ConfigTest, knows_a_setting_by_its_shorter_flag_too) {
  EXPECT_EQ(load_flags({{"port", "81"}}).value().integer("http.port"), 81);
  EXPECT_EQ(load_flags({{"prot", "81"}}).error().message, "there is no setting prot; is http.port meant?");
}

TEST_F(ConfigTest, takes_a_secret_from_the_file_that_a_flag_or_the_configuration_names) {
  const auto secret_of = [](const Config& config) { return std::string(config.secret("mail.password").expose_text()); };
  const std::string file = write("password", "correct horse\n").string();
  EXPECT_EQ(secret_of(load_flags({{"mail.password_file", file}}).value()), "correct horse");
  EXPECT_EQ(secret_of(load_file("[mail]\npassword_file = \"" + file + "\"\n").value()), "correct horse");
  EXPECT_FALSE(load_flags({{"mail.server_file", file}}));
}

TEST_F(ConfigTest, refuses_a_secret_file_that_others_may_read_and_says_what_mends_it) {
  const std::filesystem::path file = write("password", "correct horse");
  std::filesystem::permissions(file, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_NE(load_flags({{"mail.password_file", file}}).error().message.find("chmod 600 " + file.string()),
            std::string::npos);
}

class FlagsTest : public testing::Test {
 protected:
  static Result<std::map<std::string, std::string>> parse(std::vector<std::string_view> arguments) {
    Table table;
    table.add(kSettings);
    return parse_flags(table, arguments);
  }
};

TEST_F(FlagsTest, have_their_value_behind_them_or_behind_an_equals_sign) {
  const std::map<std::string, std::string> expected = {{"mail.server", "a=b"}, {"sql.path", "--x"}};
  EXPECT_EQ(parse({"--mail.server=a=b", "--sql.path", "--x"}).value(), expected);
}

TEST_F(FlagsTest, may_be_written_with_dashes) {
  EXPECT_EQ(parse({"--http.max-body", "1KiB"}).value().at("http.max_body"), "1KiB");
}

TEST_F(FlagsTest, add_to_a_list_and_are_refused_twice_elsewhere) {
  EXPECT_EQ(parse({"--http.origins", "a", "--http.origins=b"}).value().at("http.origins"), "a,b");
  EXPECT_EQ(parse({"--port", "1", "--port", "2"}).error().message, "--port is given twice");
  EXPECT_FALSE(parse({"--port", "1", "--http.port", "2"}));
}

TEST_F(FlagsTest, refuse_a_missing_value_and_what_is_no_flag) {
  EXPECT_EQ(parse({"--port"}).error().message, "--port needs a value");
  EXPECT_FALSE(parse({"port", "80"}));
  EXPECT_FALSE(parse({"--"}));
}

TEST_F(ConfigTest, refuses_values_that_break_their_rule_from_any_source) {
  EXPECT_EQ(load_environment({{"COFFER_HTTP_PORT", "0"}}).error().message, "http.port must be 1 to 65535");
  EXPECT_EQ(load_flags({{"mail.timeout", "20"}}).error().details.at("field"), "mail.timeout");
  EXPECT_EQ(load_file("[http]\nport = 70000\n").error().details.at("field"), "http.port");
}

TEST_F(ConfigTest, refuses_values_of_another_type_in_the_file) {
  EXPECT_EQ(load_file("[http]\nport = \"80\"\n").error().message,
            "http.port must be a whole number without quotes (coffer.toml, line 2)");
  EXPECT_FALSE(load_file("[mail]\nenabled = \"true\"\n"));
  EXPECT_FALSE(load_file("[mail]\nserver = 1\n"));
  EXPECT_FALSE(load_file("[http]\norigins = [1]\n"));
}

TEST_F(ConfigTest, refuses_a_file_that_is_missing_malformed_or_too_large) {
  EXPECT_FALSE(load(Sources{.file = folder_ / "absent.toml", .environment = {}, .flags = {}}));
  EXPECT_FALSE(load(Sources{.file = folder_, .environment = {}, .flags = {}}));
  EXPECT_NE(load_file("[http\n").error().message.find("coffer.toml, line 1"), std::string::npos);
  EXPECT_FALSE(load_file(std::string((1 << 20) + 1, '#')));
}

TEST_F(ConfigTest, takes_a_secret_from_the_environment_or_from_the_file_that_it_names) {
  const auto secret_of = [](const Config& config) { return std::string(config.secret("mail.password").expose_text()); };
  EXPECT_EQ(secret_of(load_environment({{"COFFER_MAIL_PASSWORD", "hunter2"}}).value()), "hunter2");
  const std::string file = write("password", "correct horse\n").string();
  EXPECT_EQ(secret_of(load_environment({{"COFFER_MAIL_PASSWORD_FILE", file}}).value()), "correct horse");
  EXPECT_EQ(secret_of(load_file("[mail]\npassword = \"battery\"\n").value()), "battery");
}

TEST_F(ConfigTest, refuses_a_secret_on_the_command_line_without_repeating_it) {
  const auto config = load_flags({{"mail.password", "hunter2"}});
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().message.find("COFFER_MAIL_PASSWORD_FILE"), std::string::npos);
  EXPECT_EQ(config.error().message.find("hunter2"), std::string::npos);
}

TEST_F(ConfigTest, refuses_a_secret_given_both_ways_or_in_an_unreadable_file) {
  EXPECT_FALSE(load_environment({{"COFFER_MAIL_PASSWORD", "a"}, {"COFFER_MAIL_PASSWORD_FILE", "/b"}}));
  EXPECT_FALSE(load_environment({{"COFFER_MAIL_PASSWORD_FILE", (folder_ / "absent").string()}}));
}

TEST_F(ConfigTest, only_secrets_come_from_a_file_that_a_variable_names) {
  EXPECT_FALSE(load_environment({{"COFFER_MAIL_SERVER_FILE", "/etc/hostname"}}));
}

TEST_F(ConfigTest, describes_every_value_with_its_origin_and_no_secret) {
  const std::string text =
      load_environment({{"COFFER_HTTP_PORT", "80"}, {"COFFER_MAIL_PASSWORD", "hunter2"}}).value().describe();
  EXPECT_NE(text.find("http.port = 80  # environment\n"), std::string::npos) << text;
  EXPECT_NE(text.find("mail.password = (set)  # environment\n"), std::string::npos) << text;
  EXPECT_NE(text.find("mail.server = (unset)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("sql.path = coffer.db  # default\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
}

TEST_F(ConfigTest, asking_for_what_is_not_in_the_table_is_a_bug) {
  const Config config = load({}).value();
  EXPECT_THROW((void)config.integer("http.prot"), std::logic_error);
  EXPECT_THROW((void)config.text("http.port"), std::logic_error);
  EXPECT_THROW((void)config.text("mail.password"), std::logic_error);
  EXPECT_THROW((void)config.secret("mail.server"), std::logic_error);
  EXPECT_THROW((void)config.integer("sql.retries"), std::logic_error);
  EXPECT_THROW((void)config.is_set("nothing"), std::logic_error);
}

TEST(ProcessEnvironment, has_the_variables_of_this_process) {
  ASSERT_EQ(::setenv("COFFER_CONFIG_TEST", "a=b", 1), 0);
  EXPECT_EQ(process_environment().at("COFFER_CONFIG_TEST"), "a=b");
}

}  // namespace
}  // namespace coffer::config
