package browser_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var assetAddress = regexp.MustCompile(`/assets/[a-z-]+-[0-9a-f]+\.(?:css|svg)`)

// TestValid holds that the Nu checker finds nothing to say about any page in any
// state, nor about the style sheet and the icon: neither errors nor warnings.
func TestValid(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	assets := map[string]bool{}
	for _, s := range states {
		page := s.fetch(t)
		save(t, folder, s.name+".html", page.body)
		for _, asset := range assetAddress.FindAllString(page.body, -1) {
			assets[asset] = true
		}
	}
	for asset := range assets {
		save(t, folder, filepath.Base(asset), fetch(t, asset, nil).body)
	}
	nuFindsNothing(t, folder)
}

// save writes a file for the checker under a name that its messages will show.
func save(t *testing.T, folder, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// nameOf is the name of a file that the checker tells the address of.
func nameOf(address string) string {
	name := address[strings.LastIndex(address, "/")+1:]
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
