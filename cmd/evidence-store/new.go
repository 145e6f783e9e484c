package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"evidencestore/review"
)

const newLong = `Write a skeleton for a new review into the corpus: DIR/reviews/ID.md.

ID is the address of the review for ever: lower-case words joined by hyphens. The
skeleton says at every key what to write, and is a draft: it is checked, and not
published until its status is changed. A file that is there is never overwritten.`

func newNew(env *Environment, common *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:               "new ID",
		Short:             "Write a skeleton for a new review",
		Long:              newLong,
		Example:           "  evidence-store new family-support-visits --corpus corpus",
		Args:              arguments(1, 1, "the ID of the new review"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			id := args[0]
			if err := review.CheckID(id); err != nil {
				return &usageError{err: err, command: cmd.CommandPath()}
			}
			if cfg.Corpus == "" {
				return &usageError{err: errors.New("the built-in corpus cannot be written to; name a folder with --corpus DIR"), command: cmd.CommandPath()}
			}
			file, err := createReview(env, cfg, id)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(env.Stdout, "Wrote %s\nFill it in, then run: evidence-store check --corpus %s\n", clean(file), clean(shown(env.Dir, cfg.Corpus)))
			return err
		},
	}
}

// createReview writes the skeleton into the corpus and gives its path.
func createReview(env *Environment, cfg *config, id string) (string, error) {
	source, err := openCorpus(cfg, env.Dir)
	if err != nil {
		return "", err
	}
	defer source.Close()
	ref, faults := review.DecodeReference(source)
	if len(faults) > 0 {
		faults.Sort()
		return "", source.faulty(faults)
	}
	text, err := skeleton(id, &ref.Lists, env.Now())
	if err != nil {
		return "", err
	}
	if err := source.root.Mkdir(review.ReviewsDir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("making the folder of the reviews: %w", err)
	}
	name := path.Join(review.ReviewsDir, id+review.Ext)
	err = writeNew(source.root, name, text)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already and is left as it was; choose another id", filepath.Join(source.name, filepath.FromSlash(name)))
	}
	if err != nil {
		return "", fmt.Errorf("writing the skeleton into %s: %w", source.name, err)
	}
	return filepath.Join(source.name, filepath.FromSlash(name)), nil
}

// writeNew writes a file that must not be there yet.
func writeNew(root *os.Root, name, text string) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, root.Remove(name)) // half a skeleton is worse than none
	}
	return nil
}

//go:embed skeleton.md
var skeletonSource string

// skeletonData is what the skeleton is filled with.
type skeletonData struct {
	Title, Today, Year           string
	Topics, Populations, Domains []review.Item
	Settings                     []review.Item
	Domain, DomainLabel          string // an example
	ToWrite                      string
	Headings                     []review.Item
}

// skeleton is a valid draft with the ids of the corpus in its comments.
func skeleton(id string, lists *review.Lists, now time.Time) (string, error) {
	tmpl, err := template.New("skeleton").Funcs(template.FuncMap{"comment": commentIDs}).Parse(skeletonSource)
	if err != nil {
		return "", fmt.Errorf("reading the skeleton: %w", err)
	}
	headings := make([]review.Item, len(review.Headings))
	for i, h := range review.Headings {
		headings[i] = review.Item{ID: h.Heading}
	}
	title := strings.ReplaceAll(id, "-", " ")
	domain := lists.Outcomes[0]
	var b strings.Builder
	err = tmpl.Execute(&b, skeletonData{
		Title: strings.ToUpper(title[:1]) + title[1:],
		Today: now.Format(time.DateOnly), Year: now.Format("2006"),
		Topics: lists.Topics, Populations: lists.Populations, Settings: lists.Settings, Domains: lists.Outcomes,
		Domain: domain.ID, DomainLabel: strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(domain.Label),
		ToWrite: review.Placeholder, Headings: headings,
	})
	return b.String(), err
}

// maxShown bounds the ids that a comment names; lists.toml has them all.
const maxShown = 40

// commentIDs lists the ids of items as a comment of at most 80 columns.
func commentIDs(items []review.Item) string {
	var b strings.Builder
	column := 0
	for i, it := range items {
		word := " " + it.ID
		switch {
		case i == maxShown:
			word = " …"
		case i < len(items)-1:
			word += ","
		}
		if i == 0 || column+len(word) > 80 {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteByte('#')
			column = 1
		}
		b.WriteString(word)
		column += len(word)
		if i == maxShown {
			break
		}
	}
	return b.String()
}
