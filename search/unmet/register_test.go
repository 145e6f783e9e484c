package unmet

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// madeUp is a reference of made-up subjects.
func madeUp() *review.Reference {
	ref := &review.Reference{}
	for _, c := range []struct {
		id   string
		kind review.ConceptKind
	}{
		{"dragons", review.Problem},
		{"trolls", review.Problem},
		{"knitting", review.Programme},
		{"treaty", review.Legal},
		{"calm", review.OutcomeOf},
		{"giants", review.Person},
		{"cave", review.Setting},
		{"ancient", review.AgeGroup},
		{"parking", review.Elsewhere},
	} {
		ref.Thesaurus.Concepts = append(ref.Thesaurus.Concepts, review.ThesaurusEntry{ID: c.id, Label: "the " + c.id, Kind: c.kind})
	}
	ref.Lists.Topics = []review.Item{{ID: "beasts", Label: "Beasts"}}
	ref.Lists.Outcomes = []review.Item{{ID: "calm", Label: "Calm"}}
	ref.Lists.Populations = []review.Item{{ID: "giants", Label: "Giants"}}
	ref.Lists.Settings = []review.Item{{ID: "cave", Label: "Cave"}}
	return ref
}

// A bench is a register over a data folder with a clock that the test moves.
type bench struct {
	*Register
	t    *testing.T
	data string
	now  time.Time
	pace time.Duration // of ask
	log  bytes.Buffer
}

func newBench(t *testing.T, data string) *bench {
	t.Helper()
	b := &bench{t: t, data: data, pace: visit, now: time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)}
	b.open()
	return b
}

