package stricttoml

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// garden has a field of every kind that Decode knows.
type garden struct {
	Name    string   `toml:"name"`
	Open    bool     `toml:"open"`
	Trees   int      `toml:"trees"`
	Height  float64  `toml:"height"`
	Words   []string `toml:"words"`
	Numbers []int    `toml:"numbers"`
	Pond    pond     `toml:"pond"`
	Beds    []bed    `toml:"bed"`
	Depth   *int     `toml:"depth"`
	Colour  colour   `toml:"colour"`
	Weight  weight   `toml:"weight"`
	Hidden  string   `toml:"-"`
	Unnamed string
}

type pond struct {
	Fish  int  `toml:"fish"`
	Plant *bed `toml:"plant"`
}

type bed struct {
	Plant string `toml:"plant"`
	Rows  []row  `toml:"row"`
}

type row struct {
	Length int `toml:"length"`
}

type colour string

func (c *colour) UnmarshalText(text []byte) error {
	if string(text) != "green" {
		return fmt.Errorf("%q is not green", text)
	}
	*c = colour(text)
	return nil
}

// weight takes a number or a word.
type weight string

func (w *weight) UnmarshalTOML(value any) error {
	if _, ok := value.(bool); ok {
		return errors.New("must be a number or a word")
	}
	*w = weight(fmt.Sprint(value))
	return nil
}

