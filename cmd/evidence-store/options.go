package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// commonFlags are the flags that every command takes.
type commonFlags struct {
	config, corpus, data string
}

func (c *commonFlags) add(root *cobra.Command) {
	flags := root.PersistentFlags()
	flags.StringVar(&c.config, "config", "", "`FILE` with options (default ./config.toml if there is one)")
	flags.StringVar(&c.corpus, "corpus", "", "`DIR` with the review documents (default the built-in corpus)")
	flags.StringVar(&c.data, "data", "", "`DIR` for the index (default ./data)")
	_ = root.MarkPersistentFlagFilename("config", "toml") // fails only for a flag that is not there
	_ = root.MarkPersistentFlagDirname("corpus")
	_ = root.MarkPersistentFlagDirname("data")
}

const configName = "config.toml"

// load settles all options in the order of choice: flag, environment, config
// file, default. Paths come out absolute.
func (c *commonFlags) load(env *Environment, cmd *cobra.Command) (*config, error) {
	cfg, err := c.readConfig(env, cmd)
	if err != nil {
		return nil, err
	}
	for _, option := range []struct {
		flag, variable string
		dst            *string
		path           bool
	}{
		{"corpus", "EVIDENCE_STORE_CORPUS", &cfg.Corpus, true},
		{"data", "EVIDENCE_STORE_DATA", &cfg.Data, true},
		{"addr", "EVIDENCE_STORE_ADDR", &cfg.Server.Addr, false},
		{"private-addr", "EVIDENCE_STORE_PRIVATE_ADDR", &cfg.Private.Addr, false},
	} {
		value, ok, err := choose(env, cmd, option.flag, option.variable)
		if err != nil {
			return nil, err
		}
		if ok {
			*option.dst = value
			if option.path {
				*option.dst = under(env.Dir, value)
			}
		}
	}
	if err := checkAddr(cfg.Server.Addr); err != nil {
		return nil, &usageError{err: fmt.Errorf("the address to listen on: %w; write it as 127.0.0.1:8080", err), command: cmd.CommandPath()}
	}
	if cfg.Private.Addr != "" {
		if err := checkAddr(cfg.Private.Addr); err != nil {
			return nil, &usageError{err: fmt.Errorf("the private address: %w; write it as 127.0.0.1:8081", err), command: cmd.CommandPath()}
		}
	}
	return cfg, nil
}

// choose gives the value of a flag, else of an environment variable. An empty
// variable counts as none; an empty flag is a mistake, often an unset variable.
func choose(env *Environment, cmd *cobra.Command, flag, variable string) (string, bool, error) {
	if f := cmd.Flags().Lookup(flag); f != nil && f.Changed {
		value := f.Value.String()
		if value == "" {
			return "", false, &usageError{err: fmt.Errorf("--%s is empty; give it a value or leave it out", flag), command: cmd.CommandPath()}
		}
		return value, true, nil
	}
	value, _ := env.Lookup(variable)
	return value, value != "", nil
}

// readConfig reads the config file that is asked for, or config.toml in the
// working directory if there is one, or gives the defaults.
func (c *commonFlags) readConfig(env *Environment, cmd *cobra.Command) (*config, error) {
	name, asked, err := choose(env, cmd, "config", "EVIDENCE_STORE_CONFIG")
	if err != nil {
		return nil, err
	}
	if !asked {
		name = configName
	}
	path := under(env.Dir, name)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		cfg := defaults()
		cfg.Data = under(env.Dir, cfg.Data)
		return &cfg, nil
	}
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("reading the configuration: %w", err)}
	}
	cfg, faults := decodeConfig(name, string(data))
	if len(faults) > 0 {
		return nil, &usageError{err: faults}
	}
	if cfg.Corpus != "" {
		cfg.Corpus = under(filepath.Dir(path), cfg.Corpus)
	}
	for _, file := range []*string{&cfg.Server.Cert, &cfg.Server.Key} {
		if *file != "" {
			*file = under(filepath.Dir(path), *file)
		}
	}
	for i, s := range cfg.Sites {
		if s.Local != "" {
			cfg.Sites[i].Local = under(filepath.Dir(path), s.Local)
		}
	}
	cfg.Data = under(filepath.Dir(path), cfg.Data)
	return &cfg, nil
}

// under is the path, seen from dir unless it is absolute.
func under(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// separate refuses to write to a data folder that lies in the corpus.
func (c *config) separate() error {
	if c.Corpus != "" && within(c.Corpus, c.Data) {
		return &usageError{err: fmt.Errorf("the data folder %s lies in the corpus %s, to which nothing is written; choose another", c.Data, c.Corpus)}
	}
	return nil
}

// within says whether a path is a folder or lies in it, through whatever links there are.
func within(dir, path string) bool {
	real := func(path string) string {
		rest := ""
		for at := path; ; at = filepath.Dir(at) {
			if found, err := filepath.EvalSymlinks(at); err == nil {
				return filepath.Join(found, rest)
			}
			if at == filepath.Dir(at) {
				return path
			}
			rest = filepath.Join(filepath.Base(at), rest) // not there yet
		}
	}
	rel, err := filepath.Rel(real(dir), real(path))
	return err == nil && filepath.IsLocal(rel)
}
