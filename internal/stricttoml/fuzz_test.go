package stricttoml

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "name = 'a'\n", "[[team]]\nname = 5\n[[team.member]]\nage = 'x'\n", "a.b.\"c d\" = {x = [1, {y = 2}]}\n",
		"note = \"\"\"\n[x]\n\\\"\"\"\"\n'''\"\"\"\nx=1", "a = '''\n# no\n'''\r\nb = 2026-11-22 10:00:00 # c\n", "\uFEFFa=1", "a = [\n 1,\n # c\n [2],\n]",
		"a=" + strings.Repeat("[", 20), strings.Repeat("a.", 20) + "a=1", "\"\\u0061\"=1", "a=\"\\u0000\"", "[[a]]\n[a.b]\n[[a]]\n[a.b]\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const first = 3
		var dst garden
		lines, faults := Decode("f.toml", text, first, &dst)
		for _, fault := range faults {
			if fault.Line < first || fault.Line > first+strings.Count(text, "\n") {
				t.Errorf("given %q, the fault %v is not on a line of the text", text, fault)
			}
		}
		var tree map[string]any
		if _, err := toml.Decode(text, &tree); err == nil && lines.Known() {
			everyKey(t, text, lines, tree, nil)
		}
	})
}

// everyKey checks that each key that the decoder found has a place.
func everyKey(t *testing.T, text string, lines *Lines, value any, path []any) {
	t.Helper()
	if !lines.Has(path...) {
		t.Errorf("given %q, there is no line for %q", text, path)
	}
	at := func(step any) []any { return append(path[:len(path):len(path)], step) }
	switch value := value.(type) {
	case map[string]any:
		for key, v := range value {
			everyKey(t, text, lines, v, at(key))
		}
	case []map[string]any:
		for i, v := range value {
			everyKey(t, text, lines, v, at(i))
		}
	case []any:
		for i, v := range value {
			everyKey(t, text, lines, v, at(i))
		}
	}
}
