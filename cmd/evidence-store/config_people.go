package main

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
	"evidencestore/web/page"
)

// organisation checks what the pages say of who runs this copy.
func (c *configCheck) organisation(o *organisationConfig) {
	if strings.ContainsAny(o.Name, "\r\n") {
		c.fault("name has several lines", "write it on one line", "organisation", "name")
	}
	if o.Email != "" {
		if err := checkEmail(o.Email); err != nil {
			c.fault("email "+err.Error(), `write it as "evidence@example.org"`, "organisation", "email")
		}
	}
	if o.URL != "" {
		if _, err := checkWeb(o.URL); err != nil {
			c.fault("url "+err.Error(), `write it as "https://www.example.org/contact"`, "organisation", "url")
		}
	}
}

// accessibility checks that the statement claims nothing without its grounds.
func (c *configCheck) accessibility(a *accessibilityConfig) {
	if a.Status != "" && !slices.Contains(page.ComplianceStatuses, a.Status) {
		c.fault(fmt.Sprintf("status %q is not known", a.Status), stricttoml.OneOf(page.ComplianceStatuses)+`, or "" where it was not assessed`, "accessibility", "status")
		return
	}
	for i, text := range a.Problems {
		if strings.TrimSpace(text) == "" {
			c.fault("a problem without words", "say what is not accessible, or remove it", "accessibility", "problems", i)
		}
	}
	switch some := len(a.Problems) > 0; {
	case some && a.Status != page.PartlyCompliant && a.Status != page.NotCompliant:
		c.fault(fmt.Sprintf("problems are named beside status %q", a.Status), `set status to "partial" or "none"`, "accessibility", "problems")
	case !some && (a.Status == page.PartlyCompliant || a.Status == page.NotCompliant):
		c.fault(fmt.Sprintf("status %q without problems", a.Status), "name in problems what is not accessible", "accessibility", "status")
	}
	if a.Status != "" {
		for _, d := range []struct {
			key   string
			value day
		}{{"prepared", a.Prepared}, {"tested", a.Tested}} {
			if d.value == "" {
				c.fault(fmt.Sprintf("%s is empty beside status %q", d.key, a.Status), "give the day, such as 2026-11-22", "accessibility", d.key)
			}
		}
	}
	if a.Reviewed != "" && a.Reviewed < a.Prepared {
		c.fault("reviewed is before prepared", "give the day of the last review", "accessibility", "reviewed")
	}
}
