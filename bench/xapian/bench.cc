// Xapian on the same text and questions, driven by lines as peer.go describes them.
#include <xapian.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using Clock = std::chrono::steady_clock;

static const int kTop = 10;
static const Xapian::valueno kTopic = 0, kUK = 1, kStatus = 2;

static long since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
}

static std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

// What is timed ends when all is on the disk; compacting it, which makes the questions
// faster, comes on top.
static void index(const std::string& dir, const std::string& docs) {
  const std::string loose = dir + ".loose";
  const auto start = Clock::now();
  Xapian::WritableDatabase db(loose, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator words;  // without a stemmer: words in small letters, with positions
  std::ifstream in(docs);
  for (std::string line; std::getline(in, line);) {
    const auto columns = split(line, '\t');
    Xapian::Document document;
    words.set_document(document);
    words.index_text(columns.at(1));
    document.set_data(columns[0]);
    document.add_value(kTopic, columns.at(2));  // all topics as one value: it has no others
    document.add_value(kUK, columns.at(3));
    document.add_value(kStatus, columns.at(4));
    db.add_document(document);
  }
  db.commit();
  std::cout << since(start) << std::endl;
  db.compact(dir);
  db.close();
  std::filesystem::remove_all(loose);
}

static long ask(Xapian::Database& db, const std::string& name, const std::string& question) {
  const auto words = split(question, ' ');
  Xapian::Enquire enquire(db);
  enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0));
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end()));
  Xapian::ValueCountMatchSpy topic(kTopic), uk(kUK), status(kStatus);
  const auto facets = {&topic, &uk, &status};
  if (name == "or-facets") {
    for (auto facet : facets) enquire.add_matchspy(facet);
  } else if (name != "or" && name != "or-loose") {
    throw std::invalid_argument("no case is called " + name);
  }
  const auto found = enquire.get_mset(0, kTop, name == "or-loose" ? 0 : db.get_doccount());
  for (auto hit = found.begin(); hit != found.end(); ++hit) {
    if (hit.get_document().get_data().empty()) throw std::runtime_error("a document without id");
  }
  if (name == "or-facets") {
    for (auto facet : facets) {
      for (auto v = facet->top_values_begin(kTop); v != facet->top_values_end(kTop); ++v) v.get_termfreq();
    }
  }
  return found.get_matches_estimated();
}

// Answers each line of input, which names a case, with the hits and the times.
static void answer(const std::string& dir, const std::string& file) {
  std::ifstream in(file);
  std::vector<std::string> questions;
  for (std::string line; std::getline(in, line);) questions.push_back(line);
  Xapian::Database db(dir);
  std::cout << "Xapian " << Xapian::version_string() << std::endl;
  for (std::string name; std::getline(std::cin, name);) {
    std::ostringstream times;
    long hits = 0;
    for (const auto& question : questions) {
      const auto start = Clock::now();
      hits += ask(db, name, question);
      times << ' ' << since(start);
    }
    std::cout << hits << times.str() << std::endl;
  }
}

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  try {
    if (args.at(0) == "index") index(args.at(1), args.at(2));
    else answer(args.at(1), args.at(2));
  } catch (const Xapian::Error& e) {
    std::cerr << e.get_description() << std::endl;
    return 1;
  } catch (const std::exception& e) {
    std::cerr << e.what() << std::endl;
    return 1;
  }
}
