// Package page is what people see: one typed view for each page, made from
// requests and answers of the search, and the templates and assets that show it.
// Nothing here asks the store anything or knows of HTTP.
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// A View is the data of one page. Its template is called as it says.
type View interface{ template() string }

var templates = parseTemplates()

// parseTemplates gives one set for each page: the layout, all partials and the
// page's own "main". Each is made when its page is first asked for, since
// together they take 9 MiB.
func parseTemplates() map[string]func() *template.Template {
	shared := template.Must(template.New("layout").Funcs(functions).ParseFS(templateFiles, "templates/layout.html", "templates/partials/*.html"))
	pages, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err)
	}
	sets := map[string]func() *template.Template{}
	for _, file := range pages {
		if name := path.Base(file); name != "layout.html" {
			sets[name] = sync.OnceValue(func() *template.Template {
				return template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, file))
			})
		}
	}
	return sets
}

// functions are the few things that templates cannot do themselves.
var functions = template.FuncMap{
	"asset":  AssetPath,
	"count":  count,
	"joined": joined,
	"host":   hostOf,
}

// Render gives the whole page.
func Render(v View) ([]byte, error) {
	set, ok := templates[v.template()+".html"]
	if !ok {
		return nil, fmt.Errorf("no template for page %q", v.template())
	}
	layout := "layout.html"
	if own, ok := v.(interface{ layout() string }); ok {
		layout = own.layout()
	}
	var buf bytes.Buffer
	if err := set().ExecuteTemplate(&buf, layout, v); err != nil {
		return nil, fmt.Errorf("page %s: %w", v.template(), err)
	}
	return buf.Bytes(), nil
}
