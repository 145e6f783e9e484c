package indexer

// WithoutLinks makes x behave as on a file system that has no hard links.
func WithoutLinks(x *Indexer, link func(from, to string) error) { x.link = link }
