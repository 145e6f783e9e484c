package bleveindex

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
)

// fill sets everything inside a value to something that is not zero, lists to two.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(-len(text) * 100))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text+"*")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), text+" é")
		fill(v.Index(1), text+"\n")
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text+v.Type().Field(i).Name)
		}
	}
}

func TestPack(t *testing.T) {
	var full review.Review
	fill(reflect.ValueOf(&full).Elem(), "")
	for _, r := range append(shippedReviews(t), &full, &review.Review{}) {
		plain := search.PlainSections(r)
		data, err := pack(r, plain)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := unpack(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, &got.Review); diff != "" {
			t.Errorf("%s: %s", r.ID, diff)
		}
		if diff := cmp.Diff(plain, got.plain()); diff != "" {
			t.Errorf("%s as plain text: %s", r.ID, diff)
		}
	}
}

// TestStoredForm fails where the types that are stored have changed. Then Version has to
// change as well, since an index that is there already cannot be read any more.
func TestStoredForm(t *testing.T) {
	const file = "testdata/stored-form.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got := Version + " " + formOf(reflect.TypeFor[storedReview](), "") + "\n"
	if got != string(want) {
		t.Errorf("the stored form is not that of %s, but\n%s", file, got)
	}
}

// formOf writes down a type with the names of its fields: two of one kind that change
// places are read wrongly, too.
func formOf(t reflect.Type, indent string) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + formOf(t.Elem(), indent)
	case reflect.Slice:
		return "[]" + formOf(t.Elem(), indent)
	case reflect.Struct:
		var out strings.Builder
		out.WriteString("struct")
		for field := range t.Fields() {
			out.WriteString("\n" + indent + "\t" + field.Name + " " + formOf(field.Type, indent+"\t"))
		}
		return out.String()
	default:
		return t.Kind().String()
	}
}

// FuzzUnpack: a damaged record is an error, or something else that can be read.
func FuzzUnpack(f *testing.F) {
	var full storedReview
	fill(reflect.ValueOf(&full).Elem(), "")
	data, err := encode(&full)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	for i := 0; i < len(data); i += 37 {
		damaged := []byte(string(data))
		damaged[i] ^= 0xff
		f.Add(damaged)
		f.Add(data[:i])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got storedReview
		if err := decode(data, &got); err != nil {
			return
		}
		if _, err := encode(&got); err != nil {
			t.Error(err)
		}
	})
}

func TestRecordOfUnknownKind(t *testing.T) {
	if _, err := encode(&struct{ M map[string]int }{}); err == nil {
		t.Error("a map was stored")
	}
}

// shippedReference reads the corpus that ships with the program.
func shippedReference(t testing.TB) *review.Reference {
	t.Helper()
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return ref
}

func shippedReviews(t testing.TB) []*review.Review {
	t.Helper()
	ref := shippedReference(t)
	files, err := fs.Glob(corpus.FS(), "reviews/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []*review.Review
	for _, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		r, faults := review.Decode(path.Base(file), data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		all = append(all, r)
	}
	return all
}

// BenchmarkUnpack reads the shipped reviews.
func BenchmarkUnpack(b *testing.B) {
	var packed [][]byte
	size, plainSize := 0, 0
	for _, r := range shippedReviews(b) {
		data, err := pack(r, search.PlainSections(r))
		if err != nil {
			b.Fatal(err)
		}
		whole, err := json.Marshal(r)
		if err != nil {
			b.Fatal(err)
		}
		packed, size, plainSize = append(packed, data), size+len(data), plainSize+len(whole)
	}
	b.ReportMetric(float64(size)/float64(plainSize), "size/json")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, _, err := unpack(packed[i%len(packed)]); err != nil {
			b.Fatal(err)
		}
	}
}
