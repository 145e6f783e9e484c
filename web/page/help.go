package page

import "evidencestore/web/params"

// Help says how to ask, what is kept, and what to do if a child is in danger.
type Help struct {
	Shell
	Examples  []Link
	MaxPicked int
}

func (Help) template() string { return "help" }

// NewHelp makes the page of help. It needs no index.
func NewHelp(f *Frame) Help {
	return Help{
		Shell:    f.public("/help", "Help", "How to ask the Evidence Store, what its answers mean, what is kept, and what to do if a child is in danger."),
		Examples: exampleLinks(f.View), MaxPicked: params.MaxPicked,
	}
}
