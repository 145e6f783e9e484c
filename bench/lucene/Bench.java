import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.Version;

/** Lucene on the same text and questions, driven by lines as peer.go describes them. */
public class Bench {
  static final String[] FACETS = {"topic", "uk", "status"};
  static final int TOP = 10;

  public static void main(String[] args) throws IOException {
    try (Directory dir = FSDirectory.open(Path.of(args[1]))) {
      if (args[0].equals("index")) {
        index(dir, Path.of(args[2]));
      } else {
        new Bench(dir, Files.readAllLines(Path.of(args[2]))).answer();
      }
    }
  }

  // Indexing. What is timed ends when all is on the disk; merging it into one segment,
  // which makes the questions faster, comes on top.

  static void index(Directory dir, Path docs) throws IOException {
    Analyzer words =
        new Analyzer() {
          @Override
          protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer tokens = new StandardTokenizer();
            return new TokenStreamComponents(tokens, new LowerCaseFilter(tokens));
          }
        };
    IndexWriterConfig config = new IndexWriterConfig(words);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE).setRAMBufferSizeMB(256);
    long start = System.nanoTime();
    try (IndexWriter writer = new IndexWriter(dir, config);
        BufferedReader lines = Files.newBufferedReader(docs)) {
      FacetsConfig facets = facets();
      lines
          .lines()
          .parallel() // by as many threads as there are processors
          .forEach(
              line -> {
                try {
                  writer.addDocument(facets.build(document(line.split("\t", -1))));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      writer.commit();
      System.out.println(System.nanoTime() - start);
      writer.forceMerge(1);
    }
  }

  static FacetsConfig facets() {
    FacetsConfig config = new FacetsConfig();
    config.setMultiValued("topic", true);
    return config;
  }

  static Document document(String[] columns) {
    Document d = new Document();
    d.add(new BinaryDocValuesField("id", new BytesRef(columns[0])));
    d.add(new TextField("text", columns[1], Field.Store.NO)); // with positions
    for (String topic : columns[2].split(",")) {
      d.add(new SortedSetDocValuesFacetField("topic", topic));
    }
    d.add(new SortedSetDocValuesFacetField("uk", columns[3]));
    d.add(new SortedSetDocValuesFacetField("status", columns[4]));
    return d;
  }

  // Asking.

  final DirectoryReader reader;
  final IndexSearcher searcher;
  final SortedSetDocValuesReaderState values;
  final List<String> questions;

  Bench(Directory dir, List<String> questions) throws IOException {
    reader = DirectoryReader.open(dir);
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    searcher.setQueryCache(null);
    values = new DefaultSortedSetDocValuesReaderState(reader);
    this.questions = questions;
  }

  /** Answers each line of input, which names a case, with the hits and the times. */
  void answer() throws IOException {
    System.out.printf("Lucene %s, Java %s%n", Version.LATEST, System.getProperty("java.version"));
    BufferedReader cases = new BufferedReader(new InputStreamReader(System.in));
    for (String name; (name = cases.readLine()) != null; ) {
      StringBuilder times = new StringBuilder();
      long hits = 0;
      for (String question : questions) {
        long start = System.nanoTime();
        hits += ask(name, question);
        times.append(' ').append(System.nanoTime() - start);
      }
      System.out.println(hits + times.toString());
    }
  }

  long ask(String name, String question) throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String word : question.split(" ")) {
      words.add(new TermQuery(new Term("text", word)), Occur.SHOULD);
    }
    Query query = words.build();
    TopDocs top;
    switch (name) {
      case "or-loose": // the total is exact up to 1,000, and a lower bound beyond
        top = searcher.search(query, TOP);
        break;
      case "or":
        TopScoreDocCollector exact = TopScoreDocCollector.create(TOP, Integer.MAX_VALUE);
        searcher.search(query, exact);
        top = exact.topDocs();
        break;
      case "or-facets":
        TopScoreDocCollector best = TopScoreDocCollector.create(TOP, Integer.MAX_VALUE);
        FacetsCollector all = new FacetsCollector();
        searcher.search(query, MultiCollector.wrap(best, all));
        top = best.topDocs();
        count(all);
        break;
      default:
        throw new IllegalArgumentException("no case is called " + name);
    }
    for (ScoreDoc hit : top.scoreDocs) {
      if (id(hit).isEmpty()) {
        throw new IllegalStateException("a document without id");
      }
    }
    return top.totalHits.value;
  }

  void count(FacetsCollector all) throws IOException {
    if (all.getMatchingDocs().isEmpty()) {
      return;
    }
    Facets counts = new SortedSetDocValuesFacetCounts(values, all);
    for (String facet : FACETS) {
      counts.getTopChildren(TOP, facet);
    }
  }

  /** The id of a hit, from doc values, which is the fastest way that there is. */
  String id(ScoreDoc hit) throws IOException {
    BinaryDocValues ids = MultiDocValues.getBinaryValues(reader, "id");
    return ids.advanceExact(hit.doc) ? ids.binaryValue().utf8ToString() : "";
  }
}
