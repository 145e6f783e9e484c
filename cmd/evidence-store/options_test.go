package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOrderOfChoice tries each source of an option against those below it.
func TestOrderOfChoice(t *testing.T) {
	const file = "corpus = \"of-file\"\ndata = \"data-of-file\"\n[server]\naddr = \"127.0.0.1:1\""
	type chosen struct{ Corpus, Data, Addr string } // paths seen from the working directory
	tests := []struct {
		name      string
		files     map[string]string
		variables map[string]string
		args      []string
		want      chosen
	}{
		{name: "defaults", want: chosen{"", "data", "127.0.0.1:8080"}},
		{
			name: "file", files: map[string]string{"config.toml": file},
			want: chosen{"of-file", "data-of-file", "127.0.0.1:1"},
		},
		{
			name: "paths are relative to the file", files: map[string]string{"etc/es.toml": file}, args: []string{"--config", "etc/es.toml"},
			want: chosen{"etc/of-file", "etc/data-of-file", "127.0.0.1:1"},
		},
		{
			name: "file of the environment", files: map[string]string{"etc/es.toml": file, "config.toml": "wrong"},
			variables: map[string]string{"EVIDENCE_STORE_CONFIG": "etc/es.toml"},
			want:      chosen{"etc/of-file", "etc/data-of-file", "127.0.0.1:1"},
		},
		{
			name: "environment before file", files: map[string]string{"config.toml": file},
			variables: map[string]string{"EVIDENCE_STORE_CORPUS": "of-env", "EVIDENCE_STORE_DATA": "data-of-env", "EVIDENCE_STORE_ADDR": "127.0.0.1:2"},
			want:      chosen{"of-env", "data-of-env", "127.0.0.1:2"},
		},
		{
			name: "empty variables are none", files: map[string]string{"config.toml": file},
			variables: map[string]string{"EVIDENCE_STORE_CORPUS": "", "EVIDENCE_STORE_CONFIG": ""},
			want:      chosen{"of-file", "data-of-file", "127.0.0.1:1"},
		},
		{
			name: "flag before environment", files: map[string]string{"config.toml": file},
			variables: map[string]string{"EVIDENCE_STORE_CORPUS": "of-env", "EVIDENCE_STORE_ADDR": "127.0.0.1:2"},
			args:      []string{"--corpus", "of-flag", "--addr", "127.0.0.1:3"},
			want:      chosen{"of-flag", "data-of-file", "127.0.0.1:3"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := process{dir: t.TempDir(), variables: tt.variables}
			for name, text := range tt.files {
				path := filepath.Join(p.dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
					t.Fatal(err)
				}
				writeFile(t, path, text)
			}
			env := p.environment(nil, nil, nil)
			var common commonFlags
			cmd := newServe(&env, &common)
			common.add(cmd)
			if err := cmd.ParseFlags(tt.args); err != nil {
				t.Fatal(err)
			}
			cfg, err := common.load(&env, cmd)
			if err != nil {
				t.Fatal(err)
			}
			got := chosen{shown(p.dir, cfg.Corpus), shown(p.dir, cfg.Data), cfg.Server.Addr}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given %v %v (-want +got):\n%s", tt.variables, tt.args, diff)
			}
		})
	}
}

// TestDataInTheCorpus holds that nothing is ever written to a corpus.
func TestDataInTheCorpus(t *testing.T) {
	p := madeUp(t, "corpus")
	if err := os.Symlink(filepath.Join(p.dir, "corpus"), filepath.Join(p.dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"corpus", "corpus/data", "corpus/reviews", "link/not/there/yet", "corpus/../corpus/x"} {
		got := p.run(t, "index", "--data", data)
		if got.code != exitUsage || !strings.Contains(got.stderr, "to which nothing is written") {
			t.Errorf("%s: got code %d and %q", data, got.code, got.stderr)
		}
	}
	p.mustRun(t, "index", "--data", "corpus-data")
}
