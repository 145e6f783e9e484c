package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// readSites reads the presets of sites against what is served. Where they do not fit
// an index that may be out of date, that is first brought up to the corpus, of which
// they may speak; updated says whether it is.
func (r *serving) readSites(ctx context.Context, fresh bool) (updated bool, err error) {
	for updated = fresh; ; updated = true {
		read, err := r.tryReadSites(ctx)
		switch {
		case err != nil:
			return updated, err
		case len(read.faults) == 0:
			warnOf(r.log, read.warnings)
			r.sites = read.sites
			return updated, nil
		case updated:
			return updated, faultySites(read.faults)
		}
		if err := r.update(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("the index could not be brought up to the corpus", "error", err)
		}
	}
}

func (r *serving) tryReadSites(ctx context.Context) (presets, error) {
	var failed error
	known := func(id string) bool {
		_, err := r.live.Review(ctx, id)
		if err != nil && !errors.Is(err, search.ErrNotFound) && failed == nil {
			failed = fmt.Errorf("reading the presets of sites: %w", err)
		}
		return err == nil
	}
	read := readSites(r.cfg.Sites, siteSources{known: known, ref: r.live.Info().Reference, limits: r.cfg.webOptions().Limits})
	return read, failed
}

// siteSources is what the presets of sites are held against.
type siteSources struct {
	known  func(id string) bool // whether there is a programme with an id
	ref    *review.Reference    // nil where it is faulty, so that filters cannot be checked
	limits params.Limits
}

// presets are the sites that embed the store, with what they say of programmes.
type presets struct {
	sites    []*site.Site
	faults   review.Faults
	warnings review.Faults // what should not stand in a file that is as public as the embed
}

// readSites reads the local layers and checks all of the presets that depends on the
// corpus. It gives every fault at once.
func readSites(configs []siteConfig, from siteSources) presets {
	var p presets
	for i := range configs {
		s := &configs[i]
		at := s.preset()
		if s.Local != "" {
			at.Layer = p.layer(s, from.known)
		}
		if from.ref != nil {
			p.filters(s, from)
		}
		p.sites = append(p.sites, at)
	}
	return p
}

func (p *presets) layer(s *siteConfig, known func(string) bool) *site.Layer {
	data, err := readLayer(s.Local)
	if err != nil {
		p.faults = append(p.faults, review.Fault{
			File: s.Written.File, Line: s.Written.Line, What: fmt.Sprintf("local %q cannot be read: %v", s.Written.Local, cause(err)),
			Mend: "name a CSV file, seen from the folder of this file",
		})
		return nil
	}
	layer, faults, warnings := site.DecodeLayer(s.Written.Local, data, known)
	p.faults, p.warnings = append(p.faults, faults...), append(p.warnings, warnings...)
	return layer
}

// readLayer reads no more than DecodeLayer needs to refuse the file.
func readLayer(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, site.MaxLayerSize+1))
}

// cause is what went wrong without the path, which is told as it was written.
func cause(err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return at.Err
	}
	return err
}

// presettable are the parameters that an embed can begin with.
var presettable = []string{
	"outcome", "effect", "effect_min", "strength", "strength_min", "topic", "population", "setting", "uk", "status", "age", "available", "sort",
}

// filters checks the filters that an embed begins with. What a page would pass over is
// a mistake here.
func (p *presets) filters(s *siteConfig, from siteSources) {
	values, err := url.ParseQuery(s.Filters)
	if err != nil {
		return // told when the configuration was read
	}
	fault := func(what, mend string) {
		p.faults = append(p.faults, review.Fault{File: s.Written.File, Line: s.Written.Filters, What: "filters: " + what, Mend: mend})
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(presettable, name) {
			continue
		}
		mend := "the filters are " + strings.Join(presettable, ", ")
		if near := stricttoml.Nearest(name, presettable); near != "" {
			mend = fmt.Sprintf("did you mean %q?", near)
		}
		fault(fmt.Sprintf("there is no filter %q", name), mend)
		delete(values, name)
	}
	_, faults := params.ForPage.Parse(values, params.Scope{Reference: from.ref, Limits: from.limits})
	for _, wrong := range faults {
		mend := "correct it or leave it out"
		if len(wrong.Allowed) > 0 {
			mend = stricttoml.OneOf(wrong.Allowed)
		}
		fault(fmt.Sprintf("%s %q: %s", wrong.Parameter, wrong.Value, wrong.Detail), mend)
	}
	if s.Local == "" && len(values["available"]) > 0 {
		fault("available has no meaning without a local layer", "name a file in local, or leave it out")
	}
}

// warnOf logs the warnings without what they quote: a log is no place for the address
// or number of a person either.
func warnOf(log *slog.Logger, warnings review.Faults) {
	for _, w := range warnings {
		log.Warn(`the file of a site may name a person; "evidence-store check" shows what`, "file", w.File, "line", w.Line, "mend", w.Mend)
	}
}
