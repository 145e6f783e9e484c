package indexer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// endless is a file that has no end; a context ends after its third block.
type endless struct {
	blocks int
	cancel context.CancelFunc
}

func (e *endless) Read(p []byte) (int, error) {
	if e.blocks++; e.blocks == 3 {
		e.cancel()
	}
	return len(p), nil
}

func TestHashingStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	file := &endless{cancel: cancel}
	if _, err := sumOf(ctx, file); !errors.Is(err, context.Canceled) || file.blocks != 3 {
		t.Errorf("got %v after %d blocks, want the context's error after 3", err, file.blocks)
	}
	if _, err := sumOf(ctx, file); !errors.Is(err, context.Canceled) || file.blocks != 3 {
		t.Errorf("got %v after %d blocks, want no more of them", err, file.blocks)
	}
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "file"), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := Manifest{Files: map[string]FileSum{"file": {Size: 1}}}
	if err := m.verify(ctx, damaged); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want nothing verified once the context has ended", err)
	}
	if err := m.verify(t.Context(), damaged); err == nil || !strings.Contains(err.Error(), "is not as it was written") {
		t.Errorf("got %v, want a damaged file", err)
	}
}

func TestSums(t *testing.T) {
	for _, text := range []string{"", "a", strings.Repeat("some blocks", 20_000)} {
		got, err := sumOf(t.Context(), strings.NewReader(text))
		if want := (FileSum{Size: int64(len(text)), SHA256: hashOf([]byte(text))}); err != nil || got != want {
			t.Errorf("of %d bytes: got %+v, %v; want %+v", len(text), got, err, want)
		}
	}
	broken := errors.New("input/output error")
	_, err := sumOf(t.Context(), io.MultiReader(strings.NewReader("a"), failing{broken}))
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the disk", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// panicking is a folder of files that bring a decoder down.
type panicking struct{}

func (panicking) Open(string) (fs.File, error) { panic("index out of range") }

func TestPanicOfADecoder(t *testing.T) {
	ref, err := reference(panicking{})
	if ref != nil || err == nil || !strings.Contains(err.Error(), "panic: index out of range") {
		t.Errorf("got %v, %v; want the panic as an error", ref, err)
	}
}
