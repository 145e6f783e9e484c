package metrics_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ownName finds the store's metrics, and those of the process, in rules and prose.
var ownName = regexp.MustCompile(`\b(evidence_store|process)_[a-z_]+`)

// families are the names of all metrics, as they are scraped.
func families(t *testing.T) []string {
	t.Helper()
	var names []string
	for line := range strings.Lines(scrape(t, used())) {
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, _, _ := strings.Cut(rest, " ")
			names = append(names, name)
		}
	}
	return names
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestOperationsListEveryMetric holds the table of docs/OPERATIONS.md to what is
// scraped, in both directions.
func TestOperationsListEveryMetric(t *testing.T) {
	var listed []string
	for line := range strings.Lines(readFile(t, "../../docs/OPERATIONS.md")) {
		if strings.HasPrefix(line, "| `evidence_store_") {
			listed = append(listed, ownName.FindString(line))
		}
	}
	var scraped []string
	for _, name := range families(t) {
		if strings.HasPrefix(name, "evidence_store_") {
			scraped = append(scraped, name)
		}
	}
	slices.Sort(listed)
	if !slices.Equal(listed, scraped) {
		t.Errorf("docs/OPERATIONS.md lists\n%q, but there are\n%q", listed, scraped)
	}
}

// TestAlertsRestOnWhatIsThere holds ops/alerts.yml to metrics that exist and to what
// docs/OPERATIONS.md says of each alert.
func TestAlertsRestOnWhatIsThere(t *testing.T) {
	rules := readFile(t, "../../ops/alerts.yml")
	known := families(t)
	names := ownName.FindAllString(rules, -1)
	if len(names) < 10 {
		t.Fatalf("found %d metrics in the rules: too few to be true", len(names))
	}
	for _, name := range names {
		if !slices.Contains(known, strings.TrimSuffix(name, "_bucket")) {
			t.Errorf("a rule rests on %s, which does not exist", name)
		}
	}
	doc, tests := readFile(t, "../../docs/OPERATIONS.md"), readFile(t, "../../ops/alerts_test.yml")
	alerts := regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(rules, -1)
	for _, alert := range alerts {
		if !strings.Contains(doc, "\n### "+alert[1]+"\n") {
			t.Errorf("docs/OPERATIONS.md has no heading %s", alert[1])
		}
		if !strings.Contains(rules, "runbook: docs/OPERATIONS.md#"+strings.ToLower(alert[1])+"\n") {
			t.Errorf("%s does not point to its heading", alert[1])
		}
		if !strings.Contains(tests, "alertname: "+alert[1]+"\n") {
			t.Errorf("%s has no test in ops/alerts_test.yml", alert[1])
		}
	}
}
