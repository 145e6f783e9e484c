package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	shipped "evidencestore/corpus"
	"evidencestore/review"
)

// shippedSkeleton is the skeleton for the corpus that ships.
func shippedSkeleton(t *testing.T) (string, *review.Lists) {
	t.Helper()
	ref, faults := review.DecodeReference(shipped.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	text, err := skeleton("family-support-visits", &ref.Lists, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return text, &ref.Lists
}

func TestSkeletonIsDraft(t *testing.T) {
	text, lists := shippedSkeleton(t)
	doc, faults := review.Decode("reviews/family-support-visits.md", []byte(text), lists)
	if len(faults) > 0 {
		t.Fatalf("faults:\n%v\nin:\n%s", faults, text)
	}
	if doc.Status != review.Draft || doc.Title != "Family support visits" || doc.Updated != "2026-11-22" || len(doc.Outcomes) > 0 {
		t.Errorf("got status %q, title %q, updated %s, %d outcomes", doc.Status, doc.Title, doc.Updated, len(doc.Outcomes))
	}
	for line := range strings.Lines(text) {
		if len([]rune(line)) > 82 {
			t.Errorf("a line is too long to read: %s", line)
		}
	}
}

var switchedOff = regexp.MustCompile(`(?m)^#([^ #\n])`)

// TestSkeletonSwitchedOn takes the # from every key: what they show must be valid
// where it is no obvious gap.
func TestSkeletonSwitchedOn(t *testing.T) {
	text, lists := shippedSkeleton(t)
	text = switchedOff.ReplaceAllString(text, "$1")
	text = strings.ReplaceAll(text, `status = "draft"`, `status = "rated"`)
	if _, faults := review.Decode("reviews/family-support-visits.md", []byte(text), lists); !strings.Contains(faults.Error(), review.Placeholder) {
		t.Errorf("what is still to be written is no fault in a rated review: %v", faults)
	}
	text = strings.ReplaceAll(text, review.Placeholder, "Written")
	for _, key := range []string{"figures_from", "worse_note"} { // they need another key beside them
		text = strings.ReplaceAll(text, key+` = ""`, "")
	}
	doc, faults := review.Decode("reviews/family-support-visits.md", []byte(text), lists)
	if len(faults) > 0 {
		t.Fatalf("faults:\n%v\nin:\n%s", faults, text)
	}
	if len(doc.Outcomes) != 1 || len(doc.Findings) != 1 || len(doc.Later) != 1 || len(doc.Reviews) != 1 || len(doc.Gaps) != 1 {
		t.Errorf("an example is missing: %+v", doc)
	}
}

// TestSkeletonHasEveryKey holds that the skeleton keeps up with the documents.
func TestSkeletonHasEveryKey(t *testing.T) {
	text, _ := shippedSkeleton(t)
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for f := range typ.Fields() {
			name := f.Tag.Get("toml")
			if name == "-" {
				continue
			}
			if element := f.Type; element.Kind() == reflect.Slice && element.Elem().Kind() == reflect.Struct {
				if !strings.Contains(text, "[["+name+"]]") {
					t.Errorf("no table [[%s]]", name)
				}
				walk(element.Elem())
			} else if !regexp.MustCompile(`(?m)^#?` + name + ` = `).MatchString(text) {
				t.Errorf("no key %s", name)
			}
		}
	}
	walk(reflect.TypeFor[review.Review]())
}

func TestNew(t *testing.T) {
	p := madeUp(t, "corpus")
	out := p.mustRun(t, "new", "invisible-castles")
	want := "Wrote " + filepath.Join("corpus", "reviews", "invisible-castles.md") + "\nFill it in, then run: evidence-store check --corpus corpus\n"
	if out != want {
		t.Errorf("got output %q, want %q", out, want)
	}
	file := filepath.Join(p.dir, "corpus", "reviews", "invisible-castles.md")
	if text := readFile(t, file); !strings.Contains(text, "# moon-travel, knitting\n") {
		t.Errorf("the topics of the corpus are not named in:\n%s", text)
	}
	if out := p.mustRun(t, "check"); !strings.Contains(out, "reviews, draft                     1\n") {
		t.Errorf("check does not count the draft:\n%s", out)
	}

	writeFile(t, file, "mine")
	got := p.run(t, "new", "invisible-castles")
	if got.code != exitFailed || !strings.Contains(got.stderr, "is there already") || readFile(t, file) != "mine" {
		t.Errorf("a second time: got code %d, %q and the file %q; want code %d and the file as it was", got.code, got.stderr, readFile(t, file), exitFailed)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name, corpus, id string
		code             int
		stderr           string
	}{
		{"bad id", "corpus", "Invisible_Castles", exitUsage, "lower-case letters and digits, words joined by single hyphens"},
		{"path as id", "corpus", "../castles", exitUsage, "is not an id"},
		{"built-in corpus", "", "castles", exitUsage, "name a folder with --corpus DIR"},
		{"missing folder", "nowhere", "castles", exitFailed, "opening the corpus"},
		{"corpus without lists", ".", "castles", exitFailed, "lists.toml: cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := madeUp(t, "corpus")
			p.variables["EVIDENCE_STORE_CORPUS"] = tt.corpus
			got := p.run(t, "new", tt.id)
			if got.code != tt.code || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, tt.code, tt.stderr)
			}
			if _, err := os.Stat(filepath.Join(p.dir, "corpus", "castles.md")); err == nil {
				t.Error("a file was written")
			}
		})
	}
}

func TestCommentIDs(t *testing.T) {
	many := make([]review.Item, 100)
	for i := range many {
		many[i].ID = "some-long-id-of-a-list"
	}
	got := commentIDs(many)
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, "# ") || len(line) > 82 {
			t.Errorf("a line that is no comment of at most 80 columns: %q", line)
		}
	}
	if n := strings.Count(got, "some-long-id"); n != maxShown || !strings.HasSuffix(got, " …") {
		t.Errorf("%d ids are shown, want %d and then …: %s", n, maxShown, got)
	}
}
