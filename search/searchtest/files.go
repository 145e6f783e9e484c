package searchtest

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"testing/fstest"

	"github.com/BurntSushi/toml"

	"evidencestore/review"
)

// Files are the corpus as the files that an editor would write.
func (c *Corpus) Files() (fstest.MapFS, error) {
	files := fstest.MapFS{}
	for _, doc := range c.Reviews {
		data, err := Encode(doc)
		if err != nil {
			return nil, err
		}
		files[path.Join(review.ReviewsDir, doc.ID+review.Ext)] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	for name, v := range map[string]any{review.RatingsFile: c.Reference.Ratings, review.ListsFile: c.Reference.Lists} {
		data, err := toml.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return files, nil
}

// quotedDate is a date as the encoder writes it; in a document it has no quotes.
var quotedDate = regexp.MustCompile(`(?m)^(\s*(?:updated|date) = )"(\d{4}-\d\d-\d\d)"$`)

// Encode is a review as the file that an editor would write.
func Encode(doc *review.Review) ([]byte, error) {
	front, err := toml.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doc.ID, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "+++\n%s+++\n", quotedDate.ReplaceAll(front, []byte("$1$2")))
	for _, s := range doc.Sections {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.Heading, s.Markdown)
	}
	return b.Bytes(), nil
}
