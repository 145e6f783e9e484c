package params

import (
	"net/url"
	"strings"
)

// Address is a path with a query, which is left out where it is empty.
func Address(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// Pairs are the names and values of a query in its order. Broken pairs are left out.
func Pairs(query string) [][2]string {
	var pairs [][2]string
	for pair := range strings.SplitSeq(query, "&") {
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		value, err2 := url.QueryUnescape(rawValue)
		if err == nil && err2 == nil && name != "" {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	return pairs
}
