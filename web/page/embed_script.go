package page

import "path"

// EmbedScript is the script with this address, for pages of others. Unlike that of an
// asset the address stays, since it is written into those pages.
func EmbedScript(address string) (Asset, bool) {
	a, ok := embedScripts[address]
	return a, ok
}

var embedScripts = func() map[string]Asset {
	loaded := map[string]Asset{}
	for _, file := range mustGlob("assets/embed/*.js") {
		address := embedPath + "/v1/" + path.Base(file)
		loaded[address] = Asset{Path: address, Type: assetTypes[".js"], Body: mustRead(file)}
	}
	return loaded
}()
