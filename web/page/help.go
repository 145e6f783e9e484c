package page

import "evidencestore/web/params"

// Help says how to ask, what is kept, and what to do if a child is in danger.
type Help struct {
	Shell
	Examples  []Link
	MaxPicked int
	KeptFrom  int // how often in a week something has to be asked for before that is counted on the disk, or 0 where it never is
}

func (Help) template() string { return "help" }

// NewHelp makes the page of help. It needs no index.
func NewHelp(f *Frame, keptFrom int) Help {
	return Help{
		Shell:    f.public("/help", "Help", "How to ask the Evidence Store, what its answers mean, what is kept, and what to do if a child is in danger."),
		Examples: exampleLinks(f.View), MaxPicked: params.MaxPicked, KeptFrom: keptFrom,
	}
}
