package browser_test

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var assetAddress = regexp.MustCompile(`/assets/[a-z-]+-[0-9a-f]+\.(?:css|svg)`)

// newer is what the checker says of style sheets for not knowing container queries,
// which browsers have had since 2023.
var newer = regexp.MustCompile(`“@container”|“container-(type|name)”|“container”`)

// TestValid holds that the Nu checker finds nothing to say about any page in any
// state, nor about the style sheet and the icon: neither errors nor warnings.
func TestValid(t *testing.T) {
	t.Parallel()
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "no Java, which the Nu checker needs: install it, on Debian by: apt-get install default-jre-headless")
	}
	checker := tool(t, "vnu-jar/build/dist/vnu.jar")
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
	command := exec.CommandContext(t.Context(), java, "-jar", checker, "--format", "json", "--stdout", "--also-check-css", "--also-check-svg", folder)
	out, err := command.Output() // which exits with 1 where it found something
	var found struct {
		Messages []struct {
			URL, Type, Message, Extract string
			LastLine                    int
		}
	}
	if faulty := json.Unmarshal(out, &found); faulty != nil {
		t.Fatalf("the checker: %v, %v\n%s", err, faulty, out)
	}
	for _, m := range found.Messages {
		if newer.MatchString(m.Message) {
			continue
		}
		t.Errorf("%s, line %d: %s: %s\n  at %q", nameOf(m.URL), m.LastLine, m.Type, m.Message, m.Extract)
	}
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
