package main

import (
	"log/slog"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidencestore/indexer"
)

var compareConfig = cmpopts.EquateComparable(prefix{})

// TestShippedConfig holds that config.toml says what the program does without it.
func TestShippedConfig(t *testing.T) {
	text := readFile(t, filepath.Join("..", "..", "config.toml"))
	got, faults := decodeConfig("config.toml", text)
	if len(faults) > 0 {
		t.Fatalf("config.toml has faults:\n%v", faults)
	}
	if diff := cmp.Diff(defaults(), got, compareConfig); diff != "" {
		t.Errorf("config.toml is not the defaults (-default +file):\n%s", diff)
	}
}

func TestShippedConfigHasEveryOption(t *testing.T) {
	text := readFile(t, filepath.Join("..", "..", "config.toml"))
	var tree map[string]any
	meta, err := toml.Decode(text, &tree)
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	for _, key := range meta.Keys() {
		written[key.String()] = true
	}
	want := slices.DeleteFunc(optionNames(reflect.TypeFor[config](), ""), func(name string) bool { return name == "site" })
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(written))); diff != "" {
		t.Errorf("the options of config.toml (-program +file):\n%s", diff)
	}
	above := "" // the line before
	for line := range strings.Lines(text) {
		if above == "\n" && strings.Contains(line, " = ") {
			t.Errorf("no comment above %s", line)
		}
		above = line
	}
}

// TestShippedConfigShowsASite holds that the example in config.toml has every option of
// a site, and works once it is uncommented.
func TestShippedConfigShowsASite(t *testing.T) {
	_, example, found := strings.Cut(readFile(t, filepath.Join("..", "..", "config.toml")), "# [[site]]\n")
	if !found {
		t.Fatal("no example of a site")
	}
	lines := []string{"[[site]]"}
	for line := range strings.Lines(example) {
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "#"), " "))
	}
	text := strings.Join(lines, "\n")
	got, faults := decodeConfig("config.toml", text)
	if len(faults) > 0 || len(got.Sites) != 1 {
		t.Fatalf("%d sites, faults %v in\n%s", len(got.Sites), faults, text)
	}
	for _, name := range optionNames(reflect.TypeFor[siteConfig](), "") {
		if !strings.HasPrefix(name, "-") && !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, name+" = ") }) {
			t.Errorf("the example has no %q", name)
		}
	}
	above := ""
	for _, line := range lines[1:] {
		if above == "" && strings.Contains(line, " = ") {
			t.Errorf("no comment above %s", line)
		}
		above = line
	}
}

// optionNames are the keys of a struct and of the tables in it.
func optionNames(t reflect.Type, under string) []string {
	var names []string
	for f := range t.Fields() {
		name := under + f.Tag.Get("toml")
		names = append(names, name)
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[prefix]() {
			names = append(names, optionNames(f.Type, name+".")...)
		}
	}
	slices.Sort(names)
	return names
}

// TestBadConfigs tries one file per mistake, with the message that it must give
// in the file of the same name that ends in .want.
func TestBadConfigs(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad configurations: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		t.Run(name, func(t *testing.T) {
			p := process{dir: t.TempDir()}
			writeFile(t, filepath.Join(p.dir, "config.toml"), readFile(t, file))
			got := p.run(t, "check")
			if got.code != exitUsage || got.stdout != "" {
				t.Errorf("%s: got code %d and output %q, want code %d and none", file, got.code, got.stdout, exitUsage)
			}
			golden(t, filepath.Join("config", name+".want"), got.stderr)
		})
	}
}

func TestGoodConfigs(t *testing.T) {
	tests := []struct {
		name, text string
		change     func(*config)
	}{
		{"empty", "", func(*config) {}},
		{"byte order mark and Windows line ends", "\uFEFF[log]\r\nformat = \"json\"\r\n", func(c *config) { c.Log.Format = "json" }},
		{"no limit of rate", "[server]\nrate = 0", func(c *config) { c.Server.Rate = 0 }},
		{"a network and an address", "[server]\ntrusted_proxies = [\"10.1.2.3/16\", \"::1\"]", func(c *config) {
			c.Server.TrustedProxies = []prefix{mustPrefix("10.1.0.0/16"), mustPrefix("::1/128")}
		}},
		{"any address", "[server]\naddr = \":0\"", func(c *config) { c.Server.Addr = ":0" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := defaults()
			tt.change(&want)
			got, faults := decodeConfig("config.toml", tt.text)
			if len(faults) > 0 {
				t.Fatalf("given %q: faults %v", tt.text, faults)
			}
			if diff := cmp.Diff(want, got, compareConfig); diff != "" {
				t.Errorf("given %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func mustPrefix(s string) prefix {
	var p prefix
	if err := p.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return p
}

// FuzzDecodeConfig holds that a text without faults gives options that the server
// accepts, and that nothing panics.
func FuzzDecodeConfig(f *testing.F) {
	f.Add("[server]\nrate = nan\nread_timeout = \"1h\"")
	f.Add("data = \"\"\n[server]\naddr = \"::1\"")
	f.Add("[[server]]\n[server.x]\ny = [1, [2]]")
	f.Fuzz(func(t *testing.T, text string) {
		c, faults := decodeConfig("config.toml", text)
		if len(faults) > 0 {
			return
		}
		if _, err := (&serving{cfg: &c, live: new(indexer.Live), log: slog.New(slog.DiscardHandler)}).newServer(); err != nil {
			t.Errorf("given %q: no fault found, but the server says %v", text, err)
		}
	})
}

// TestHelpSaysWhatIsKept holds that the page of help is told whether questions are
// counted.
func TestHelpSaysWhatIsKept(t *testing.T) {
	cfg := defaults()
	if got := cfg.webOptions().KeptFrom; got != cfg.Unmet.Minimum {
		t.Errorf("kept from %d on, want %d", got, cfg.Unmet.Minimum)
	}
	cfg.Unmet.Keep = false
	if got := cfg.webOptions().KeptFrom; got != 0 {
		t.Errorf("kept from %d on where nothing is kept", got)
	}
}
