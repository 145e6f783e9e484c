package page

import "testing"

// Templates are made when their page is first shown, so a broken one would be found by
// a reader.
func TestTemplatesCanBeMade(t *testing.T) {
	for name, set := range templates {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if p := recover(); p != nil {
					t.Errorf("panic: %v", p)
				}
			}()
			set()
		})
	}
}
