package stricttoml

import "testing"

func TestLines(t *testing.T) {
	const text = `name = "a"
[pond]
fish = 1

[[bed]]
plant = "b"
[[bed]]
# two
plant = "c"
[bed.soil]
kind = "clay"
[[bed.row]]
length = 1
`
	lines, _ := locate(text, 10)
	tests := []struct {
		name string
		path []any
		line int
		has  bool
	}{
		{"the whole", nil, 10, true},
		{"a key", []any{"name"}, 10, true},
		{"no such key", []any{"nmae"}, 10, false},
		{"a table", []any{"pond"}, 11, true},
		{"a key of a table", []any{"pond", "fish"}, 12, true},
		{"no such key in a table", []any{"pond", "frog"}, 11, false},
		{"below a value", []any{"name", "x", "y"}, 10, false},
		{"an array of tables", []any{"bed"}, 14, true},
		{"its second table", []any{"bed", 1}, 16, true},
		{"a key of its second table", []any{"bed", 1, "plant"}, 18, true},
		{"a table in its second table", []any{"bed", 1, "soil", "kind"}, 20, true},
		{"none in its first", []any{"bed", 0, "soil", "kind"}, 14, false},
		{"an array in its second table", []any{"bed", 1, "row", 0, "length"}, 22, true},
		{"beyond its end", []any{"bed", 2}, 14, false},
		{"before its beginning", []any{"bed", -1}, 14, false},
		{"a path of another type", []any{"bed", 1.5}, 14, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lines.Of(tt.path...); got != tt.line {
				t.Errorf("given %v, got line %d, want %d", tt.path, got, tt.line)
			}
			if got := lines.Has(tt.path...); got != tt.has {
				t.Errorf("given %v, got Has %v, want %v", tt.path, got, tt.has)
			}
		})
	}
}

func TestLinesOfUnreadableText(t *testing.T) {
	lines, _ := Decode("f.toml", "a =", 5, &garden{})
	if lines.Known() || lines.Has("a") || lines.Has() || lines.Of("a") != 5 {
		t.Errorf("got Known %v, Has %v, line %d; want none and line 5", lines.Known(), lines.Has("a"), lines.Of("a"))
	}
}
