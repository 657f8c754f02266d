#include "apps/verify/edited_database.h"

#include <memory>
#include <stdexcept>
#include <utility>

namespace coffer::verify {
namespace {

using sql::awaitable;
using sql::Query;
using sql::Rows;
using sql::Values;
using Postponed = std::vector<std::pair<Query, Values>>;

class Editor {
 public:
  explicit Editor(Edits edits) : edits_(std::move(edits)) {}
  [[nodiscard]] const Edits& edits() const { return edits_; }

  Query text_of(Query query) {
    const auto edit = edits_.texts.find(query.name);
    if (edit == edits_.texts.end()) return query;
    const auto [text, fresh] = texts_.try_emplace(edit->first, query.text);
    if (fresh) {
      const auto place = text->second.find(edit->second.from);
      if (place == std::string::npos) throw std::logic_error("the statement has no such part any more");
      text->second.replace(place, edit->second.from.size(), edit->second.to);
    }
    return {query.name, text->second};
  }

 private:
  Edits edits_;
  std::map<std::string, std::string, std::less<>> texts_;
};

class EditedTransaction final : public sql::Transaction {
 public:
  EditedTransaction(Editor& editor, sql::Transaction& inner, Postponed& postponed)
      : editor_(editor), inner_(inner), postponed_(postponed) {}
  [[nodiscard]] sql::Engine engine() const override { return inner_.engine(); }
  void hand_over_actions() {
    for (auto& action : take_commit_actions()) inner_.on_commit(std::move(action));
  }

 protected:
  awaitable<Result<Rows>> run(Query query, Values parameters) override {
    if (!editor_.edits().afterwards.empty() && query.name == editor_.edits().afterwards) {
      postponed_.emplace_back(query, std::move(parameters));
      co_return Rows(0, {}, 1);
    }
    if (editor_.edits().parameters) editor_.edits().parameters(query.name, parameters);
    CO_TRY(Rows rows, co_await run_in(inner_, editor_.text_of(query), parameters));
    if (editor_.edits().also) CO_CHECK(co_await editor_.edits().also(inner_, std::string(query.name), parameters));
    co_return rows;
  }
  awaitable<Result<std::uint64_t>> run_many(Query query, std::vector<Values> parameters) override {
    std::uint64_t affected = 0;
    for (Values& values : parameters) {
      CO_TRY(const Rows rows, co_await run(query, std::move(values)));
      affected += rows.affected();
    }
    co_return affected;
  }

 private:
  Editor& editor_;
  sql::Transaction& inner_;
  Postponed& postponed_;
};

class EditedBody final : public sql::TransactionBody {
 public:
  EditedBody(Editor& editor, sql::TransactionBody& inner) : editor_(editor), inner_(inner) {}
  awaitable<Result<void>> run(sql::Transaction& transaction) override {
    postponed.clear();
    EditedTransaction changed(editor_, transaction, postponed);
    CO_CHECK(co_await inner_.run(changed));
    changed.hand_over_actions();
    co_return Result<void>();
  }
  Postponed postponed;

 private:
  Editor& editor_;
  sql::TransactionBody& inner_;
};

class EditedDatabase final : public sql::Database {
 public:
  EditedDatabase(sql::Database& inner, Edits edits) : inner_(inner), editor_(std::move(edits)) {}
  [[nodiscard]] sql::Engine engine() const override { return inner_.engine(); }
  awaitable<Result<void>> ping() override { return inner_.ping(); }
  awaitable<void> close() override { co_return; }

 protected:
  awaitable<Result<Rows>> run_read(Query query, Values parameters) override {
    return read_in(inner_, editor_.text_of(query), std::move(parameters));
  }
  awaitable<Result<void>> run_transaction(sql::TransactionBody& body) override {
    EditedBody changed(editor_, body);
    CO_CHECK(co_await run_transaction_in(inner_, changed));
    for (auto& [query, values] : changed.postponed) {
      CO_CHECK(co_await inner_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
        std::vector<Values> once{values};
        CO_CHECK(co_await transaction.execute_many(query, std::move(once)));
        co_return Result<void>();
      }));
    }
    co_return Result<void>();
  }

 private:
  sql::Database& inner_;
  Editor editor_;
};

}  // namespace

std::unique_ptr<sql::Database> edited(sql::Database& inner, Edits edits) {
  return std::make_unique<EditedDatabase>(inner, std::move(edits));
}

}  // namespace coffer::verify
