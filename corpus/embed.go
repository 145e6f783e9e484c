// Package corpus holds the corpus that ships with the program: the reviews, the
// words of the ratings, the controlled lists, the thesaurus and the questions with
// known answers, as plain files.
package corpus

import (
	"embed"
	"io/fs"
)

// The program needs the files inside itself to work from any folder, and
// embedding cannot climb out of the folder of its own package.
//
//go:embed *.toml reviews/*.md
var files embed.FS

// FS is the shipped corpus. It is read-only and safe for concurrent use.
func FS() fs.FS { return files }
