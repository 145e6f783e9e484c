package unmet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// The file of a week:
//
//	{
//	  "format": "evidence-store-unmet",
//	  "version": 1,
//	  "week": "2026-W48",
//	  "not_taken": 0,
//	  "needs": [
//	    {"ids": ["concept/neglect", "outcome/reunification"], "answers": {"nothing-held": 6}}
//	  ]
//	}
//
// Ids stand in the order of the alphabet, needs in that of their ids, and answers that
// did not occur are left out. not_taken counts questions for which there was no room.
const (
	formatName    = "evidence-store-unmet"
	formatVersion = 1
)

// Bounds of a file.
const (
	maxNeeds = 1000
	maxBytes = 1 << 20
	maxCount = 1_000_000_000
)

// counts are numbers of questions, by the place of the answer in Answers.
type counts [7]int

func (c *counts) total() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}

func (c *counts) add(other *counts, sign int) {
	for i := range c {
		c[i] = min(c[i]+sign*other[i], maxCount)
	}
}

// A weekly is what the file of a week holds.
type weekly struct {
	week     Week
	notTaken int
	needs    map[string]*kept // by key
}

// kept is a need with its counts.
type kept struct {
	ids    []ID
	counts counts
	rare   bool // too rare to begin to be on the disk
}

type weeklyJSON struct {
	Format   string     `json:"format"`
	Version  int        `json:"version"`
	Week     Week       `json:"week"`
	NotTaken int        `json:"not_taken"`
	Needs    []needJSON `json:"needs"`
}

type needJSON struct {
	IDs     []ID           `json:"ids"`
	Answers map[Answer]int `json:"answers"`
}

func (w *weekly) encode() ([]byte, error) {
	file := weeklyJSON{Format: formatName, Version: formatVersion, Week: w.week, NotTaken: w.notTaken, Needs: []needJSON{}}
	for _, key := range slices.Sorted(maps.Keys(w.needs)) {
		k := w.needs[key]
		need := needJSON{IDs: slices.SortedFunc(slices.Values(k.ids), compareIDs), Answers: map[Answer]int{}}
		for i, n := range k.counts {
			if n > 0 {
				need.Answers[Answers[i]] = n
			}
		}
		file.Needs = append(file.Needs, need)
	}
	data, err := json.MarshalIndent(file, "", "  ")
	return append(data, '\n'), err
}

// decodeWeekly reads the file of a week strictly: what it gives could have been written
// by encode.
func decodeWeekly(week Week, data []byte) (*weekly, error) {
	var file weeklyJSON
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, errors.New("it is not JSON as it is written here") // and whatever it is instead is not for the log
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after its end")
	}
	switch {
	case file.Format != formatName:
		return nil, errors.New("it is not a file of this program")
	case file.Version != formatVersion:
		return nil, fmt.Errorf("it has version %d, and this program knows version %d", file.Version, formatVersion)
	case file.Week != week:
		return nil, errors.New("it holds another week than its name says")
	case len(file.Needs) > maxNeeds:
		return nil, errors.New("it holds more than is ever written")
	case file.NotTaken < 0 || file.NotTaken > maxCount:
		return nil, errors.New("a number in it cannot be")
	}
	w := &weekly{week: week, notTaken: file.NotTaken, needs: map[string]*kept{}}
	for _, n := range file.Needs {
		if err := w.take(&n); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *weekly) take(n *needJSON) error {
	if len(n.IDs) == 0 || len(n.IDs) > MaxIDs {
		return fmt.Errorf("a need in it has %d ids", len(n.IDs))
	}
	k := &kept{ids: n.IDs}
	for i, id := range n.IDs {
		if !id.wellFormed() || i > 0 && compareIDs(n.IDs[i-1], id) >= 0 {
			return errors.New("the ids of a need in it are not as they are written")
		}
	}
	for answer, count := range n.Answers {
		at := slices.Index(Answers, answer)
		if at < 0 || count < 1 || count > maxCount {
			return errors.New("a count in it cannot be")
		}
		k.counts[at] = count
	}
	key := keyOf(k.ids)
	if w.needs[key] != nil || k.counts.total() == 0 {
		return errors.New("a need in it is there twice or was never asked for")
	}
	w.needs[key] = k
	return nil
}
