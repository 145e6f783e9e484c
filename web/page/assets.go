package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// An Asset is a file that pages refer to. Its address holds a hash of its content,
// so that it can be cached for ever.
type Asset struct {
	Path string // as in the address
	Type string // media type
	Body []byte
}

// assets are all assets by their plain names: the style sheet, which is all files
// of assets/css one after the other, and the files of assets themselves.
var assets = loadAssets()

var assetTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

func loadAssets() map[string]Asset {
	loaded := map[string]Asset{}
	add := func(name string, body []byte) {
		hash := sha256.Sum256(body)
		ext := path.Ext(name)
		loaded[name] = Asset{
			Path: fmt.Sprintf("/assets/%s-%x%s", strings.TrimSuffix(name, ext), hash[:6], ext),
			Type: assetTypes[ext], Body: body,
		}
	}
	var style bytes.Buffer
	for _, file := range mustGlob("assets/css/*.css") {
		style.Write(mustRead(file))
	}
	add("style.css", style.Bytes())
	for _, file := range mustGlob("assets/*.*") {
		add(path.Base(file), mustRead(file))
	}
	return loaded
}

// AssetPath is the address of an asset. An unknown one is an error of the template.
func AssetPath(name string) (string, error) {
	a, ok := assets[name]
	if !ok {
		return "", fmt.Errorf("no asset %q", name)
	}
	return a.Path, nil
}

// AssetAt is the asset with this address.
func AssetAt(address string) (Asset, bool) {
	for _, a := range assets {
		if a.Path == address {
			return a, true
		}
	}
	return Asset{}, false
}

// Version names everything that pages are made of but their data.
var Version = func() string {
	hash := sha256.New()
	for _, set := range []embed.FS{templateFiles, assetFiles} {
		err := fs.WalkDir(set, ".", func(file string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				fmt.Fprintf(hash, "%s %x", file, sha256.Sum256(mustReadFrom(set, file)))
			}
			return err
		})
		if err != nil {
			panic(err)
		}
	}
	return fmt.Sprintf("%x", hash.Sum(nil)[:6])
}()

// The files are part of the program: where one cannot be read, nothing can work.
func mustGlob(pattern string) []string {
	names, err := fs.Glob(assetFiles, pattern)
	if err != nil {
		panic(err)
	}
	return names
}

func mustRead(file string) []byte { return mustReadFrom(assetFiles, file) }

func mustReadFrom(set embed.FS, file string) []byte {
	body, err := set.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return body
}
