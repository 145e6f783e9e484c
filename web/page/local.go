package page

import (
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// A LocalNote is what an intranet says of a programme. It stands apart from the
// evidence and is no part of it.
type LocalNote struct {
	Site      string // its name
	Language  string // of what it says
	Available bool
	Refer     string
	Contact   string
	Note      string
}

// NewLocalNote is what a site, or none, says of a programme, or nil.
func NewLocalNote(at *site.Site, id string) *LocalNote {
	if at == nil {
		return nil
	}
	said, ok := at.Layer.Of(id)
	if !ok {
		return nil
	}
	return &LocalNote{at.Name, at.Language, said.Available, said.Refer, said.Contact, said.Note}
}

// A LocalFilter narrows a search to what is available at a site.
type LocalFilter struct {
	Site     string // its name
	Language string // of the name
	Count    string // how many programmes choosing it gives, or "" where that is not known
	Checked  bool
}

// newLocalFilter is nil where the site says nothing of what is available.
func newLocalFilter(f *Frame, p params.Page) *LocalFilter {
	if f.At == nil || f.At.Layer == nil {
		return nil
	}
	l := &LocalFilter{Site: f.At.Name, Language: f.At.Language, Checked: p.Available}
	if f.Here != nil {
		l.Count = number(*f.Here)
	}
	return l
}
