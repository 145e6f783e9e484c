package indexer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
)

func TestCloneEngine(t *testing.T) {
	from := t.TempDir()
	want := map[string]string{"index_meta.json": "{}", "store/root.bolt": "pages", "store/000000000001.zap": "segment"}
	for name, content := range want {
		path := filepath.Join(from, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	var linked []string
	tests := map[string]func(from, to string) error{
		"links work": func(from, to string) error {
			linked = append(linked, filepath.Base(from))
			return os.Link(from, to)
		},
		"links fail": func(string, string) error { return errors.ErrUnsupported },
	}
	for name, link := range tests {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "engine")
			if err := cloneEngine(t.Context(), from, to, link); err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for name := range want {
				content, err := os.ReadFile(filepath.Join(to, name))
				if err != nil {
					t.Error(err)
				}
				got[name] = string(content)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff([]string{"000000000001.zap"}, linked); diff != "" {
		t.Errorf("files linked (-want +got):\n%s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := cloneEngine(ctx, from, t.TempDir(), os.Link); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	missing := filepath.Join(from, "missing")
	if err := cloneEngine(t.Context(), missing, t.TempDir(), os.Link); err == nil || !strings.Contains(err.Error(), missing) {
		t.Errorf("got %v, want an error that names %s", err, missing)
	}
}

func TestRememberedFaultsAreBounded(t *testing.T) {
	f := folder{dir: t.TempDir()}
	faults := make(review.Faults, maxFaults+5)
	for i := range faults {
		faults[i].What = "wrong"
	}
	c := &corpusScan{hash: "abc"}
	if err := f.remember(failedFile, newFailure(c, "engine 1", faults)); err != nil {
		t.Fatal(err)
	}
	got := f.failure()
	if !got.is(c, "engine 1") || got.is(c, "engine 2") || got.is(&corpusScan{hash: "abd"}, "engine 1") {
		t.Errorf("the wrong corpus is taken for the one that failed: %+v", got)
	}
	all := got.all("corpus")
	if last := all[len(all)-1]; len(all) != maxFaults+1 || last.What != "5 more faults" || last.File != "corpus" {
		t.Errorf("%d faults, the last %v", len(all), last)
	}
}

// Numbers decide which generation is newer, not the order of names.
func TestGenerationsByNumber(t *testing.T) {
	f := folder{dir: t.TempDir()}
	for _, name := range []string{"000009-ffffffff", "1000000-00000000", "999999-00000000", "000001-00000000.tmp", "12-00000000", "000003-XYZ00000"} {
		if err := os.Mkdir(f.path(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got, err := f.generations()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1000000-00000000", "999999-00000000", "000009-ffffffff"}, got); diff != "" {
		t.Errorf("generations (-want +got):\n%s", diff)
	}
	if next, err := f.next("abcdef0123456789"); err != nil || next != "1000001-abcdef01" {
		t.Errorf("the next is %q, %v", next, err)
	}
}
