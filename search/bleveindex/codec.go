package bleveindex

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// A valueWriter makes the stored form of a value: how many bytes the numbers take, the
// numbers, then the text of all strings in one run, which packs better so and is decoded
// without copying. The numbers are the lengths of strings and lists and all else, in the
// order of the fields of the types. Nothing says which: what was written is read by the
// Version that wrote it.
type valueWriter struct{ numbers, text []byte }

// encode gives the stored form of what v points to, which is made of structs, lists,
// pointers, strings, whole numbers and booleans.
func encode(v any) ([]byte, error) {
	var w valueWriter
	if err := w.put(reflect.ValueOf(v).Elem()); err != nil {
		return nil, err
	}
	out := binary.AppendUvarint(nil, uint64(len(w.numbers)))
	return append(append(out, w.numbers...), w.text...), nil
}

func (w *valueWriter) number(n uint64) { w.numbers = binary.AppendUvarint(w.numbers, n) }

func (w *valueWriter) put(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		w.number(uint64(v.Len()))
		w.text = append(w.text, v.String()...)
	case reflect.Bool:
		if v.Bool() {
			w.number(1)
		} else {
			w.number(0)
		}
	case reflect.Int:
		w.numbers = binary.AppendVarint(w.numbers, v.Int())
	case reflect.Pointer:
		if v.IsNil() {
			w.number(0)
			return nil
		}
		w.number(1)
		return w.put(v.Elem())
	case reflect.Slice:
		w.number(uint64(v.Len()))
		for i := range v.Len() {
			if err := w.put(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if err := w.put(v.Field(i)); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("no stored form of %s", v.Type())
	}
	return nil
}

// A valueReader reads what a valueWriter wrote, from its beginning.
type valueReader struct {
	numbers []byte
	text    string
	broken  bool
}

var errDamaged = errors.New("what is stored is damaged")

// decode fills what into points to. Its strings share the memory of one.
func decode(data []byte, into any) error {
	n, size := binary.Uvarint(data)
	if size <= 0 || n > uint64(len(data)-size) {
		return errDamaged
	}
	r := valueReader{numbers: data[size : size+int(n)], text: string(data[size+int(n):])}
	r.take(reflect.ValueOf(into).Elem())
	if r.broken || len(r.numbers) > 0 || r.text != "" {
		return errDamaged
	}
	return nil
}

func (r *valueReader) number() uint64 {
	n, size := binary.Uvarint(r.numbers)
	if size <= 0 {
		r.broken = true
		return 0
	}
	r.numbers = r.numbers[size:]
	return n
}

// length is a number that cannot be more than limit.
func (r *valueReader) length(limit int) int {
	n := r.number()
	if n > uint64(limit) {
		r.broken = true
		return 0
	}
	return int(n)
}

func (r *valueReader) take(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		n := r.length(len(r.text))
		v.SetString(r.text[:n])
		r.text = r.text[n:]
	case reflect.Bool:
		v.SetBool(r.number() == 1)
	case reflect.Int:
		n := r.number()
		v.SetInt(int64(n>>1) ^ -int64(n&1)) // as binary.Varint
	case reflect.Pointer:
		if r.number() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			r.take(v.Elem())
		}
	case reflect.Slice:
		n := r.length(len(r.numbers) / fewest(v.Type().Elem()))
		if n == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			r.take(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			r.take(v.Field(i))
		}
	}
}

// fewest is how many bytes of numbers a value of a type takes at least, so that damaged
// lengths make no list that is much larger than what was read.
func fewest(t reflect.Type) int {
	if t.Kind() != reflect.Struct {
		return 1
	}
	if known, ok := fewestOf.Load(t); ok {
		return known.(int)
	}
	n := 0
	for field := range t.Fields() {
		n += fewest(field.Type)
	}
	n = max(n, 1)
	fewestOf.Store(t, n)
	return n
}

var fewestOf sync.Map // of int by reflect.Type