func (b *bench) open() {
	b.t.Helper()
	ref := madeUp()
	var err error
	b.Register, err = Open(b.data, Options{
		Minimum: 5, Weeks: 4, Reference: func() *review.Reference { return ref },
		Now: func() time.Time { return b.now }, Log: slog.New(slog.NewTextHandler(&b.log, nil)),
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// ask counts the same question again and again, at a pace at which all count.
func (b *bench) ask(times int, answer Answer, concepts ...string) {
	for range times {
		b.Count(Asked{Concepts: concepts, Answer: answer})
		b.now = b.now.Add(b.pace)
	}
}

func (b *bench) flush() {
	b.t.Helper()
	if err := b.Flush(); err != nil {
		b.t.Fatal(err)
	}
}

const thisWeek = Week("2026-W48")

// kept is what the disk holds of a week: needs with the numbers of questions.
func (b *bench) kept(w Week) map[string]int {
	b.t.Helper()
	read, err := folder{dir: dirIn(b.data)}.read(w)
	if err != nil {
		b.t.Fatal(err)
	}
	kept := map[string]int{}
	for key, k := range read.needs {
		kept[key] = k.counts.total()
	}
	return kept
}

func (b *bench) want(w Week, want map[string]int) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.kept(w)); diff != "" {
		b.t.Errorf("on the disk for %s (-want +got)\n%s", w, diff)
	}
}

func TestWhatIsKeptOfAQuestion(t *testing.T) {
	age := 7
	tests := []struct {
		name  string
		asked Asked
		want  string
	}{
		{"a concept", Asked{Concepts: []string{"dragons"}}, "concept/dragons"},
		{"nothing understood", Asked{}, ""},
		{"something else altogether", Asked{Concepts: []string{"parking"}}, ""},
		{"something else, at a place", Asked{Concepts: []string{"parking", "cave", "giants"}}, ""},
		{"something else beside a problem", Asked{Concepts: []string{"parking", "cave", "dragons"}}, "concept/cave concept/dragons"},
		{"free words", Asked{Concepts: []string{"John Doe", "dragons", "943 476 5919", "", "a/b", "concept/trolls"}}, "concept/dragons"},
		{"ids of no list", Asked{Filter: search.Filter{Topics: []string{"dragons"}, Outcomes: []string{"SW1A 1AA"}, Settings: []string{"beasts"}}}, ""},
		{"the same twice", Asked{Concepts: []string{"dragons", "dragons"}}, "concept/dragons"},
		{"the most telling three", Asked{Concepts: []string{"ancient", "cave", "giants", "calm", "treaty", "knitting", "trolls"}}, "concept/knitting concept/treaty concept/trolls"},
		{"of equal rank the first", Asked{Concepts: []string{"trolls", "giants", "dragons", "knitting"}}, "concept/dragons concept/knitting concept/trolls"},
		{"lists beside concepts", Asked{Concepts: []string{"giants"}, Filter: search.Filter{
			Settings: []string{"cave"}, Populations: []string{"giants"}, Outcomes: []string{"calm"}, Topics: []string{"beasts"},
		}}, "concept/giants outcome/calm topic/beasts"},
		{"nothing else that was chosen", Asked{Concepts: []string{"dragons"}, Filter: search.Filter{
			Effects: review.Effects, Strengths: review.Strengths, UK: review.UKs, Statuses: review.Statuses, Age: &age, IDs: []string{"dragons"},
		}}, "concept/dragons"},
	}
	ref := newReference(madeUp())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := keyOf(ref.need(&tt.asked)); got != tt.want {
				t.Errorf("kept %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAnswerOf(t *testing.T) {
	for _, tt := range []struct {
		notice search.NoticeKind
		found  int
		want   Answer
	}{
		{search.NothingHeld, 0, NothingHeld},
		{search.NoEligibleStudies, 0, NoEligibleStudies},
		{search.NoEligibleStudies, 2, NoEligibleStudies},
		{search.Filtered, 0, Filtered},
		{search.UnknownWords, 0, UnknownWords},
		{search.UnknownWords, 3, Found},
		{search.NoWords, 0, ""},
		{search.PartlyHeld, 3, PartlyHeld},
		{search.BroaderOnly, 3, BroaderOnly},
		{search.Relaxed, 3, Found},
		{search.Shortened, 3, Found},
		{search.PersonalDetails, 3, Found},
		{search.PersonalDetails, 0, NothingHeld},
		{"", 3, Found},
		{"", 0, NothingHeld},
	} {
		if got := Of(nil, search.Filter{}, tt.notice, tt.found).Answer; got != tt.want {
			t.Errorf("notice %q, %d found: %q, want %q", tt.notice, tt.found, got, tt.want)
		}
	}
	if len(Answers) != len(counts{}) {
		t.Errorf("%d answers and room for %d", len(Answers), len(counts{}))
	}
}

func TestMinimum(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(4, NothingHeld, "dragons")
	b.flush()
	if _, err := os.Stat(dirIn(b.data)); err == nil {
		t.Error("something is on the disk before the minimum")
	}
	b.ask(1, PartlyHeld, "dragons")
	b.ask(4, NothingHeld, "trolls")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 5})
	b.ask(1, NothingHeld, "dragons") // is no longer rare
	b.ask(1, NothingHeld, "trolls")
	b.flush()
	b.flush() // and nothing twice
	b.want(thisWeek, map[string]int{"concept/dragons": 6, "concept/trolls": 5})
}

func TestOneWhoRepeatsHardlyCounts(t *testing.T) {
	b := newBench(t, t.TempDir())
	for range 100 { // in a minute and a half
		b.Count(Asked{Concepts: []string{"dragons"}, Answer: NothingHeld})
		b.now = b.now.Add(time.Second)
	}
	b.flush()
	b.want(thisWeek, map[string]int{})
}

func TestAnswersThatAreNoneAreNotCounted(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(9, "", "dragons")
	b.ask(9, "what somebody typed", "dragons")
	b.flush()
	b.want(thisWeek, map[string]int{})
}

func TestWeeks(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(5, NothingHeld, "dragons")
	b.now = b.now.AddDate(0, 0, 7)
	b.ask(6, NothingHeld, "dragons")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 5})
	b.want("2026-W49", map[string]int{"concept/dragons": 6})

	b.now = b.now.AddDate(0, 0, 7*3) // four weeks are kept
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 5}) // perhaps the clock is wrong
	b.flush()
	b.want(thisWeek, map[string]int{})
	b.want("2026-W49", map[string]int{"concept/dragons": 6})
}

func TestAClockThatJumpsCostsNothing(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(5, NothingHeld, "dragons")
	b.flush()
	right := b.now
	b.now = right.AddDate(50, 0, 0)
	b.ask(5, NothingHeld, "trolls")
	b.flush()
	b.now = right.AddDate(-50, 0, 0)
	b.ask(5, NothingHeld, "calm")
	b.flush()
	b.now = right
	b.flush()
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 5})
	b.want(WeekOf(right.AddDate(50, 0, 0)), map[string]int{"concept/trolls": 5}) // until it is past
}

