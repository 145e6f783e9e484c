package stricttoml

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

// Decode reads a TOML text into the struct that dst points to. What is right is
// decoded even where something else is wrong. firstLine is the line number of
// the text's first line in the file. Fields are named by their toml tags; a type
// may decode itself as a toml.Unmarshaler or an encoding.TextUnmarshaler. An empty
// list becomes nil. Decode may be called from several goroutines at once.
func Decode(file, text string, firstLine int, dst any) (*Lines, Faults) {
	lines, tooDeep := locate(text, firstLine)
	if tooDeep > 0 {
		return &Lines{first: firstLine}, Faults{{
			File: file, Line: tooDeep, What: fmt.Sprintf("keys, tables or lists stand more than %d deep in each other", maxDepth),
			Mend: "write it flatter",
		}}
	}
	var tree map[string]any
	if _, err := toml.Decode(text, &tree); err != nil {
		return &Lines{first: firstLine}, Faults{syntaxFault(file, text, firstLine, err)}
	}
	d := decoder{file: file, lines: lines}
	d.table(tree, reflect.ValueOf(dst).Elem(), nil)
	d.faults.Sort()
	return d.lines, d.faults
}

func syntaxFault(file, text string, firstLine int, err error) Fault {
	f := Fault{File: file, Line: firstLine, What: "not valid TOML: " + err.Error(), Mend: "correct the syntax"}
	if pe, ok := errors.AsType[toml.ParseError](err); ok {
		// Not its line, which is one too far where a line ends too early.
		f.Line += strings.Count(text[:min(max(pe.Position.Start, 0), len(text))], "\n")
		f.What = "not valid TOML: " + pe.Message
	}
	return f
}

type decoder struct {
	file   string
	lines  *Lines
	faults Faults
}

func (d *decoder) fault(path []any, what, mend string) {
	d.faults = append(d.faults, Fault{File: d.file, Line: d.lines.Of(path...), What: what, Mend: mend})
}

func (d *decoder) table(tree map[string]any, dst reflect.Value, path []any) {
	keys := keysOf(dst.Type())
	for key, value := range tree { // in any order: faults are sorted
		at := append(slices.Clip(path), key)
		if field, ok := keys.fields[key]; ok {
			d.value(value, dst.Field(field), at)
			continue
		}
		mend := "the keys here are " + strings.Join(keys.names, ", ")
		if near := Nearest(key, keys.names); near != "" {
			mend = fmt.Sprintf("did you mean %q?", near)
		}
		d.fault(at, fmt.Sprintf("unknown key %q", key), mend)
	}
}

// keys are what a struct takes.
type keys struct {
	names  []string // in the order of its fields
	fields map[string]int
}

var keysByType sync.Map // of *keys by reflect.Type

func keysOf(t reflect.Type) *keys {
	if known, ok := keysByType.Load(t); ok {
		return known.(*keys)
	}
	k := &keys{fields: map[string]int{}}
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("toml"); name != "" && name != "-" {
			k.fields[name] = i
			k.names = append(k.names, name)
		}
	}
	keysByType.Store(t, k)
	return k
}

func (d *decoder) value(value any, dst reflect.Value, path []any) {
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	if done, err := decodeSelf(value, dst); done {
		if err != nil {
			d.fault(path, fmt.Sprintf("%s: %v", last(path), err), "")
		}
		return
	}
	ok := false
	switch dst.Kind() {
	case reflect.Struct:
		var tree map[string]any
		if tree, ok = value.(map[string]any); ok {
			d.table(tree, dst, path)
		}
	case reflect.Slice:
		ok = d.slice(value, dst, path)
	case reflect.String:
		var s string
		if s, ok = value.(string); ok {
			d.characters(s, path)
			dst.SetString(s)
		}
	case reflect.Bool:
		var b bool
		if b, ok = value.(bool); ok {
			dst.SetBool(b)
		}
	case reflect.Int:
		var n int64
		if n, ok = value.(int64); ok && n >= math.MinInt32 && n <= math.MaxInt32 {
			dst.SetInt(n)
		} else if ok {
			d.fault(path, fmt.Sprintf("%s: the number %d is out of range", last(path), n), fmt.Sprintf("use a number from %d to %d", math.MinInt32, math.MaxInt32))
		}
	case reflect.Float64:
		switch n := value.(type) {
		case float64:
			dst.SetFloat(n)
			ok = true
		case int64:
			dst.SetFloat(float64(n))
			ok = true
		}
	}
	if !ok {
		d.fault(path, fmt.Sprintf("%s has the wrong type", last(path)), "it must be "+typeName(dst.Type()))
	}
}

// characters faults what an escape such as \u0000 brought into a string.
func (d *decoder) characters(s string, path []any) {
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if what := Forbidden(r); what != "" {
			d.fault(path, fmt.Sprintf("%s: %s", last(path), what), "remove its escape")
			return
		}
	}
}

// slice decodes lists and arrays of tables. Elements of the wrong type are left
// at their zero value, so that later checks name the right element.
func (d *decoder) slice(value any, dst reflect.Value, path []any) bool {
	var items []any
	switch v := value.(type) {
	case []any:
		items = v
	case []map[string]any:
		for _, tree := range v {
			items = append(items, tree)
		}
	default:
		return false
	}
	if len(items) == 0 {
		dst.SetZero()
		return true
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(items), len(items)))
	for i, item := range items {
		d.value(item, dst.Index(i), append(slices.Clip(path), i))
	}
	return true
}

// decodeSelf lets a type that knows how decode itself.
func decodeSelf(value any, dst reflect.Value) (bool, error) {
	switch v := dst.Addr().Interface().(type) {
	case toml.Unmarshaler:
		return true, v.UnmarshalTOML(value)
	case encoding.TextUnmarshaler:
		s, ok := value.(string)
		if !ok {
			return true, errors.New("must be a string in quotes")
		}
		return true, v.UnmarshalText([]byte(s))
	}
	return false, nil
}

// last names the innermost key of a path for a message.
func last(path []any) string {
	for i := len(path) - 1; i >= 0; i-- {
		if s, ok := path[i].(string); ok {
			return s
		}
	}
	return "value"
}

func typeName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "a table"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			return "an array of tables, [[…]]"
		}
		return "a list, […]"
	case reflect.Bool:
		return "true or false, without quotes"
	case reflect.Int:
		return "a whole number, without quotes"
	case reflect.Float64:
		return "a number, without quotes"
	default:
		return "a string in quotes"
	}
}
