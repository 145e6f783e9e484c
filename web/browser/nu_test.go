package browser_test

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"testing"
)

// newer is what the checker says of style sheets for not knowing container queries,
// which browsers have had since 2023.
var newer = regexp.MustCompile(`“@container”|“container-(type|name)”|“container”`)

// passed is what the checker may say of embeds: it does not know all of color-scheme, and
// 100% is the one width that a frame can be given where neither a style attribute nor a
// style sheet gets past an intranet.
var passed = regexp.MustCompile(`“100%” for attribute “width”|“color-scheme”: Too many values`)

// nuFindsNothing holds that the Nu checker has neither errors nor warnings for the pages
// and style sheets in a folder.
func nuFindsNothing(t *testing.T, folder string) {
	t.Helper()
	java, err := exec.LookPath("java")
	if err != nil {
		missing(t, "no Java, which the Nu checker needs: install it, on Debian by: apt-get install default-jre-headless")
	}
	checker := tool(t, "vnu-jar/build/dist/vnu.jar")
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
		if newer.MatchString(m.Message) || passed.MatchString(m.Message) {
			continue
		}
		t.Errorf("%s, line %d: %s: %s\n  at %q", nameOf(m.URL), m.LastLine, m.Type, m.Message, m.Extract)
	}
}