func TestWhatIsRareIsCountedUnderLessWhenAWeekIsOver(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.pace = visit
	b.ask(2, NothingHeld, "dragons", "knitting", "giants")
	b.ask(2, NothingHeld, "dragons", "knitting", "cave")
	b.ask(1, NothingHeld, "dragons", "knitting")
	b.ask(3, PartlyHeld, "dragons", "calm")
	b.ask(2, PartlyHeld, "dragons")
	b.ask(4, NothingHeld, "trolls", "cave")
	b.ask(5, NothingHeld, "treaty", "cave", "calm")
	b.ask(1, NothingHeld, "treaty", "cave")
	b.pace = spacing // one who tries one place after the other
	b.ask(3, NothingHeld, "knitting", "cave")
	b.ask(3, NothingHeld, "knitting", "giants")
	b.ask(3, NothingHeld, "knitting", "ancient")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/calm concept/cave concept/treaty": 5})
	b.now = b.now.AddDate(0, 0, 7)
	b.flush()
	b.want(thisWeek, map[string]int{
		"concept/calm concept/cave concept/treaty": 5,
		"concept/dragons concept/knitting":         5,
		"concept/dragons":                          5,
	})
	if n := len(b.tallies) + len(b.visits); n > 0 {
		t.Errorf("%d needs of a week that is over are still in memory", n)
	}
}

func TestRestart(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(5, NothingHeld, "dragons")
	b.ask(4, NothingHeld, "trolls")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.ask(9, NothingHeld, "giants") // nobody counts any more
	b.open()
	b.ask(1, NothingHeld, "dragons")
	b.ask(4, NothingHeld, "trolls") // begins anew
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.want(thisWeek, map[string]int{"concept/dragons": 6})
}

func TestTwoProcessesOnOneFolder(t *testing.T) {
	data := t.TempDir()
	a, b := newBench(t, data), newBench(t, data)
	a.ask(5, NothingHeld, "dragons")
	b.ask(7, PartlyHeld, "dragons")
	b.ask(3, NothingHeld, "trolls")
	a.ask(3, NothingHeld, "trolls")
	done := make(chan error, 40)
	for range 20 {
		go func() { done <- a.Flush() }()
		go func() { done <- b.Flush() }()
	}
	for range 40 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	a.want(thisWeek, map[string]int{"concept/dragons": 12})
	a.ask(2, NothingHeld, "trolls")
	a.flush()
	b.flush() // what it knew of trolls is no longer rare
	a.want(thisWeek, map[string]int{"concept/dragons": 12, "concept/trolls": 8})
}

// TestManyAtOnce holds that nothing is lost or counted twice while many ask and the
// counts are written.
func TestManyAtOnce(t *testing.T) {
	b := newBench(t, t.TempDir())
	var minutes atomic.Int64
	start := b.now
	b.opt.Now = func() time.Time { return start.Add(time.Duration(minutes.Add(1)) * spacing) }
	needs := []string{"dragons", "trolls", "knitting"}
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for i := range 60 {
				b.Count(Asked{Concepts: needs[i%3 : i%3+1], Answer: Answers[i%len(Answers)]})
				if i%20 == 0 {
					_ = b.Flush()
				}
			}
		})
	}
	asking.Wait()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.want(thisWeek, map[string]int{"concept/dragons": 160, "concept/trolls": 160, "concept/knitting": 160})
}

// TestAWriteThatWasCutOff holds that what a killed process left is in nobody's way.
func TestAWriteThatWasCutOff(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(5, NothingHeld, "dragons")
	b.flush()
	path := filepath.Join(dirIn(b.data), string(thisWeek)+extension)
	write(t, path+temporary, `{"format":"evidence-`)
	b.open()
	b.ask(5, NothingHeld, "trolls")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 5, "concept/trolls": 5})
}

