// Package site is what an intranet that embeds the store is given: which origins may
// embed it, how the embed looks and begins, and what is available there.
package site

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evidencestore/web/params"
)

// A Site is the preset of one intranet.
type Site struct {
	ID          string   // stands in addresses: site=ID
	Name        string   // whose intranet it is, in words
	Origins     []string // scheme://host[:port] of its pages
	Lens        params.Lens
	Filters     string // a query such as "topic=kinship-care&uk=yes" that an embed begins with
	Heading     string // above the embed
	Language    string // BCP 47 tag of Heading and of Name
	Colours     Colours
	Suggestions bool // whether the words typed so far are sent to the store
	Open        Open
	Rate        float64 // requests a second from all of its pages together, lasting; 0 sets no limit
	Burst       int     // of them at once
	Layer       *Layer  // what is available there, or nil
}

// Open is where a hit of an embed opens.
type Open string

// A hit opens in a new tab as the store's own page, or inside the embed.
const (
	InTab   Open = "tab"
	InEmbed Open = "embed"
)

// Opens are all places where a hit can open, the default one first.
var Opens = []Open{InTab, InEmbed}

// Colours are those of the host, as #rrggbb; "" is the store's own.
type Colours struct {
	Paper  string // ground
	Ink    string // text
	Accent string // links and buttons
}

// Find is the site with this id, or nil.
func Find(sites []*Site, id string) *Site {
	for _, s := range sites {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// AnyOrigin among the origins of a site lets every page embed the store.
const AnyOrigin = "*"

// Allows says whether pages of an origin may embed the store for the site.
func (s *Site) Allows(origin string) bool {
	return slices.Contains(s.Origins, origin) || slices.Contains(s.Origins, AnyOrigin)
}

// CheckOrigin says what is wrong with an origin as the configuration has it, or nil.
// AnyOrigin is allowed for those who mean it.
func CheckOrigin(origin string) error {
	if origin == AnyOrigin {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return fmt.Errorf("%q is not scheme://host", origin)
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return fmt.Errorf("%q is neither https nor http", origin)
	}
	if u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("%q has more than scheme, host and port", origin)
	}
	if host := u.Hostname(); host != strings.ToLower(host) || !hostName.MatchString(host) && !isAddress(host) {
		return fmt.Errorf("%q has no host name in lower case", origin)
	}
	if host, port := u.Hostname(), u.Port(); len(host) > maxHost {
		return fmt.Errorf("%q has a host name of more than %d characters", origin, maxHost)
	} else if n, err := strconv.ParseUint(port, 10, 16); strings.HasSuffix(u.Host, ":") || port != "" && (err != nil || n == 0 || port[0] == '0') {
		return fmt.Errorf("%q has no port from 1 to 65535", origin)
	}
	if u.Port() == "443" && u.Scheme == "https" || u.Port() == "80" && u.Scheme == "http" {
		return fmt.Errorf("%q names the usual port, which browsers leave out", origin)
	}
	return nil
}

// maxHost is the longest name that there is in the domain name system.
const maxHost = 253

var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// CheckColour says what is wrong with a colour, or nil.
func CheckColour(colour string) error {
	if colour != "" && !hexColour.MatchString(colour) {
		return fmt.Errorf("%q is not a colour such as #0b5563", colour)
	}
	return nil
}

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// CheckContrast says which of the colours cannot be read on each other, or nil.
func (c Colours) CheckContrast() error {
	if (c.Paper == "") != (c.Ink == "") {
		return errors.New("paper and ink go together: set both or neither")
	}
	for _, pair := range []struct{ name, text, ground string }{
		{"ink", c.Ink, c.Paper}, {"accent", c.Accent, c.Paper},
	} {
		if pair.text == "" || pair.ground == "" {
			continue
		}
		if ratio := contrast(pair.text, pair.ground); ratio < leastContrast {
			return fmt.Errorf("%s %s on paper %s has a contrast of %.1f to 1, and %.1f is the least", pair.name, pair.text, pair.ground, ratio, leastContrast)
		}
	}
	return nil
}
