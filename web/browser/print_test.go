package browser_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// onPaper are pages that people print, with what the paper has to say beside the
// ratings in words.
var onPaper = []struct {
	state, path string
	says        []string
	sheets      int // most that it may take, 0 for any number
}{
	{"review", "/reviews/kinship-care", []string{"high strength", "/reviews/kinship-care", "edition"}, 0},
	{"compare", "/compare?id=kinship-care&id=foster-and-kinship-care-support", []string{"moderate strength"}, 0},
	{"record", "/record?id=kinship-care&id=foster-and-kinship-care-support&concept=kinship-care&effect_min=tends-positive", []string{"moderate strength", "/record?", "edition"}, 1},
}

func TestPrint(t *testing.T) {
	for _, tc := range onPaper {
		t.Run(tc.state, func(t *testing.T) {
			t.Parallel()
			tb := open(t, 794) // A4 at 96 dots to the inch
			tb.visit(tc.path)
			call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
			text := strings.ToLower(value[string](tb, `document.body.innerText`))
			for _, want := range append([]string{"tends to be positive", "evidence informs judgement"}, tc.says...) {
				if !strings.Contains(text, want) {
					t.Errorf("on paper there is no %q", want)
				}
			}
			for _, useless := range value[[]string](tb, `[...document.querySelectorAll('button, input, select, nav')].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 100))`) {
				t.Errorf("on paper there is %s", useless)
			}
			if sheets := tb.sheets(); tc.sheets > 0 && sheets > tc.sheets {
				t.Errorf("it takes %d sheets, want at most %d", sheets, tc.sheets)
			}
		})
	}
}

var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// sheets is how many sheets of A4 the page takes.
func (tb *tab) sheets() int {
	tb.t.Helper()
	file, err := chromedp.Run(tb.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
	tb.must(err)
	n := len(pdfPage.FindAll(file, -1))
	if n == 0 {
		tb.t.Fatal("no page is found in the file")
	}
	return n
}
