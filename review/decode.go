package review

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"evidencestore/internal/stricttoml"
)

// Ext is the extension of the files of reviews.
const Ext = ".md"

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CheckID says what is wrong with the id of a review, or nil.
func CheckID(id string) error {
	if isID(id) {
		return nil
	}
	return fmt.Errorf("%q is not an id: lower-case letters and digits, words joined by single hyphens, at most 100 characters", id)
}

func isID(id string) bool { return len(id) <= 100 && idPattern.MatchString(id) }

// Decode reads one document. file is its path in the corpus, from which its id
// comes; the ids in it are checked against lists. The review is whole only when
// there are no faults.
func Decode(file string, data []byte, lists *Lists) (*Review, Faults) {
	d := decoder{file: file, lists: lists, review: &Review{ID: strings.TrimSuffix(path.Base(file), Ext)}}
	if err := CheckID(d.review.ID); err != nil {
		d.faultAt(0, "the file name: "+err.Error(), "rename the file")
	}
	content, faults := cleanText(file, data)
	d.faults = append(d.faults, faults...)
	if content != "" || len(faults) == 0 {
		d.document(content)
	}
	d.faults.Sort()
	return d.review, d.faults
}

type decoder struct {
	file   string
	lists  *Lists
	review *Review
	lines  *stricttoml.Lines
	broken map[int]bool // lines on which a value could not be decoded
	faults Faults
}

const fence = "+++"

func (d *decoder) document(content string) {
	front, body, bodyLine := d.split(content)
	if bodyLine == 0 {
		return
	}
	lines, faults := stricttoml.Decode(d.file, front, 2, d.review)
	d.lines, d.faults = lines, append(d.faults, faults...)
	d.broken = map[int]bool{}
	for _, f := range faults {
		d.broken[f.Line] = true
	}
	if lines.Known() {
		d.validate()
	}
	d.placeholders(content)
	d.review.Sections = d.body(body, bodyLine)
	d.fillDefaults()
}

// Placeholder begins every text of a skeleton that somebody has yet to write. In a
// review that is to be published it is a fault.
const Placeholder = "Still to be written"

// placeholders finds what a skeleton left to be written, comments aside.
func (d *decoder) placeholders(content string) {
	if !d.review.Status.Published() {
		return
	}
	line := 0
	for text := range strings.Lines(content) {
		line++
		if strings.Contains(text, Placeholder) && !strings.HasPrefix(strings.TrimSpace(text), "#") {
			d.faultAt(line, fmt.Sprintf("%q in a review that is to be published", Placeholder), "write it, or set status = \"draft\"")
		}
	}
}

// split gives the front matter, the body and the line on which the body begins,
// 0 where the file is not of this form. Spaces after a fence are invisible, and
// so allowed.
func (d *decoder) split(content string) (front, body string, bodyLine int) {
	start, line := 0, 0
	for text := range strings.Lines(content) {
		line++
		isFence := strings.TrimRight(text, " \t\n") == fence
		switch {
		case line == 1 && !isFence:
			d.faultAt(1, "no front matter", "begin the file with a line "+fence)
			return "", "", 0
		case line == 1:
			start = len(text)
		case isFence:
			end := start + len(front)
			return front, content[end+len(text):], line + 1
		default:
			front = content[start : start+len(front)+len(text)]
		}
	}
	if line == 0 {
		d.faultAt(1, "the file is empty", "begin it with a line "+fence+"; \"evidence-store new\" writes a skeleton")
	} else {
		d.faultAt(1, "the front matter does not end", "close it with a line "+fence)
	}
	return "", "", 0
}

// fillDefaults gives each outcome the reach of the document's evidence where it
// has none of its own.
func (d *decoder) fillDefaults() {
	for i := range d.review.Outcomes {
		if o := &d.review.Outcomes[i]; o.EvidenceTo == "" {
			o.EvidenceTo = d.review.EvidenceTo
		}
	}
}

func (d *decoder) faultAt(line int, what, mend string) {
	d.faults = append(d.faults, Fault{File: d.file, Line: line, What: what, Mend: mend})
}

// fault reports what is wrong at a key: a path of names and indexes. What follows
// from a value that could not be decoded is not reported again.
func (d *decoder) fault(what, mend string, at ...any) {
	line := d.lines.Of(at...)
	if d.broken[line] && d.lines.Has(at...) {
		return
	}
	d.faultAt(line, what, mend)
}
