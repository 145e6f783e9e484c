package page

import "evidencestore/review"

// An Organisation runs a copy of the store. Empty fields were not entered.
type Organisation struct {
	Name          string
	Email         string
	URL           string // of a page with ways to get in touch
	Accessibility Compliance
}

// Reachable says whether there is a way to get in touch.
func (o Organisation) Reachable() bool { return o.Email != "" || o.URL != "" }

// Compliance is how accessible an organisation found its copy to be. The zero value
// was not assessed.
type Compliance struct {
	Status   string // one of ComplianceStatuses, or ""
	Problems []string
	Prepared review.Date
	Reviewed review.Date
	Tested   review.Date
}

// The statuses of compliance.
const (
	FullyCompliant  = "full"
	PartlyCompliant = "partial"
	NotCompliant    = "none"
)

// ComplianceStatuses are all statuses of compliance.
var ComplianceStatuses = []string{FullyCompliant, PartlyCompliant, NotCompliant}

// Accessibility is the accessibility statement.
type Accessibility struct {
	Shell
	Organisation
	Address  string // of this copy
	Status   string // sentence on compliance
	Problems []string
	Prepared string // days in words, or ""
	Reviewed string
	Tested   string
}

func (Accessibility) template() string { return "accessibility" }

var complianceSentences = map[string]string{
	"":              "Whoever runs this copy has not yet assessed how far it meets the Web Content Accessibility Guidelines version 2.2 AA standard. Nothing is claimed about that here.",
	FullyCompliant:  "By the assessment of whoever runs it, this website is fully compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.",
	PartlyCompliant: "By the assessment of whoever runs it, this website is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.",
	NotCompliant:    "By the assessment of whoever runs it, this website is not compliant with the Web Content Accessibility Guidelines version 2.2 AA standard.",
}

// NewAccessibility makes the accessibility statement.
func NewAccessibility(f *Frame, o Organisation) Accessibility {
	return Accessibility{
		Shell:        f.public("/accessibility", "Accessibility statement", "How accessible this website is, what is not accessible, and how to report a problem."),
		Organisation: o, Address: f.Base,
		Status: complianceSentences[o.Accessibility.Status], Problems: o.Accessibility.Problems,
		Prepared: day(o.Accessibility.Prepared), Reviewed: day(o.Accessibility.Reviewed), Tested: day(o.Accessibility.Tested),
	}
}

// public begins a page that is the same for everybody, at its own address.
func (f *Frame) public(path, title, description string) Shell {
	s := f.Shell(path, title, description)
	s.Canonical = f.Base + path
	return s
}