func TestDamageIsSetAside(t *testing.T) {
	good := `{"format":"evidence-store-unmet","version":1,"week":"2026-W48","not_taken":0,"needs":[{"ids":["concept/dragons"],"answers":{"found":5}}]}`
	for name, text := range map[string]string{
		"empty":          "",
		"cut off":        good[:len(good)-9],
		"no JSON":        "once upon a time",
		"more after it":  good + "{}",
		"another week":   strings.Replace(good, "W48", "W47", 1),
		"newer":          strings.Replace(good, `"version":1`, `"version":2`, 1),
		"another format": strings.Replace(good, "evidence-store-unmet", "diary", 1),
		"unknown field":  strings.Replace(good, `"not_taken"`, `"who"`, 1),
		"words":          strings.Replace(good, "concept/dragons", "concept/My neighbour", 1),
		"unknown list":   strings.Replace(good, "concept/dragons", "name/dragons", 1),
		"no ids":         strings.Replace(good, `"concept/dragons"`, "", 1),
		"too many ids":   strings.Replace(good, `"concept/dragons"`, `"concept/a","concept/b","concept/c","concept/d"`, 1),
		"unsorted ids":   strings.Replace(good, `"concept/dragons"`, `"concept/b","concept/a"`, 1),
		"unknown answer": strings.Replace(good, `"found"`, `"lost"`, 1),
		"negative":       strings.Replace(good, `:5}`, `:-5}`, 1),
		"never asked":    strings.Replace(good, `{"found":5}`, `{}`, 1),
		"twice":          strings.Replace(good, `}}]`, `}},{"ids":["concept/dragons"],"answers":{"found":5}}]`, 1),
		"too large":      good + strings.Repeat(" ", maxBytes),
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			path := filepath.Join(dirIn(data), string(thisWeek)+extension)
			write(t, path, text)
			write(t, path+".aside-1", "an earlier one")
			b := newBench(t, data)
			if got := read(t, path+".aside-2"); got != text {
				t.Errorf("set aside is %q", got)
			}
			if !strings.Contains(b.log.String(), "set aside") {
				t.Errorf("the log does not tell of it: %s", b.log.String())
			}
			b.ask(5, NothingHeld, "trolls")
			b.flush()
			b.want(thisWeek, map[string]int{"concept/trolls": 5})
			if got := read(t, path+".aside-1"); got != "an earlier one" {
				t.Errorf("what was set aside earlier is now %q", got)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		data := t.TempDir()
		write(t, filepath.Join(dirIn(data), string(thisWeek)+extension), good)
		b := newBench(t, data)
		b.want(thisWeek, map[string]int{"concept/dragons": 5})
	})
}

func TestDamageWhileRunning(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.ask(5, NothingHeld, "dragons")
	b.flush()
	path := filepath.Join(dirIn(b.data), string(thisWeek)+extension)
	write(t, path, "damaged")
	b.ask(6, NothingHeld, "trolls")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/trolls": 6})
	if got := read(t, path+".aside-1"); got != "damaged" {
		t.Errorf("set aside is %q", got)
	}
}

func TestWhatCannotBeWrittenIsNotLost(t *testing.T) {
	b := newBench(t, t.TempDir())
	write(t, dirIn(b.data), "a file where the folder should be")
	b.ask(5, NothingHeld, "dragons")
	for range 3 {
		if err := b.Flush(); err == nil {
			t.Fatal("no error where nothing can be written")
		}
	}
	b.ask(2, NothingHeld, "dragons")
	if n := strings.Count(b.log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings, want one: %s", n, b.log.String())
	}
	if err := os.Remove(dirIn(b.data)); err != nil {
		t.Fatal(err)
	}
	b.flush()
	b.want(thisWeek, map[string]int{"concept/dragons": 7})
	if !strings.Contains(b.log.String(), "written again") {
		t.Errorf("the log does not say that it goes on: %s", b.log.String())
	}
}

