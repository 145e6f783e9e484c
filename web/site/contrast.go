package site

import (
	"math"
	"strconv"
)

const leastContrast = 4.5 // of text, as WCAG 2.2 asks in success criterion 1.4.3

// Readable says whether text of one colour can be read on a ground of another: 4.5 to 1,
// as WCAG 2.2 asks. Both are #rrggbb.
func Readable(text, ground string) bool { return contrast(text, ground) >= leastContrast }

// contrast is the contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of #rrggbb as WCAG 2.2 defines it.
func luminance(colour string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return 0
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// OnAccent is black or white, whichever reads better on a colour.
func OnAccent(accent string) string {
	if contrast("#ffffff", accent) >= contrast("#000000", accent) {
		return "#ffffff"
	}
	return "#000000"
}
