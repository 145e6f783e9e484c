// Package browser_test opens the pages in a real browser, as the program serves them.
//
// It needs Chromium, and what tools/package.json names: axe-core, and the Nu checker,
// which needs Java. A test whose tool is missing is skipped, or fails where
// EVIDENCE_STORE_BROWSER says "required".
package browser_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// scratch is a folder for the program, its data and what is downloaded.
var scratch string

// atEnd is run after all tests.
var atEnd []func()

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "evidence-store-browser-"); err != nil {
		panic(err)
	}
	m.Run()
	for _, end := range atEnd {
		end()
	}
	os.RemoveAll(scratch)
}

// missing skips a test for want of a tool, or fails it where tools are required.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("EVIDENCE_STORE_BROWSER") == "required" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// tool is a file of the packages in tools.
func tool(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join("..", "..", "tools", "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		missing(t, "no "+name+": run scripts/browser-tools.sh")
	}
	return file
}

// address is where the program serves the shipped corpus: http://…
func address(t *testing.T) string {
	t.Helper()
	at, err := served()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

var served = sync.OnceValues(func() (string, error) {
	if err := namePrograms("../.."); err != nil {
		return "", err
	}
	program := filepath.Join(scratch, "evidence-store.exe")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/evidence-store").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(scratch, "config.toml"), []byte("[server]\nrate = 0.0\n"), 0o600); err != nil {
		return "", err
	}
	serve := exec.Command(program, "serve", "--addr", "127.0.0.1:0")
	serve.Dir = scratch
	out, err := serve.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := serve.Start(); err != nil {
		return "", err
	}
	atEnd = append(atEnd, func() { serve.Process.Kill(); serve.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("the program ended before it answered: %w", err)
	}
	return strings.TrimPrefix(strings.TrimSpace(line), "Evidence Store answers on "), nil
})

// namePrograms looks at all that the program is built from. go test keeps a result
// until a file that the test looked at has changed, and does not know of the build.
func namePrograms(root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := entry.Name(); entry.IsDir() && (base == "node_modules" || base == "data" || strings.HasPrefix(base, ".") && base != "..") && name != root {
			return filepath.SkipDir
		}
		_, err = os.Stat(name)
		return err
	})
}

// chromium is the one browser that all tests open their tabs in.
func chromium(t *testing.T) context.Context {
	t.Helper()
	ctx, err := started()
	if errors.Is(err, exec.ErrNotFound) {
		missing(t, "no Chromium: install it, on Debian by: apt-get install chromium")
	}
	if err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return ctx
}

var started = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // which root cannot have; nothing but our own pages is opened
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	atEnd = append(atEnd, func() { chromedp.Cancel(ctx); stop() })
	return ctx, chromedp.Do(ctx)
})