func TestMemoryIsBounded(t *testing.T) {
	ref := &review.Reference{}
	for n := range 2 * maxTallies {
		ref.Thesaurus.Concepts = append(ref.Thesaurus.Concepts, review.ThesaurusEntry{ID: fmt.Sprintf("made-up-%d", n), Kind: review.Problem})
	}
	b := newBench(t, t.TempDir())
	b.opt.Reference = func() *review.Reference { return ref }
	b.ask(5, NothingHeld, "made-up-1")
	b.ask(3, NothingHeld, "made-up-2")
	for _, c := range ref.Thesaurus.Concepts {
		b.Count(Asked{Concepts: []string{c.ID}, Answer: NothingHeld})
	}
	if n := len(b.tallies); n != maxTallies {
		t.Errorf("%d needs in memory, want %d", n, maxTallies)
	}
	b.flush()
	if n := len(b.tallies); n > maxTallies/2 {
		t.Errorf("%d needs in memory after the rarest were forgotten", n)
	}
	b.ask(4, NothingHeld, "made-up-2") // which was not among the rarest; once too soon
	b.ask(5, NothingHeld, "made-up-19999")
	b.flush()
	b.want(thisWeek, map[string]int{"concept/made-up-1": 6, "concept/made-up-2": 7, "concept/made-up-19999": 5})
	held, err := b.folder.read(thisWeek)
	if err != nil {
		t.Fatal(err)
	}
	if want := 2*maxTallies - 2; held.notTaken != want {
		t.Errorf("%d questions are said not to be taken, want %d", held.notTaken, want)
	}
}

func TestTheFileOfAWeekIsBounded(t *testing.T) {
	b := newBench(t, t.TempDir())
	due := &weekly{week: thisWeek, needs: map[string]*kept{}}
	for n := range maxNeeds + 2 {
		ids := []ID{{Concepts, fmt.Sprintf("made-up-%d", n)}}
		due.needs[keyOf(ids)] = &kept{ids: ids, counts: counts{5 + n}}
	}
	done, err := b.folder.merge(due)
	if err != nil || len(done) != maxNeeds+2 {
		t.Fatalf("%d done, error %v", len(done), err)
	}
	held, err := b.folder.read(thisWeek)
	if err != nil || len(held.needs) != maxNeeds || held.needs["concept/made-up-1"] != nil || held.notTaken != 5+6 {
		t.Errorf("%d needs, %d not taken, error %v", len(held.needs), held.notTaken, err)
	}
}

func TestOpenRefusesWhatCannotWork(t *testing.T) {
	ref := func() *review.Reference { return nil }
	for _, opt := range []Options{{}, {Minimum: 1, Weeks: 1, Reference: ref}, {Minimum: 5, Reference: ref}, {Minimum: 5, Weeks: 1}} {
		if _, err := Open(t.TempDir(), opt); err == nil {
			t.Errorf("%+v is taken", opt)
		}
	}
	r, err := Open(t.TempDir(), Options{Minimum: 2, Weeks: 1, Reference: ref})
	if err != nil {
		t.Fatal(err)
	}
	r.Count(Asked{Concepts: []string{"dragons"}, Answer: NothingHeld}) // before there is an index
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWeekOf(t *testing.T) {
	for day, want := range map[string]Week{
		"2026-11-23": "2026-W48", "2026-11-22": "2026-W47", "2027-01-01": "2026-W53", "2024-12-30": "2025-W01", "2021-01-03": "2020-W53",
	} {
		when, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		got := WeekOf(when)
		if got != want || !got.valid() || WeekOf(got.monday()) != got || got.monday().Weekday() != time.Monday {
			t.Errorf("%s: %s from %s, want %s", day, got, got.monday(), want)
		}
	}
	if got := Week("2027-W02").back(3); got != "2026-W52" {
		t.Errorf("three weeks before 2027-W02: %s", got)
	}
	for _, w := range []Week{"", "2026-W00", "2025-W53", "2026-W54", "2026-48", "2026-W48 ", "26-W48", "../../../etc"} {
		if w.valid() {
			t.Errorf("%q is taken for a week", w)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestCountingKeepsNoThesaurus holds that what is counted does not keep the text of the
// generation that answered: ids are pieces of it, and the register outlives it.
func TestCountingKeepsNoThesaurus(t *testing.T) {
	b := newBench(t, t.TempDir())
	var texts []string // as decoded from a thesaurus
	for _, id := range []string{"dragons", "trolls", "knitting", "treaty"} {
		texts = append(texts, strings.Clone(id))
	}
	b.Count(Asked{Concepts: texts, Answer: NothingHeld})
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.tallies) != 1 {
		t.Fatalf("%d needs are counted, want 1", len(b.tallies))
	}
	for _, tally := range b.tallies {
		for _, id := range tally.ids[:cap(tally.ids)] { // to which any that were left out may still belong
			for _, text := range texts {
				if id.Name != "" && unsafe.StringData(id.Name) == unsafe.StringData(text) {
					t.Errorf("%s is kept as the piece of a text that it was", text)
				}
			}
		}
	}
}