func TestDecode(t *testing.T) {
	depth := 0
	tests := []struct {
		name, text string
		want       garden
	}{
		{"nothing", "", garden{}},
		{"comments only", "# a\n  # b = 1\n", garden{}},
		{"every kind", `
name = "Kew"
open = true
trees = -3
height = 2.5
words = ["a", 'b']
numbers = [1, 2]
depth = 0
colour = "green"
weight = 12
`, garden{
			Name: "Kew", Open: true, Trees: -3, Height: 2.5, Words: []string{"a", "b"}, Numbers: []int{1, 2},
			Depth: &depth, Colour: "green", Weight: "12",
		}},
		{"a whole number for a float", "height = 3", garden{Height: 3}},
		{"empty lists are nil", "words = []\nbed = []", garden{}},
		{"tables in tables", "[pond]\nfish = 1\n[pond.plant]\nplant = 'reed'", garden{Pond: pond{1, &bed{Plant: "reed"}}}},
		{"dotted keys", "pond.fish = 2\npond . \"plant\".plant = 'reed'", garden{Pond: pond{2, &bed{Plant: "reed"}}}},
		{"an inline table", "pond = {fish = 2, plant = {plant = 'reed'}}", garden{Pond: pond{2, &bed{Plant: "reed"}}}},
		{
			"arrays of tables", "[[bed]]\nplant = 'a'\n[[bed.row]]\nlength = 1\n[[bed.row]]\nlength = 2\n[[bed]]\nplant = 'b'",
			garden{Beds: []bed{{"a", []row{{1}, {2}}}, {Plant: "b"}}},
		},
		{"a list of inline tables", "bed = [{plant = 'a'}, {row = [{length = 3}]}]", garden{Beds: []bed{{Plant: "a"}, {Rows: []row{{3}}}}}},
		{"long strings", "name = \"\"\"\n[pond]\r\nfish = 1\n\"\"\"", garden{Name: "[pond]\r\nfish = 1\n"}},
		{"Windows line ends", "name = 'a'\r\n[pond]\r\nfish = 4\r\n", garden{Name: "a", Pond: pond{Fish: 4}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got garden
			if _, faults := Decode("f.toml", tt.text, 1, &got); len(faults) > 0 {
				t.Fatalf("given %q, got faults %v", tt.text, faults)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestDecodeFaults(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // without the file's name
	}{
		{"an unknown key", "\nnmae = 'a'", []string{`2: unknown key "nmae"; did you mean "name"?`}},
		{"an unknown key like none", "[pond]\nelephants = 1", []string{`2: unknown key "elephants"; the keys here are fish, plant`}},
		{"a key of a hidden field", "Hidden = 'a'\nUnexported = 'b'\n\"-\" = 1", []string{
			`1: unknown key "Hidden"; the keys here are name, open, trees, height, words, numbers, pond, bed, depth, colour, weight`,
			`2: unknown key "Unexported"; the keys here are name, open, trees, height, words, numbers, pond, bed, depth, colour, weight`,
			`3: unknown key "-"; the keys here are name, open, trees, height, words, numbers, pond, bed, depth, colour, weight`,
		}},
		{"an unknown table", "name = 'a'\n[[beds]]\nplant = 'a'", []string{`2: unknown key "beds"; did you mean "bed"?`}},
		{"every wrong type", "name = 1\nopen = 'yes'\ntrees = 1.0\nheight = '2'\nwords = 'a'\nnumbers = 1\npond = 1\nbed = 1\ndepth = 'x'\ncolour = 1\nweight = true", []string{
			`1: name has the wrong type; it must be a string in quotes`,
			`2: open has the wrong type; it must be true or false, without quotes`,
			`3: trees has the wrong type; it must be a whole number, without quotes`,
			`4: height has the wrong type; it must be a number, without quotes`,
			`5: words has the wrong type; it must be a list, […]`,
			`6: numbers has the wrong type; it must be a list, […]`,
			`7: pond has the wrong type; it must be a table`,
			`8: bed has the wrong type; it must be an array of tables, [[…]]`,
			`9: depth has the wrong type; it must be a whole number, without quotes`,
			`10: colour: must be a string in quotes`,
			`11: weight: must be a number or a word`,
		}},
		{"a type's own fault", "colour = 'red'", []string{`1: colour: "red" is not green`}},
		{"a date for a string", "name = 2026-11-22", []string{`1: name has the wrong type; it must be a string in quotes`}},
		{"an array of tables for a table", "[[pond]]\nfish = 1", []string{`1: pond has the wrong type; it must be a table`}},
		{"a table for an array of tables", "[bed]\nplant = 'a'", []string{`1: bed has the wrong type; it must be an array of tables, [[…]]`}},
		{"wrong elements, each on its line", "words = [\n 'a',\n 1,\n # 'x'\n 2,\n]", []string{
			`3: words has the wrong type; it must be a string in quotes`, `5: words has the wrong type; it must be a string in quotes`,
		}},
		{"a number beyond 32 bits", "trees = 4294967296", []string{`1: trees: the number 4294967296 is out of range; use a number from -2147483648 to 2147483647`}},
		{"a number beyond 64 bits", "name = 'a'\ntrees = 99999999999999999999", []string{`2: not valid TOML: 99999999999999999999 is out of range for int64; correct the syntax`}},
		{"a forbidden character by an escape", "words = ['a',\n \"b\\u0000\\uE000\"]", []string{`2: words: NUL character; remove its escape`}},
		{"nested arrays of tables", "[[bed]]\n[[bed.row]]\n[[bed]]\n[[bed.row]]\nlength = 'x'\n[bed.pond]\nfish = 1", []string{
			`5: length has the wrong type; it must be a whole number, without quotes`,
			`6: unknown key "pond"; the keys here are plant, row`,
		}},
		{"dotted, quoted and inline", "pond.'fish' = 'a'\n\"pond\".\"p lant\" = 1\nbed = [{plant = 1},\n {plat = 2}]", []string{
			`1: fish has the wrong type; it must be a whole number, without quotes`,
			`2: unknown key "p lant"; did you mean "plant"?`,
			`3: plant has the wrong type; it must be a string in quotes`,
			`4: unknown key "plat"; did you mean "plant"?`,
		}},
		{"after what looks like keys", "name = '''\ntrees = 'x'\n[pond]\n# \"\"\"\n'''\nwords = [ # ]\n '[[bed]]', \"trees = 1 # \\\" ]\",\n]\ntrees = 'x'", []string{
			`9: trees has the wrong type; it must be a whole number, without quotes`,
		}},
		{"after quotes inside a long string", "name = \"\"\"a\"\"\\\"\"\"\n\\\n  \\\\\"\"\"\"\"\ntrees = 'x'", []string{
			`4: trees has the wrong type; it must be a whole number, without quotes`,
		}},
		{"Windows line ends", "name = 'a'\r\n\r\ntrees = 'x'\r\n", []string{`3: trees has the wrong type; it must be a whole number, without quotes`}},
		{"a broken header", "name = 'a'\n[pond\nfish = 1", []string{`2: not valid TOML: expected '.' or ']' to end table name, but got '\n' instead; correct the syntax`}},
		{"a string that does not end", "name = 'a'\ntrees = \"x\n", []string{`2: not valid TOML: strings cannot contain newlines; correct the syntax`}},
		{"a header without a name", "\n[[]]\n", []string{`2: not valid TOML: unexpected end of table name (table names cannot be empty); correct the syntax`}},
		{"a list without commas", "\nnumbers = [1 2]", []string{`2: not valid TOML: expected a comma (',') or array terminator (']'), but got '2'; correct the syntax`}},
		{"a key with a broken escape", "\n\"\\q\" = 1", []string{`2: not valid TOML: invalid escape in string '\q'; correct the syntax`}},
		{"a list that does not end", "\nnumbers = [1,", []string{`2: not valid TOML: unexpected EOF; expected value; correct the syntax`}},
		{"not UTF-8", "\n# \xff", []string{`2: not valid TOML: invalid UTF-8 byte: 0xff; correct the syntax`}},
		{"a key twice", "name = 'a'\nname = 'b'", []string{`2: not valid TOML: Key 'name' has already been defined.; correct the syntax`}},
		{"a date that is none", "name = 'a'\ntrees = 2026-02-30", []string{`2: not valid TOML: invalid datetime: "2026-02-30"; correct the syntax`}},
		{"lists too deep", "name = 'a'\nwords = " + strings.Repeat("[", 100_000), []string{`2: keys, tables or lists stand more than 16 deep in each other; write it flatter`}},
		{"keys too deep", strings.Repeat("a.", 100_000) + "a = 1", []string{`1: keys, tables or lists stand more than 16 deep in each other; write it flatter`}},
		{"a header too deep", "\n[" + strings.Repeat("a.", 100_000) + "a]", []string{`2: keys, tables or lists stand more than 16 deep in each other; write it flatter`}},
		{"inline tables too deep", "a = " + strings.Repeat("{a = ", 100_000), []string{`1: keys, tables or lists stand more than 16 deep in each other; write it flatter`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, first := range []int{1, 7} {
				_, faults := Decode("f.toml", tt.text, first, &garden{})
				var got []string
				for _, f := range faults {
					f.Line -= first - 1
					got = append(got, strings.TrimPrefix(f.Error(), "f.toml:"))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("given %.200q from line %d (-want +got):\n%s", tt.text, first, diff)
				}
			}
		})
	}
}

func TestDecodeKeepsWhatIsRight(t *testing.T) {
	var got garden
	_, faults := Decode("f.toml", "name = 'a'\ntrees = 'x'\nwords = ['b', 1, 'c']\nx = 1\n[pond]\nfish = 2", 1, &got)
	if len(faults) != 3 {
		t.Errorf("got faults %v, want 3", faults)
	}
	want := garden{Name: "a", Words: []string{"b", "", "c"}, Pond: pond{Fish: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
