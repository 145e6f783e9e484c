package page

import (
	"strings"
	"testing"

	"evidencestore/review"
)

func TestSectionHTML(t *testing.T) {
	for _, tc := range []struct{ name, markdown, want string }{
		{"a paragraph", "Some *owls* & **bats**.", "<p>Some <em>owls</em> &amp; <strong>bats</strong>.</p>"},
		{"a link to another site", "[Owls](https://owls.example/a?b=1&c=2)", `<p><a href="https://owls.example/a?b=1&amp;c=2" rel="noreferrer">Owls</a></p>`},
		{"a link on the page", "[Costs](#costs)", `<p><a href="#costs">Costs</a></p>`},
		{"an address as link", "<https://owls.example/>", `<p><a href="https://owls.example/" rel="noreferrer">https://owls.example/</a></p>`},
		{"a link without text", "[](https://owls.example/a)", `<p><a href="https://owls.example/a" rel="noreferrer">owls.example</a></p>`},
		{"a link to script", "[*Owls*](javascript:alert(1))", "<p><em>Owls</em></p>"},
		{"a link to script, disguised", "[Owls](JaVaScRiPt&#58;alert(1))", "<p>Owls</p>"},
		{"an address of script", "<javascript:alert(1)>", "<p>javascript:alert(1)</p>"},
		{"a link to data", "[Owls](data:text/html,x)", "<p>Owls</p>"},
		{"a link into this site", "[Owls](/reviews/owls)", "<p>Owls</p>"},
		{"a link to another host without scheme", "[Owls](//owls.example/)", "<p>Owls</p>"},
		{"a mail address", "<a*b*c@owls.example>", "<p>a*b*c@owls.example</p>"},
		{"a picture", "![An owl](https://owls.example/a.png)", "<p>An owl</p>"},
		{"a picture in a link", "[![An owl](a.png)](https://owls.example/)", `<p><a href="https://owls.example/" rel="noreferrer">An owl</a></p>`},
		{"HTML in a line", "An <b onclick=x>owl</b>.", "<p>An owl.</p>"},
		{"a block of HTML", "<script>\nalert(1)\n</script>\n\nOwls.", "<p>Owls.</p>"},
		{"an example of HTML", "`<b>`", "<p><code>&lt;b&gt;</code></p>"},
		{"entities", "&lt;script&gt;", "<p>&lt;script&gt;</p>"},
		{"headings", "### A\n\n##### B\n\n# C", "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>"},
		{"a deep heading first", "###### A", "<h3>A</h3>"},
		{"an empty heading", "###\n\nOwls.", "<p>Owls.</p>"},
		{"a heading of HTML alone", "### <b></b>\n\nOwls.", "<p>Owls.</p>"},
		{"no ids", "### Owls {#main}", "<h3>Owls {#main}</h3>"},
		{"another script", "بوم 猫头鹰", "<p>بوم 猫头鹰</p>"},
		{"nothing", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := strings.TrimSpace(string(sectionHTML(&review.Section{Heading: "Owls", Markdown: tc.markdown})))
			if got != tc.want {
				t.Errorf("%q gives\n%s\nwant\n%s", tc.markdown, got, tc.want)
			}
		})
	}
}

func TestTablesOfSections(t *testing.T) {
	const markdown = "|  | Owls | <b></b> |\n|:--|--:|---|\n| Seen | 7 | *a* |\n\nThen\n\n| A |\n|---|\n| 1 |\n"
	doc := owls()
	doc.Sections = []review.Section{{ID: "findings", Heading: `What "owls" did`, Markdown: markdown}}
	body := render(t, reviewOf(t, doc, "practice"))
	holdsAll(
		t, body,
		`<div class="scroll" role="region" aria-label="What &#34;owls&#34; did, table 1" tabindex="0">`,
		`<caption>What &#34;owls&#34; did, table 2</caption>`,
		"<tr>\n<td></td>\n<th scope=\"col\">Owls</th>\n<td></td>\n</tr>",
		"<td>Seen</td>\n<td>7</td>\n<td><em>a</em></td>",
		"</table>\n</div>",
	)
	holdsNone(t, body, "align", "style=")
}
